// SPDX-License-Identifier: Apache-2.0
#include "matrixtree.h"

#include "editors/editortheme.h"
#include "models/tablemodel.h"
#include "views/common/safetext.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolTip>

namespace chancery::views {

using models::MatrixModel;

namespace {

constexpr std::uint32_t mostOpened = 2000;

// A strip in the colour of the environment under its name.
class EnvironmentHeader : public QHeaderView {
public:
    EnvironmentHeader(Look &look, QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
        , m_look(look)
    {
        setHighlightSections(false);
        setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        painter->save();
        QHeaderView::paintSection(painter, rect, section);
        painter->restore();
        const QVariant tier = model()->headerData(section, orientation(), MatrixModel::TierRole);
        if (tier.isValid())
            painter->fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width() - 1, 3),
                m_look.theme().environmentColour(tier.toInt()));
    }

private:
    Look &m_look;
};

class MatrixDelegate : public QStyledItemDelegate {
public:
    MatrixDelegate(Look &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
        , m_codeFont(editors::EditorTheme::monospacedFont())
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
        if (index.data(models::MonospaceRole).toBool()) {
            const qreal size = option->font.pointSizeF();
            option->font = m_codeFont;
            option->font.setPointSizeF(size);
        }
        const auto status = models::Status(index.data(models::StatusRole).toInt());
        if (status == models::Status::None)
            return;
        option->palette.setColor(QPalette::Text, m_look.theme().statusColour(status));
        option->palette.setColor(QPalette::HighlightedText, m_look.theme().statusColour(status));
    }

private:
    Look &m_look;
    QFont m_codeFont;
};

} // namespace

MatrixTree::MatrixTree(Look &look, MatrixModel &model, QWidget *parent)
    : QTreeView(parent)
    , m_look(look)
    , m_model(model)
{
    setObjectName(QStringLiteral("matrixTree"));
    setAccessibleName(tr("Keys and their values in each environment"));
    setHeader(new EnvironmentHeader(look, this));
    setModel(&model);
    setItemDelegate(new MatrixDelegate(look, this));
    setUniformRowHeights(true);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_current = m_model.pointerOf(currentIndex());
        m_currentColumn = currentIndex().isValid() ? currentIndex().column() : 0;
    });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        openAll();
        fitColumns();
        const QModelIndex index = m_model.find(m_current);
        if (index.isValid())
            reveal(index, std::min(m_currentColumn, m_model.columnCount() - 1));
    });
}

// A very large document opens with its outermost keys only.
void MatrixTree::openAll()
{
    const auto &matrix = m_model.matrix();
    if (matrix && matrix->matrix.rowCount() <= mostOpened)
        expandAll();
    else
        expandToDepth(0);
}

void MatrixTree::fitColumns()
{
    const int places = m_model.columnCount() - MatrixModel::FirstPlace;
    header()->resizeSection(MatrixModel::KeyColumn, 230);
    header()->resizeSection(MatrixModel::StateColumn, 100);
    const int left = viewport()->width() - 330;
    for (int place = 0; place < places; ++place)
        header()->resizeSection(
            MatrixModel::FirstPlace + place, std::clamp(left / std::max(places, 1), 140, 360));
}

void MatrixTree::reveal(const QModelIndex &index, int column)
{
    for (QModelIndex parent = index.parent(); parent.isValid(); parent = parent.parent())
        expand(parent);
    setCurrentIndex(index.siblingAtColumn(column));
    scrollTo(currentIndex());
}

void MatrixTree::drawRow(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.siblingAtColumn(0) == currentIndex().siblingAtColumn(0))
        painter->fillRect(option.rect, m_look.theme().colour(Token::AccentSoft));
    QTreeView::drawRow(painter, option, index);
}

void MatrixTree::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    viewport()->update();
}

bool MatrixTree::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_facts)
        return QTreeView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QModelIndex index = indexAt(help->pos());
    if (index.isValid())
        QToolTip::showText(help->globalPos(), safeToolTip(m_facts(index)), viewport());
    else
        QToolTip::hideText();
    return true;
}

} // namespace chancery::views
