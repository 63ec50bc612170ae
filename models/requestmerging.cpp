// SPDX-License-Identifier: Apache-2.0
//
// Reading is one chain of steps under one Operation, item by item. Reading again ends the chain
// wherever it is.
#include "requestmerging.h"

#include "models/qtconvert.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RequestMerging)
};

} // namespace

bool MergedItem::isTextOpen() const
{
    return outcome == core::ReversalOutcome::Conflicts && !decided;
}

bool MergedItem::isSchemaOpen() const
{
    return schemaFate == core::SchemaReversal::Conflict && !schemaChoice;
}

RequestMerging::RequestMerging(client::CmsApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
{
}

void RequestMerging::want(const core::ChangeRequest &request)
{
    m_sending.dismiss();
    m_wanted = request;
    reload();
}

void RequestMerging::reload()
{
    m_items.clear();
    m_isRead = false;
    readOn();
    Q_EMIT changed();
}

void RequestMerging::readOn()
{
    const std::size_t number = m_items.size();
    if (number == m_wanted.items.size()) {
        m_isRead = true;
        Q_EMIT changed();
        return;
    }
    const core::RequestItem &wanted = m_wanted.items[number];
    m_next = {};
    m_next.config = wanted.config;
    m_next.path = wanted.path;
    m_next.environment = wanted.environment;
    m_next.format = wanted.format;
    readItem(wanted, number);
}

void RequestMerging::readVersion(
    const core::VersionId &version, std::function<void(const core::Version &)> take)
{
    m_reading.start<core::Version>(
        tr("Reading the versions of %1").arg(toQt(m_wanted.id)),
        [this, version](auto done) { return m_api.getVersion(version, std::move(done)); },
        [this, take = std::move(take)](const core::Version &read) {
            m_next.schemas.push_back(read.schema);
            take(read);
        });
}

void RequestMerging::readText(const core::VersionId &version, std::function<void(std::string)> take)
{
    m_reading.start<std::string>(
        tr("Reading the texts of %1").arg(toQt(m_wanted.id)),
        [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
        std::move(take));
}

void RequestMerging::readLive(std::function<void(const core::Head *)> take)
{
    using Page = api::Page<core::Head>;
    m_reading.start<Page>(
        tr("Reading what is live"),
        [this](auto done) {
            return m_api.listHeads({m_next.environment, m_next.config, {}}, std::move(done));
        },
        [this, take = std::move(take)](const Page &page) {
            const core::Head *head = page.items.empty() ? nullptr : &page.items.front();
            if (head) {
                m_next.live = head->version;
                m_next.schemas.push_back(head->schema); // bound here, whatever the config's is
            }
            take(head);
        });
}

// The newest first.
void RequestMerging::countLater(const core::VersionId &since, std::function<void()> next)
{
    using Page = api::Page<core::Version>;
    constexpr int mostCounted = 200;
    m_reading.start<Page>(
        tr("Counting later changes"),
        [this](auto done) {
            return m_api.listVersions(
                m_next.config, m_next.environment, {{}, mostCounted}, std::move(done));
        },
        [this, since, next = std::move(next)](const Page &page) {
            const auto made = std::ranges::find(page.items, since, &core::Version::id);
            m_next.laterCount = int(made - page.items.begin());
            m_next.hasMoreLater = made == page.items.end();
            const auto live = std::ranges::find(
                page.items, m_next.live.value_or(core::VersionId()), &core::Version::id);
            if (live != page.items.end())
                m_next.schemas.push_back(live->schema);
            next();
        });
}

void RequestMerging::merge(core::MergeInput input)
{
    using Merge = std::shared_ptr<const core::ThreeWayMerge>;
    m_reading.start<Merge>(
        tr("Merging with what is live"),
        [this, input = std::move(input)](core::Handler<Merge> done) {
            return m_compute.run<Merge>(
                [input](const core::CancelToken &token) {
                    return core::Result<Merge>(
                        std::make_shared<const core::ThreeWayMerge>(input, &token));
                },
                std::move(done));
        },
        [this](const Merge &merged) {
            m_next.merge = merged;
            m_next.mergedText = toQt(merged->text());
            m_next.outcome = !merged->isClean() ? core::ReversalOutcome::Conflicts
                : m_next.changes()              ? core::ReversalOutcome::Ready
                                                : core::ReversalOutcome::NothingLeft;
            takeItem();
        });
}

void RequestMerging::keepItem()
{
    takeItem();
}

void RequestMerging::takeItem()
{
    m_items.push_back(std::move(m_next));
    Q_EMIT changed();
    readOn();
}

void RequestMerging::decide(std::size_t item, const std::optional<QString> &text)
{
    if (item >= m_items.size())
        return;
    m_items[item].decided = text;
    Q_EMIT changed();
}

void RequestMerging::decideSchema(std::size_t item, std::optional<core::SchemaChoice> choice)
{
    if (item >= m_items.size() || m_items[item].schemaFate != core::SchemaReversal::Conflict)
        return;
    MergedItem &decided = m_items[item];
    decided.schemaChoice = choice;
    decided.schemaBack = choice ? core::schemaAskedFor(decided.schemaSides, *choice) : std::nullopt;
    if (decided.outcome != core::ReversalOutcome::Conflicts)
        decided.outcome
            = decided.changes() ? core::ReversalOutcome::Ready : core::ReversalOutcome::NothingLeft;
    Q_EMIT changed();
}

ActionState RequestMerging::state(const Permissions &permissions) const
{
    const ActionState may = wantState(permissions, m_wanted);
    if (!may.isEnabled)
        return may;
    if (m_sending.isRunning())
        return ActionState::disabled(Words::tr("The request is on its way."));
    if (m_reading.hasFailed())
        return ActionState::disabled(Words::tr("What has to be merged could not be read."));
    if (!m_isRead)
        return ActionState::disabled(Words::tr("What has to be merged is still being read."));
    for (const MergedItem &item : m_items) {
        if (const QString refusal = refusalOf(item); !refusal.isEmpty())
            return ActionState::disabled(refusal);
        if (item.isSchemaOpen() && !item.isTextOpen())
            return ActionState::disabled(
                Words::tr("A later change brought another schema to “%1”: decide which one holds.")
                    .arg(toQt(item.path)));
        if (item.isOpen())
            return ActionState::disabled(
                Words::tr("“%1” was changed again in the same place: decide what stays.")
                    .arg(toQt(item.path)));
    }
    const QString idle = idleReason();
    return idle.isEmpty() ? ActionState::enabled() : ActionState::disabled(idle);
}

void RequestMerging::send(const QString &reason, const QString &ticket)
{
    if (m_sending.isRunning() || !m_isRead || std::ranges::any_of(m_items, &MergedItem::isOpen))
        return;
    checkHeads(0, reason, ticket);
}

void RequestMerging::checkHeads(std::size_t item, const QString &reason, const QString &ticket)
{
    using Page = api::Page<core::Head>;
    while (item < m_items.size() && m_items[item].isFirst()) // nothing of it is sent
        ++item;
    if (item == m_items.size()) {
        sendNow(reason, ticket);
        return;
    }
    m_sending.start<Page>(
        tr("Looking whether live has moved"),
        [this, item](auto done) {
            return m_api.listHeads(
                {m_items[item].environment, m_items[item].config, {}}, std::move(done));
        },
        [this, item, reason, ticket](const Page &page) {
            const auto live
                = page.items.empty() ? std::nullopt : std::optional(page.items.front().version);
            if (item < m_items.size() && live == m_items[item].live) {
                checkHeads(item + 1, reason, ticket);
                return;
            }
            reload();
            Q_EMIT moved();
        });
}

} // namespace chancery::models
