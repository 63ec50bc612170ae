// SPDX-License-Identifier: Apache-2.0
#include "accesswords.h"

#include "models/qtconvert.h"
#include "models/words.h"

#include <QCoreApplication>
#include <QStringList>

namespace chancery::models {

namespace {

using core::access::DecidedBy;
using core::access::RemedyKind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AccessWords)
};

QString placeText(const core::EnvironmentId &environment, const QString &path)
{
    if (path.isEmpty())
        return toQt(environment);
    return environment.isEmpty() ? path : Words::tr("%1 in %2").arg(path, toQt(environment));
}

QString reason(const core::access::Decision &decision, const QString &permission,
    const QString &environment, const QString &place)
{
    switch (decision.decidedBy) {
    case DecidedBy::Rule:
        return Words::tr("The rule “%1” of sys/access forbids “%2” for %3.")
            .arg(toQt(decision.rule), permission, place);
    case DecidedBy::Closed:
        return Words::tr(
            "Your roles give nothing in %1, only rules of sys/access do, and none gives you "
            "“%2” for %3.")
            .arg(environment, permission, place);
    case DecidedBy::Disabled:
        return Words::tr("Your account is disabled.");
    case DecidedBy::Unreadable:
        return Words::tr(
            "What governs access in %1 cannot be read; until sys/access is mended, nothing "
            "else can be changed there.")
            .arg(environment);
    case DecidedBy::Roles:
    case DecidedBy::Nothing:
        break;
    }
    return Words::tr("Your roles do not include the permission “%1”.").arg(permission);
}

// No other rule helps against one that forbids, or in the place of some that cannot be read.
QString ruleHelp(DecidedBy decidedBy)
{
    switch (decidedBy) {
    case DecidedBy::Rule:
        return Words::tr("Whoever keeps sys/access can lift that.");
    case DecidedBy::Unreadable:
        return Words::tr("Whoever keeps sys/access can mend it.");
    default:
        return Words::tr("A rule of sys/access can give it.");
    }
}

QString help(const core::access::Remedy &remedy, DecidedBy decidedBy)
{
    switch (remedy.kind) {
    case RemedyKind::AskForRole:
        return Words::tr("It comes with: %1.").arg(toQt(remedy.subject));
    case RemedyKind::AskForRule:
        return ruleHelp(decidedBy);
    case RemedyKind::WaitUntil:
        return Words::tr("The rule “%1” gives it from %2.")
            .arg(toQt(remedy.subject), fullTime(remedy.at.value_or(core::Instant())));
    case RemedyKind::MeetCondition:
        return Words::tr("The rule “%1” lets it through where this holds: %2.")
            .arg(toQt(remedy.subject), toQt(remedy.condition));
    case RemedyKind::Emergency:
        return Words::tr("Emergency access is another way.");
    }
    return {};
}

} // namespace

QString whyNot(const core::access::Decision &decision, core::Permission permission,
    const core::EnvironmentId &environment, const QString &path)
{
    QStringList sentences{reason(
        decision, toQt(core::name(permission)), toQt(environment), placeText(environment, path))};
    for (const auto &remedy : decision.remedies)
        sentences.append(help(remedy, decision.decidedBy));
    return sentences.join(QLatin1Char(' '));
}

} // namespace chancery::models
