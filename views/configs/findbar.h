// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/look.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace chancery::editors {
class ConfigEditor;
class Searcher;
} // namespace chancery::editors

namespace chancery::views {

// Find and replace in the text below it. Enter and Shift+Enter go on and back, Escape closes it and
// goes back to the text; what is wrong with a pattern stands under the line that it is in.
class FindBar : public QWidget {
    Q_OBJECT

public:
    FindBar(editors::ConfigEditor &editor, editors::Searcher &searcher, Look &look,
        QWidget *parent = nullptr);

    // Looks for what is selected, if it is of one line, else for what was looked for before.
    void open(bool withReplace);
    // What is selected, if it is of one line and nothing of it is covered.
    QString selectedLine() const;
    // Also when it was closed; without a pattern it opens.
    void goToNext();
    void goToPrevious();
    void replaceAll();

Q_SIGNALS:
    void allConfigsWanted(const QString &pattern);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeFindLine();
    QWidget *makeReplaceLine();
    QToolButton *makeSwitch(const QString &text, const QString &name, const QString &what);
    QToolButton *makeTool(const QString &icon, const QString &name, const QString &what);
    void look();
    bool isLooking();
    void show();
    void close();

    editors::ConfigEditor &m_editor;
    editors::Searcher &m_searcher;
    Look &m_look;
    QLineEdit *m_pattern = nullptr;
    QLineEdit *m_with = nullptr;
    QToolButton *m_case = nullptr;
    QToolButton *m_words = nullptr;
    QToolButton *m_expression = nullptr;
    QLabel *m_count = nullptr;
    QLabel *m_problem = nullptr;
    QWidget *m_replaceLine = nullptr;
    QPushButton *m_replace = nullptr;
    QPushButton *m_replaceAll = nullptr;
};

} // namespace chancery::views
