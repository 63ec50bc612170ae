// SPDX-License-Identifier: Apache-2.0
#include "disguise.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/convert.h"
#include "engine/core/document/json.h"

#include <algorithm>
#include <array>

namespace chancery::support {

namespace {

// No two are the same value.
constexpr std::array scalars{R"("a\nb\n")", R"("a\n\n b")", R"("  before")", R"("behind ")",
    R"("# none")", R"("- none")", R"("null")", R"("~")", R"("1e3")", R"("é\ud83d\ude00")",
    R"("\t")", R"("it's")", R"("\\\"")", R"("")", R"("2020-01-01")", R"("a: b")", R"("yes")",
    R"("[x]")", R"("\u007f")", R"("\u0001")", R"("\"\"\"")", R"("'''")", "0", "7", "-12", "1e30",
    "0.1", "-1.5e-7", "9007199254740991", "true", "false"};
constexpr std::array keys{"a/b", "~", "x y", "a.b", "ü", "1", "true", "\"q\"", "'", "# c", "- d",
    "e: f", "null", "<<", "~1", "A", "plain", "with\ttab", "[i]", "{o}", "*", "&"};

} // namespace

Disguise::Disguise(std::mt19937 &random, bool hasKeys)
{
    auto values = scalars;
    std::ranges::shuffle(values, random);
    std::size_t next = 0;
    for (const char *scalar : {"0", "1", "2", "true", "null", "\"x\"", "\"y: z\""})
        m_scalars.emplace(scalar, values[next++]);
    if (!hasKeys)
        return;
    auto names = keys;
    std::ranges::shuffle(names, random);
    next = 0;
    for (const char *key : {"a", "b", "c", "d", "e", "f"})
        m_keys.emplace(key, names[next++]);
}

Plain Disguise::of(const Plain &plain) const
{
    Plain made = plain;
    if (plain.type == Plain::Type::Scalar) {
        const auto found = m_scalars.find(plain.scalar);
        made.scalar = found == m_scalars.end() ? plain.scalar : found->second;
        return made;
    }
    for (auto &[name, value] : made.members) {
        if (plain.type == Plain::Type::Object && name == "id")
            continue;
        value = of(value);
        if (const auto found = m_keys.find(name); found != m_keys.end())
            name = found->second;
    }
    return made;
}

std::string writtenIn(const Plain &object, core::Format format)
{
    const auto reading = core::readJson(object.json(), core::Limits::wide());
    if (!reading)
        return "unreadable";
    if (format == core::Format::Json)
        return core::prettyJson(reading.tree().root());
    auto converted = core::convertDocument(reading.tree(), format);
    return converted ? std::move(converted->text) : "not written: " + converted.error().code;
}

} // namespace chancery::support
