// SPDX-License-Identifier: Apache-2.0
#include "validator.h"

namespace chancery::server {

core::Tree Validator::read(
    const std::string &text, core::Format format, std::string_view pointer) const
{
    auto reading = core::read(text, format);
    if (reading)
        return std::move(reading).tree();
    auto error = core::toError(reading.problem());
    for (auto &field : error.fields) {
        if (field.pointer.empty())
            field.pointer = pointer;
    }
    refuse("unreadable-document", reading.problem().message, std::move(error.fields));
}

void Validator::checkSchema(const View &, const core::NewSchema &schema)
{
    const auto tree = read(schema.text, core::Format::Json, "/text");
    if (!tree.root().isObject() && !tree.root().isBool())
        refuse("schema-violation", "A schema is an object or a boolean",
            {{"/text", "type", "Expected an object", {}, 1, 1}});
}

void Validator::check(const View &, const core::SchemaId &, const core::Tree &)
{
}

} // namespace chancery::server
