// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace chancery::editors {

// A change with its words.
struct TextEdit {
    std::size_t at = 0;
    std::size_t removed = 0;
    std::string inserted;
};

// A text as an older one and the edits since: cheap to hand to another thread, which puts it
// together. A value.
struct TextVersion {
    std::shared_ptr<const std::string> base = std::make_shared<const std::string>();
    std::vector<TextEdit> edits;

    std::shared_ptr<const std::string> whole() const
    {
        if (edits.empty())
            return base;
        auto text = std::make_shared<std::string>();
        std::size_t grown = 0;
        for (const TextEdit &edit : edits)
            grown += edit.inserted.size();
        text->reserve(base->size() + grown);
        const TextEdit &first = edits.front();
        text->assign(*base, 0, first.at);
        text->append(first.inserted);
        text->append(*base, first.at + first.removed);
        for (std::size_t edit = 1; edit < edits.size(); ++edit)
            text->replace(edits[edit].at, edits[edit].removed, edits[edit].inserted);
        return text;
    }
};

} // namespace chancery::editors
