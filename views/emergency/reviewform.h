// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

class QFormLayout;
class QGridLayout;

namespace chancery::views {

class Banner;

// The review of a session that is over (GOV-47): what becomes of each action, the verdict and its
// words, and the password.
class ReviewForm : public QWidget {
    Q_OBJECT

public:
    explicit ReviewForm(ViewContext &context, QWidget *parent = nullptr);

    // Of the session that the store has selected.
    void begin();

Q_SIGNALS:
    void left();

private:
    struct Row {
        int number = 0;
        QComboBox *fate = nullptr;
        QLineEdit *request = nullptr;
    };

    QWidget *makeVerdict();
    QWidget *makeButtons();
    void makeRows(const core::EmergencySession &session);
    void addRow(const core::EmergencyAction &action, int at);
    core::NewEmergencyReview review() const;
    QString fault() const;
    QString faultOf(const Row &row) const;
    void readState();
    void readOutcome();
    void close();

    ViewContext &m_context;
    models::EmergencyStore &m_store;
    Banner *m_banner;
    QLabel *m_title = nullptr;
    QWidget *m_rowsHost = nullptr;
    QGridLayout *m_grid = nullptr;
    std::vector<Row> m_rows;
    QComboBox *m_verdict = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QLineEdit *m_password = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_doIt = nullptr;
};

} // namespace chancery::views
