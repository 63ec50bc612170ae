// SPDX-License-Identifier: Apache-2.0
//
// Carrying out. What was planned stands on a version; the heads are asked for again at the last
// moment, because a request on what is no longer live could only be rebased by hand. Drafts are
// saved one after the other, and each says that it is.
#include "models/bulkstore.h"
#include "models/paging.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

// Whether nothing is on its way. What was chosen and not planned, because somebody cancelled that,
// is planned now: nobody has seen it yet.
bool BulkStore::isPlanned()
{
    if (m_carryingOut.isRunning() || m_searching.isRunning() || m_replanning.isRunning()
        || isCutOff())
        return false;
    replan();
    return !m_replanning.isRunning();
}

void BulkStore::requestChange(const BulkReason &reason)
{
    if (changeCount() == 0 || !isPlanned())
        return;
    checkHeads([this, reason] { send(reason); });
}

void BulkStore::saveDrafts()
{
    if (!isPlanned())
        return;
    checkHeads([this] { saveNext(0); });
}

void BulkStore::checkHeads(std::function<void()> go)
{
    startPaged<core::Head>(
        m_carryingOut, tr("Looking whether live has moved"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listHeads({m_scope.environment, {}, page}, std::move(done));
        },
        [this, go = std::move(go)](
            const std::vector<core::Head> &heads) { compareHeads(heads, go); });
}

void BulkStore::compareHeads(const std::vector<core::Head> &heads, const std::function<void()> &go)
{
    std::map<std::pair<core::ConfigId, core::EnvironmentId>, core::VersionId> live;
    for (const core::Head &head : heads)
        live[{head.config, head.environment}] = head.version;
    int count = 0;
    for (BulkObject &object : m_objects) {
        if (!object.changes() || object.isDraft())
            continue;
        const auto found = live.find({object.found.config, object.found.environment});
        if (found == live.end() || found->second == object.result->base.version)
            continue;
        // The numbers of its hits may mean others now: all of them are looked at again.
        object.found.version = found->second;
        object.result = nullptr;
        object.leftOut.clear();
        object.isMoved = true;
        ++count;
    }
    if (count == 0) {
        go();
        return;
    }
    planOn();
    Q_EMIT changed();
    Q_EMIT moved(count);
}

void BulkStore::send(const BulkReason &reason)
{
    using Answer = client::Acknowledged<core::ChangeRequest>;
    core::NewChangeRequest request;
    request.title = fromQt(reason.title);
    request.reason = fromQt(reason.reason);
    request.ticket = fromQt(reason.ticket);
    request.submit = true;
    for (const BulkObject &object : m_objects) {
        if (object.changes() && !object.isDraft())
            request.items.push_back({object.found.config, object.found.environment,
                object.result->base.version, object.result->plan.after});
    }
    m_carryingOut.startWrite<Answer>(
        tr("Requesting the change"),
        [this, request = std::move(request)](
            auto done) { return m_api.createChangeRequest(request, std::move(done)); },
        [this](const Answer &answer) {
            for (BulkObject &object : m_objects) {
                if (!object.isDraft())
                    object.isChosen = false;
            }
            Q_EMIT changed();
            Q_EMIT requested(toQt(answer.value.id));
        });
}

void BulkStore::saveNext(int saved)
{
    using Answer = client::Acknowledged<core::Draft>;
    const auto next = std::ranges::find_if(
        m_objects, [](const BulkObject &object) { return object.changes() && !object.isSaved; });
    if (next == m_objects.end()) {
        Q_EMIT changed();
        Q_EMIT draftsSaved(saved);
        return;
    }
    const BulkBase &base = next->result->base;
    const core::DraftText text{next->found.config, next->found.environment, base.version,
        next->result->plan.after, base.draftSchema};
    m_carryingOut.startWrite<Answer>(
        tr("Saving the draft of “%1”").arg(toQt(next->found.path)),
        [this, text, draft = next->found.draft, tag = base.draftTag](auto done) {
            return draft ? m_api.updateDraft(*draft, text, tag, std::move(done))
                         : m_api.createDraft(text, std::move(done));
        },
        [this, id = next->id(), saved](const Answer &) {
            if (BulkObject *object = objectAt(id))
                object->isSaved = true;
            Q_EMIT objectChanged(id);
            saveNext(saved + 1);
        });
}

} // namespace chancery::models
