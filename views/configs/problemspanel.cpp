// SPDX-License-Identifier: Apache-2.0
#include "problemspanel.h"

#include "editors/codeview.h"
#include "editors/problemsmodel.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace chancery::views {

ProblemsPanel::ProblemsPanel(ViewContext &context, QWidget *parent)
    : DocumentPanel(parent)
    , m_context(context)
    , m_model(new editors::ProblemsModel(this))
    , m_table(new QTableView(this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
    , m_headline(new QWidget(this))
    , m_count(makeChip(QStringLiteral("problemCount"), m_headline))
{
    setUpTable();
    auto *line = new QHBoxLayout(m_headline);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_count);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_overlay);
    // Beside what may be empty over it.
    m_overlay->findChild<QLabel *>(QStringLiteral("emptyTitle"))
        ->setObjectName(QStringLiteral("problemsEmptyTitle"));
    connect(m_table, &QAbstractItemView::activated, this,
        [this](const QModelIndex &index) { Q_EMIT chosen(m_model->problem(index.row()).begin); });
    connect(&context.look, &Look::changed, m_model,
        [this] { m_model->setTheme(m_context.look.theme().editorTheme()); });
}

// Nobody is led to a table that is out of sight.
QWidget *ProblemsPanel::keyTaker() const
{
    return m_overlay->isShowingEmpty() ? nullptr : m_table;
}

void ProblemsPanel::setUpTable()
{
    m_table->setObjectName(QStringLiteral("problemTable"));
    m_table->setAccessibleName(tr("Problems"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(2, 240);
}

void ProblemsPanel::follow(DocumentPage *page)
{
    m_model->setProblems(page ? page->editor().problems() : std::vector<editors::EditorProblem>());
    m_model->setTheme(m_context.look.theme().editorTheme());
    const int count = m_model->rowCount();
    if (!page)
        m_overlay->setEmpty(
            true, tr("No config is open"), tr("Open one to see what is wrong with it."));
    else if (!page->session().isLoaded())
        m_overlay->setEmpty(true, tr("The config has not been read yet"));
    else if (count == 0 && page->editor().view().length() == 0)
        m_overlay->setEmpty(true, tr("No problems"), tr("Nothing is written here yet."));
    else
        m_overlay->setEmpty(count == 0, tr("No problems"),
            page->advisor() ? tr("The text reads, and nothing in it is against its schema.")
                            : tr("The text reads. It has no schema to be held against."));
    showChip(
        m_count, count == 0 ? tr("none") : QString::number(count), count == 0 ? "good" : "bad");
}

} // namespace chancery::views
