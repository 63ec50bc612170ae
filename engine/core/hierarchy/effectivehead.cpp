// SPDX-License-Identifier: Apache-2.0
#include "effectivehead.h"

#include <algorithm>

namespace chancery::core {

const LiveText *EffectiveHead::textOf(const ConfigId &of) const
{
    const auto found = std::find_if(
        texts.begin(), texts.end(), [&](const auto &text) { return text.config == of; });
    return found != texts.end() ? &*found : nullptr;
}

const LiveDeclaration *EffectiveHead::declarationOf(const ConfigId &of) const
{
    const auto found = std::find_if(
        configs.begin(), configs.end(), [&](const auto &each) { return each.config == of; });
    return found != configs.end() ? &*found : nullptr;
}

} // namespace chancery::core
