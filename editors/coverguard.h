// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

class QDropEvent;
class QInputMethodEvent;
class QKeyEvent;

namespace chancery::editors {

class CodeView;

// Keeps covered values from being edited in part, for nobody sees which part: what would take a
// piece of one takes all of it, and nothing is typed or pasted into the middle of one. A sealed
// value, of which not a character may change, is deleted or replaced only where all of it is
// selected. Undo and what programs write go on as ever. Child of its view.
class CoverGuard : public QObject {
    Q_OBJECT

public:
    explicit CoverGuard(CodeView &view);

    bool eventFilter(QObject *watched, QEvent *event) override;
    // Makes whole what is selected of covered values, before something takes its place; false, with
    // word of it, when that must not be.
    bool preparesReplacing();
    // Whether what is dragged may be dropped there, and taken from where it was.
    bool allowsDrop(const QDropEvent &drop);

Q_SIGNALS:
    // Somebody has tried it with a sealed value, or in the middle of a covered one.
    void sealedRefused();
    void coveredRefused();

private:
    enum class Outcome { Untouched, Widened, RefusedSealed, RefusedCovered };

    bool filterKey(const QKeyEvent &key);
    bool filterDeletion(unsigned extend);
    Outcome makeWhole();
    Outcome makeWhole(std::size_t selection, bool mayWiden);
    bool tell(Outcome outcome);

    CodeView &m_view;
};

} // namespace chancery::editors
