// SPDX-License-Identifier: Apache-2.0
#include "anchorstore.h"

#include "models/qtconvert.h"
#include "models/reportanchors.h"

namespace chancery::models {

namespace {

constexpr qint64 betweenLooks = 600'000; // milliseconds

} // namespace

AnchorStore::AnchorStore(client::AuditApi &api, AuditStore &audit)
    : m_api(api)
    , m_audit(audit)
{
    connect(&audit.syncing(), &Operation::changed, this, &AnchorStore::lookInTime);
    connect(&m_looking, &Operation::changed, this, &AnchorStore::changed);
}

void AnchorStore::lookInTime()
{
    const bool isSynced = m_audit.syncing().state() == Operation::State::Idle && m_audit.size() > 0;
    const bool isTime = !m_since.isValid() || m_since.hasExpired(betweenLooks);
    if (isSynced && isTime && !m_looking.isRunning())
        look();
}

// A server that offers none, or cannot be asked now, takes nothing back of what is kept.
void AnchorStore::look()
{
    m_since.start();
    using Anchors = std::vector<core::AuditAnchor>;
    m_looking.start<Anchors>(
        tr("Asking for time stamps of the log"),
        [this](core::Handler<Anchors> done) { return offeredAnchors(m_api, std::move(done)); },
        [this](Anchors offered) { compare(std::move(offered)); });
}

void AnchorStore::compare(std::vector<core::AuditAnchor> offered)
{
    const auto finding = std::make_shared<audit::AnchorFinding>();
    m_looking.start<core::Done>(
        tr("Comparing time stamps of the log"),
        [this, finding, offered = std::move(offered)](core::Handler<core::Done> done) {
            return m_audit.withCopy(
                [finding, offered](audit::AuditCache &cache, const AuditPlace &place) {
                    return compareAnchors(cache, place, offered, *finding);
                },
                std::move(done));
        },
        [this, finding](core::Done) {
            m_count = qint64(finding->anchors.size());
            m_newestSize = qint64(finding->newestSize);
            m_newestTime = toQt(finding->newestTime);
            m_isTrustKnown = finding->isTrustKnown;
            m_trustedCount = qint64(finding->trusted);
            m_trustedSize = qint64(finding->trustedSize);
            m_trustedTime = toQt(finding->trustedTime);
            m_refused = qint64(finding->refused);
            m_contradicts = qint64(finding->contradicts);
            if (m_contradicts > 0)
                m_audit.sync(); // it shows the alarm
        });
}

} // namespace chancery::models
