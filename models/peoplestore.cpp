// SPDX-License-Identifier: Apache-2.0
#include "peoplestore.h"

#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

PeopleStore::PeopleStore(client::SessionApi &api)
    : m_api(api)
{
}

QString PeopleStore::nameOf(const core::PrincipalId &id) const
{
    const auto found = m_names.find(id);
    return found == m_names.end() ? toQt(id) : found->second;
}

QString PeopleStore::nameOfUser(const std::string &user) const
{
    const auto found = m_namesOfUsers.find(user);
    return found == m_namesOfUsers.end() ? toQt(user) : found->second;
}

void PeopleStore::load()
{
    startPaged<core::Principal>(
        m_loading, tr("Loading people"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listPrincipals(page, std::move(done));
        },
        [this](const std::vector<core::Principal> &people) {
            for (const core::Principal &person : people) {
                const QString name
                    = toQt(person.displayName.empty() ? person.name : person.displayName);
                m_names[person.id] = name;
                m_namesOfUsers[person.name] = name;
            }
            Q_EMIT changed();
        });
}

} // namespace chancery::models
