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
            const auto height = static_cast<double>(rows->rows.size());
            const auto first = rows->rows[change.begin].kind;
            const auto last = rows->rows[change.end - 1].kind;
            m_stripes.push_back({static_cast<double>(change.begin) / height,
                static_cast<double>(change.end) / height,
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

void DiffOverview::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.margin);
    for (const Stripe &stripe : m_stripes) {
        const QColor colour = stripe.kind == RowKind::Added ? m_theme.addedStrong
            : stripe.kind == RowKind::Removed               ? m_theme.removedStrong
                                                            : m_theme.changedStrong;
        const double top = stripe.begin * height();
        painter.fillRect(
            QRectF(2, top, width() - 4, std::max(3.0, stripe.end * height() - top)), colour);
    }
}

void DiffOverview::mousePressEvent(QMouseEvent *event)
{
    if (height() > 0 && m_rowCount > 0)
        Q_EMIT rowChosen(static_cast<int>(event->position().y() / height() * m_rowCount));
}

} // namespace chancery::editors
