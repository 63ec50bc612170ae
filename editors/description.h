// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"

#include <QStringList>

#include <vector>

namespace chancery::editors {

struct AnnotationLine {
    QString label; // empty for a sentence
    QString text;
};

// What changing a value means, in words.
std::vector<AnnotationLine> annotationLines(const core::Annotations &annotations);

// What is known of a key, as plain text of a few lines: title, types, allowed values, default.
QString descriptionText(const QString &key, const Advice &advice);
// The same for a tool tip; whatever the schema holds is shown as it is written.
QString descriptionHtml(const QString &key, const Advice &advice);
// Lines of plain text for the same tool tip.
QString linesHtml(const QStringList &lines);

} // namespace chancery::editors
