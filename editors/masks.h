// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/coveredlines.h"
#include "editors/shownoffsets.h"
#include "editors/text/sensitive.h"

#include <QObject>
#include <QTimer>

class QMimeData;
class QPainter;

namespace chancery::editors {

class CodeView;

// What stands in the place of a value, whatever it is.
QString coverText();

// Covers the sensitive values of one view with bullets, as many for each, so that their lengths
// cannot be seen. A value is revealed only by command, one at a time, and is covered again when the
// caret leaves it, the focus goes, or after half a minute. What is covered moves with the text; the
// caret steps over it, and a selection takes all of it. Of a value of several lines one is shown.
// Child of its view.
class Masks : public QObject {
    Q_OBJECT

public:
    // The styles of a covered value: its first character takes the room of the bullets, the others
    // take none. A space that takes the room of the bullets behind it has the third.
    static constexpr char coverStyle = 9;
    static constexpr char hiddenStyle = 10;
    static constexpr char gapStyle = 11;

    explicit Masks(CodeView &view);

    // Of the text as it stands.
    void set(const std::vector<SensitiveSpan> &spans);
    void add(std::size_t begin, std::size_t end);
    // What is taken for sensitive until the text has been checked; what is revealed stays so.
    void addGuessed(std::size_t begin, std::size_t end);
    void clear();
    // Whether any of these bytes is covered.
    bool covers(std::size_t begin, std::size_t end) const;
    // All that is covered, in the order of the text.
    using Range = std::pair<std::size_t, std::size_t>;
    std::vector<Range> coveredRanges() const;
    // Whether any of what is selected is covered.
    bool coversSelection() const;
    // Uncovers the value at the caret; false when there is none, or a sealed one.
    bool reveal();
    // The bytes of a sealed value around the offset, its ends included.
    std::optional<Range> sealedAround(std::size_t offset) const;
    // The covered range that the offset is in the middle of.
    std::optional<Range> coverInside(std::size_t offset) const;
    void coverAgain();
    // Before what is on screen is painted.
    void hideLines();
    void applyTheme();
    // Puts the styles of what is covered into those of the bytes [begin, begin + size).
    void dress(std::size_t begin, std::size_t size, char *styles) const;
    // Over what Scintilla has painted.
    void paint(QPainter &painter) const;
    // The text of a range with bullets for what is covered.
    QString shown(std::size_t begin, std::size_t end) const;
    // The same of what the last edit has brought and nobody has checked yet: bullets for all of it
    // when it may hold a value that is to be covered.
    QString shownUnchecked(std::size_t begin, std::size_t end) const;
    // How far into the text as it is shown.
    const ShownOffsets &offsets() const { return m_offsets; }
    // What may leave the view by clipboard or drag for a text that was taken from its selection.
    // What was uncovered by command goes as it is, with the request not to be kept in a history.
    // The text itself stays with the data, but is none of its formats: no other program gets it.
    void guard(QMimeData &data, const QByteArray &text) const;
    // What guard() kept of such data, else the given text. What comes into the view with it is
    // covered until it has been checked.
    QByteArray unguarded(const QMimeData &data, const QByteArray &text);

Q_SIGNALS:
    // Other values are covered than before: what was styled has to be styled again.
    void changed();

private:
    void eachCovered(std::size_t begin, std::size_t end,
        const std::function<void(std::size_t, std::size_t)> &use) const;
    Range rangeOf(int indicator, std::size_t position) const;
    // A sealed value begins there.
    bool isSealed(Range range) const;
    void paintSealed(QPainter &painter, const QRect &box, bool isFirst) const;
    void paintRest(QPainter &painter, const QRect &box, Range whole) const;
    std::size_t valueAt(int indicator, std::size_t position) const;
    void fill(int indicator, Range range);
    void erase(int indicator, Range range);
    void watchCaret();
    void stepOver();
    void selectOver(Range range, std::size_t before);
    void dressLine(Range part, std::size_t begin, char *styles) const;

    CodeView &m_view;
    ShownOffsets m_offsets;
    CoveredLines m_lines;
    std::size_t m_caret = 0; // where it was last
    bool m_isRevealing = false;
    bool m_isRestoring = false; // what was guarded comes back
    bool m_hasAny = false;
    bool m_hasLostCovered = false; // a covered value was removed and may come back
    bool m_isUndo = false; // the last edit, or redo
    QTimer m_again;
};

} // namespace chancery::editors
