// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/completion/completion.h"

#include <QStringList>

#include <optional>

namespace chancery::editors {

// What is known of other texts than the one that is edited: where references can lead to, and where
// a key comes from. Asked in the GUI thread, when somebody types or points at something.
class ReferenceSource {
public:
    struct Key {
        std::string pointer;
        std::string present; // its value on one line, fit to be seen
    };

    virtual ~ReferenceSource() = default;
    // Of all configs, with the slash in front, in order.
    virtual std::vector<std::string> paths() = 0;
    // Nothing while the target is still to be read; it is on its way then.
    virtual std::optional<std::vector<Key>> keysOf(const std::string &path) = 0;
    // Which layer says the key of the edited text, and who brought it there; a line of plain text
    // each, none where it is not known.
    virtual QStringList provenanceOf(const std::string &) { return {}; }
};

struct ReferenceCompletions {
    CompletionList list;
    bool isComing = false; // the keys of the target are on their way
};
// What can stand at the caret inside "${ref:…}": paths, and behind the number sign the keys of that
// config. Nothing where no reference is being typed.
std::optional<ReferenceCompletions> referenceCompletionsAt(
    std::string_view text, std::size_t caret, ReferenceSource &source);

} // namespace chancery::editors
