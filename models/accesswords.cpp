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

QString say(const char *text)
{
    return QCoreApplication::translate("AccessWords", text);
}

QString placeText(const core::EnvironmentId &environment, const QString &path)
{
    if (path.isEmpty())
        return toQt(environment);
    return environment.isEmpty() ? path : say("%1 in %2").arg(path, toQt(environment));
}

QString reason(const core::access::Decision &decision, const QString &permission,
    const QString &environment, const QString &place)
{
    switch (decision.decidedBy) {
    case DecidedBy::Rule:
        return say("The rule “%1” of sys/access forbids “%2” for %3.")
            .arg(toQt(decision.rule), permission, place);
    case DecidedBy::Closed:
        return say("Your roles give nothing in %1, only rules of sys/access do, and none gives you "
                   "“%2” for %3.")
            .arg(environment, permission, place);
    case DecidedBy::Disabled:
        return say("Your account is disabled.");
    case DecidedBy::Unreadable:
        return say("What governs access in %1 cannot be read; until sys/access is mended, nothing "
                   "else can be changed there.")
            .arg(environment);
    case DecidedBy::Roles:
    case DecidedBy::Nothing:
        break;
    }
    return say("Your roles do not include the permission “%1”.").arg(permission);
}

// No other rule helps against one that forbids, or in the place of some that cannot be read.
QString ruleHelp(DecidedBy decidedBy)
{
    switch (decidedBy) {
    case DecidedBy::Rule:
        return say("Whoever keeps sys/access can lift that.");
    case DecidedBy::Unreadable:
        return say("Whoever keeps sys/access can mend it.");
    default:
        return say("A rule of sys/access can give it.");
    }
}

QString help(const core::access::Remedy &remedy, DecidedBy decidedBy)
{
    switch (remedy.kind) {
    case RemedyKind::AskForRole:
        return say("It comes with: %1.").arg(toQt(remedy.subject));
    case RemedyKind::AskForRule:
        return ruleHelp(decidedBy);
    case RemedyKind::WaitUntil:
        return say("The rule “%1” gives it from %2.")
            .arg(toQt(remedy.subject), fullTime(remedy.at.value_or(core::Instant())));
    case RemedyKind::Emergency:
        return say("Emergency access is another way.");
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
