// SPDX-License-Identifier: Apache-2.0
#include "reporttexts.h"

#include "models/qtconvert.h"
#include "models/reportanchors.h"

#include <QCoreApplication>
#include <QLocale>

namespace chancery::views {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("ReportTexts", text);
}

QString dateText(const QDate &date)
{
    return QLocale(QLocale::English).toString(date, QStringLiteral("d MMM yyyy"));
}

QString exceptionsText(qint64 count)
{
    return QCoreApplication::translate("ReportTexts", "%n exception(s)", nullptr, int(count));
}

} // namespace

QString numberText(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

QString standingText(audit::Standing standing)
{
    switch (standing) {
    case audit::Standing::Verified:
        return say("VERIFIED");
    case audit::Standing::Unverified:
        return say("UNVERIFIED");
    case audit::Standing::Failed:
        break;
    }
    return say("FAILED");
}

const char *standingTone(audit::Standing standing)
{
    switch (standing) {
    case audit::Standing::Verified:
        return "good";
    case audit::Standing::Unverified:
        return "attention";
    case audit::Standing::Failed:
        break;
    }
    return "bad";
}

QString standingSentence(audit::Standing standing, const std::string &fault)
{
    switch (standing) {
    case audit::Standing::Verified:
        return say("All entries are proved by the checkpoint that the log has signed.");
    case audit::Standing::Unverified:
        return say(
            "The copy of the log is not whole yet: this is a look at its beginning, and no "
            "evidence. No file is written of it. Run the report again when the log is here.");
    case audit::Standing::Failed:
        break;
    }
    if (fault == "anchor-contradicts")
        return say(
            "A time stamp has another past of this log than the one it has now: it was rewritten. "
            "What is shown is no evidence, and no file is written of it.");
    return say("The log does not verify (%1). What is shown is no evidence, and no file is written "
               "of it. The Audit view says what happened.")
        .arg(models::toQt(fault));
}

QString stampsText(const audit::AnchorFinding &finding)
{
    if (finding.contradicts > 0)
        return say("ANOTHER PAST at %1 entries").arg(numberText(qint64(finding.contradicts)));
    if (finding.anchors.empty())
        return say("None is known");
    return say("%1, the last of %2")
        .arg(numberText(qint64(finding.anchors.size())),
            models::stampTime(models::toQt(finding.newestTime)));
}

QString stampsHint(const audit::AnchorFinding &finding)
{
    QStringList lines;
    if (finding.newestSize > 0)
        lines << say("The first %1 entries were the same then. Who stamped is checked with "
                     "“chancery-cli bundle verify --tsa-ca”; the stamps go into the bundle.")
                     .arg(numberText(qint64(finding.newestSize)));
    else
        lines << say("Nobody outside has signed when this log was what it is. A server makes time "
                     "stamps where it is started with --audit-tsa.");
    if (finding.refused > 0)
        lines << say("%1 of what the server offers is no time stamp of this log.")
                     .arg(numberText(qint64(finding.refused)));
    return lines.join(QLatin1Char('\n'));
}

QString coverageText(audit::Coverage coverage)
{
    switch (coverage) {
    case audit::Coverage::Full:
        return say("Covered");
    case audit::Coverage::Partly:
        return say("Covered in part");
    case audit::Coverage::None:
        break;
    }
    return say("Not covered by this tool");
}

QString coverageText(const models::CoverageCount &count)
{
    if (count.all() == 0)
        return say("No controls: these queries belong to no framework");
    return say("%1 of %2 controls covered, %3 in part, %4 not by this tool")
        .arg(count.full)
        .arg(count.all())
        .arg(count.partly)
        .arg(count.none);
}

QString stepText(const models::ReportStep &step)
{
    using Phase = models::ReportStep::Phase;
    const auto of = [&step](const QString &what) {
        return step.total > 1
            ? say("%1: %2 of %3").arg(what, numberText(step.done), numberText(step.total))
            : say("%1…").arg(what);
    };
    switch (step.phase) {
    case Phase::Taking:
        return of(say("Taking entries from the copy of the log"));
    case Phase::Reading:
        return of(say("Reading entries"));
    case Phase::Counting:
        return of(say("Making the tables"));
    case Phase::Asking:
        return of(say("Asking the queries"));
    case Phase::Writing:
        break;
    }
    return of(say("Writing the file"));
}

QString formatText(models::ReportFormat format)
{
    switch (format) {
    case models::ReportFormat::Pdf:
        return say("Paper (PDF)");
    case models::ReportFormat::Exceptions:
        return say("Exceptions (CSV)");
    case models::ReportFormat::Tables:
        return say("All Tables (CSV, in one ZIP)");
    case models::ReportFormat::Workbook:
        return say("Workbook (XLSX)");
    case models::ReportFormat::Data:
        return say("Entries of the Log (NDJSON)");
    case models::ReportFormat::Oscal:
        return say("Assessment Results (OSCAL)");
    case models::ReportFormat::Bundle:
        break;
    }
    return say("Signed Bundle (CMSR)");
}

QString periodText(const models::ReportPeriod &period)
{
    return say("%1 to before %2, %3")
        .arg(dateText(period.first), dateText(period.end), QString::fromLatin1(period.zone.id()));
}

QString verdictText(const audit::EvidenceResult &result)
{
    if (!result.isCollected())
        return say("Not collected, and nothing follows from its silence.");
    const auto count = result.count();
    const auto found
        = count.exceptions == 0 ? say("No exceptions") : exceptionsText(count.exceptions);
    const auto verdict = say("%1 found in population %2.").arg(found, numberText(count.population));
    if (result.agrees())
        return say("%1 Counted again over the raw entries: the same.").arg(verdict);
    return say("%1 COUNTED AGAIN over the raw entries: %2 in population %3.")
        .arg(verdict, exceptionsText(result.recounted.exceptions),
            numberText(result.recounted.population));
}

} // namespace chancery::views
