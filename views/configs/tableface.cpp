// SPDX-License-Identifier: Apache-2.0
#include "tableface.h"

#include "editors/text/analysis.h"
#include "models/qtconvert.h"
#include "views/common/safetext.h"
#include "views/configs/commandgroup.h"
#include "views/configs/fielddelegate.h"
#include "views/configs/keyadder.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace chancery::views {

using editors::CollectionModel;
using editors::TreeEdit;
using models::ActionState;
using models::toQt;

namespace {

constexpr int narrowest = 64;
constexpr int widest = 320;
constexpr int widestName = 200;
constexpr int rowsMeasured = 100;

} // namespace

TableFace::TableFace(ViewContext &context, DocumentPage &page)
    : ValueFace(context, page)
    , m_model(new CollectionModel(treeEditor(), this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
    , m_delegate(new FieldDelegate(context.look, *m_table))
    , m_adder(new KeyAdder(context, page.editor(), *this))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(models::SortRole);
    content()->addWidget(makeBarOverTable());
    setUpTable();
    content()->addWidget(m_overlay, 1);
    m_details = makeDetails();
    content()->addWidget(m_details);
    connectParts();
    showAbout(nullptr, {});
}

QWidget *TableFace::makeBarOverTable()
{
    m_edit = addCommand(*m_table, tr("Edit Value"), QStringLiteral("editCell"),
        QStringLiteral("draft"), Qt::Key_F2);
    m_add = addCommand(
        *m_table, tr("Add Row"), QStringLiteral("addRow"), QStringLiteral("add"), Qt::Key_Insert);
    m_remove = addCommand(*m_table, tr("Remove Row"), QStringLiteral("removeRow"),
        QStringLiteral("remove"), Qt::CTRL | Qt::Key_Delete);
    m_clear = addCommand(*m_table, tr("Clear Cell"), QStringLiteral("clearCell"),
        QStringLiteral("remove"), QKeySequence::Delete);
    m_copy = addCommand(*m_table, tr("Copy as TSV"), QStringLiteral("copyRows"),
        QStringLiteral("copy"), QKeySequence::Copy);
    QWidget *bar = makeCommandBar(
        QList<QAction *>{m_edit, m_add, m_remove} + addMoves(*m_table) + QList<QAction *>{m_copy});
    m_places = new QComboBox(bar);
    m_places->setObjectName(QStringLiteral("tablePlaces"));
    m_places->setAccessibleName(tr("Places that are tables"));
    m_places->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_places->setMinimumContentsLength(18);
    static_cast<QHBoxLayout *>(bar->layout())->insertWidget(0, m_places);
    return bar;
}

void TableFace::setUpTable()
{
    m_table->setObjectName(QStringLiteral("collectionTable"));
    m_table->setAccessibleName(tr("Objects and their values"));
    m_table->setModel(m_sorted);
    m_table->setItemDelegate(m_delegate);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setShowGrid(true);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView *names = m_table->verticalHeader();
    names->hide();
    names->setDefaultSectionSize(28);
    names->setMaximumWidth(widestName);
    names->setTextElideMode(Qt::ElideRight);
    names->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setFixedHeight(28);
    header->setResizeContentsPrecision(rowsMeasured);
    auto *back = new QShortcut(Qt::Key_Escape, m_table);
    back->setContext(Qt::WidgetShortcut);
    connect(back, &QShortcut::activated, this, &TableFace::takeBack);
}

void TableFace::connectParts()
{
    // Where columns can be out of sight, what a row is about stays.
    connect(m_table->horizontalScrollBar(), &QScrollBar::rangeChanged, this,
        [this](int, int most) { m_table->verticalHeader()->setVisible(most > 0); });
    connect(m_edit, &QAction::triggered, this, &TableFace::open);
    connect(m_add, &QAction::triggered, this, &TableFace::addRow);
    connect(m_remove, &QAction::triggered, this, &TableFace::removeRow);
    connect(m_clear, &QAction::triggered, this, &TableFace::clearCell);
    connect(m_copy, &QAction::triggered, this, &TableFace::copyRows);
    connect(m_table, &QAbstractItemView::activated, this, &TableFace::open);
    connect(m_places, &QComboBox::activated, this, &TableFace::choosePlace);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &TableFace::chooseCell);
    connect(m_adder, &KeyAdder::wanted, this,
        [this](const TreeEdit &edit, const std::shared_ptr<const editors::Analysis> &basis) {
            make(edit, basis);
        });
    connect(m_model, &QAbstractItemModel::modelReset, this, &TableFace::showWidths);
    connect(m_model, &CollectionModel::refused, this,
        [this](const QModelIndex &index, const QString &fault) {
            if (!isVisible())
                return;
            if (!index.isValid()) {
                complain(fault);
                return;
            }
            const QModelIndex cell = m_sorted->mapFromSource(index);
            m_table->setCurrentIndex(cell);
            m_table->edit(cell);
            m_delegate->showFault(cell, fault);
        });
}

QModelIndex TableFace::current() const
{
    return m_sorted->mapToSource(m_table->currentIndex());
}

void TableFace::showDocument()
{
    const editors::ConfigEditor &editor = page().editor();
    m_model->setReadOnly(!editState().isEnabled);
    m_model->setProblems(
        editor.isBroken() ? std::vector<editors::EditorProblem>() : editor.problems());
    if (editor.isAnalysed() || !editor.analysis())
        survey();
    updateActions();
}

void TableFace::showPlace(const std::string &pointer)
{
    m_place = pointer;
    m_isSelecting = true;
    survey();
}

std::shared_ptr<const editors::Analysis> TableFace::basis() const
{
    return m_model->analysis();
}

void TableFace::takeFocus()
{
    if (m_overlay->isShowingEmpty())
        m_places->setFocus();
    else
        m_table->setFocus();
}

void TableFace::survey()
{
    const editors::ConfigEditor &editor = page().editor();
    const auto analysis = editor.analysis();
    if (!analysis) {
        m_surveyed.reset();
        take({});
        return;
    }
    if (analysis == m_surveyed && editor.advisor() == m_surveyedBy && m_place == m_surveyedPlace) {
        if (!m_call.isHeld())
            selectWanted();
        return;
    }
    m_surveyed = analysis;
    m_surveyedBy = editor.advisor();
    m_surveyedPlace = m_place;
    using Survey = editors::CollectionSurvey;
    m_call = context().compute.run<Survey>(
        [analysis, advisor = m_surveyedBy, place = m_place](const core::CancelToken &token) {
            return core::Result<Survey>(
                editors::surveyCollections(analysis->tree, advisor.get(), place, token));
        },
        [this](core::Result<Survey> found) {
            m_call.cancel();
            if (found)
                take(std::move(*found));
        });
}

void TableFace::take(editors::CollectionSurvey found)
{
    const bool hadFocus = m_table->hasFocus() || m_places->hasFocus();
    const bool hasPlaces = !found.places.empty();
    m_isFollowing = true;
    m_model->setCollection(m_surveyed, std::move(found.collection));
    m_isFollowing = false;
    showPlaces(found.places);
    const QString around
        = m_place.empty() ? tr("The document as a whole") : tr("“%1”").arg(toQt(m_place));
    m_overlay->setEmpty(!m_model->collection(), tr("There is no table here"),
        hasPlaces ? tr("%1 is neither an array of objects nor an object of objects that are "
                       "alike. Choose one of the document's tables in the list above.")
                        .arg(around)
                  : tr("Nothing in this document is an array of objects or an object of objects "
                       "that are alike. Its values stand in the form and in the text."));
    m_details->setVisible(m_model->collection().has_value());
    selectWanted();
    if (hadFocus)
        takeFocus();
    updateActions();
}

void TableFace::showPlaces(const std::vector<std::string> &places)
{
    m_places->clear();
    if (!m_model->collection())
        m_places->addItem(places.empty() ? tr("No tables") : tr("Choose a table"), QVariant());
    for (const std::string &place : places)
        m_places->addItem(place.empty() ? tr("The whole document") : safeText(toQt(place)),
            toQt(place).isNull() ? QStringLiteral("") : toQt(place));
    if (!m_model->collection())
        return;
    const QString shown = toQt(m_model->collection()->pointer);
    if (m_places->findData(shown) < 0)
        m_places->addItem(safeText(shown), shown);
    m_places->setCurrentIndex(m_places->findData(shown));
}

// As wide as the first rows need, but no text takes the whole table.
void TableFace::showWidths()
{
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(
            column, std::clamp(m_table->columnWidth(column) + 16, narrowest, widest));
}

void TableFace::selectWanted()
{
    if (!std::exchange(m_isSelecting, false) || !m_model->collection())
        return;
    const QModelIndex cell = m_model->find(m_place);
    const QModelIndex shown = m_sorted->mapFromSource(cell.isValid() ? cell : m_model->index(0, 0));
    m_isFollowing = true;
    m_table->setCurrentIndex(shown);
    m_isFollowing = false;
    chooseCell();
    // A table that has just come on screen has no size yet.
    QTimer::singleShot(0, m_table, [this] { m_table->scrollTo(m_table->currentIndex()); });
}

void TableFace::choosePlace(int index)
{
    const QVariant place = m_places->itemData(index);
    if (!place.isValid())
        return;
    const std::string pointer = models::fromQt(place.toString());
    lead(pointer);
    showPlace(pointer);
    m_table->setFocus();
}

void TableFace::chooseCell()
{
    const QModelIndex cell = current();
    if (!m_isFollowing && cell.isValid() && isVisible()) {
        m_place = m_model->pointerAt(cell);
        m_surveyedPlace = m_place; // in the same table
        lead(m_place);
    }
    showAbout(m_model->adviceAt(cell), cell.isValid() ? m_model->problemText(cell) : QString());
    updateActions();
}

void TableFace::updateActions()
{
    const ActionState may = editState();
    const ActionState none = ActionState::disabled(tr("There is no table here."));
    const ActionState noRow = ActionState::disabled(tr("No row is selected."));
    const QModelIndex cell = current();
    const auto onCell = [&](bool isPossible, const QString &whyNot) {
        return !m_model->collection() ? none
            : !may.isEnabled          ? may
            : !cell.isValid()         ? noRow
            : isPossible              ? ActionState::enabled()
                                      : ActionState::disabled(whyNot);
    };
    CommandGroup::set(m_edit,
        onCell(cell.flags() & Qt::ItemIsEditable || m_model->isContainer(cell),
            tr("Positions are not edited.")));
    CommandGroup::set(m_add, m_model->collection() ? may : none);
    CommandGroup::set(m_remove, onCell(true, {}));
    CommandGroup::set(
        m_clear, onCell(cell.isValid() && m_model->isThere(cell), tr("The cell is empty.")));
    const bool isSorted = m_sorted->sortColumn() >= 0;
    setMovable(
        onCell(!isSorted, tr("The rows are sorted here; their order in the text is another.")),
        cell.isValid() ? m_model->rowPointer(cell.row()) : std::string(),
        cell.isValid() ? m_model->pointerAt(cell) : std::string());
    CommandGroup::set(m_copy,
        !m_model->collection()        ? none
            : m_model->rowCount() > 0 ? ActionState::enabled()
                                      : noRow);
}

// An object or array in a cell is opened in the form.
void TableFace::open()
{
    const QModelIndex cell = current();
    if (cell.isValid() && m_model->isContainer(cell)) {
        lead(m_model->pointerAt(cell));
        page().showFace(DocumentPage::Face::Form);
    } else if (cell.flags() & Qt::ItemIsEditable) {
        m_table->edit(m_table->currentIndex());
    }
}

void TableFace::addRow()
{
    if (m_model->collection() && editState().isEnabled)
        m_adder->addTo(basis(), m_model->collection()->pointer);
}

void TableFace::removeRow()
{
    if (current().isValid())
        make({TreeEdit::Kind::Remove, m_model->rowPointer(current().row()), {}, {}});
}

void TableFace::clearCell()
{
    if (current().isValid() && m_model->isThere(current()))
        make({TreeEdit::Kind::Remove, m_model->pointerAt(current()), {}, {}});
}

void TableFace::copyRows()
{
    QModelIndexList rows;
    QSet<int> seen;
    for (const QModelIndex &cell : m_table->selectionModel()->selectedIndexes()) {
        if (!seen.contains(cell.row()))
            rows << m_sorted->mapToSource(cell.siblingAtColumn(0));
        seen << cell.row();
    }
    QGuiApplication::clipboard()->setText(m_model->asTsv(rows));
}

void TableFace::takeBack()
{
    if (current().isValid())
        m_model->forgetDraft(current());
}

} // namespace chancery::views
