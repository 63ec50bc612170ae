// SPDX-License-Identifier: Apache-2.0
//
// Why not SCN_MODIFIED as it comes. For each inserted or deleted text QScintilla counts the
// characters before it, to announce the change to assistive programs, whether one is there or not:
// about 18 ms a keystroke at the middle of ten megabytes, and once more when the caret moves. The
// count is made before any slot is called, so that no slot can prevent it; only a notification that
// is not sent costs nothing. Hence the view's mask lets through what Scintilla says before a change
// (SC_MOD_BEFOREINSERT, SC_MOD_BEFOREDELETE), which is not counted. That a change is done is known
// when the next one begins, or when control comes back to the view.

#include "editwatch.h"

#include <Qsci/qsciscintillabase.h>

namespace chancery::editors {

using Sci = QsciScintillaBase;

EditWatch::EditWatch(QsciScintillaBase &view)
    : QObject(&view)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &EditWatch::settle);
    view.SendScintilla(Sci::SCI_SETMODEVENTMASK,
        static_cast<unsigned long>(Sci::SC_MOD_BEFOREINSERT | Sci::SC_MOD_BEFOREDELETE));
    connect(
        &view, &Sci::SCN_MODIFIED, this, [this](int position, int type, const char *, int length) {
            expect(position, type, length);
        });
}

void EditWatch::expect(int position, int type, int length)
{
    tellDone();
    TextChange change{static_cast<std::size_t>(position), 0, 0};
    if (type & Sci::SC_MOD_BEFOREINSERT)
        change.inserted = static_cast<std::size_t>(length);
    else
        change.removed = static_cast<std::size_t>(length);
    Q_EMIT coming(change);
    m_change = change;
    m_hasNews = true;
    if (!m_soon.isActive())
        m_soon.start(0);
}

void EditWatch::tellDone()
{
    if (const auto change = std::exchange(m_change, std::nullopt))
        Q_EMIT edited(*change);
}

void EditWatch::settle()
{
    if (!m_hasNews)
        return;
    m_soon.stop();
    tellDone();
    m_hasNews = false;
    Q_EMIT settled();
}

void EditWatch::forget()
{
    m_soon.stop();
    m_change.reset();
    m_hasNews = false;
}

} // namespace chancery::editors
