// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/bulkstore.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace chancery::views {

// What and why of the one change request that a bulk edit becomes. Shown below the preview while
// somebody wants it; Escape leaves.
class BulkRequestForm : public QWidget {
    Q_OBJECT

public:
    explicit BulkRequestForm(models::BulkStore &store, QWidget *parent = nullptr);

    void open();

Q_SIGNALS:
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void update();
    void send();

    models::BulkStore &m_store;
    QLineEdit *m_title;
    QLineEdit *m_ticket;
    QPlainTextEdit *m_reason;
    QLabel *m_hint;
    QPushButton *m_send;
};

} // namespace chancery::views
