// SPDX-License-Identifier: Apache-2.0
#include "writers.h"

#include "engine/core/document/json.h"
#include "engine/core/document/layout.h"

namespace chancery::core::convert {

void writeJsonScalar(std::string &out, Value value)
{
    if (value.isString())
        appendJsonString(out, value.text());
    else
        out += value.isNumber() ? value.text()
            : value.isNull()    ? std::string_view("null")
            : value.isTrue()    ? std::string_view("true")
                                : std::string_view("false");
}

bool isPlainWord(std::string_view text)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (text.empty() || !isLetter(text.front()))
        return false;
    for (const char c : text) {
        if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '-')
            return false;
    }
    return true;
}

std::string written(const Tree &tree, Format format)
{
    switch (format) {
    case Format::Yaml:
        return writtenYaml(tree);
    case Format::Toml:
        return writtenToml(tree);
    case Format::Json:
        break;
    }
    // One way to lay out JSON: the formatter's.
    const auto patch = formatDocument(tree);
    return patch ? patch->appliedTo(tree.source()) : tree.source();
}

} // namespace chancery::core::convert
