// SPDX-License-Identifier: Apache-2.0
#include "inspector.h"

#include "views/common/widgets.h"
#include "views/configs/historysection.h"
#include "views/configs/livesection.h"
#include "views/configs/provenancesection.h"
#include "views/configs/referencesection.h"
#include "views/configs/schemasection.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace chancery::views {

Inspector::Inspector(ViewContext &context, QWidget *parent)
    : DocumentPart(parent)
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(232);
    auto *content = new QWidget(this);
    m_references = new ReferenceSection(context, content);
    m_history = new HistorySection(context, content);
    m_sections = {new SchemaSection(content), new ProvenanceSection(context, content), m_references,
        m_history, new LiveSection(context, content)};
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);
    for (DocumentPart *section : m_sections) {
        if (section != m_sections.front())
            layout->addWidget(makeLine(content));
        layout->addWidget(section);
    }
    layout->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("inspectorScroll"));
    scroll->setAccessibleName(tr("Inspector"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

void Inspector::follow(DocumentPage *page)
{
    setVisible(page != nullptr);
    for (DocumentPart *section : m_sections)
        section->follow(page);
}

void Inspector::followCursor(DocumentPage &page)
{
    for (DocumentPart *section : m_sections)
        section->followCursor(page);
}

void Inspector::focusUses()
{
    m_references->focusUses();
}

void Inspector::showHistory()
{
    m_history->showMore();
}

} // namespace chancery::views
