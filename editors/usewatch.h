// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

class QAbstractScrollArea;

namespace chancery::editors {

// Whether somebody is at work in a view: a key, the mouse or a question for a tool tip begins it, a
// minute without one ends it. Child of its view.
class UseWatch : public QObject {
    Q_OBJECT

public:
    explicit UseWatch(QAbstractScrollArea &view);

    bool isInUse() const { return m_pause.isActive(); }
    // The view is used by other ways than its own events.
    void touch();
    // As if the minute had passed.
    void giveUp();

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void begun();
    void ended();

private:
    QTimer m_pause;
};

} // namespace chancery::editors
