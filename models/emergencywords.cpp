// SPDX-License-Identifier: Apache-2.0
#include "emergencywords.h"

#include "models/qtconvert.h"
#include "models/words.h"

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(emergency)
};

ActionState rightOf(
    const EmergencySight &sight, const core::EmergencySession &session, core::Permission permission)
{
    return rightIn(sight.permissions, permission, session.environment, {});
}

// By the same roster as the server (GOV-32).
ActionState letIn(const Permissions &permissions, const core::EnvironmentId &environment)
{
    const auto right = rightIn(permissions, core::Permission::EmergencyActivate, environment, {});
    if (!right.isEnabled || !permissions.access
        || permissions.access->letsIn(permissions.me, environment))
        return right;
    return ActionState::disabled(Words::tr("The roster of emergency access in “%1” (sys/emergency) "
                                           "does not name you, nor a group that you are in.")
            .arg(toQt(environment)));
}

bool isMine(const EmergencySight &sight, const core::EmergencySession &session)
{
    return session.actor == sight.permissions.me.id;
}

// Empty: it is open.
QString whyNotOpen(const EmergencySight &sight, const core::EmergencySession &session)
{
    if (session.state == core::EmergencyState::Requested)
        return Words::tr("It is not open yet: a second person has to confirm it.");
    if (session.state != core::EmergencyState::Active)
        return Words::tr("The session is over.");
    if (!core::isOpenAt(session, sight.now))
        return Words::tr("Its time is over.");
    return {};
}

// The paths of what nobody has ratified.
std::vector<std::string> provisionalPaths(const core::EmergencySession &session)
{
    std::vector<std::string> paths;
    for (const core::EmergencyAction &action : session.actions) {
        for (const core::EmergencyChange &change : action.changes) {
            if (change.provision == core::Provision::Provisional
                || change.provision == core::Provision::RevertAsked)
                paths.push_back(change.path);
        }
    }
    return paths;
}

} // namespace

QString stateText(core::EmergencyState state)
{
    switch (state) {
    case core::EmergencyState::Requested:
        return Words::tr("Waits for a second person");
    case core::EmergencyState::Active:
        return Words::tr("Open");
    case core::EmergencyState::ReviewDue:
        return Words::tr("Review due");
    case core::EmergencyState::Reviewed:
        return Words::tr("Reviewed");
    case core::EmergencyState::Lapsed:
        return Words::tr("Lapsed");
    case core::EmergencyState::Unknown:
        break;
    }
    return Words::tr("Unknown");
}

Status stateStatus(core::EmergencyState state)
{
    switch (state) {
    case core::EmergencyState::Active:
        return Status::Bad;
    case core::EmergencyState::Requested:
    case core::EmergencyState::ReviewDue:
        return Status::Attention;
    case core::EmergencyState::Reviewed:
        return Status::Good;
    default:
        return Status::Muted;
    }
}

QString endingText(core::EmergencyEnding ending)
{
    switch (ending) {
    case core::EmergencyEnding::Expired:
        return Words::tr("Its time was over");
    case core::EmergencyEnding::Ended:
        return Words::tr("Ended by its actor");
    case core::EmergencyEnding::Revoked:
        return Words::tr("Ended by somebody else");
    default:
        return {};
    }
}

QString verdictText(core::EmergencyVerdict verdict)
{
    switch (verdict) {
    case core::EmergencyVerdict::Justified:
        return Words::tr("Justified");
    case core::EmergencyVerdict::Unjustified:
        return Words::tr("Unjustified");
    case core::EmergencyVerdict::Inconclusive:
        return Words::tr("Inconclusive");
    case core::EmergencyVerdict::Unknown:
        break;
    }
    return Words::tr("Unknown");
}

QString fateText(core::ActionFate fate)
{
    switch (fate) {
    case core::ActionFate::Open:
        return Words::tr("Not reviewed");
    case core::ActionFate::Kept:
        return Words::tr("Kept");
    case core::ActionFate::Reverted:
        return Words::tr("Reverted");
    case core::ActionFate::Requested:
        return Words::tr("Became a request");
    case core::ActionFate::Unknown:
        break;
    }
    return Words::tr("Unknown");
}

QString provisionText(core::Provision provision)
{
    switch (provision) {
    case core::Provision::Provisional:
        return Words::tr("Provisional");
    case core::Provision::Ratified:
        return Words::tr("Ratified");
    case core::Provision::Replaced:
        return Words::tr("Replaced");
    case core::Provision::RevertAsked:
        return Words::tr("Not ratified in time; a revert is asked for");
    case core::Provision::Unknown:
        break;
    }
    return Words::tr("Unknown");
}

Status provisionStatus(core::Provision provision)
{
    switch (provision) {
    case core::Provision::Provisional:
        return Status::Attention;
    case core::Provision::Ratified:
        return Status::Good;
    case core::Provision::RevertAsked:
        return Status::Bad;
    default:
        return Status::Muted;
    }
}

QString noticeText(const std::string &about)
{
    static constexpr std::string_view action = "action-";
    if (about.starts_with(action))
        return Words::tr("Action %1").arg(toQt(about.substr(action.size())));
    static constexpr std::pair<std::string_view, const char *> known[]{
        {"requested", QT_TRANSLATE_NOOP("emergency", "A second person was asked for")},
        {"activated", QT_TRANSLATE_NOOP("emergency", "Opened")},
        {"extended", QT_TRANSLATE_NOOP("emergency", "Extended")},
        {"withdrawn", QT_TRANSLATE_NOOP("emergency", "Withdrawn")},
        {"review-due", QT_TRANSLATE_NOOP("emergency", "Ended; the review is due")},
        {"frozen", QT_TRANSLATE_NOOP("emergency", "An environment was frozen")},
        {"revoked", QT_TRANSLATE_NOOP("emergency", "Sessions were ended")},
        {"review-overdue", QT_TRANSLATE_NOOP("emergency", "The review is overdue")}};
    for (const auto &[word, text] : known) {
        if (word == about)
            return Words::tr(text);
    }
    return toQt(about);
}

QString countdownText(std::chrono::seconds left)
{
    const auto all = std::max<qint64>(0, left.count());
    const auto two
        = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    const auto tail = two(all / 60 % 60) + QLatin1Char(':') + two(all % 60);
    return all < 3600 ? tail : QString::number(all / 3600) + QLatin1Char(':') + tail;
}

QString countdownWords(std::chrono::seconds left)
{
    if (left.count() <= 0)
        return Words::tr("no time left");
    const auto minutes = std::chrono::floor<std::chrono::minutes>(left).count();
    return minutes == 0 ? Words::tr("less than a minute left")
                        : Words::tr("%n minute(s) left", nullptr, int(minutes));
}

QString namespacesText(const core::EmergencySession &session)
{
    if (core::isRecovery(session))
        return Words::tr("everything");
    QStringList slugs;
    for (const std::string &slug : session.namespaces)
        slugs << toQt(slug);
    return slugs.join(QStringLiteral(", "));
}

ActionState activateState(const Permissions &permissions, const core::EnvironmentId &environment,
    const core::EmergencySession *own)
{
    if (const auto right = letIn(permissions, environment); !right.isEnabled)
        return right;
    if (own)
        return ActionState::disabled(Words::tr("Your session %1 in “%2” is not over.")
                .arg(toQt(own->id), toQt(own->environment)));
    return ActionState::enabled();
}

ActionState confirmState(const EmergencySight &sight, const core::EmergencySession &session)
{
    if (session.state != core::EmergencyState::Requested)
        return ActionState::disabled(Words::tr("It does not wait for a second person."));
    if (const auto right = letIn(sight.permissions, session.environment); !right.isEnabled)
        return right;
    if (isMine(sight, session))
        return ActionState::disabled(Words::tr("Somebody else has to confirm your session."));
    return nearServersClock(sight.clock, outsideEmergency(sight.permissions));
}

ActionState emergencyApplyState(const EmergencySight &sight, const core::EmergencySession &session)
{
    if (core::isRecovery(session))
        return ActionState::disabled(Words::tr("Recovery access changes no texts."));
    if (!isMine(sight, session))
        return ActionState::disabled(Words::tr("Only who opened the session acts in it."));
    if (const QString why = whyNotOpen(sight, session); !why.isEmpty())
        return ActionState::disabled(why);
    return letIn(sight.permissions, session.environment);
}

ActionState extendState(const EmergencySight &sight, const core::EmergencySession &session)
{
    const auto may = emergencyApplyState(sight, session);
    if (!may.isEnabled)
        return may;
    if (session.extension)
        return ActionState::disabled(Words::tr("It was extended already; that can be done once."));
    return ActionState::enabled();
}

ActionState endState(const EmergencySight &sight, const core::EmergencySession &session)
{
    if (session.state != core::EmergencyState::Requested
        && session.state != core::EmergencyState::Active)
        return ActionState::disabled(Words::tr("The session is over."));
    if (core::isRecovery(session) && isMine(sight, session))
        return ActionState::disabled(Words::tr("It ends when you sign out."));
    if (!isMine(sight, session)
        && !rightOf(sight, session, core::Permission::EmergencyReview).isEnabled)
        return ActionState::disabled(
            Words::tr("It is ended by who opened it, or by somebody with “emergency.review”."));
    return ActionState::enabled();
}

ActionState reviewState(const EmergencySight &sight, const core::EmergencySession &session)
{
    if (session.state == core::EmergencyState::Reviewed)
        return ActionState::disabled(Words::tr("It has been reviewed."));
    if (session.state != core::EmergencyState::ReviewDue)
        return ActionState::disabled(Words::tr("A session is reviewed when it is over."));
    if (isMine(sight, session))
        return ActionState::disabled(Words::tr(
            "This session is yours: somebody who neither opened nor confirmed it reviews it."));
    if (!core::mayReview(session, sight.permissions.me.id))
        return ActionState::disabled(Words::tr(
            "You confirmed this session: somebody who neither opened nor confirmed it reviews "
            "it."));
    if (const auto right = rightOf(sight, session, core::Permission::EmergencyReview);
        !right.isEnabled)
        return right;
    return nearServersClock(sight.clock, outsideEmergency(sight.permissions));
}

ActionState ratifyState(const EmergencySight &sight, const core::EmergencySession &session)
{
    const auto paths = provisionalPaths(session);
    if (paths.empty())
        return ActionState::disabled(Words::tr("None of its changes is provisional."));
    for (const auto permission : {core::Permission::Edit, core::Permission::Submit}) {
        for (const std::string &path : paths) {
            const auto right = rightIn(sight.permissions, permission, session.environment, path);
            if (!right.isEnabled)
                return right;
        }
    }
    return ActionState::enabled();
}

QString reasonFault(const QString &reason)
{
    const auto seen = core::visibleCharacters(fromQt(reason));
    if (seen >= core::fewestReasonCharacters)
        return {};
    return Words::tr("The reason needs %n more character(s).", nullptr,
        int(core::fewestReasonCharacters - seen));
}

QString activationFault(const core::NewEmergency &asked)
{
    if (asked.environment.isEmpty())
        return Words::tr("Choose an environment.");
    if (asked.namespaces.empty())
        return Words::tr("Name the namespaces that may be changed.");
    if (const QString fault = reasonFault(toQt(asked.reason)); !fault.isEmpty())
        return fault;
    if (asked.incident.empty())
        return Words::tr("Name the incident.");
    return {};
}

} // namespace chancery::models
