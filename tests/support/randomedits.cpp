// SPDX-License-Identifier: Apache-2.0
#include "randomedits.h"

#include "engine/core/document/patch.h"
#include "tests/support/places.h"

#include <array>

namespace chancery::support {

std::string withEdits(std::string text, core::Format format, std::mt19937 &random)
{
    static constexpr std::array values{"\"changed\"", "-12.5", "true", "{\"new\": [1, \"two\"]}"};
    for (int i = 0; i < 3; ++i) {
        const auto reading = core::read(text, format, core::Limits::wide());
        if (!reading)
            return text;
        const core::Tree &tree = reading.tree();
        std::vector<std::string> pointers;
        forEachPlace(tree.root(), "", [&](const std::string &pointer, core::Value) {
            if (!pointer.empty())
                pointers.push_back(pointer);
        });
        if (pointers.empty())
            return text;
        const auto pointer = pointers[random() % pointers.size()];
        const auto *value = values[random() % values.size()];
        const auto parent = pointer.substr(0, pointer.rfind('/'));
        const auto action = random() % 4;
        const auto patch = action < 2 ? core::setValue(tree, pointer, value)
            : action == 2             ? core::removeValue(tree, pointer)
            : tree.root().resolve(parent).isObject()
            ? core::insertMember(tree, parent, "added" + std::to_string(random() % 100), value)
            : core::appendItem(tree, parent, value);
        if (patch)
            text = patch->appliedTo(text);
    }
    return text;
}

} // namespace chancery::support
