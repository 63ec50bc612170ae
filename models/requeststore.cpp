// SPDX-License-Identifier: Apache-2.0
#include "requeststore.h"

#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace {

client::RequestQuery queryOf(RequestStore::Scope scope)
{
    client::RequestQuery query;
    query.waitingForMe = scope == RequestStore::Scope::Waiting;
    query.mine = scope == RequestStore::Scope::Mine;
    return query;
}

} // namespace

RequestStore::RequestStore(client::CmsApi &api, Permissions permissions)
    : m_api(api)
    , m_permissions(std::move(permissions))
{
}

const QString *RequestStore::baseText(const core::RequestItem &item) const
{
    static const QString nothing;
    if (!item.base)
        return &nothing;
    const auto found = m_bases.find(*item.base);
    return found == m_bases.end() ? nullptr : &found->second;
}

std::optional<RequestStore::Schemas> RequestStore::schemasOf(const core::RequestItem &item) const
{
    const auto config = m_configSchemas.find(item.config);
    if (config == m_configSchemas.end())
        return {};
    Schemas schemas{{}, config->second};
    if (item.base) {
        const auto base = m_baseSchemas.find(*item.base);
        if (base == m_baseSchemas.end())
            return {};
        schemas.base = base->second;
        if (base->second)
            schemas.now = base->second;
    }
    if (item.schema)
        schemas.now = item.schema;
    return schemas;
}

void RequestStore::setScope(Scope scope)
{
    m_scope = scope;
    reload();
}

void RequestStore::reload()
{
    startPaged<core::ChangeRequest>(
        m_loading, tr("Loading change requests"),
        [this](const client::PageQuery &page, auto done) {
            client::RequestQuery query = queryOf(m_scope);
            query.page = page;
            return m_api.listChangeRequests(query, std::move(done));
        },
        [this](std::vector<core::ChangeRequest> requests) {
            m_requests = std::move(requests);
            Q_EMIT requestsChanged();
        });
    countWaiting();
}

void RequestStore::countWaiting()
{
    startPaged<core::ChangeRequest>(
        m_counting, tr("Counting what waits for you"),
        [this](const client::PageQuery &page, auto done) {
            client::RequestQuery query = queryOf(Scope::Waiting);
            query.page = page;
            return m_api.listChangeRequests(query, std::move(done));
        },
        [this](const std::vector<core::ChangeRequest> &requests) {
            m_waitingCount = int(requests.size());
            Q_EMIT waitingCountChanged();
        });
}

void RequestStore::select(const core::ChangeRequestId &id)
{
    if (m_wanted != id) {
        m_selected.reset();
        m_configSchemas.clear(); // a config may get another one
        m_acting.dismiss();
        Q_EMIT selectedChanged();
    }
    m_wanted = id;
    reloadSelected();
}

void RequestStore::reloadSelected()
{
    if (m_wanted.isEmpty())
        return;
    m_loadingOne.start<core::ChangeRequest>(
        tr("Loading %1").arg(toQt(m_wanted)),
        [this](auto done) { return m_api.getChangeRequest(m_wanted, std::move(done)); },
        [this](core::ChangeRequest request) { take(std::move(request)); });
}

void RequestStore::take(core::ChangeRequest request)
{
    m_selected = std::move(request);
    const auto listed = std::ranges::find(m_requests, m_selected->id, &core::ChangeRequest::id);
    if (listed != m_requests.end()) {
        *listed = *m_selected;
        Q_EMIT requestsChanged();
    }
    Q_EMIT selectedChanged();
    loadBases();
    loadSchemas();
}

// An answer may come when the request is not shown any more, and whoever hears of one may turn to
// another.
void RequestStore::loadBases()
{
    if (!m_selected)
        return;
    const auto missing
        = std::ranges::find_if(m_selected->items, [this](const core::RequestItem &item) {
              return item.base && !m_bases.contains(*item.base);
          });
    if (missing == m_selected->items.end())
        return;
    m_loadingBases.start<std::string>(
        tr("Loading what %1 starts from").arg(toQt(m_selected->id)),
        [this, base = *missing->base](
            auto done) { return m_api.versionText(base, std::move(done)); },
        [this, base = *missing->base](const std::string &text) {
            m_bases[base] = toQt(text);
            Q_EMIT selectedChanged();
            loadBases();
        });
}

// What cannot be read stays unknown, and the texts covered.
void RequestStore::loadSchemas()
{
    if (!m_selected)
        return;
    for (const core::RequestItem &item : m_selected->items) {
        if (!m_configSchemas.contains(item.config)) {
            m_loadingSchemas.start<core::Config>(
                tr("Loading the schemas of %1").arg(toQt(m_selected->id)),
                [this, id = item.config](
                    auto done) { return m_api.getConfig(id, std::move(done)); },
                [this, id = item.config](const core::Config &config) {
                    m_configSchemas[id] = config.schema;
                    Q_EMIT selectedChanged();
                    loadSchemas();
                });
            return;
        }
        if (item.base && !m_baseSchemas.contains(*item.base)) {
            m_loadingSchemas.start<core::Version>(
                tr("Loading the schemas of %1").arg(toQt(m_selected->id)),
                [this, id = *item.base](
                    auto done) { return m_api.getVersion(id, std::move(done)); },
                [this, id = *item.base](const core::Version &version) {
                    m_baseSchemas[id] = version.schema;
                    Q_EMIT selectedChanged();
                    loadSchemas();
                });
            return;
        }
    }
}

void RequestStore::act(const QString &title, Ask ask)
{
    if (!m_selected || m_acting.isRunning())
        return;
    m_acting.startWrite<Answer>(
        title,
        [request = *m_selected, ask = std::move(ask)](
            core::Handler<Answer> done) { return ask(request, std::move(done)); },
        [this](Answer answer) {
            const QString id = toQt(answer.value.id);
            take(std::move(answer.value));
            reload();
            Q_EMIT acted(id);
        });
}

void RequestStore::vote(core::VoteKind kind, const QString &comment)
{
    const auto barrier = m_clock ? m_clock->barrier() : std::nullopt;
    if (kind == core::VoteKind::Approve && barrier) {
        m_acting.refuse(tr("Sending your review"), *barrier);
        return;
    }
    act(tr("Sending your review"),
        [this, kind, comment](const core::ChangeRequest &request, auto done) {
            const core::Vote vote{kind, request.cycle, request.contentDigest, fromQt(comment)};
            return m_api.vote(request.id, vote, request.etag, std::move(done));
        });
}

void RequestStore::reject(const QString &reason)
{
    act(tr("Rejecting"), [this, reason](const core::ChangeRequest &request, auto done) {
        return m_api.reject(request.id, fromQt(reason), request.etag, std::move(done));
    });
}

void RequestStore::claim()
{
    act(tr("Claiming"), [this](const core::ChangeRequest &request, auto done) {
        return m_api.claim(request.id, request.etag, std::move(done));
    });
}

void RequestStore::withdraw()
{
    act(tr("Withdrawing"), [this](const core::ChangeRequest &request, auto done) {
        return m_api.withdraw(request.id, request.etag, std::move(done));
    });
}

void RequestStore::apply()
{
    act(tr("Applying"), [this](const core::ChangeRequest &request, auto done) {
        return m_api.apply(request.id, request.etag, std::move(done));
    });
}

void RequestStore::rebase(const core::Rebase &rebase)
{
    act(tr("Rebasing"), [this, rebase](const core::ChangeRequest &request, auto done) {
        return m_api.rebase(request.id, rebase, request.etag, std::move(done));
    });
}

void RequestStore::schedule(const core::NewSchedule &schedule)
{
    act(tr("Scheduling"), [this, schedule](const core::ChangeRequest &request, auto done) {
        return m_api.schedule(request.id, schedule, request.etag, std::move(done));
    });
}

void RequestStore::unschedule()
{
    act(tr("Unscheduling"), [this](const core::ChangeRequest &request, auto done) {
        return m_api.unschedule(request.id, request.etag, std::move(done));
    });
}

void RequestStore::acknowledge(const std::string &check, std::vector<std::string> says)
{
    act(tr("Acknowledging"),
        [this, check, says = std::move(says)](const core::ChangeRequest &request, auto done) {
            return m_api.acknowledgeCheck(request.id,
                {check, says, request.cycle, request.contentDigest}, request.etag, std::move(done));
        });
}

void RequestStore::overrideFreeze(const QString &reason, const QString &ticket)
{
    act(tr("Overriding the freeze"),
        [this, asked = core::NewFreezeOverride{fromQt(reason), fromQt(ticket)}](
            const core::ChangeRequest &request, auto done) {
            return m_api.overrideFreeze(request.id, asked, request.etag, std::move(done));
        });
}

} // namespace chancery::models
