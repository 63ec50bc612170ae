// SPDX-License-Identifier: Apache-2.0
#include "usewatch.h"

#include <QAbstractScrollArea>
#include <QEvent>

#include <chrono>

namespace chancery::editors {

UseWatch::UseWatch(QAbstractScrollArea &view)
    : QObject(&view)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(std::chrono::minutes(1));
    connect(&m_pause, &QTimer::timeout, this, &UseWatch::ended);
    view.installEventFilter(this);
    view.viewport()->installEventFilter(this);
}

void UseWatch::touch()
{
    const bool isNew = !m_pause.isActive();
    m_pause.start();
    if (isNew)
        Q_EMIT begun();
}

void UseWatch::giveUp()
{
    m_pause.stop();
    Q_EMIT ended();
}

bool UseWatch::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
    case QEvent::MouseButtonPress:
    case QEvent::ToolTip:
        touch();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace chancery::editors
