// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/sensitive.h"

#include <QObject>
#include <QTimer>

class QMimeData;
class QPainter;

namespace chancery::editors {

class CodeView;

// Covers the sensitive values of one view with bullets. A value is revealed only by command, one at
// a time, and is covered again when the caret leaves it, the focus goes, or after half a minute.
// What is covered moves with the text. Child of its view.
class Masks : public QObject {
    Q_OBJECT

public:
    explicit Masks(CodeView &view);

    // Of the text as it stands.
    void set(const std::vector<SensitiveSpan> &spans);
    void add(std::size_t begin, std::size_t end);
    void clear();
    // Whether any of these bytes is covered.
    bool covers(std::size_t begin, std::size_t end) const;
    // Whether any of what is selected is covered.
    bool coversSelection() const;
    // Uncovers the value at the caret; false when there is none, or a sealed one.
    bool reveal();
    // The bytes of a sealed value around the offset, its ends included.
    std::optional<std::pair<std::size_t, std::size_t>> sealedAround(std::size_t offset) const;
    void coverAgain();
    void applyTheme();
    // Over what Scintilla has painted.
    void paint(QPainter &painter) const;
    // The text of a range with bullets for what is covered, as many as there are UTF-16 units.
    QString shown(std::size_t begin, std::size_t end) const;
    // The same of what the last edit has brought and nobody has checked yet: bullets for all of it
    // when it may hold a value that is to be covered.
    QString shownUnchecked(std::size_t begin, std::size_t end) const;
    // What may leave the view by clipboard or drag for a text that was taken from its selection.
    // What was uncovered by command goes as it is, with the request not to be kept in a history.
    // The text itself stays with the data, but is none of its formats: no other program gets it.
    void guard(QMimeData &data, const QByteArray &text) const;
    // What guard() kept of such data, else the given text. What comes into the view with it is
    // covered until it has been checked.
    QByteArray unguarded(const QMimeData &data, const QByteArray &text);

private:
    using Range = std::pair<std::size_t, std::size_t>;

    template <typename Use>
    void eachCovered(std::size_t begin, std::size_t end, Use use) const;
    Range rangeOf(int indicator, std::size_t position) const;
    // Which key sealed the value that begins there; empty for any other value.
    QString sealKeyOf(Range range) const;
    void paintSealed(QPainter &painter, const QRect &box, const QString &key) const;
    std::size_t valueAt(int indicator, std::size_t position) const;
    void fill(int indicator, Range range);
    void erase(int indicator, Range range);
    void watchCaret();

    CodeView &m_view;
    bool m_isRevealing = false;
    bool m_isRestoring = false; // what was guarded comes back
    bool m_hasAny = false;
    bool m_hasLostCovered = false; // a covered value was removed and may come back
    bool m_isUndo = false; // the last edit, or redo
    QTimer m_again;
};

} // namespace chancery::editors
