// SPDX-License-Identifier: Apache-2.0
#include "diffoverview.h"

#include <QMouseEvent>
#include <QPainter>

namespace chancery::editors {

DiffOverview::DiffOverview(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setToolTip(tr("Where the changes are"));
    setAccessibleName(tr("Overview of the changes"));
}

QSize DiffOverview::sizeHint() const
{
    return {12, 100};
}

void DiffOverview::setRows(const DiffRows *rows)
{
    m_stripes.clear();
    m_rowCount = rows ? static_cast<int>(rows->rows.size()) : 0;
    if (rows) {
        for (const DiffChange &change : rows->changes) {
            const auto first = rows->rows[change.begin].kind;
            const auto last = rows->rows[change.end - 1].kind;
            m_stripes.push_back({static_cast<double>(change.begin), static_cast<double>(change.end),
                first == last ? first : RowKind::Changed});
        }
    }
    update();
}

void DiffOverview::setTheme(const EditorTheme &theme)
{
    m_theme = theme;
    update();
}

double DiffOverview::rowHeight() const
{
    constexpr double tallest = 6;
    return m_rowCount > 0 ? std::min(tallest, static_cast<double>(height()) / m_rowCount) : 0;
}

void DiffOverview::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.margin);
    for (const Stripe &stripe : m_stripes) {
        const QColor colour = stripe.kind == RowKind::Added ? m_theme.addedStrong
            : stripe.kind == RowKind::Removed               ? m_theme.removedStrong
                                                            : m_theme.changedStrong;
        const double top = stripe.begin * rowHeight();
        const double tall = std::max(3.0, stripe.end * rowHeight() - top);
        painter.fillRect(QRectF(2, top, width() - 4, tall), colour);
    }
}

void DiffOverview::mousePressEvent(QMouseEvent *event)
{
    if (height() > 0 && m_rowCount > 0)
        Q_EMIT rowChosen(
            std::min(static_cast<int>(event->position().y() / rowHeight()), m_rowCount - 1));
}

} // namespace chancery::editors
