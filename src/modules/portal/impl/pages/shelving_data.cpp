#include "modules/portal/impl/pages/shelving_data.h"

namespace tangthu::portal::impl {

void put_shelving(Fields& fields, const Shelving& shelving, const Texts& texts) {
    std::string state;
    if (shelving.on_shelf > 0) {
        state = texts.counted("portal.on_shelf", static_cast<std::uint64_t>(shelving.on_shelf));
    } else {
        state = texts.text_if_known("portal.state_" + shelving.state);
        if (state.empty()) {
            state = texts.text("portal.not_there");
        }
    }
    std::string place = shelving.unit;
    if (!shelving.location.empty()) {
        place += place.empty() ? shelving.location : " · " + shelving.location;
    }
    fields.put("is_there", shelving.on_shelf > 0)
        .put("state_text", std::move(state))
        .put("place", std::move(place))
        .put("call", shelving.call_number);
}

} // namespace tangthu::portal::impl
