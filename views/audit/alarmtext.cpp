// SPDX-License-Identifier: Apache-2.0
#include "alarmtext.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/safetext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace chancery::views {

using audit::Alarm;
using models::toQt;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(alarms)
};

const char *sentenceOf(Alarm alarm)
{
    switch (alarm) {
    case Alarm::LogShrank:
        return QT_TRANSLATE_NOOP("alarms", "The server's log has fewer events than before.");
    case Alarm::SplitView:
        return QT_TRANSLATE_NOOP(
            "alarms", "The server shows another log of the same size than it did before.");
    case Alarm::HistoryRewritten:
        return QT_TRANSLATE_NOOP("alarms", "The server's log was rewritten.");
    case Alarm::LeavesDoNotMatch:
        return QT_TRANSLATE_NOOP("alarms", "An event is not the one that the server has signed.");
    case Alarm::CacheChanged:
        return QT_TRANSLATE_NOOP(
            "alarms", "The copy of the log on this computer was changed by somebody else.");
    case Alarm::EntryOutOfPlace:
        return QT_TRANSLATE_NOOP("alarms", "Events were moved, left out or doubled.");
    case Alarm::EntriesWithheld:
        return QT_TRANSLATE_NOOP("alarms", "The server has signed events that it does not show.");
    case Alarm::EntriesSurplus:
        return QT_TRANSLATE_NOOP("alarms", "The server shows events that it has not signed.");
    case Alarm::EntryOversized:
        return QT_TRANSLATE_NOOP("alarms", "An event is larger than any server writes.");
    case Alarm::KeyUnknown:
        return QT_TRANSLATE_NOOP(
            "alarms", "The log is signed with another key than the one that is known.");
    case Alarm::SignatureBad:
        return QT_TRANSLATE_NOOP("alarms", "The signature of the log is not of its key.");
    case Alarm::OtherLog:
        return QT_TRANSLATE_NOOP("alarms", "The server shows the checkpoint of another log.");
    case Alarm::CheckpointUnreadable:
        return QT_TRANSLATE_NOOP("alarms", "The server's checkpoint cannot be read.");
    case Alarm::ProofUnreadable:
        return QT_TRANSLATE_NOOP("alarms", "The server's proof is none.");
    case Alarm::ReceiptBroken:
        return QT_TRANSLATE_NOOP(
            "alarms", "An action of this console is not where the server promised it to be.");
    case Alarm::ReceiptDoubled:
        return QT_TRANSLATE_NOOP(
            "alarms", "The server has promised one event of the log to two actions.");
    case Alarm::ReceiptOverdue:
        return QT_TRANSLATE_NOOP("alarms",
            "The server has promised that an action of this console is logged, and it is not.");
    case Alarm::HistoryUnproven:
        return QT_TRANSLATE_NOOP("alarms",
            "The server has signed a longer log and does not prove that it continues the old one.");
    }
    return "";
}

} // namespace

QString alarmText(const audit::RaisedAlarm &alarm)
{
    const QString what = Words::tr(sentenceOf(alarm.alarm));
    const QString where = alarm.firstBad
        ? Words::tr("The first bad entry is %1.").arg(qulonglong(*alarm.firstBad))
        : QString();
    const QString advice = Words::tr(
        "Keep this computer as it is and call your security team. Nothing more is taken from the "
        "server until somebody acknowledges it by name.");
    return where.isEmpty() ? what + u' ' + advice : what + u' ' + where + u' ' + advice;
}

QString alarmDetails(const audit::RaisedAlarm &alarm)
{
    QStringList lines{
        toQt(std::string(audit::name(alarm.alarm))) + QStringLiteral(": ") + toQt(alarm.detail),
        models::fullTime(alarm.raised)};
    if (!alarm.trustedNote.empty())
        lines << Words::tr("Trusted before:") << toQt(alarm.trustedNote);
    if (!alarm.presentedNote.empty())
        lines << Words::tr("Presented:") << toQt(alarm.presentedNote);
    return safeText(lines.join(u'\n').left(4000));
}

bool isBeyondUse(std::string_view code)
{
    static constexpr std::array<std::string_view, 8> codes{"sqlite-not-a-database",
        "sqlite-corrupt", "audit-cache-damaged", "audit-cache-schema", "audit-cache-newer",
        "audit-cache-older", "audit-cache-plain", "audit-copy-behind"};
    return std::ranges::find(codes, code) != codes.end();
}

QString keyInFileText()
{
    return Words::tr(
        "The key of this copy lies in a file beside it: whoever gets both can read it. It "
        "moves into the desktop's keychain as soon as that takes it.");
}

} // namespace chancery::views
