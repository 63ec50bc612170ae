// SPDX-License-Identifier: Apache-2.0
#include "requestreversal.h"

#include "models/qtconvert.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RequestReversal)
};

} // namespace

ActionState RequestReversal::rightTo(
    const Permissions &permissions, const core::ChangeRequest &request)
{
    if (request.state != core::RequestState::Applied
        || request.appliedVersions.size() != request.items.size())
        return ActionState::disabled(Words::tr("Only what was applied can be taken back."));
    for (const core::Permission permission : {core::Permission::Edit, core::Permission::Submit}) {
        const ActionState right = rightFor(permissions, permission, request);
        if (!right.isEnabled)
            return right;
    }
    return ActionState::enabled();
}

QString RequestReversal::idleReason() const
{
    if (std::ranges::any_of(m_items, &MergedItem::changes))
        return {};
    const bool areFirst = std::ranges::all_of(m_items, &MergedItem::isFirst);
    return areFirst ? Words::tr("It made the first version of all that it changed: there is "
                                "nothing to go back to.")
                    : Words::tr("Nothing of this change is left.");
}

// The version that the change made, the text before it and its own, what is live with its text.
void RequestReversal::readItem(const core::RequestItem &item, std::size_t number)
{
    m_input = {};
    m_broughtSchema = item.schema.has_value();
    readVersion(m_wanted.appliedVersions[number], [this](const core::Version &made) {
        m_next.format = m_input.format = made.format;
        readText(made.id, [this, made](std::string text) {
            m_input.base = std::move(text);
            readBefore(made);
        });
    });
}

void RequestReversal::readBefore(const core::Version &made)
{
    if (made.parents.empty()) {
        m_next.outcome = core::ReversalOutcome::FirstVersion;
        keepItem();
        return;
    }
    readVersion(made.parents.front(), [this, made](const core::Version &before) {
        readText(before.id, [this, made, schema = before.schema](std::string text) {
            m_input.theirs = std::move(text);
            readNow(made, schema);
        });
    });
}

void RequestReversal::readNow(
    const core::Version &made, const std::optional<core::SchemaId> &schemaBefore)
{
    readLive([this, made, schemaBefore](const core::Head *head) {
        if (!head) { // what was live once stays so
            keepItem();
            return;
        }
        m_next.schemaSides = {schemaBefore, made.schema, head->schema};
        if (m_broughtSchema)
            m_next.schemaFate = core::schemaReversalOf(schemaBefore, made.schema, head->schema);
        if (m_next.schemaFate == core::SchemaReversal::Back)
            m_next.schemaBack = schemaBefore;
        readText(head->version, [this, id = made.id](std::string text) {
            m_next.liveText = toQt(text);
            m_input.mine = std::move(text);
            countLater(id, [this] { merge(std::move(m_input)); });
        });
    });
}

void RequestReversal::sendNow(const QString &reason, const QString &ticket)
{
    using Answer = client::Acknowledged<core::ChangeRequest>;
    constexpr int longestTitle = 120; // of what is taken back; a title has 500 bytes
    core::NewChangeRequest request;
    request.title = fromQt(
        tr("Revert %1: %2").arg(toQt(m_wanted.id), toQt(m_wanted.title).left(longestTitle)));
    request.description = fromQt(
        tr("Takes back what %1 changed and leaves what came later.").arg(toQt(m_wanted.id)));
    for (const MergedItem &item : m_items) {
        if (item.isFirst())
            request.description
                += fromQt(tr("\n%1 in %2 stays as it is: the change made its first version.")
                        .arg(toQt(item.path), toQt(item.environment)));
    }
    request.reason = fromQt(reason);
    request.ticket = fromQt(ticket);
    request.submit = true;
    for (const MergedItem &item : m_items) {
        if (item.changes())
            request.items.push_back({item.config, item.environment, item.live, fromQt(item.text()),
                {}, item.schemaBack});
    }
    m_sending.startWrite<Answer>(
        tr("Requesting the revert of %1").arg(toQt(m_wanted.id)),
        [this, request = std::move(request)](
            auto done) { return m_api.createChangeRequest(request, std::move(done)); },
        [this](const Answer &answer) { Q_EMIT requested(answer.value); });
}

} // namespace chancery::models
