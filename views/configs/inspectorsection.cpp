// SPDX-License-Identifier: Apache-2.0
#include "inspectorsection.h"

#include "editors/editortheme.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

InspectorSection::InspectorSection(const QString &title, QWidget *parent)
    : DocumentPart(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    m_layout->addWidget(makeLabel(title, "title", this));
}

QLabel *InspectorSection::addRow(const QString &caption, const QString &name, bool isCode)
{
    auto *row = new QWidget(this);
    auto *lines = new QVBoxLayout(row);
    lines->setContentsMargins(0, 6, 0, 0);
    lines->setSpacing(2);
    lines->addWidget(makeLabel(caption, "muted", row));
    QLabel *value = makeLabel({}, "value", row);
    value->setObjectName(name);
    // A long word must not widen the panel beyond what is seen of it.
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (isCode)
        value->setFont(editors::EditorTheme::monospacedFont());
    lines->addWidget(value);
    m_layout->addWidget(row);
    return value;
}

void InspectorSection::addPart(QWidget *part)
{
    m_layout->addWidget(part);
}

void InspectorSection::showRow(QLabel *label, const QString &text)
{
    showText(label, text);
    label->parentWidget()->setVisible(!text.isEmpty());
}

} // namespace chancery::views
