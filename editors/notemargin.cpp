// SPDX-License-Identifier: Apache-2.0
#include "notemargin.h"

#include "editors/codeview.h"

#include <QHelpEvent>
#include <QToolTip>

#include <algorithm>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
constexpr std::size_t margin = CodeView::FoldMargin + 1;
constexpr int linesAround = 60;
constexpr qsizetype mostLetters = 32;

// Nothing that reaches beyond its line or turns what follows around.
std::string printable(const QString &text)
{
    QString line = text.left(mostLetters);
    if (text.size() > mostLetters)
        line += u'…';
    for (QChar &letter : line) {
        if (!letter.isPrint())
            letter = u'·';
    }
    const QByteArray bytes = line.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

NoteMargin::NoteMargin(CodeView &view)
    : m_view(view)
{
    view.send(Sci::SCI_SETMARGINTYPEN, margin, Sci::SC_MARGIN_TEXT);
    view.send(Sci::SCI_SETMARGINMASKN, margin, 0);
    connect(&view, &Sci::SCN_UPDATEUI, this, &NoteMargin::showVisible);
    connect(&view, &Sci::SCN_ZOOM, this, &NoteMargin::adjustWidth);
    view.viewport()->installEventFilter(this);
}

NoteMargin::~NoteMargin()
{
    m_view.send(Sci::SCI_MARGINTEXTCLEARALL);
    m_view.send(Sci::SCI_SETMARGINWIDTHN, margin, 0);
}

void NoteMargin::setNotes(std::vector<Note> notes)
{
    m_view.send(Sci::SCI_MARGINTEXTCLEARALL);
    m_notes = std::move(notes);
    m_isShown.assign(m_notes.size(), false);
    adjustWidth();
    showVisible();
}

QString NoteMargin::textAt(int line) const
{
    const long size = m_view.send(Sci::SCI_MARGINGETTEXT, static_cast<std::size_t>(line));
    QByteArray bytes(size, '\0');
    m_view.send(Sci::SCI_MARGINGETTEXT, static_cast<std::size_t>(line),
        reinterpret_cast<std::intptr_t>(bytes.data()));
    return QString::fromUtf8(bytes);
}

void NoteMargin::adjustWidth()
{
    std::string widest;
    for (const Note &note : m_notes) {
        auto text = printable(note.text);
        if (text.size() > widest.size())
            widest = std::move(text);
    }
    const long width = widest.empty() ? 0
                                      : m_view.send(Sci::SCI_TEXTWIDTH, Sci::STYLE_LINENUMBER,
                                            reinterpret_cast<std::intptr_t>(widest.c_str()))
            + 12;
    m_view.send(Sci::SCI_SETMARGINWIDTHN, margin, width);
}

void NoteMargin::showVisible()
{
    const auto [first, last] = m_view.visibleLines();
    auto note = std::ranges::lower_bound(m_notes, first - linesAround, {}, &Note::line);
    for (; note != m_notes.end() && note->line <= last + linesAround; ++note) {
        const auto index = static_cast<std::size_t>(note - m_notes.begin());
        if (m_isShown[index])
            continue;
        m_isShown[index] = true;
        const auto text = ' ' + printable(note->text);
        const auto line = static_cast<std::size_t>(note->line);
        m_view.send(Sci::SCI_MARGINSETTEXT, line, reinterpret_cast<std::intptr_t>(text.c_str()));
        m_view.send(Sci::SCI_MARGINSETSTYLE, line, Sci::STYLE_LINENUMBER);
    }
}

bool NoteMargin::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QObject::eventFilter(watched, event);
    const auto *help = static_cast<QHelpEvent *>(event);
    long left = 0;
    for (std::size_t i = 0; i < margin; ++i)
        left += m_view.send(Sci::SCI_GETMARGINWIDTHN, i);
    const long right = left + m_view.send(Sci::SCI_GETMARGINWIDTHN, margin);
    if (help->pos().x() < left || help->pos().x() >= right)
        return QObject::eventFilter(watched, event);
    const int line = m_view.lineOf(static_cast<std::size_t>(m_view.send(
        Sci::SCI_POSITIONFROMPOINT, static_cast<std::size_t>(right + 1), help->pos().y())));
    const auto note = std::ranges::find(m_notes, line, &Note::line);
    if (note == m_notes.end() || note->tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), note->tip, m_view.viewport());
    return true;
}

} // namespace chancery::editors
