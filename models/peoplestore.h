// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/sessionapi.h"
#include "models/operation.h"

#include <unordered_map>

namespace chancery::models {

// The names behind the ids of people and services.
class PeopleStore : public QObject {
    Q_OBJECT

public:
    explicit PeopleStore(client::SessionApi &api);

    // The id itself while nobody of it is known.
    QString nameOf(const core::PrincipalId &id) const;
    // Of a name to sign in with; the name itself while nobody of it is known.
    QString nameOfUser(const std::string &user) const;
    void load();

Q_SIGNALS:
    void changed();

private:
    client::SessionApi &m_api;
    std::unordered_map<core::PrincipalId, QString> m_names;
    std::unordered_map<std::string, QString> m_namesOfUsers;
    Operation m_loading;
};

} // namespace chancery::models
