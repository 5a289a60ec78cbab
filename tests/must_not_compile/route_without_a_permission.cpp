// Rule: no route without saying who may use it.
// Expect: cannot convert
#include "platform/net/router.h"

tangthu::net::Route route_without_a_permission() {
#ifdef TANGTHU_BROKEN
    return tangthu::net::get("/api/v1/bibs", "catalogue.route_bibs", "");
#else
    return tangthu::net::get("/api/v1/bibs", tangthu::Permission::Public, "catalogue.route_bibs");
#endif
}
