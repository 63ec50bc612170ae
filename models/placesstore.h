// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/sessionapi.h"
#include "models/operation.h"

#include <vector>

namespace chancery::models {

// The environments in the order of promotion, and the one that the whole window looks at.
class PlacesStore : public QObject {
    Q_OBJECT

public:
    explicit PlacesStore(client::PlacesApi &api);

    const std::vector<core::Environment> &environments() const { return m_environments; }
    // Null until the list has come.
    const core::Environment *current() const;
    const core::EnvironmentId &currentId() const { return m_current; }
    const core::Environment *find(const core::EnvironmentId &id) const;
    QString titleOf(const core::EnvironmentId &id) const;
    Operation &loading() { return m_loading; }

    void load();
    void setCurrent(const core::EnvironmentId &id);

Q_SIGNALS:
    void changed();
    void currentChanged();

private:
    client::PlacesApi &m_api;
    std::vector<core::Environment> m_environments;
    core::EnvironmentId m_current;
    Operation m_loading;
};

} // namespace chancery::models
