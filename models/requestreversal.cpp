// SPDX-License-Identifier: Apache-2.0
//
// Reading is one chain of steps under one Operation, item by item: the version that the change
// made, the text before it and its own, what is live with its text, the versions since, and the
// merge. Reading again ends the chain wherever it is.
#include "requestreversal.h"

#include "models/accesswords.h"
#include "models/qtconvert.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("RequestReversal", text);
}

// For each place of it.
ActionState rightFor(
    const Permissions &permissions, core::Permission permission, const core::ChangeRequest &request)
{
    for (const core::RequestItem &item : request.items) {
        const auto decision = permissions.decide(permission, item.environment, item.path);
        if (!decision.isAllowed)
            return ActionState::disabled(
                whyNot(decision, permission, item.environment, toQt(item.path)));
    }
    return ActionState::enabled();
}

} // namespace

bool ReversedItem::isOpen() const
{
    return reversal.outcome == core::ReversalOutcome::Conflicts && !decided;
}

QString ReversedItem::liveText() const
{
    return reversal.merge ? toQt(reversal.merge->input().mine) : QString();
}

QString ReversedItem::text() const
{
    if (decided)
        return *decided;
    return reversal.merge ? toQt(reversal.merge->text()) : QString();
}

bool ReversedItem::changes() const
{
    return text() != liveText();
}

RequestReversal::RequestReversal(client::CmsApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
{
}

ActionState RequestReversal::wantState(
    const Permissions &permissions, const core::ChangeRequest &request)
{
    if (request.state != core::RequestState::Applied
        || request.appliedVersions.size() != request.items.size())
        return ActionState::disabled(say("Only what was applied can be taken back."));
    for (const core::Permission permission : {core::Permission::Edit, core::Permission::Submit}) {
        const ActionState right = rightFor(permissions, permission, request);
        if (!right.isEnabled)
            return right;
    }
    return ActionState::enabled();
}

void RequestReversal::want(const core::ChangeRequest &request)
{
    m_sending.dismiss();
    m_request = request.id;
    m_wanted = request;
    for (core::RequestItem &item : m_wanted.items)
        item.text.clear(); // the versions have them
    reload();
}

void RequestReversal::reload()
{
    m_items.clear();
    m_isRead = false;
    readOn();
    Q_EMIT changed();
}

void RequestReversal::readOn()
{
    const std::size_t number = m_items.size();
    if (number == m_wanted.items.size()) {
        m_isRead = true;
        Q_EMIT changed();
        return;
    }
    readVersion(number);
}

void RequestReversal::readVersion(std::size_t item)
{
    const core::RequestItem &wanted = m_wanted.items[item];
    m_next = {};
    m_next.config = wanted.config;
    m_next.path = wanted.path;
    m_next.environment = wanted.environment;
    m_next.version = m_wanted.appliedVersions[item];
    m_texts = {};
    m_reading.start<core::Version>(
        tr("Reading what %1 changed").arg(toQt(m_request)),
        [this](auto done) { return m_api.getVersion(m_next.version, std::move(done)); },
        [this](const core::Version &version) {
            m_next.format = version.format;
            m_texts.format = version.format;
            m_next.schemas.push_back(version.schema);
            if (!version.parents.empty())
                m_next.before = version.parents.front();
            readText(m_next.version, [this](std::string text) {
                m_texts.after = std::move(text);
                readBefore();
            });
        });
}

void RequestReversal::readText(
    const core::VersionId &version, std::function<void(std::string)> take)
{
    m_reading.start<std::string>(
        tr("Reading what %1 changed").arg(toQt(m_request)),
        [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
        std::move(take));
}

void RequestReversal::readBefore()
{
    if (!m_next.before) {
        readLive();
        return;
    }
    m_reading.start<core::Version>(
        tr("Reading what was before %1").arg(toQt(m_request)),
        [this](auto done) { return m_api.getVersion(*m_next.before, std::move(done)); },
        [this](const core::Version &version) {
            m_next.schemas.push_back(version.schema);
            readText(version.id, [this](std::string text) {
                m_texts.before = std::move(text);
                readLive();
            });
        });
}

void RequestReversal::readLive()
{
    m_reading.start<core::Head>(
        tr("Reading what is live"),
        [this](auto done) {
            return m_api.getHead(m_next.config, m_next.environment, std::move(done));
        },
        [this](const core::Head &head) {
            m_next.live = head.version;
            readText(head.version, [this](std::string text) {
                m_texts.now = std::move(text);
                countLater();
            });
        });
}

// The newest first; the first one is what is live.
void RequestReversal::countLater()
{
    using Page = api::Page<core::Version>;
    constexpr int mostCounted = 200;
    m_reading.start<Page>(
        tr("Counting later changes"),
        [this](auto done) {
            return m_api.listVersions(
                m_next.config, m_next.environment, {{}, mostCounted}, std::move(done));
        },
        [this](const Page &page) {
            const auto made = std::ranges::find(page.items, m_next.version, &core::Version::id);
            m_next.laterCount = int(made - page.items.begin());
            m_next.hasMoreLater = made == page.items.end();
            const auto live = std::ranges::find(page.items, m_next.live, &core::Version::id);
            if (live != page.items.end())
                m_next.schemas.push_back(live->schema);
            reverse();
        });
}

void RequestReversal::reverse()
{
    m_reading.start<core::Reversal>(
        tr("Taking the change back"),
        [this](core::Handler<core::Reversal> done) {
            return m_compute.run<core::Reversal>(
                [texts = m_texts](const core::CancelToken &token) {
                    return core::Result<core::Reversal>(core::reversalOf(texts, &token));
                },
                std::move(done));
        },
        [this](core::Reversal reversal) {
            m_next.reversal = std::move(reversal);
            m_items.push_back(std::move(m_next));
            Q_EMIT changed();
            readOn();
        });
}

void RequestReversal::decide(std::size_t item, const std::optional<QString> &text)
{
    if (item >= m_items.size())
        return;
    m_items[item].decided = text;
    Q_EMIT changed();
}

ActionState RequestReversal::state(const Permissions &permissions) const
{
    const ActionState may = wantState(permissions, m_wanted);
    if (!may.isEnabled)
        return may;
    if (m_sending.isRunning())
        return ActionState::disabled(say("The request is on its way."));
    if (m_reading.hasFailed())
        return ActionState::disabled(say("What the change did could not be read."));
    if (!m_isRead)
        return ActionState::disabled(say("What the change did is still being read."));
    bool changesAny = false;
    for (const ReversedItem &item : m_items) {
        if (item.reversal.outcome == core::ReversalOutcome::FirstVersion)
            return ActionState::disabled(
                say("“%1” had no version before this change, so it cannot be taken back as a "
                    "whole.")
                    .arg(toQt(item.path)));
        if (item.isOpen())
            return ActionState::disabled(
                say("“%1” was changed again in the same place: decide what stays.")
                    .arg(toQt(item.path)));
        changesAny = changesAny || item.changes();
    }
    return changesAny ? ActionState::enabled()
                      : ActionState::disabled(say("Nothing of this change is left."));
}

void RequestReversal::send(const QString &reason, const QString &ticket)
{
    if (m_sending.isRunning() || !m_isRead)
        return;
    core::NewChangeRequest request;
    constexpr int longestTitle = 120; // of what is taken back; a title has 500 bytes
    request.title
        = fromQt(tr("Revert %1: %2").arg(toQt(m_request), toQt(m_wanted.title).left(longestTitle)));
    request.description
        = fromQt(tr("Takes back what %1 changed and leaves what came later.").arg(toQt(m_request)));
    request.reason = fromQt(reason);
    request.ticket = fromQt(ticket);
    request.submit = true;
    for (const ReversedItem &item : m_items) {
        if (item.changes())
            request.items.push_back(
                {item.config, item.environment, item.live, fromQt(item.text()), {}});
    }
    checkHeads(0, std::move(request));
}

void RequestReversal::checkHeads(std::size_t item, core::NewChangeRequest request)
{
    using Answer = client::Acknowledged<core::ChangeRequest>;
    if (item == request.items.size()) {
        m_sending.startWrite<Answer>(
            tr("Requesting the revert of %1").arg(toQt(m_request)),
            [this, request = std::move(request)](
                auto done) { return m_api.createChangeRequest(request, std::move(done)); },
            [this](const Answer &answer) { Q_EMIT requested(answer.value); });
        return;
    }
    const core::NewItem &next = request.items[item];
    m_sending.start<core::Head>(
        tr("Looking whether live has moved"),
        [this, config = next.config, environment = next.environment](
            auto done) { return m_api.getHead(config, environment, std::move(done)); },
        [this, item, request](const core::Head &head) {
            if (head.version == request.items[item].base) {
                checkHeads(item + 1, request);
                return;
            }
            reload();
            Q_EMIT moved();
        });
}

} // namespace chancery::models
