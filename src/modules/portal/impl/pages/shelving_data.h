#pragma once

#include "modules/portal/impl/templates/page_data.h"
#include "modules/portal/impl/texts.h"
#include "modules/portal/impl/views/views.h"

namespace tangthu::portal::impl {

/// is_there, state_text, place, call: for a line under a hit and a row of the record page.
void put_shelving(Fields& fields, const Shelving& shelving, const Texts& texts);

} // namespace tangthu::portal::impl
