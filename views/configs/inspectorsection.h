// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentpart.h"

#include <QLabel>

class QVBoxLayout;

namespace chancery::views {

// A titled part of the Inspector made of captions with a value below each.
class InspectorSection : public DocumentPart {
    Q_OBJECT

protected:
    InspectorSection(const QString &title, QWidget *parent);

    QLabel *addRow(const QString &caption, const QString &name, bool isCode = false);
    // For what is no row.
    void addPart(QWidget *part);
    // Shows the row of the label only when there is something to say.
    static void showRow(QLabel *label, const QString &text);

private:
    QVBoxLayout *m_layout;
};

} // namespace chancery::views
