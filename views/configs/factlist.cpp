// SPDX-License-Identifier: Apache-2.0
#include "factlist.h"

#include "views/common/plaintext.h"

#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <cmath>

namespace chancery::views {

namespace {

enum FactRole { DetailRole = Qt::UserRole + 1, StrongRole, MutedRole };

constexpr int inset = 4;

// Two wrapped texts, the second one muted.
class FactDelegate : public QStyledItemDelegate {
public:
    FactDelegate(Look &look, QListWidget &list)
        : QStyledItemDelegate(&list)
        , m_look(look)
        , m_list(list)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int width = m_list.viewport()->width();
        const int title = heightOf(titleFont(option, index), index.data().toString(), width);
        const QString detail = index.data(DetailRole).toString();
        return {width,
            title + (detail.isEmpty() ? 0 : heightOf(option.font, detail, width)) + 2 * inset};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        QStyleOptionViewItem frame = option;
        frame.text.clear();
        m_list.style()->drawControl(QStyle::CE_ItemViewItem, &frame, painter, &m_list);
        const Theme &theme = m_look.theme();
        const bool isMuted = index.data(MutedRole).toBool();
        const QRectF area = QRectF(option.rect).adjusted(inset, inset, -inset, -inset);
        painter->save();
        painter->setPen(theme.colour(isMuted ? Token::Muted : Token::Text));
        const qreal below = draw(painter, area, titleFont(option, index), index.data().toString());
        painter->setPen(theme.colour(Token::Muted));
        draw(
            painter, area.adjusted(0, below, 0, 0), option.font, index.data(DetailRole).toString());
        painter->restore();
    }

private:
    static QFont titleFont(const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        QFont font = option.font;
        font.setBold(index.data(StrongRole).toBool());
        return font;
    }
    // At words, and inside of those that are longer than a line. With a painter it is drawn, too.
    static qreal draw(QPainter *painter, const QRectF &area, const QFont &font, const QString &text)
    {
        QTextLayout layout(QString(text).replace(u'\n', QChar::LineSeparator), font);
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(option);
        qreal height = 0;
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(area.width());
            line.setPosition({0, height});
            height += line.height();
        }
        layout.endLayout();
        if (painter)
            layout.draw(painter, area.topLeft());
        return height;
    }
    static int heightOf(const QFont &font, const QString &text, int width)
    {
        return int(std::ceil(draw(nullptr, QRectF(0, 0, width - 2 * inset, 0), font, text)));
    }

    Look &m_look;
    QListWidget &m_list;
};

} // namespace

QString shortened(const QString &value)
{
    constexpr qsizetype most = 80;
    if (value.size() <= most)
        return value;
    const qsizetype end = most - (value[most - 1].isHighSurrogate() ? 1 : 0);
    return value.left(end) + u'…';
}

FactList::FactList(const QString &name, const QString &accessibleName, Look &look, QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(name);
    setAccessibleName(accessibleName);
    setItemDelegate(new FactDelegate(look, *this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    connect(this, &QListWidget::itemActivated, this, [this](QListWidgetItem *item) {
        const Destination destination = m_facts[std::size_t(row(item))].destination;
        if (!destination.view.isEmpty())
            Q_EMIT chosen(destination);
    });
}

// The line that one is in stays, as long as there are as many.
void FactList::setFacts(const std::vector<Fact> &facts)
{
    // Asked with every key that is pressed.
    if (facts == m_facts && !facts.empty())
        return;
    const int current = currentRow();
    m_facts = facts;
    clear();
    for (const Fact &fact : m_facts) {
        auto *item = new QListWidgetItem(safeText(fact.title), this);
        const QString detail = safeText(fact.detail);
        item->setData(DetailRole, detail);
        item->setData(StrongRole, fact.isStrong);
        item->setData(MutedRole, fact.isMuted);
        item->setData(Qt::AccessibleTextRole,
            detail.isEmpty() ? item->text() : item->text() + QStringLiteral(", ") + detail);
        setPlainToolTip(
            *item, fact.detail.isEmpty() ? fact.title : fact.title + u'\n' + fact.detail);
    }
    if (current >= 0 && current < count())
        setCurrentRow(current);
    setVisible(!m_facts.empty());
    fit();
}

void FactList::fit()
{
    int height = 0;
    for (int line = 0; line < count(); ++line)
        height += sizeHintForRow(line);
    if (height != this->height())
        setFixedHeight(std::max(1, height));
}

void FactList::resizeEvent(QResizeEvent *event)
{
    QListWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) {
        doItemsLayout();
        fit();
    }
}

void FactList::focusInEvent(QFocusEvent *event)
{
    QListWidget::focusInEvent(event);
    if (currentRow() < 0 && count() > 0)
        setCurrentRow(0);
}

} // namespace chancery::views
