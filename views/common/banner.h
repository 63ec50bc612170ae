// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/look.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace chancery::views {

// One line over a view or over the window that says what is wrong and offers one way on; the
// details fold out under it. Hidden while there is nothing to say.
class Banner : public QFrame {
    Q_OBJECT

public:
    // Alarm is of the one line that nobody may overlook.
    enum class Tone { Information, Attention, Bad, Alarm };

    explicit Banner(Look &look, QWidget *parent = nullptr);

    // An empty action shows no button, empty details no fold.
    void show(
        Tone tone, const QString &text, const QString &action = {}, const QString &details = {});
    // Other words for the same thing, a countdown say; all else stays.
    void retell(const QString &text);
    // Beside the action, until the next word; its own signal.
    void offerSecond(const QString &action);
    void clear();
    QString text() const { return m_text->text(); }

Q_SIGNALS:
    void actionTriggered();
    void secondTriggered();

private:
    void toggleDetails();
    void drawIcon();

    Look &m_look;
    Tone m_tone = Tone::Attention;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QPushButton *m_second;
    QPushButton *m_detailsButton;
    QLabel *m_details;
};

} // namespace chancery::views
