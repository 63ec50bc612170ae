// SPDX-License-Identifier: Apache-2.0
#include "bottompane.h"

#include "views/common/widgets.h"

#include <QBoxLayout>
#include <QStackedWidget>
#include <QTabBar>

namespace chancery::views {

BottomPane::BottomPane(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabBar(this))
    , m_bar(new QWidget(this))
    , m_line(makeBar(m_bar, 28))
    , m_stack(new QStackedWidget(this))
{
    setProperty("role", QStringLiteral("panel"));
    m_bar->setProperty("role", QStringLiteral("bar"));
    m_tabs->setObjectName(QStringLiteral("panelTabs"));
    m_tabs->setAccessibleName(tr("Panels"));
    m_tabs->setProperty("role", QStringLiteral("panels"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_line->addWidget(m_tabs);
    m_line->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack);
    connect(m_tabs, &QTabBar::currentChanged, this, &BottomPane::showPanel);
}

void BottomPane::add(DocumentPanel *panel)
{
    m_panels.push_back(panel);
    m_stack->addWidget(panel);
    if (QWidget *headline = panel->headline()) {
        m_line->insertWidget(m_line->count() - 1, headline);
        headline->setVisible(m_panels.size() == 1);
    }
    m_tabs->addTab(panel->title());
}

void BottomPane::bringToFront(DocumentPanel *panel)
{
    m_tabs->setCurrentIndex(m_stack->indexOf(panel));
    // One that has nothing to walk through leaves it to the tabs.
    QWidget *taker = panel->keyTaker();
    (taker ? taker : m_tabs)->setFocus();
}

void BottomPane::showPanel(int index)
{
    m_stack->setCurrentIndex(index);
    for (DocumentPanel *panel : m_panels) {
        if (panel->headline())
            panel->headline()->setVisible(panel == m_stack->currentWidget());
    }
    follow(m_page);
    if (m_page)
        followCursor(*m_page);
}

// Also those behind: each would find a page that is gone when it comes to the front.
void BottomPane::follow(DocumentPage *page)
{
    m_page = page;
    for (DocumentPanel *panel : m_panels)
        panel->follow(page);
}

void BottomPane::followCursor(DocumentPage &page)
{
    if (auto *panel = static_cast<DocumentPanel *>(m_stack->currentWidget()))
        panel->followCursor(page);
}

} // namespace chancery::views
