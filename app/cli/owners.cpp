// SPDX-License-Identifier: Apache-2.0
#include "owners.h"

#include "engine/core/schema/schemainfo.h"

namespace chancery::cli {

std::string ownerOf(
    const core::CompiledSchema *schema, const core::Tree &document, std::string_view pointer)
{
    if (!schema)
        return {};
    for (;;) {
        auto info = core::schemaInfoAt(*schema, document, pointer);
        if (!info.place.annotations.owner.empty() || pointer.empty())
            return std::move(info.place.annotations.owner);
        pointer = pointer.substr(0, pointer.rfind('/'));
    }
}

std::string ownerNote(
    const core::CompiledSchema *schema, const core::Tree &document, std::string_view pointer)
{
    const auto owner = ownerOf(schema, document, pointer);
    return owner.empty() ? std::string() : " (owner " + owner + ')';
}

} // namespace chancery::cli
