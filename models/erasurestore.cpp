// SPDX-License-Identifier: Apache-2.0
#include "erasurestore.h"

#include "models/paging.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

ErasureStore::ErasureStore(client::CmsApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
}

void ErasureStore::look(const core::PrincipalId &account)
{
    m_subject.reset();
    m_acting.dismiss();
    startPaged<core::Principal>(
        m_looking, tr("Reading the account"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listPrincipals(page, std::move(done));
        },
        [this, account](std::vector<core::Principal> people) {
            const auto found = std::ranges::find(people, account, &core::Principal::id);
            if (found != people.end())
                findHold(std::move(*found));
            else
                m_looking.refuse(tr("Reading the account"),
                    {core::ErrorKind::NotFound, "no-such-account", {}, {}, {}, {}});
        });
}

void ErasureStore::findHold(core::Principal account)
{
    using Holds = std::vector<core::LegalHold>;
    m_looking.start<Holds>(
        m_looking.title(),
        [this](core::Handler<Holds> done) { return m_api.legalHolds(std::move(done)); },
        [this, account = std::move(account)](const Holds &holds) {
            const auto hold = std::ranges::find_if(holds, [&](const core::LegalHold &one) {
                return one.principal.empty() || one.principal == account.id.text();
            });
            m_subject = Subject{account, hold == holds.end() ? std::nullopt : std::optional(*hold)};
            Q_EMIT found();
        });
}

void ErasureStore::disable(const QString &reason)
{
    if (!m_subject)
        return;
    using Answer = client::Acknowledged<core::Principal>;
    m_acting.startWrite<Answer>(
        tr("Disabling the account"),
        [this, account = m_subject->account, reason = fromQt(reason)](auto done) {
            return m_api.setDisabled(account.id, true, reason, account.etag, std::move(done));
        },
        [this](const Answer &answer) {
            m_subject->account = answer.value;
            Q_EMIT disabled();
        });
}

void ErasureStore::erase(const QString &reason, const QString &ticket)
{
    if (!m_subject)
        return;
    const core::ErasureOrder order{fromQt(reason), fromQt(ticket)};
    m_acting.startWrite<core::Erasure>(
        tr("Erasing personal data"),
        [this, account = m_subject->account, order](auto done) {
            return m_api.erasePersonalData(account.id, order, account.etag, std::move(done));
        },
        [this](const core::Erasure &erasure) {
            m_subject.reset();
            Q_EMIT erased(erasure);
        });
}

void ErasureStore::hold(const QString &reason, const QString &ticket)
{
    if (!m_subject)
        return;
    const core::NewLegalHold asked{m_subject->account.id.text(), fromQt(reason), fromQt(ticket)};
    m_acting.startWrite<core::LegalHold>(
        tr("Placing a legal hold"),
        [this, asked](auto done) { return m_api.placeLegalHold(asked, std::move(done)); },
        [this](const core::LegalHold &placed) {
            m_subject->hold = placed;
            Q_EMIT held(toQt(placed.id));
        });
}

void ErasureStore::lift(const QString &reason)
{
    if (!m_subject || !m_subject->hold)
        return;
    m_acting.startWrite<core::Done>(
        tr("Lifting the legal hold"),
        [this, hold = *m_subject->hold, reason = fromQt(reason)](
            auto done) { return m_api.liftLegalHold(hold.id, reason, hold.etag, std::move(done)); },
        [this](core::Done) {
            const auto id = toQt(m_subject->hold->id);
            m_subject->hold.reset();
            Q_EMIT lifted(id);
        });
}

} // namespace chancery::models
