// SPDX-License-Identifier: Apache-2.0
#include "actionstate.h"

#include "engine/core/domain/saidchecks.h"
#include "engine/core/governing/documents.h"
#include "models/accesswords.h"
#include "models/qtconvert.h"
#include "models/words.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ActionState)
};

bool isContributor(const Permissions &permissions, const core::ChangeRequest &request)
{
    return request.requester == permissions.me.id
        || std::ranges::find(request.contributors, permissions.me.id) != request.contributors.end();
}

bool hasStanding(
    const Permissions &permissions, const core::ChangeRequest &request, core::VoteKind kind)
{
    return std::ranges::any_of(request.reviews, [&](const core::Review &review) {
        return review.author == permissions.me.id && review.standing && review.kind == kind;
    });
}

bool isEligible(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (request.requirements.empty())
        return true;
    return std::ranges::any_of(request.requirements, [&](const core::Requirement &requirement) {
        const auto &names = requirement.eligible;
        return std::ranges::find(names, permissions.me.name) != names.end()
            || std::ranges::find(names, permissions.me.displayName) != names.end();
    });
}

ActionState votable(const core::ChangeRequest &request)
{
    if (request.state == core::RequestState::Open || request.state == core::RequestState::Approved
        || owesConfirmation(request))
        return ActionState::enabled();
    return ActionState::disabled(
        Words::tr("Only an open request takes reviews; this one is in the state “%1”.")
            .arg(stateText(request.state)));
}

// What stands against an approval of this person beside the right to it.
ActionState acknowledged(const Permissions &permissions, const core::ChangeRequest &request)
{
    for (const core::Check &check : request.checks.value_or(std::vector<core::Check>())) {
        if (check.isOwed)
            return ActionState::disabled(
                Words::tr("Its author has to acknowledge first what stands above."));
        if (core::isOwedBy(request, check, permissions.me.id))
            return ActionState::disabled(Words::tr("Acknowledge first what stands above."));
    }
    return ActionState::enabled();
}

bool canStillLand(const core::ChangeRequest &request)
{
    return request.state == core::RequestState::Open
        || request.state == core::RequestState::Approved
        || request.state == core::RequestState::Failed;
}

bool owesWord(const core::ChangeRequest &request)
{
    return request.checks && std::ranges::any_of(*request.checks, &core::Check::isOwed);
}

} // namespace

ActionState rightIn(const Permissions &permissions, core::Permission permission,
    const core::EnvironmentId &environment, std::string_view path)
{
    const auto decision = permissions.decide(permission, environment, path);
    if (!decision.isAllowed)
        return ActionState::disabled(whyNot(decision, permission, environment, toQt(path)));
    // What governs is asked for by who may edit policies besides (GOV-5).
    if (permission == core::Permission::Submit && core::governing::isGoverning(path))
        return rightIn(permissions, core::Permission::PolicyEdit, environment, path);
    return ActionState::enabled();
}

ActionState rightFor(
    const Permissions &permissions, core::Permission permission, const core::ChangeRequest &request)
{
    if (request.items.empty())
        return rightIn(permissions, permission, {}, {});
    for (const auto &item : request.items) {
        const auto right = rightIn(permissions, permission, item.environment, item.path);
        if (!right.isEnabled)
            return right;
    }
    return ActionState::enabled();
}

const core::Check *owedCheck(const Permissions &permissions, const core::ChangeRequest &request)
{
    const bool isOver = isFinal(request.state) && !owesConfirmation(request);
    if (!request.checks || isOver)
        return nullptr;
    const bool mayAnswer = core::isOfAuthors(request, permissions.me.id)
        || rightFor(permissions, core::Permission::Approve, request).isEnabled;
    const auto owed = std::ranges::find_if(*request.checks, [&](const core::Check &check) {
        return mayAnswer && core::isOwedBy(request, check, permissions.me.id);
    });
    return owed == request.checks->end() ? nullptr : &*owed;
}

bool isFinal(core::RequestState state)
{
    return state == core::RequestState::Applied || state == core::RequestState::Withdrawn
        || state == core::RequestState::Expired || state == core::RequestState::Superseded;
}

bool owesConfirmation(const core::ChangeRequest &request)
{
    return request.state == core::RequestState::Applied && request.confirmation
        && !request.confirmation->at;
}

ActionState outsideEmergency(const Permissions &permissions)
{
    const auto session = permissions.openEmergency();
    if (session.isEmpty())
        return ActionState::enabled();
    return ActionState::disabled(
        Words::tr("Not while your emergency session %1 is open; end it first.").arg(toQt(session)));
}

ActionState nearServersClock(const ServerClock *clock, const ActionState &otherwise)
{
    if (!clock || !clock->barrier() || !otherwise.isEnabled)
        return otherwise;
    return ActionState::disabled(
        Words::tr("%1 Nothing is approved from here until one of the two is set right.")
            .arg(clock->sentence()));
}

ActionState approveState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Approve, request);
        !right.isEnabled)
        return right;
    if (const auto outside = outsideEmergency(permissions); !outside.isEnabled)
        return outside;
    if (const ActionState open = votable(request); !open.isEnabled)
        return open;
    if (isContributor(permissions, request))
        return ActionState::disabled(
            Words::tr("Somebody who did not write this change has to approve it."));
    if (hasStanding(permissions, request, core::VoteKind::Approve))
        return ActionState::disabled(Words::tr("Your approval stands already."));
    if (!isEligible(permissions, request))
        return ActionState::disabled(
            Words::tr("The policy does not count your approval for this change."));
    return acknowledged(permissions, request);
}

ActionState requestChangesState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Approve, request);
        !right.isEnabled)
        return right;
    if (const ActionState open = votable(request); !open.isEnabled)
        return open;
    if (isContributor(permissions, request))
        return ActionState::disabled(Words::tr("This change is yours; withdraw it to change it."));
    // Who has voted may vote again; else whose approval is barred, by another account of theirs
    // say, is not heard with an objection either.
    const bool hasVoted = hasStanding(permissions, request, core::VoteKind::Approve)
        || hasStanding(permissions, request, core::VoteKind::RequestChanges);
    if (!hasVoted && !isEligible(permissions, request))
        return ActionState::disabled(
            Words::tr("The policy does not count your vote for this change."));
    return ActionState::enabled();
}

// Whoever may approve it may end it, also a hand in it that could not approve.
ActionState rejectState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Approve, request);
        !right.isEnabled)
        return right;
    if (!canStillLand(request))
        return ActionState::disabled(
            Words::tr("Only a request that is still to be applied is rejected; this one is in the "
                      "state “%1”.")
                .arg(stateText(request.state)));
    return ActionState::enabled();
}

namespace {

bool wasNeverApproved(
    const core::VersionId &version, const std::vector<core::EmergencySession> &emergencies)
{
    bool isOfEmergency = false;
    for (const auto &session : emergencies) {
        for (const auto &action : session.actions) {
            const auto change
                = std::ranges::find(action.changes, version, &core::EmergencyChange::version);
            if (change == action.changes.end())
                continue;
            if (change->provision == core::Provision::Ratified)
                return false;
            isOfEmergency = true;
        }
    }
    return isOfEmergency;
}

} // namespace

bool mayGoUnapproved(const core::ChangeRequest &request,
    const std::vector<core::Environment> &environments,
    const std::vector<core::EmergencySession> &emergencies)
{
    const auto isFree = [&](const core::RequestItem &item) {
        const auto place
            = std::ranges::find(environments, item.environment, &core::Environment::id);
        return item.rollbackTo && !item.schema && place != environments.end()
            && !place->rollbackNeedsApproval && !core::governing::isGoverning(item.path)
            && !wasNeverApproved(*item.rollbackTo, emergencies);
    };
    const bool isOpposed = std::ranges::any_of(request.reviews, [](const core::Review &review) {
        return review.standing && review.kind == core::VoteKind::RequestChanges;
    });
    return request.rollbackTo && !request.items.empty() && !isOpposed
        && std::ranges::all_of(request.items, isFree);
}

ActionState applyState(const Permissions &permissions, const core::ChangeRequest &request,
    const std::vector<core::Environment> &environments,
    const std::vector<core::EmergencySession> &emergencies)
{
    if (const auto right = rightFor(permissions, core::Permission::Apply, request);
        !right.isEnabled)
        return right;
    if (owesWord(request))
        return ActionState::disabled(
            Words::tr("Its author has to acknowledge first what stands above."));
    if (request.emergency)
        return ActionState::disabled(
            Words::tr("An emergency change is made in its session or not at all."));
    if (request.state == core::RequestState::Open
        && !mayGoUnapproved(request, environments, emergencies))
        return ActionState::disabled(Words::tr("Approvals are missing."));
    if (!canStillLand(request))
        return ActionState::disabled(
            Words::tr("Only an approved request can be applied; this one is in the state “%1”.")
                .arg(stateText(request.state)));
    if (std::ranges::any_of(request.items, &core::RequestItem::needsRebase))
        return ActionState::disabled(
            Words::tr("Live has moved on since this change was written; it needs a rebase."));
    return ActionState::enabled();
}

ActionState claimState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Edit, request); !right.isEnabled)
        return right;
    if (isFinal(request.state))
        return ActionState::disabled(Words::tr("The request has ended; it is in the state “%1”.")
                .arg(stateText(request.state)));
    if (!request.orphanedBecause)
        return ActionState::disabled(
            Words::tr("Its author is still there; nobody has to take over."));
    return ActionState::enabled();
}

ActionState withdrawState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Edit, request); !right.isEnabled)
        return right;
    if (isFinal(request.state))
        return ActionState::disabled(Words::tr("The request has ended; it is in the state “%1”.")
                .arg(stateText(request.state)));
    if (request.claimedBy.value_or(request.requester) != permissions.me.id)
        return ActionState::disabled(Words::tr("Only its author can withdraw a request."));
    return ActionState::enabled();
}

ActionState dropState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Edit, request); !right.isEnabled)
        return right;
    using enum core::RequestState;
    const bool isOpen = request.state == Draft || request.state == Open || request.state == Approved
        || request.state == Failed;
    if (!isOpen || request.rollbackTo || request.emergency)
        return ActionState::disabled(
            Words::tr("Only an open request that is no rollback can change."));
    if (request.items.size() < 2)
        return ActionState::disabled(
            Words::tr("It is the only config of the request; withdraw the request instead."));
    return ActionState::enabled();
}

ActionState resolveState(const Permissions &permissions, const core::ChangeRequest &request,
    const core::ReviewThread &thread)
{
    const auto &me = permissions.me.id;
    const bool hasBegun = !thread.notes.empty() && thread.notes.front().author == me;
    if (hasBegun || request.claimedBy == me || isContributor(permissions, request))
        return ActionState::enabled();
    const auto right
        = rightIn(permissions, core::Permission::Approve, thread.environment, thread.path);
    return right.isEnabled
        ? right
        : ActionState::disabled(Words::tr("Whoever began it, takes part in the request or may "
                                          "approve it resolves it. %1")
                  .arg(right.whyNot));
}

ActionState forgetState(const Permissions &permissions)
{
    const auto right = rightIn(permissions, core::Permission::Administer, {}, {});
    return right.isEnabled ? outsideEmergency(permissions) : right;
}

ActionState submitState(const EditingSession &session, bool hasProblems)
{
    const auto right = rightIn(session.permissions(), core::Permission::Submit,
        session.environment(), session.config().path);
    if (!right.isEnabled)
        return right;
    if (session.isSchemaOpen())
        return ActionState::disabled(
            Words::tr("A later change brought another schema; choose which one holds."));
    if (!isChange(session))
        return ActionState::disabled(Words::tr("The text is the same as what is live."));
    if (hasProblems)
        return ActionState::disabled(Words::tr("The text has errors; see Problems."));
    if (session.draftState() == EditingSession::DraftState::Conflict)
        return ActionState::disabled(
            Words::tr("The draft was changed elsewhere; choose which text to keep."));
    if (session.isOutdated())
        return ActionState::disabled(
            Words::tr("Live has moved on under this draft; rebase it first."));
    return ActionState::enabled();
}

ActionState discardState(const EditingSession &session)
{
    if (!isChange(session) && !closedDraft(session)
        && session.draftState() == EditingSession::DraftState::None)
        return ActionState::disabled(Words::tr("There is no draft."));
    return ActionState::enabled();
}

ActionState schemaState(const EditingSession &session)
{
    if (core::governing::isGoverning(session.config().path))
        return ActionState::disabled(
            Words::tr("The schema of a governing document comes with the product."));
    return editState(session);
}

ActionState deleteState(const EditingSession &session, const std::string &openRequest)
{
    const QString path = toQt(session.config().path);
    const auto &permissions = session.permissions();
    auto right = rightIn(permissions, core::Permission::Edit, {}, session.config().path);
    if (right.isEnabled && core::governing::isGoverning(session.config().path))
        right = rightIn(permissions, core::Permission::PolicyEdit, {}, session.config().path);
    if (!right.isEnabled)
        return right;
    if (!session.isLoaded())
        return ActionState::disabled(Words::tr("It is not known yet whether it has versions."));
    if (session.head())
        return ActionState::disabled(
            Words::tr("“%1” has versions, which are kept for good.").arg(path));
    if (!openRequest.empty())
        return ActionState::disabled(
            Words::tr("The open request %1 is about it; what a request refers to stays.")
                .arg(toQt(openRequest)));
    if (session.draftState() != EditingSession::DraftState::None)
        return ActionState::disabled(Words::tr("You have a draft of it; discard it first."));
    return ActionState::enabled();
}

ActionState editState(const EditingSession &session)
{
    if (closedDraft(session))
        return ActionState::disabled(
            Words::tr("The server keeps your draft here, but cannot open it at the moment."));
    return rightIn(session.permissions(), core::Permission::Edit, session.environment(),
        session.config().path);
}

ActionState rollBackRight(const Permissions &permissions)
{
    return rightIn(permissions, core::Permission::Rollback, {}, {});
}

ActionState rollBackState(const Permissions &permissions, const core::Version *target,
    const std::optional<core::Head> &head)
{
    const auto right = rightIn(permissions, core::Permission::Rollback,
        head ? head->environment : core::EnvironmentId(), head ? head->path : std::string());
    if (!right.isEnabled)
        return right;
    if (!target)
        return ActionState::disabled(Words::tr("Select the version to go back to."));
    if (!head)
        return ActionState::disabled(Words::tr("Nothing is live here."));
    if (head->version == target->id)
        return ActionState::disabled(Words::tr("This version is live."));
    return ActionState::enabled();
}

ActionState revertState(const Permissions &permissions, const core::Version *version,
    const core::EnvironmentId &environment, std::string_view path)
{
    const ActionState may = rightIn(permissions, core::Permission::Edit, environment, path);
    if (!may.isEnabled)
        return may;
    if (!version)
        return ActionState::disabled(
            Words::tr("Select the version whose change is to be taken back."));
    if (version->parents.empty())
        return ActionState::disabled(
            Words::tr("It is the first version; there is nothing before it."));
    return ActionState::enabled();
}

ActionState releaseState(const Permissions &permissions, const core::Version *version,
    const core::EnvironmentId &environment, std::string_view path)
{
    if (const auto may = rightIn(permissions, core::Permission::Approve, environment, path);
        !may.isEnabled)
        return may;
    if (const auto outside = outsideEmergency(permissions); !outside.isEnabled)
        return outside;
    if (!version || !version->quarantined)
        return ActionState::disabled(
            Words::tr("Select a version that was rolled back from; only those are held back."));
    return ActionState::enabled();
}

QString bindingText(const core::ChangeRequest &request, const QString &environments)
{
    return Words::tr("%1 → %2 (digest %3)")
        .arg(toQt(request.id), environments, shortDigest(request.contentDigest));
}

} // namespace chancery::models
