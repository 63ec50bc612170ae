// SPDX-License-Identifier: Apache-2.0
#include "threadstore.h"

#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

using Answer = client::Acknowledged<core::ReviewThread>;

ThreadStore::ThreadStore(client::ThreadsApi &api, LiveUpdates &live)
    : m_api(api)
{
    connect(&live, &LiveUpdates::changed, this, [this](LiveUpdates::Topics topics) {
        if (topics & LiveUpdates::Requests)
            reload();
    });
}

const core::ReviewThread *ThreadStore::find(const core::ThreadId &id) const
{
    const auto found = std::ranges::find(m_threads, id, &core::ReviewThread::id);
    return found == m_threads.end() ? nullptr : &*found;
}

void ThreadStore::show(const core::ChangeRequestId &request)
{
    if (m_request == request)
        return;
    m_request = request;
    m_threads.clear();
    m_loading.cancel();
    m_loading.dismiss();
    m_acting.dismiss();
    Q_EMIT changed();
    reload();
}

void ThreadStore::reload()
{
    if (m_request.isEmpty())
        return;
    m_loading.start<api::Page<core::ReviewThread>>(
        tr("Loading what is said about %1").arg(toQt(m_request)),
        [this](auto done) { return m_api.listThreads(m_request, std::move(done)); },
        [this](api::Page<core::ReviewThread> page) {
            m_threads = std::move(page.items);
            Q_EMIT changed();
        });
}

void ThreadStore::open(const core::NewThread &thread)
{
    if (m_request.isEmpty() || m_acting.isRunning())
        return;
    m_acting.startWrite<Answer>(
        tr("Sending your comment"),
        [this, thread](auto done) { return m_api.openThread(m_request, thread, std::move(done)); },
        [this](const Answer &) { reload(); });
}

void ThreadStore::reply(const core::ThreadId &thread, const QString &text)
{
    send(tr("Sending your reply"), thread, {fromQt(text), {}});
}

void ThreadStore::resolve(const core::ThreadId &thread, bool isResolved)
{
    send(isResolved ? tr("Resolving") : tr("Reopening"), thread, {{}, isResolved});
}

void ThreadStore::send(const QString &title, const core::ThreadId &thread, core::ThreadReply reply)
{
    const core::ReviewThread *known = find(thread);
    if (!known || m_acting.isRunning())
        return;
    m_acting.startWrite<Answer>(
        title,
        [this, thread, etag = known->etag, reply = std::move(reply)](auto done) {
            return m_api.replyToThread(m_request, thread, reply, etag, std::move(done));
        },
        [this](const Answer &) { reload(); });
}

} // namespace chancery::models
