// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/prompt.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace chancery::views {

// The one dialog there is: a question with its consequences, and what has to be typed before the
// button lets go. Deletes itself when it is closed.
class PromptDialog : public QDialog {
    Q_OBJECT

public:
    PromptDialog(
        const Question &question, std::function<void(const PromptAnswer &)> done, QWidget *parent);

private:
    void addReason(class QVBoxLayout *layout);
    void addConfirmation(class QVBoxLayout *layout);
    void addSecret(class QVBoxLayout *layout);
    void addTicket(class QVBoxLayout *layout);
    void updateButton();
    void finishWith(int result);

    Question m_question;
    std::function<void(const PromptAnswer &)> m_done;
    QPlainTextEdit *m_reason = nullptr;
    QLineEdit *m_confirmation = nullptr;
    QLineEdit *m_secret = nullptr;
    QLineEdit *m_ticket = nullptr;
    QPushButton *m_action = nullptr;
};

} // namespace chancery::views
