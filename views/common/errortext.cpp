// SPDX-License-Identifier: Apache-2.0
#include "errortext.h"

#include "models/problemwords.h"
#include "models/qtconvert.h"
#include "views/common/safetext.h"

#include <QCoreApplication>

#include <algorithm>

namespace chancery::views {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

struct CodeText {
    std::string_view code;
    const char *text;
};

// Codes that deserve a better sentence than their kind has.
constexpr CodeText codeTexts[]{
    {"wrong-credentials", QT_TRANSLATE_NOOP("ErrorText", "The name or the password is not right.")},
    {"invalid-credentials",
        QT_TRANSLATE_NOOP("ErrorText", "The name or the password is not right.")},
    {"bad-credentials", QT_TRANSLATE_NOOP("ErrorText", "The name or the password is not right.")},
    {"step-up-failed", QT_TRANSLATE_NOOP("ErrorText", "The password is not right.")},
    {"step-up-required",
        QT_TRANSLATE_NOOP("ErrorText", "This needs a fresh proof that it is you.")},
    {"proof-refused",
        QT_TRANSLATE_NOOP("ErrorText",
            "What the identity provider said does not show that it is you. The details say why.")},
    {"password-change-required",
        QT_TRANSLATE_NOOP("ErrorText",
            "The password was issued by an administrator. Choose one of your own first.")},
    {"password-expired",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The one-time password has ended. Ask an administrator for another one.")},
    {"audit-cache-in-use",
        QT_TRANSLATE_NOOP(
            "ErrorText", "Another console has the copy of the audit log open; this one waits.")},
    {"clock-skew",
        QT_TRANSLATE_NOOP("ErrorText",
            "This computer's clock and the server's are more than five minutes apart. Nothing is "
            "approved from here until one of the two is set right.")},
    {"audit-copy-behind",
        QT_TRANSLATE_NOOP("ErrorText",
            "The server says that entries which this copy does not have yet were pruned from the "
            "log. Whether that is so shows in a new copy: it begins behind them and must continue "
            "what was trusted. This one is kept.")},
    {"audit-cache-plain",
        QT_TRANSLATE_NOOP("ErrorText",
            "The copy of the audit log is not sealed, and it is not the one that was here or not "
            "what its checkpoint signs. It was not touched.")},
    {"audit-cache-older",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The copy of the audit log was written by an older version.")},
    {"report-log-empty",
        QT_TRANSLATE_NOOP("ErrorText",
            "The copy of the audit log is still empty. It fills when the console syncs with the "
            "server.")},
    {"report-log-changed",
        QT_TRANSLATE_NOOP("ErrorText",
            "The copy of the audit log was begun anew while the report was made. Run it again.")},
    {"report-none", QT_TRANSLATE_NOOP("ErrorText", "There is no report yet. Run one first.")},
    {"report-not-verified",
        QT_TRANSLATE_NOOP("ErrorText",
            "This log is not verified, and a report on it is not written into a file.")},
    {"report-partial",
        QT_TRANSLATE_NOOP("ErrorText",
            "A bundle holds all queries of its framework. Run a framework to sign one.")},
    {"report-key-missing",
        QT_TRANSLATE_NOOP("ErrorText",
            "A bundle is signed. Give the name of the key and its file, as made by “chancery-cli "
            "report key”.")},
    {"report-key",
        QT_TRANSLATE_NOOP("ErrorText",
            "The file of the key holds no key that signs reports, or cannot be read.")},
    {"report-period",
        QT_TRANSLATE_NOOP("ErrorText", "The period ends before it begins, or is out of reach.")},
    {"report-parameter",
        QT_TRANSLATE_NOOP("ErrorText",
            "A parameter has a value that its query does not take. The details name it.")},
    {"report-pdf",
        QT_TRANSLATE_NOOP("ErrorText",
            "The program that sets reports in type, chancery-reportpdf, is missing or has "
            "failed.")},
    {"report-exchange",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The folder for temporary files cannot be written. It may be full.")},
    {"workbook",
        QT_TRANSLATE_NOOP("ErrorText",
            "The workbook could not be made. It may be larger than a workbook can be.")},
    {"file-not-made",
        QT_TRANSLATE_NOOP("ErrorText",
            "The file cannot be made there. The folder may be missing, or yours to read only.")},
    {"file-not-written",
        QT_TRANSLATE_NOOP("ErrorText",
            "The file could not be written to its end, and nothing is left of it. The disk may be "
            "full.")},
    {"recovery-refused",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The server does not accept this recovery key. The details say why.")},
    {"recovery-passphrase",
        QT_TRANSLATE_NOOP("ErrorText", "The passphrase does not open the key.")},
    {"recovery-key-unreadable", QT_TRANSLATE_NOOP("ErrorText", "This file holds no recovery key.")},
    {"recovery-key-unsealed",
        QT_TRANSLATE_NOOP("ErrorText",
            "This key is not encrypted: anybody who has read the file has it. It is not used.")},
    {"recovery-key-file", QT_TRANSLATE_NOOP("ErrorText", "The file of the key cannot be read.")},
    {"identity-refused",
        QT_TRANSLATE_NOOP("ErrorText",
            "The server does not accept what the identity provider said. The details say why.")},
    {"identity-unavailable",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The server cannot reach the identity provider. Try again in a minute.")},
    {"sign-in-timeout",
        QT_TRANSLATE_NOOP("ErrorText", "Nobody came back from the browser in time.")},
    {"no-listener",
        QT_TRANSLATE_NOOP(
            "ErrorText", "This machine lets the console wait for no answer of the browser.")},
    {"browser-unsupported",
        QT_TRANSLATE_NOOP("ErrorText", "There is no way to sign in with a browser here.")},
    {"browser-missing",
        QT_TRANSLATE_NOOP("ErrorText", "No browser could be opened on this desktop.")},
    {"access-denied", QT_TRANSLATE_NOOP("ErrorText", "The identity provider let nobody in.")},
    {"state-unknown",
        QT_TRANSLATE_NOOP("ErrorText",
            "The request was sent, but its outcome is not known. Reload before trying again.")},
    {"precondition-failed",
        QT_TRANSLATE_NOOP("ErrorText",
            "Somebody else changed this since you read it. Reload to see what is there now.")},
    {"own-change",
        QT_TRANSLATE_NOOP(
            "ErrorText", "Somebody who did not write this change has to approve it.")},
    {"digest-mismatch",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The change was edited since you read it. Read it again before voting.")},
    {"change-frozen",
        QT_TRANSLATE_NOOP("ErrorText",
            "A freeze stands against it. The details name its window, its end and the next "
            "slot.")},
    {"legal-hold",
        QT_TRANSLATE_NOOP("ErrorText",
            "A legal hold says that this must be kept. Somebody else than who placed it can lift "
            "it.")},
    {"acknowledgement-required",
        QT_TRANSLATE_NOOP("ErrorText",
            "Something about this change has to be acknowledged as it is now. Reload to see it.")},
    {"server-missing",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The embedded server's program was not found beside the console.")},
    {"server-ended",
        QT_TRANSLATE_NOOP("ErrorText", "The embedded server ended while it was starting.")},
    {"foreign-server",
        QT_TRANSLATE_NOOP(
            "ErrorText", "Something answers at this address, but it is not a Chancery server.")},
    {"newer-cache",
        QT_TRANSLATE_NOOP(
            "ErrorText", "The cache on disk was written by a newer console; it is only read.")},
};

const char *kindText(core::ErrorKind kind)
{
    switch (kind) {
    case core::ErrorKind::Cancelled:
        return QT_TRANSLATE_NOOP("ErrorText", "The action was cancelled.");
    case core::ErrorKind::Offline:
        return QT_TRANSLATE_NOOP("ErrorText", "The server cannot be reached.");
    case core::ErrorKind::Timeout:
        return QT_TRANSLATE_NOOP("ErrorText", "The server took too long to answer.");
    case core::ErrorKind::Unauthorized:
        return QT_TRANSLATE_NOOP("ErrorText", "The session has ended. Sign in again.");
    case core::ErrorKind::Forbidden:
        return QT_TRANSLATE_NOOP("ErrorText", "Your roles do not allow this.");
    case core::ErrorKind::NotFound:
        return QT_TRANSLATE_NOOP("ErrorText", "It does not exist, or not any more.");
    case core::ErrorKind::Conflict:
        return QT_TRANSLATE_NOOP("ErrorText", "What is on the server has changed in the meantime.");
    case core::ErrorKind::Invalid:
        return QT_TRANSLATE_NOOP("ErrorText", "The server does not accept the content as it is.");
    case core::ErrorKind::RateLimited:
        return QT_TRANSLATE_NOOP(
            "ErrorText", "The server asks for a pause before the next request.");
    case core::ErrorKind::Server:
        return QT_TRANSLATE_NOOP("ErrorText", "The server met an error of its own.");
    case core::ErrorKind::Protocol:
        return QT_TRANSLATE_NOOP("ErrorText", "The server's answer was not understood.");
    case core::ErrorKind::Storage:
        return QT_TRANSLATE_NOOP(
            "ErrorText", "A file of the console could not be read or written.");
    case core::ErrorKind::Internal:
        return QT_TRANSLATE_NOOP("ErrorText", "The console met an error of its own.");
    }
    return "";
}

} // namespace

QString errorHeadline(const core::Error &error)
{
    const auto known = std::ranges::find(codeTexts, error.code, &CodeText::code);
    QString text = Words::tr(known == std::end(codeTexts) ? kindText(error.kind) : known->text);
    if (error.kind == core::ErrorKind::Invalid && !error.fields.empty()
        && !error.fields.front().message.empty())
        text = Words::tr("%1 %2").arg(
            text, safeText(models::problemText(error.fields.front().message)));
    // Which window, until when and the next slot: that is the answer, not a detail.
    if (error.code == "change-frozen" && !error.detail.empty())
        text = Words::tr("A freeze stands against it: %1.")
                   .arg(safeText(models::toQt(error.detail)));
    const bool isBeside = !error.fields.empty() && error.fields.front().code == "rollout-active";
    if (isBeside && !error.detail.empty())
        text = Words::tr("Only one goes to a target at a time: %1. Queue this one behind it, or "
                         "unschedule that one.")
                   .arg(safeText(models::toQt(error.detail)));
    if (error.retryAfter)
        text = Words::tr("%1 Try again in %2 s.").arg(text).arg(error.retryAfter->count());
    return text;
}

QString errorDetails(const core::Error &error)
{
    QStringList lines;
    lines << Words::tr("Code: %1 (%2)")
                 .arg(safeText(models::toQt(error.code)), models::toQt(core::name(error.kind)));
    if (!error.detail.empty())
        lines << safeText(models::toQt(error.detail));
    if (!error.requestId.empty())
        lines << Words::tr("Request: %1").arg(safeText(models::toQt(error.requestId)));
    for (const core::FieldError &field : error.fields) {
        lines << Words::tr("%1 (line %2, column %3): %4")
                     .arg(safeText(models::toQt(field.pointer)))
                     .arg(field.line)
                     .arg(field.column)
                     .arg(safeText(models::problemText(field.message)));
    }
    return lines.join(u'\n');
}

QString providerHeadline(const core::Error &error)
{
    const bool isKnown = std::ranges::any_of(
        codeTexts, [&error](const CodeText &known) { return known.code == error.code; });
    if (isKnown || error.kind != core::ErrorKind::Unauthorized)
        return errorHeadline(error);
    return Words::tr(
        "What came back from the browser was not the answer to this sign-in. The details say "
        "why.");
}

} // namespace chancery::views
