// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/keptcopy.h"
#include "editors/masks.h"

#include <QMimeData>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

// Bullets go out, the text stays with them.
void putCovered(QMimeData &data, const QString &shown, const QByteArray &text)
{
    data.setText(shown);
    keepCopy(data, text);
}

} // namespace

void Masks::guard(QMimeData &data, const QByteArray &text) const
{
    const auto hint = QStringLiteral("x-kde-passwordManagerHint");
    if (m_isRevealing)
        data.setData(hint, QByteArrayLiteral("secret"));
    if (!m_hasAny)
        return;
    const auto begin = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONSTART));
    const auto end = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONEND));
    const bool isOneRange = m_view.send(Sci::SCI_GETSELECTIONS) == 1
        && QByteArray::fromStdString(m_view.bytes(begin, end)) == text;
    if (isOneRange) {
        if (covers(begin, end))
            putCovered(data, shown(begin, end), text);
        return;
    }
    // Columns, several ranges, or whole lines without a selection: what holds a covered value, or
    // may hold a part of one, goes as bullets.
    const auto count = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONS));
    bool isTouched = false;
    for (std::size_t selection = 0; selection < count; ++selection) {
        const auto from = m_view.send(Sci::SCI_GETSELECTIONNSTART, selection);
        const auto to = m_view.send(Sci::SCI_GETSELECTIONNEND, selection);
        const auto first = m_view.lineOf(static_cast<std::size_t>(from));
        const auto last = m_view.lineOf(static_cast<std::size_t>(to));
        isTouched = isTouched || covers(m_view.lineStart(first), m_view.lineStart(last + 1));
    }
    if (!isTouched)
        return;
    QStringList lines = QString::fromUtf8(text).split(u'\n');
    for (QString &line : lines) {
        if (!line.trimmed().isEmpty())
            line = coverText();
    }
    putCovered(data, lines.join(u'\n'), text);
}

QByteArray Masks::unguarded(const QMimeData &data, const QByteArray &text)
{
    const auto kept = keptCopy(data);
    m_isRestoring = m_isRestoring || kept;
    return kept.value_or(text);
}

} // namespace chancery::editors
