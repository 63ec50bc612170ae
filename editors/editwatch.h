// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

#include <optional>

class QsciScintillaBase;

namespace chancery::editors {

// One change of a text: at an offset bytes were removed or inserted.
struct TextChange {
    std::size_t at = 0;
    std::size_t removed = 0;
    std::size_t inserted = 0;

    friend bool operator==(const TextChange &, const TextChange &) = default;
};

// Tells what happens to a view's text. It stands in for Scintilla's own notification of a change,
// which costs time in proportion to the caret's distance from the beginning; see editwatch.cpp.
// Child of its view.
class EditWatch : public QObject {
    Q_OBJECT

public:
    explicit EditWatch(QsciScintillaBase &view);

    // Tells what was done and not told yet. The view calls it after every event and after its own
    // changes; for what nobody foresaw it comes by itself.
    void settle();
    // For a text that was replaced as a whole: nothing of it is told.
    void forget();

Q_SIGNALS:
    // From inside Scintilla's change: the text is still the one before, and must not be touched.
    void coming(const chancery::editors::TextChange &change);
    // The text is as that change has left it, and must not be touched.
    void edited(const chancery::editors::TextChange &change);
    // After one or more changes; the text is free again.
    void settled();

private:
    void expect(int position, int type, int length);
    void tellDone();

    std::optional<TextChange> m_change;
    bool m_hasNews = false;
    QTimer m_soon;
};

} // namespace chancery::editors
