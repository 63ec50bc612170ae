// SPDX-License-Identifier: Apache-2.0
#include "reporttexts.h"

#include "models/qtconvert.h"
#include "models/reportanchors.h"

#include <QCoreApplication>
#include <QLocale>

namespace chancery::views {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ReportTexts)
};

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
        return Words::tr("VERIFIED");
    case audit::Standing::Unverified:
        return Words::tr("UNVERIFIED");
    case audit::Standing::Failed:
        break;
    }
    return Words::tr("FAILED");
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
        return Words::tr("All entries are proved by the checkpoint that the log has signed.");
    case audit::Standing::Unverified:
        return Words::tr(
            "The copy of the log is not whole yet: this is a look at its beginning, and no "
            "evidence. No file is written of it. Run the report again when the log is here.");
    case audit::Standing::Failed:
        break;
    }
    if (fault == "anchor-contradicts")
        return Words::tr(
            "A time stamp has another past of this log than the one it has now: it was rewritten. "
            "What is shown is no evidence, and no file is written of it.");
    return Words::tr(
        "The log does not verify (%1). What is shown is no evidence, and no file is written "
        "of it. The Audit view says what happened.")
        .arg(models::toQt(fault));
}

QString stampsText(const audit::AnchorFinding &finding)
{
    if (finding.contradicts > 0)
        return Words::tr("ANOTHER PAST at %1 entries").arg(numberText(qint64(finding.contradicts)));
    if (finding.anchors.empty())
        return Words::tr("None is known");
    if (finding.trusted > 0)
        return Words::tr("%1 by a trusted authority, the last of %2")
            .arg(numberText(qint64(finding.trusted)),
                models::stampTime(models::toQt(finding.trustedTime)));
    return (finding.isTrustKnown ? Words::tr("%1 BY NOBODY WHO IS TRUSTED, the last of %2")
                                 : Words::tr("%1 by whoever it was, the last of %2"))
        .arg(numberText(qint64(finding.anchors.size())),
            models::stampTime(models::toQt(finding.newestTime)));
}

QString stampsHint(const audit::AnchorFinding &finding)
{
    QStringList lines;
    if (finding.newestSize > 0)
        lines << Words::tr(
            "The first %1 entries were the same then. A stamp proves a time where it is "
            "by an authority that is trusted here, or that “chancery-cli bundle "
            "verify --tsa-ca” is told to trust; all of them go into the bundle.")
                     .arg(numberText(qint64(finding.newestSize)));
    else
        lines << Words::tr(
            "Nobody outside has signed when this log was what it is. A server makes time "
            "stamps where it is started with --audit-tsa.");
    if (finding.refused > 0)
        lines << Words::tr("%1 of what the server offers is no time stamp of this log.")
                     .arg(numberText(qint64(finding.refused)));
    return lines.join(QLatin1Char('\n'));
}

QString coverageText(audit::Coverage coverage)
{
    switch (coverage) {
    case audit::Coverage::Full:
        return Words::tr("Covered");
    case audit::Coverage::Partly:
        return Words::tr("Covered in part");
    case audit::Coverage::None:
        break;
    }
    return Words::tr("Not covered by this tool");
}

QString coverageText(const models::CoverageCount &count)
{
    if (count.all() == 0)
        return Words::tr("No controls: these queries belong to no framework");
    return Words::tr("%1 of %2 controls covered, %3 in part, %4 not by this tool")
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
            ? Words::tr("%1: %2 of %3").arg(what, numberText(step.done), numberText(step.total))
            : Words::tr("%1…").arg(what);
    };
    switch (step.phase) {
    case Phase::Taking:
        return of(Words::tr("Taking entries from the copy of the log"));
    case Phase::Reading:
        return of(Words::tr("Reading entries"));
    case Phase::Counting:
        return of(Words::tr("Making the tables"));
    case Phase::Asking:
        return of(Words::tr("Asking the queries"));
    case Phase::Writing:
        break;
    }
    return of(Words::tr("Writing the file"));
}

QString formatText(models::ReportFormat format)
{
    switch (format) {
    case models::ReportFormat::Pdf:
        return Words::tr("Paper (PDF)");
    case models::ReportFormat::Exceptions:
        return Words::tr("Exceptions (CSV)");
    case models::ReportFormat::Tables:
        return Words::tr("All Tables (CSV, in one ZIP)");
    case models::ReportFormat::Workbook:
        return Words::tr("Workbook (XLSX)");
    case models::ReportFormat::Data:
        return Words::tr("Entries of the Log (NDJSON)");
    case models::ReportFormat::Oscal:
        return Words::tr("Assessment Results (OSCAL)");
    case models::ReportFormat::Bundle:
        break;
    }
    return Words::tr("Signed Bundle (CMSR)");
}

QString periodText(const models::ReportPeriod &period)
{
    return Words::tr("%1 to before %2, %3")
        .arg(dateText(period.first), dateText(period.end), QString::fromLatin1(period.zone.id()));
}

QString verdictText(const audit::EvidenceResult &result)
{
    if (!result.isCollected())
        return Words::tr("Not collected, and nothing follows from its silence.");
    const auto count = result.count();
    const auto found
        = count.exceptions == 0 ? Words::tr("No exceptions") : exceptionsText(count.exceptions);
    const auto verdict
        = Words::tr("%1 found in population %2.").arg(found, numberText(count.population));
    if (result.agrees())
        return Words::tr("%1 Counted again over the raw entries: the same.").arg(verdict);
    return Words::tr("%1 COUNTED AGAIN over the raw entries: %2 in population %3.")
        .arg(verdict, exceptionsText(result.recounted.exceptions),
            numberText(result.recounted.population));
}

} // namespace chancery::views
