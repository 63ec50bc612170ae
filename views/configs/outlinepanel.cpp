// SPDX-License-Identifier: Apache-2.0
#include "outlinepanel.h"

#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "editors/outlinemodel.h"
#include "models/qtconvert.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/configs/blamemargin.h"
#include "views/configs/documentpage.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace chancery::views {

using editors::OutlineModel;

namespace {

using namespace std::chrono_literals;
constexpr auto pause = 80ms;
// Comparing a million nodes is felt between two keystrokes.
constexpr auto pauseOfLargeText = 400ms;
constexpr std::size_t largeText = 200'000; // nodes
constexpr std::size_t mostMatches = 500;
// In less width the key and the value have the room; the type is in the tool tip.
constexpr int roomForType = 340;
constexpr int roomForBlameAndValue = 440;

class OutlineDelegate : public QStyledItemDelegate {
public:
    OutlineDelegate(Look &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    QString displayText(const QVariant &value, const QLocale &) const override
    {
        return safeText(value.toString());
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->state.setFlag(QStyle::State_HasFocus, false);
        if (index.column() != OutlineModel::KeyColumn)
            option->palette.setColor(QPalette::Text,
                m_look.theme().colour(
                    index.column() == OutlineModel::TypeColumn ? Token::Faint : Token::Muted));
    }

private:
    Look &m_look;
};

} // namespace

OutlinePanel::OutlinePanel(ViewContext &context, QWidget *parent)
    : DocumentPart(parent)
    , m_context(context)
    , m_model(new OutlineModel(this))
    , m_filter(new QLineEdit(this))
    , m_tree(new QTreeView(this))
    , m_overlay(new StateOverlay(context.look, m_tree, this))
{
    setProperty("role", QStringLiteral("panel"));
    setObjectName(QStringLiteral("outline"));
    setUpFilter();
    setUpTree();
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    line->addWidget(m_filter);
    line->setContentsMargins(8, 4, 8, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_overlay, 1);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &OutlinePanel::read);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, m_filter, &QLineEdit::clear);
    connect(&context.stores.blame, &models::BlameStore::changed, this, &OutlinePanel::readBlame);
    updateEmpty();
}

OutlinePanel::~OutlinePanel() = default;

void OutlinePanel::setUpFilter()
{
    m_filter->setObjectName(QStringLiteral("outlineFilter"));
    m_filter->setAccessibleName(tr("Find in the outline"));
    m_filter->setPlaceholderText(tr("Outline: find a key"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setProperty("role", QStringLiteral("filter"));
    m_filter->addAction(m_context.look.icon(QStringLiteral("outline")), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, this, &OutlinePanel::look);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { go(m_tree->currentIndex()); });
}

void OutlinePanel::setUpTree()
{
    m_tree->setObjectName(QStringLiteral("outlineTree"));
    m_tree->setAccessibleName(tr("Outline"));
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new OutlineDelegate(m_context.look, m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(12);
    m_tree->setAnimated(false);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_tree->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(OutlineModel::KeyColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(OutlineModel::ValueColumn, QHeaderView::Fixed);
    header->setSectionResizeMode(OutlineModel::TypeColumn, QHeaderView::Fixed);
    header->setSectionResizeMode(OutlineModel::AsideColumn, QHeaderView::Fixed);
    m_tree->setColumnHidden(OutlineModel::AsideColumn, true);
    header->resizeSection(OutlineModel::ValueColumn, 88);
    header->resizeSection(
        OutlineModel::TypeColumn, m_tree->fontMetrics().horizontalAdvance(tr("boolean")) + 20);
    connect(m_tree, &QAbstractItemView::activated, this, &OutlinePanel::go);
    connect(m_tree, &QAbstractItemView::clicked, this, &OutlinePanel::go);
    const auto remember = [this](const QModelIndex &index, bool isExpanded) {
        if (m_isRestoring || m_model->hasMatches())
            return;
        const QString path = index.data(OutlineModel::PathRole).toString();
        if (isExpanded)
            m_expanded.insert(path);
        else
            m_expanded.remove(path);
    };
    connect(m_tree, &QTreeView::expanded, this,
        [remember](const QModelIndex &index) { remember(index, true); });
    connect(m_tree, &QTreeView::collapsed, this,
        [remember](const QModelIndex &index) { remember(index, false); });
}

void OutlinePanel::follow(DocumentPage *page)
{
    const bool isOther = page != m_page;
    m_page = page;
    if (isOther) {
        m_expanded.clear();
        m_filter->clear();
        read();
        updateEmpty();
    } else {
        readSoon();
    }
    readBlame();
}

void OutlinePanel::followCursor(DocumentPage & /*page*/)
{
    readSoon();
}

void OutlinePanel::showEvent(QShowEvent *event)
{
    DocumentPart::showEvent(event);
    readSoon();
}

void OutlinePanel::resizeEvent(QResizeEvent *event)
{
    DocumentPart::resizeEvent(event);
    arrangeColumns();
}

// In little width who set a key stands in the place of its value.
void OutlinePanel::arrangeColumns()
{
    const int share = std::max(64, width() * (m_isBlamed ? 1 : 2) / (m_isBlamed ? 3 : 5));
    m_tree->setColumnHidden(OutlineModel::TypeColumn, m_isBlamed || width() < roomForType);
    m_tree->setColumnHidden(
        OutlineModel::ValueColumn, m_isBlamed && width() < roomForBlameAndValue);
    m_tree->setColumnHidden(OutlineModel::AsideColumn, !m_isBlamed);
    m_tree->header()->resizeSection(OutlineModel::ValueColumn, share);
    m_tree->header()->resizeSection(
        OutlineModel::AsideColumn, width() < roomForBlameAndValue ? width() / 2 : share);
}

// The margin knows it of the text as it stands, and goes when nobody wants it any more.
void OutlinePanel::readBlame()
{
    BlameMargin *margin = m_page ? BlameMargin::of(*m_page) : nullptr;
    if (margin)
        connect(margin, &BlameMargin::found, this, &OutlinePanel::readBlame, Qt::UniqueConnection);
    if (!margin && !m_isBlamed)
        return;
    m_isBlamed = margin != nullptr;
    OutlineModel::Asides asides;
    if (margin)
        asides = [this, keys = margin->keys()](const QString &path) {
            const auto blame
                = keys ? keys->of(models::fromQt(path), m_context.clock.now()) : std::nullopt;
            return blame ? OutlineModel::Aside{blame->text, blame->tip} : OutlineModel::Aside();
        };
    m_model->setAsides(std::move(asides), tr("Set By"));
    m_tree->viewport()->update();
    arrangeColumns();
}

void OutlinePanel::readSoon()
{
    if (!isVisible() || !m_page)
        return;
    const auto &known = m_page->editor().live().checked().analysis;
    const bool isLarge = known && known->tree.nodeCount() > largeText;
    m_soon.start(isLarge && known != m_model->analysis() ? pauseOfLargeText : pause);
}

void OutlinePanel::read()
{
    m_soon.stop();
    if (m_page && !isVisible())
        return;
    const editors::CheckedText checked
        = m_page ? m_page->editor().live().checked() : editors::CheckedText();
    if (checked.analysis != m_model->analysis() || !checked.analysis) {
        const auto before = m_model->rowCount();
        m_isRestoring = true;
        m_model->setAnalysis(checked.analysis, checked.sensitive);
        m_tree->viewport()->update();
        if (m_model->rowCount() != before || m_model->rowCount() > 0)
            restoreExpanded();
        m_isRestoring = false;
        if (!m_filter->text().isEmpty())
            look();
        updateEmpty();
    } else {
        // Another schema may call other values sensitive.
        m_model->setAnalysis(checked.analysis, checked.sensitive);
        m_tree->viewport()->update();
    }
    reveal();
}

// The way to a place comes before the place.
void OutlinePanel::restoreExpanded()
{
    if (m_model->hasMatches())
        return;
    QStringList paths(m_expanded.begin(), m_expanded.end());
    paths.sort();
    for (const QString &path : paths) {
        const QModelIndex index = m_model->indexOf(path);
        if (index.isValid() && !m_tree->isExpanded(index))
            m_tree->expand(index);
    }
}

// Where the caret is becomes the current row, unless somebody is at the outline himself.
void OutlinePanel::reveal()
{
    if (!m_page || m_model->hasMatches() || m_tree->hasFocus()
        || m_model->analysis() != m_page->editor().live().highlighter().analysis())
        return;
    const auto node = m_page->editor().nodeAtCaret();
    const QModelIndex index = node ? m_model->indexOf(*node) : QModelIndex();
    if (!node || index == m_tree->currentIndex())
        return;
    // The document itself has no row.
    if (!index.isValid()) {
        m_tree->setCurrentIndex({});
        return;
    }
    m_isRestoring = true;
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
    m_isRestoring = false;
}

void OutlinePanel::look()
{
    const QString typed = m_filter->text().simplified();
    m_search.cancel();
    if (typed.isEmpty() || m_model->isEmpty()) {
        m_tree->setTextElideMode(Qt::ElideRight);
        m_model->setMatches({});
        m_isRestoring = true;
        restoreExpanded();
        m_isRestoring = false;
        updateEmpty();
        readSoon();
        return;
    }
    using Matches = OutlineModel::Matches;
    m_search = m_context.compute.run<Matches>(
        [analysis = m_model->analysis(), typed](const core::CancelToken &token) {
            return core::Result<Matches>(
                editors::findPaths(analysis->tree, typed, mostMatches, token));
        },
        [this, analysis = m_model->analysis()](core::Result<Matches> found) {
            m_search.cancel();
            if (found && analysis == m_model->analysis())
                showMatches(std::move(*found));
        });
}

void OutlinePanel::showMatches(std::vector<std::uint32_t> matches)
{
    // The end of a path says more than its beginning.
    m_tree->setTextElideMode(Qt::ElideLeft);
    m_model->setMatches(std::move(matches));
    m_tree->setCurrentIndex(m_model->index(0, 0));
    updateEmpty();
}

void OutlinePanel::updateEmpty()
{
    if (m_model->rowCount() > 0)
        m_overlay->setEmpty(false);
    else if (m_model->hasMatches())
        m_overlay->setEmpty(true, tr("No key matches"),
            tr("No path answers “%1”.").arg(m_filter->text()), tr("Clear Filter"));
    else if (!m_page)
        m_overlay->setEmpty(
            true, tr("No outline"), tr("It shows the structure of an open config."));
    else if (m_model->isEmpty() && (m_page->editor().isBusy() || !m_page->session().isLoaded()))
        m_overlay->setEmpty(true);
    else if (m_model->isEmpty() && m_page->editor().view().length() == 0)
        m_overlay->setEmpty(true, tr("No outline"), tr("Nothing is written here yet."));
    else if (m_model->isEmpty())
        m_overlay->setEmpty(true, tr("No outline"),
            tr("The text cannot be read yet. Problems says what stands in the way."));
    else
        m_overlay->setEmpty(true, tr("No outline"), tr("The document has no keys."));
}

void OutlinePanel::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void OutlinePanel::go(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT chosen(static_cast<std::size_t>(index.data(OutlineModel::OffsetRole).toULongLong()));
}

// Up and down in the list while one types; Escape goes back to the text.
bool OutlinePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return DocumentPart::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
        const QModelIndex here = m_tree->currentIndex();
        const QModelIndex next
            = key == Qt::Key_Down ? m_tree->indexBelow(here) : m_tree->indexAbove(here);
        m_tree->setCurrentIndex(next.isValid() ? next
                : here.isValid()               ? here
                                               : m_model->index(0, 0));
        return true;
    }
    if (key == Qt::Key_Escape && m_page) {
        m_filter->clear();
        m_page->editor().setFocus();
        return true;
    }
    return DocumentPart::eventFilter(watched, event);
}

} // namespace chancery::views
