// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/completion/context.h"
#include "editors/schemaadvisor.h"

#include <string>
#include <vector>

namespace chancery::editors {

// One line of the list, and what choosing it writes in the place of [begin, end) of the list.
struct CompletionItem {
    enum class Kind { RequiredKey, Key, Value, DefaultValue };

    Kind kind = Kind::Key;
    std::string name; // what typing is compared with
    std::string note; // types of a key, whether it is deprecated, "default"
    std::string text;
    std::size_t before = 0; // bytes in front of the list's place that go as well
    std::size_t caret = 0; // in text, where typing goes on

    friend bool operator==(const CompletionItem &, const CompletionItem &) = default;
};

struct CompletionList {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t typed = 0; // bytes of the names that stand before the caret
    std::string present; // the value that stands there; empty for none and for keys
    std::optional<std::size_t> commaAt; // a comma goes there as well
    std::vector<CompletionItem> items;
};

// Keys of the object at the caret, required ones first, deprecated ones last and present ones left
// out, or the values that the advisor knows for the place; where an object or an array may stand, a
// whole one with what it needs. Pure, of any thread; reads the text from its beginning.
CompletionList completionsAt(core::Format format, std::string_view text, std::size_t caret,
    const core::Tree *tree, const SchemaAdvisor &advisor);

} // namespace chancery::editors
