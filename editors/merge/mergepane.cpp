// SPDX-License-Identifier: Apache-2.0
#include "mergepane.h"

#include "editors/codeview.h"

#include <QVBoxLayout>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
constexpr std::size_t placeIndicator = CodeView::StrongIndicator + 4;
constexpr std::size_t placeMarker = CodeView::FirstDiffMark;

} // namespace

MergePane::MergePane(core::Executor &executor, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_editor(new ConfigEditor(executor, this))
{
    m_title->setObjectName(name + QStringLiteral("Title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setContentsMargins(8, 4, 8, 4);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_title->setBuddy(m_editor);
    QFont font = m_title->font();
    font.setBold(true);
    m_title->setFont(font);
    m_editor->setObjectName(name + QStringLiteral("Editor"));
    m_editor->view().setObjectName(name + QStringLiteral("Text"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_editor, 1);
}

void MergePane::setTitle(const QString &title)
{
    m_title->setText(title);
    m_editor->view().setAccessibleName(title);
}

void MergePane::setTheme(const EditorTheme &theme)
{
    m_editor->setTheme(theme);
    const CodeView &view = m_editor->view();
    view.send(Sci::SCI_MARKERDEFINE, placeMarker, Sci::SC_MARK_BACKGROUND);
    view.send(Sci::SCI_MARKERSETBACK, placeMarker, scintillaColour(theme.changed));
    view.send(Sci::SCI_INDICSETSTYLE, placeIndicator, Sci::INDIC_STRAIGHTBOX);
    view.send(Sci::SCI_INDICSETFORE, placeIndicator, scintillaColour(theme.changedStrong));
    view.send(Sci::SCI_INDICSETALPHA, placeIndicator, 255);
    view.send(Sci::SCI_INDICSETOUTLINEALPHA, placeIndicator, 255);
    view.send(Sci::SCI_INDICSETUNDER, placeIndicator, true);
    QPalette palette = m_title->palette();
    palette.setColor(QPalette::Window, theme.margin);
    palette.setColor(QPalette::WindowText, theme.text);
    m_title->setPalette(palette);
    m_title->setAutoFillBackground(true);
}

void MergePane::mark(core::ThreeWayMerge::Span span)
{
    CodeView &view = m_editor->view();
    view.send(Sci::SCI_MARKERDELETEALL, placeMarker);
    view.send(Sci::SCI_SETINDICATORCURRENT, placeIndicator);
    view.send(Sci::SCI_INDICATORCLEARRANGE, 0, static_cast<std::intptr_t>(view.byteCount()));
    if (span == core::ThreeWayMerge::Span() || span.end > view.byteCount())
        return;
    const int first = view.lineOf(span.begin);
    const int last = view.lineOf(span.end > span.begin ? span.end - 1 : span.end);
    for (int line = first; line <= last; ++line)
        view.send(Sci::SCI_MARKERADD, static_cast<std::size_t>(line), placeMarker);
    if (span.end > span.begin)
        view.send(Sci::SCI_INDICATORFILLRANGE, span.begin,
            static_cast<std::intptr_t>(span.end - span.begin));
    view.setCaret(span.begin);
    const auto onScreen = view.send(Sci::SCI_LINESONSCREEN);
    view.send(Sci::SCI_SETFIRSTVISIBLELINE,
        static_cast<std::size_t>(std::max<long>(0,
            view.send(Sci::SCI_VISIBLEFROMDOCLINE, static_cast<std::size_t>(first))
                - onScreen / 3)));
}

} // namespace chancery::editors
