// SPDX-License-Identifier: Apache-2.0
#include "personalstore.h"

namespace chancery::models {

PersonalStore::PersonalStore(client::PrivacyApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
}

void PersonalStore::look(std::uint64_t sequence, const std::string &leaf)
{
    m_leaf = leaf;
    m_fields = core::personalFieldsOf(leaf, {});
    m_isKnown = m_fields.empty();
    Q_EMIT changed();
    if (m_isKnown) {
        m_loading.cancel();
        return;
    }
    using Values = std::vector<core::PersonalValue>;
    m_loading.start<Values>(
        tr("Reading who it was"),
        [this, sequence](core::Handler<Values> done) {
            return m_api.personalValues(sequence, sequence + 1, std::move(done));
        },
        [this](const Values &values) {
            m_fields = core::personalFieldsOf(m_leaf, values);
            m_isKnown = true;
            Q_EMIT changed();
        });
}

} // namespace chancery::models
