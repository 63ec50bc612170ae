// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

class QKeyEvent;

namespace chancery::editors {

class CodeView;

// Keeps sealed values from being edited by accident: what is typed or deleted inside one is not
// done, for not a character of it may change. Deleting or replacing a whole one, paste, undo and
// commands go on as ever. Child of its view.
class SealGuard : public QObject {
    Q_OBJECT

public:
    explicit SealGuard(CodeView &view);

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    // Somebody has tried.
    void refused();

private:
    bool wouldBreak(const QKeyEvent &key) const;

    CodeView &m_view;
};

} // namespace chancery::editors
