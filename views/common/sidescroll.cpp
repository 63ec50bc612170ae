// SPDX-License-Identifier: Apache-2.0
#include "sidescroll.h"

#include <QEvent>
#include <QScrollBar>

namespace chancery::views {

SideScroll::SideScroll(QWidget *parent)
    : QScrollArea(parent)
{
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QSize SideScroll::minimumSizeHint() const
{
    const QSize own = QScrollArea::minimumSizeHint();
    if (!widget())
        return own;
    const int width = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    return {std::max(own.width(), width), own.height()};
}

// The area looks at its content itself; what holds the area does not.
bool SideScroll::eventFilter(QObject *watched, QEvent *event)
{
    const bool isTaken = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return isTaken;
}

} // namespace chancery::views
