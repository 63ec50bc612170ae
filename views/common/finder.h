// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QString>

#include <functional>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;

namespace chancery::views {

class FinderList;

// One thing that can be found and done.
struct FinderEntry {
    QString title;
    QString detail; // at the right edge: a key, a state
    QString whyNot; // not empty: it is shown, but cannot be done now
    std::function<void()> run; // empty: nothing happens but that the finder closes
};

// A line to type in and what answers it, best first, over the top of a window: command palette,
// quick open, list of keys. Works from the keyboard; gives the focus back and goes when something
// is chosen, at Escape and when the focus leaves it.
class Finder : public QFrame {
    Q_OBJECT

public:
    // The title names it for those who do not see it and stands in the empty line.
    Finder(const QString &name, const QString &title, QWidget *window);

    // More may come while it is open; what was typed stays.
    void setEntries(std::vector<FinderEntry> entries);
    // More is known to come. Whoever chooses while nothing answers is given what answers best when
    // all has come, unless what is typed has changed by then.
    void setAwaiting(bool isAwaiting);
    // What typed words stand for when they are none of the entries; below those that answer.
    void setOwnWords(std::function<FinderEntry(const QString &typed)> make);
    void open();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rank();
    void showHint();
    void move(int rows);
    void choose();
    void leave();
    void place();

    QLineEdit *m_line;
    QListView *m_view;
    QLabel *m_hint;
    FinderList *m_list;
    QWidget *m_focusBefore = nullptr;
    bool m_isAwaiting = false;
    bool m_isChosen = false; // before anything answered
    bool m_isLeaving = false;
};

} // namespace chancery::views
