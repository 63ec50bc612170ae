// SPDX-License-Identifier: Apache-2.0
#include "requestrebase.h"

#include "models/accesswords.h"
#include "models/qtconvert.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RequestRebase)
};

} // namespace

ActionState RequestRebase::rightTo(
    const Permissions &permissions, const core::ChangeRequest &request)
{
    for (const core::RequestItem &item : request.items) {
        const auto decision
            = permissions.decide(core::Permission::Edit, item.environment, item.path);
        if (!decision.isAllowed)
            return ActionState::disabled(
                whyNot(decision, core::Permission::Edit, item.environment, toQt(item.path)));
    }
    if (isFinal(request.state))
        return ActionState::disabled(Words::tr("The request has ended."));
    if (request.rollbackTo || request.emergency)
        return ActionState::disabled(
            Words::tr("A rollback is of a version: ask for it anew instead of rebasing it."));
    if (std::ranges::none_of(request.items, &core::RequestItem::needsRebase))
        return ActionState::disabled(Words::tr("It begins at what is live."));
    return ActionState::enabled();
}

QString RequestRebase::idleReason() const
{
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].live != m_wanted.items[i].base)
            return {};
    }
    return Words::tr("It begins at what is live.");
}

void RequestRebase::readItem(const core::RequestItem &item, std::size_t)
{
    m_next.schemas.push_back(item.schema);
    readLive([this, item](const core::Head *head) {
        m_next.mergedText = toQt(item.text);
        if (head && head->version != item.base) {
            readBase(item);
            return;
        }
        m_next.outcome = core::ReversalOutcome::Ready;
        if (!head) {
            keepItem();
            return;
        }
        readVersion(head->version, [this](const core::Version &live) {
            readText(live.id, [this](const std::string &text) {
                m_next.liveText = toQt(text);
                keepItem();
            });
        });
    });
}

void RequestRebase::readBase(const core::RequestItem &item)
{
    if (!item.base) {
        readNow(item, {});
        return;
    }
    readVersion(*item.base, [this, item](const core::Version &base) {
        readText(base.id, [this, item](std::string text) { readNow(item, std::move(text)); });
    });
}

void RequestRebase::readNow(const core::RequestItem &item, std::string base)
{
    const core::VersionId live = *m_next.live;
    readVersion(live, [this, item, base = std::move(base)](const core::Version &version) {
        readText(version.id, [this, item, base](std::string text) {
            m_next.liveText = toQt(text);
            core::MergeInput input{base, std::move(text), item.text, item.format};
            if (!item.base) {
                merge(std::move(input));
                return;
            }
            countLater(*item.base,
                [this, input = std::move(input)]() mutable { merge(std::move(input)); });
        });
    });
}

// Title, reason and ticket stay what people have voted for.
void RequestRebase::sendNow(const QString &, const QString &)
{
    using Answer = client::Acknowledged<core::ChangeRequest>;
    core::NewChangeRequest content;
    content.title = m_wanted.title;
    content.description = m_wanted.description;
    content.reason = m_wanted.reason;
    content.ticket = m_wanted.ticket;
    content.expedited = m_wanted.expedited;
    for (std::size_t i = 0; i < m_items.size(); ++i)
        content.items.push_back({m_items[i].config, m_items[i].environment, m_items[i].live,
            fromQt(m_items[i].text()), m_wanted.items[i].promotedFrom, m_wanted.items[i].schema});
    m_sending.startWrite<Answer>(
        tr("Rebasing %1").arg(toQt(m_wanted.id)),
        [this, content = std::move(content)](auto done) {
            return m_api.updateChangeRequest(m_wanted.id, content, m_wanted.etag, std::move(done));
        },
        [this](const Answer &answer) { Q_EMIT requested(answer.value); });
}

} // namespace chancery::models
