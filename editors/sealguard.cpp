// SPDX-License-Identifier: Apache-2.0
#include "sealguard.h"

#include "editors/codeview.h"
#include "editors/masks.h"

#include <QKeyEvent>

namespace chancery::editors {

using Sci = QsciScintillaBase;

SealGuard::SealGuard(CodeView &view)
    : QObject(&view)
    , m_view(view)
{
    view.installEventFilter(this);
}

bool SealGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || !wouldBreak(*static_cast<QKeyEvent *>(event)))
        return QObject::eventFilter(watched, event);
    Q_EMIT refused();
    return true;
}

bool SealGuard::wouldBreak(const QKeyEvent &key) const
{
    const bool deletesBack = key.key() == Qt::Key_Backspace;
    const bool deletes = key.key() == Qt::Key_Delete;
    const bool isPlain = (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0;
    const bool types = isPlain && !key.text().isEmpty() && key.key() != Qt::Key_Escape;
    if (!types && !deletes && !deletesBack)
        return false;
    const auto begin = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONSTART));
    const auto end = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONEND));
    for (const auto at : {begin, end}) {
        const auto sealed = m_view.masks().sealedAround(at);
        if (!sealed)
            continue;
        if (begin != end) {
            // The whole of it, or nothing of it.
            const bool isApart = end <= sealed->first || begin >= sealed->second;
            if (!isApart && (begin > sealed->first || end < sealed->second))
                return true;
            continue;
        }
        const bool isInside = at > sealed->first && at < sealed->second;
        if (isInside || (deletesBack && at == sealed->second) || (deletes && at == sealed->first))
            return true;
    }
    return false;
}

} // namespace chancery::editors
