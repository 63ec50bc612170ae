// SPDX-License-Identifier: Apache-2.0
// One pass over the bytes: toml/scanner reads words, toml/parser puts them together by the rules of
// TOML 1.0 on what may be defined where, and toml/entries collects tables that the text defines in
// several places until they are written into the tree as one.
#include "toml.h"

#include "engine/core/document/checks.h"
#include "engine/core/document/toml/parser.h"
#include "engine/core/document/utf8.h"

namespace chancery::core {

Reading readToml(std::shared_ptr<const std::string> source, const Limits &limits)
{
    const std::string &text = *source;
    if (text.size() > limits.bytes)
        return problemAt(text, "document-too-large",
            "The document is larger than the limit of " + std::to_string(limits.bytes) + " bytes",
            0, 1);
    if (text.starts_with("\xEF\xBB\xBF"))
        return problemAt(
            text, "byte-order-mark", "The document begins with a byte order mark; remove it", 0, 3);
    if (const auto at = firstInvalidUtf8(text); at != std::string::npos)
        return problemAt(text, "invalid-utf-8", "This byte is not valid UTF-8", at, at + 1);
    Tree tree(std::move(source), Format::Toml);
    if (auto problem = toml::Parser(tree, limits).parse())
        return std::move(*problem);
    return tree;
}

} // namespace chancery::core
