// SPDX-License-Identifier: Apache-2.0
#include "exportdialog.h"

#include "views/audit/auditview.h"

#include <QFileInfo>

namespace chancery::views {

namespace {

QString exportSuffixOf(const QString &filter)
{
    const auto begin = filter.lastIndexOf(QStringLiteral("(*.")) + 3;
    return filter.mid(begin, filter.size() - begin - 1);
}

} // namespace

QFileDialog *makeExportDialog(QWidget *parent)
{
    auto *dialog = new QFileDialog(parent, AuditView::tr("Export Events"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(
        {AuditView::tr("Table (*.csv)"), AuditView::tr("Events as they were logged (*.ndjson)"),
            AuditView::tr("OCSF events (*.ocsf.ndjson)"),
            AuditView::tr("CloudEvents (*.cloudevents.ndjson)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("events.csv"));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        const auto suffix = exportSuffixOf(filter);
        const QFileInfo named(dialog->selectedFiles().value(0));
        dialog->setDefaultSuffix(suffix);
        dialog->selectFile(named.baseName() + QLatin1Char('.') + suffix);
    });
    return dialog;
}

audit::ExportFormat exportFormatOf(const QString &file)
{
    if (file.endsWith(QStringLiteral(".ocsf.ndjson")))
        return audit::ExportFormat::Ocsf;
    if (file.endsWith(QStringLiteral(".cloudevents.ndjson")))
        return audit::ExportFormat::CloudEvents;
    const bool isLogged = file.endsWith(QStringLiteral(".ndjson"));
    return isLogged ? audit::ExportFormat::Leaves : audit::ExportFormat::Csv;
}

} // namespace chancery::views
