// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/look.h"

#include <QFrame>
#include <QTimer>

class QLabel;

namespace chancery::views {

// Shows a revealed value for half a minute, or until somebody turns to something else. The value
// is in no document and no history of undo, and goes to the clipboard only by its button, with the
// request not to be kept. Deletes itself.
class RevealBox : public QFrame {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds shownFor{30};

    RevealBox(const QString &value, Look &look, QWidget *parent);

    // Under a point of the screen.
    void showAt(const QPoint &place);

private:
    void copy() const;
    void countDown();

    QString m_value;
    QLabel *m_left;
    QTimer m_second;
    int m_seconds;
};

} // namespace chancery::views
