// SPDX-License-Identifier: Apache-2.0
#include "watch.h"

#include "engine/api/routes.h"

namespace chancery::agent {

Watch::Watch(const core::EffectiveHead &head)
    : m_absent(head.absent.begin(), head.absent.end())
    , m_environment("/heads/" + api::percentEncode(head.environment.text()))
{
    const auto headOf = [&](const core::ConfigId &config) {
        return api::pathOf(api::Operation::getHead, {config.text(), head.environment.text()});
    };
    m_own = headOf(head.config);
    for (const auto &text : head.texts)
        m_parts.insert(headOf(text.config));
    for (const auto &config : head.configs) {
        // Its declaration, and its schema.
        m_parts.insert(api::pathOf(api::Operation::getConfig, {config.config.text()}));
        m_parts.insert(headOf(config.config));
        for (const auto &layer : config.layers)
            m_parts.insert(headOf(layer.config));
    }
}

Watch::Concern Watch::concernOf(const core::ChangeHint &hint) const
{
    if (hint.kind.starts_with("head.") && hint.resource == m_own)
        return Concern::Own;
    const bool isPart = m_parts.contains(hint.resource)
        || (hint.path && m_absent.contains(*hint.path) && hint.resource.ends_with(m_environment));
    return isPart ? Concern::Part : Concern::None;
}

} // namespace chancery::agent
