// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/json.h"
#include "engine/core/schema/schema.h"

#include <QtGlobal>

namespace chancery::tests {

// Documents and schemas of tests, which are known to be readable.
inline core::Tree parsed(const std::string &text)
{
    auto reading = core::readJson(text);
    if (!reading.ok())
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::move(reading).tree();
}

inline core::CompiledSchema compiled(const std::string &text)
{
    auto schema = core::CompiledSchema::compile(parsed(text), {}, {});
    if (!schema)
        qFatal("%s: %s", text.c_str(), schema.error().detail.c_str());
    return *schema;
}

// "/a required, /b type".
inline std::string words(const std::vector<core::Violation> &violations)
{
    std::string text;
    for (const auto &violation : violations)
        text += (text.empty() ? "" : ", ") + violation.instancePointer + ' ' + violation.code;
    return text;
}

} // namespace chancery::tests
