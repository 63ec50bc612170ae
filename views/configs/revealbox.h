// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/look.h"

#include <QFrame>
#include <QTimer>

class QLabel;

namespace chancery::views {

// Shows a revealed value over its page for half a minute, until Escape, or until its page goes
// behind another. A part of the window: a window of its own would be closed by some desktops when
// the question before it goes. The value is in no document and no history of undo, and goes to the
// clipboard only by its button, with the request not to be kept. Deletes itself.
class RevealBox : public QFrame {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds shownFor{30};

    RevealBox(const QString &value, Look &look, QWidget *parent);

    // Under a point of its parent, wholly inside of it.
    void showAt(const QPoint &place);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void copy() const;
    void countDown();

    QString m_value;
    QLabel *m_left;
    QTimer m_second;
    int m_seconds;
};

} // namespace chancery::views
