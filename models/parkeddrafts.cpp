// SPDX-License-Identifier: Apache-2.0
#include "parkeddrafts.h"

#include "models/qtconvert.h"

namespace chancery::models {

ParkedDrafts::ParkedDrafts(client::CmsApi &api)
    : m_api(api)
{
}

void ParkedDrafts::take(const std::vector<core::Draft> &drafts, const core::ConfigId &config,
    const core::EnvironmentId &environment)
{
    m_drafts.clear();
    for (const core::Draft &draft : drafts) {
        if (draft.config == config && draft.environment == environment && !draft.parkedAs.empty()
            && draft.isReadable())
            m_drafts.push_back(draft);
    }
    std::ranges::sort(m_drafts, {}, &core::Draft::updatedAt);
}

void ParkedDrafts::keep(
    const core::Draft &draft, const core::DraftText &text, std::function<void()> done)
{
    m_changing.startWrite<client::Acknowledged<core::Draft>>(
        Operation::tr("Keeping the parked draft of “%1”").arg(toQt(draft.path)),
        [this, id = draft.id, etag = draft.etag, text](
            auto answer) { return m_api.updateDraft(id, text, etag, std::move(answer)); },
        [this, done = std::move(done)](const client::Acknowledged<core::Draft> &saved) {
            const auto known = std::ranges::find(m_drafts, saved.value.id, &core::Draft::id);
            if (known != m_drafts.end())
                *known = saved.value;
            done();
        });
}

void ParkedDrafts::discard()
{
    if (m_drafts.empty() || m_changing.isRunning())
        return;
    m_changing.startWrite<core::Done>(
        Operation::tr("Discarding the parked draft of “%1”").arg(toQt(m_drafts.back().path)),
        [this](auto answer) {
            return m_api.deleteDraft(m_drafts.back().id, m_drafts.back().etag, std::move(answer));
        },
        [this](core::Done) {
            if (!m_drafts.empty())
                m_drafts.pop_back();
        });
}

} // namespace chancery::models
