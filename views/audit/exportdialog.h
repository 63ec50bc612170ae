// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/auditstore.h"

#include <QFileDialog>

namespace chancery::views {

// Asks where what is shown of the log is written and in which of the formats; closes by itself.
// The widget owns it.
QFileDialog *makeExportDialog(QWidget *parent);
// By the ending of the file's name, whatever the dialog's filter was.
audit::ExportFormat exportFormatOf(const QString &file);

} // namespace chancery::views
