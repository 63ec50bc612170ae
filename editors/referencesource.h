// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/completion/completion.h"

#include <optional>

namespace chancery::editors {

// Where references can lead to, as far as it is known. Asked in the GUI thread, when somebody
// types.
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
