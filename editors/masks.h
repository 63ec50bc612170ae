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
    // Uncovers the value at the caret; false when there is none.
    bool reveal();
    void coverAgain();
    void applyTheme();
    // Over what Scintilla has painted.
    void paint(QPainter &painter) const;
    // The text of a range with bullets for what is covered, as many as there are UTF-16 units.
    QString shown(std::size_t begin, std::size_t end) const;
    // What may leave the view by clipboard or drag for a text that was taken from its selection.
    // What was uncovered by command goes as it is, with the request not to be kept in a history.
    void guard(QMimeData &data, const QByteArray &text) const;

private:
    using Range = std::pair<std::size_t, std::size_t>;

    template <typename Use>
    void eachCovered(std::size_t begin, std::size_t end, Use use) const;
    Range rangeOf(int indicator, std::size_t position) const;
    std::size_t valueAt(int indicator, std::size_t position) const;
    void fill(int indicator, Range range);
    void erase(int indicator, Range range);
    void watchCaret();

    CodeView &m_view;
    bool m_isRevealing = false;
    bool m_hasAny = false;
    QTimer m_again;
};

} // namespace chancery::editors
