// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>

#include <string>
#include <vector>

namespace chancery::editors {

class CodeView;

// A margin right of the others with a few words beside lines: only those near the screen are given
// to the view, which moves them with their lines while the text is edited. Goes before its view,
// and leaves nothing behind.
class NoteMargin : public QObject {
    Q_OBJECT

public:
    struct Note {
        int line = 0; // from zero, in ascending order
        QString text;
        QString tip;
    };

    explicit NoteMargin(CodeView &view);
    ~NoteMargin() override;

    const std::vector<Note> &notes() const { return m_notes; }
    void setNotes(std::vector<Note> notes);
    void clear() { setNotes({}); }
    // What the margin shows beside a line now.
    QString textAt(int line) const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showVisible();
    void adjustWidth();

    CodeView &m_view;
    std::vector<Note> m_notes;
    std::vector<bool> m_isShown; // by note
};

} // namespace chancery::editors
