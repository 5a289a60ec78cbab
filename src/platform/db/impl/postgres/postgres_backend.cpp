#include "platform/db/impl/connection.h"

namespace tangthu::db::impl {

Result<std::unique_ptr<Backend>> open_postgres(const DatabaseLocation& location, const DatabaseOptions&) {
    return fail(ErrorKind::Unavailable, "db.cannot_connect", {{"location", location.redacted()}}, "not built yet");
}

} // namespace tangthu::db::impl
