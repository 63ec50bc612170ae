// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

namespace chancery::models {

// Forgetting one person (docs/adr/0025): how far it is and what can be done next. What is known is
// asked for each time and kept no longer than somebody looks. Of the GUI thread, owned by the view
// that shows it.
class ErasureStore : public QObject {
    Q_OBJECT

public:
    explicit ErasureStore(client::CmsApi &api, QObject *parent = nullptr);

    struct Subject {
        core::Principal account;
        // What keeps it from being erased; the first that stands.
        std::optional<core::LegalHold> hold;
    };

    // Reads the account and the holds; Error{NotFound} of looking() where there is no such account.
    void look(const core::PrincipalId &account);
    const std::optional<Subject> &subject() const { return m_subject; }
    // Of what was looked at, with the tag that it had then.
    void disable(const QString &reason);
    void erase(const QString &reason, const QString &ticket);
    void hold(const QString &reason, const QString &ticket);
    void lift(const QString &reason);

    Operation &looking() { return m_looking; }
    Operation &acting() { return m_acting; }

Q_SIGNALS:
    void found();
    void disabled();
    void erased(const core::Erasure &erasure);
    void held(const QString &hold);
    void lifted(const QString &hold);

private:
    void findHold(core::Principal account);

    client::CmsApi &m_api;
    std::optional<Subject> m_subject;
    Operation m_looking;
    Operation m_acting;
};

} // namespace chancery::models
