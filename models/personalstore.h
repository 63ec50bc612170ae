// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/privacyapi.h"
#include "engine/core/personalfields.h"
#include "models/operation.h"

namespace chancery::models {

// What the entry that is looked at says of people: asked for each time and kept nowhere, so that
// what the server erases is gone here too. Of the GUI thread.
class PersonalStore : public QObject {
    Q_OBJECT

public:
    explicit PersonalStore(client::PrivacyApi &api, QObject *parent = nullptr);

    // The entry by its number and as it was logged; what was asked before is not answered any
    // more.
    void look(std::uint64_t sequence, const std::string &leaf);
    // Of the entry, each held against it. Absent all of them until the server has answered.
    const std::vector<core::PersonalField> &fields() const { return m_fields; }
    bool isKnown() const { return m_isKnown; }
    Operation &loading() { return m_loading; }

Q_SIGNALS:
    void changed();

private:
    client::PrivacyApi &m_api;
    std::string m_leaf;
    std::vector<core::PersonalField> m_fields;
    bool m_isKnown = false;
    Operation m_loading;
};

} // namespace chancery::models
