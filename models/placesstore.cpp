// SPDX-License-Identifier: Apache-2.0
#include "placesstore.h"

#include "models/qtconvert.h"

namespace chancery::models {

PlacesStore::PlacesStore(client::PlacesApi &api)
    : m_api(api)
{
}

const core::Environment *PlacesStore::find(const core::EnvironmentId &id) const
{
    const auto found = std::ranges::find(m_environments, id, &core::Environment::id);
    return found == m_environments.end() ? nullptr : &*found;
}

const core::Environment *PlacesStore::current() const
{
    return find(m_current);
}

QString PlacesStore::titleOf(const core::EnvironmentId &id) const
{
    const core::Environment *environment = find(id);
    return environment && !environment->title.empty() ? toQt(environment->title) : toQt(id);
}

void PlacesStore::load()
{
    m_loading.start<api::Page<core::Environment>>(
        tr("Loading environments"),
        [this](auto done) { return m_api.listEnvironments(std::move(done)); },
        [this](api::Page<core::Environment> page) {
            m_environments = std::move(page.items);
            std::ranges::sort(m_environments, {}, &core::Environment::order);
            Q_EMIT changed();
            if (!current() && !m_environments.empty())
                setCurrent(m_environments.front().id);
        });
}

void PlacesStore::setCurrent(const core::EnvironmentId &id)
{
    if (m_current == id || !find(id))
        return;
    m_current = id;
    Q_EMIT currentChanged();
}

} // namespace chancery::models
