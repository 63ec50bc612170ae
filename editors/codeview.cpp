// SPDX-License-Identifier: Apache-2.0
#include "codeview.h"

#include "editors/accessibletext.h"
#include "editors/coverguard.h"
#include "editors/editwatch.h"
#include "editors/marks.h"
#include "editors/masks.h"
#include "editors/text/style.h"

#include <QDropEvent>
#include <QPainter>
#include <Qsci/qscicommandset.h>

#include <array>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

constexpr std::size_t pageOfAppend = std::size_t(1) << 30;
constexpr int controlCharacterPoints = 7;
constexpr unsigned folderMask = 0xFE000000U;

// Characters that show nothing or turn the text around them; Scintilla shows C0 and C1 by itself.
struct Invisible {
    const char *character;
    const char *shown;
};
constexpr std::array invisibleCharacters{
    Invisible{"\xC2\xA0", "NBSP"},
    Invisible{"\xC2\xAD", "SHY"},
    Invisible{"\xD8\x9C", "ALM"},
    Invisible{"\xE1\xA0\x8E", "MVS"},
    Invisible{"\xE2\x80\x8B", "ZWSP"},
    Invisible{"\xE2\x80\x8C", "ZWNJ"},
    Invisible{"\xE2\x80\x8D", "ZWJ"},
    Invisible{"\xE2\x80\x8E", "LRM"},
    Invisible{"\xE2\x80\x8F", "RLM"},
    Invisible{"\xE2\x80\xA8", "LSEP"},
    Invisible{"\xE2\x80\xA9", "PSEP"},
    Invisible{"\xE2\x80\xAA", "LRE"},
    Invisible{"\xE2\x80\xAB", "RLE"},
    Invisible{"\xE2\x80\xAC", "PDF"},
    Invisible{"\xE2\x80\xAD", "LRO"},
    Invisible{"\xE2\x80\xAE", "RLO"},
    Invisible{"\xE2\x81\xA0", "WJ"},
    Invisible{"\xE2\x81\xA1", "FA"},
    Invisible{"\xE2\x81\xA2", "IT"},
    Invisible{"\xE2\x81\xA3", "IS"},
    Invisible{"\xE2\x81\xA4", "IP"},
    Invisible{"\xE2\x81\xA6", "LRI"},
    Invisible{"\xE2\x81\xA7", "RLI"},
    Invisible{"\xE2\x81\xA8", "FSI"},
    Invisible{"\xE2\x81\xA9", "PDI"},
    Invisible{"\xE3\x80\x80", "IDSP"},
    Invisible{"\xE3\x85\xA4", "HF"},
    Invisible{"\xEF\xBB\xBF", "BOM"},
    Invisible{"\xEF\xBF\xB9", "IAA"},
    Invisible{"\xEF\xBF\xBA", "IAS"},
    Invisible{"\xEF\xBF\xBB", "IAT"},
};

QImage chevron(const QColor &colour, bool open)
{
    constexpr int size = 13;
    QImage image(size, size, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (open)
        painter.drawPolyline(QPolygonF({{3.0, 5.0}, {6.5, 8.5}, {10.0, 5.0}}));
    else
        painter.drawPolyline(QPolygonF({{5.0, 3.0}, {8.5, 6.5}, {5.0, 10.0}}));
    return image;
}

} // namespace

long scintillaColour(const QColor &colour)
{
    return long(colour.red()) | long(colour.green()) << 8 | long(colour.blue()) << 16;
}

CodeView::CodeView(QWidget *parent)
    : QsciScintilla(parent)
{
    m_watch = new EditWatch(*this);
    m_masks = new Masks(*this);
    connect(m_watch, &EditWatch::settled, this, &CodeView::tellOfEdits);
    makeAccessible(*this);
    leaveKeysToTheWindow();
    setUpText();
    setUpDocument();
    setUpMargins();
    setUpFolding();
    showInvisibleCharacters();
    applyTheme(EditorTheme::light());
}

long CodeView::send(unsigned message, std::size_t first, std::intptr_t second) const
{
    return SendScintilla(message, static_cast<unsigned long>(first), static_cast<long>(second));
}

// Scintilla takes its keys before the window's commands are asked. These are wanted there.
void CodeView::leaveKeysToTheWindow()
{
    static constexpr std::array keys{Qt::CTRL | Qt::Key_D, Qt::CTRL | Qt::Key_L,
        Qt::CTRL | Qt::Key_T, Qt::CTRL | Qt::SHIFT | Qt::Key_T, Qt::CTRL | Qt::Key_Plus,
        Qt::CTRL | Qt::Key_Minus, Qt::CTRL | Qt::Key_U, Qt::CTRL | Qt::SHIFT | Qt::Key_U,
        Qt::CTRL | Qt::SHIFT | Qt::Key_L, Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace,
        Qt::CTRL | Qt::Key_Slash, Qt::CTRL | Qt::Key_Backslash, Qt::CTRL | Qt::Key_BracketLeft,
        Qt::CTRL | Qt::Key_BracketRight, Qt::CTRL | Qt::SHIFT | Qt::Key_BracketLeft,
        Qt::CTRL | Qt::SHIFT | Qt::Key_BracketRight, Qt::ALT | Qt::Key_Home, Qt::ALT | Qt::Key_End};
    for (const auto key : keys) {
        QsciCommand *command = standardCommands()->boundTo(key.toCombined());
        if (!command)
            continue;
        if (command->key() == key.toCombined())
            command->setKey(0);
        else
            command->setAlternateKey(0);
    }
}

void CodeView::setUpText()
{
    setFrameShape(QFrame::NoFrame);
    setBraceMatching(NoBraceMatch);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    send(SCI_SETINDENTATIONGUIDES, SC_IV_LOOKBOTH);
    send(SCI_SETCARETLINEVISIBLE, true);
    send(SCI_SETCARETLINEVISIBLEALWAYS, true);
    send(SCI_SETCARETWIDTH, 2);
    send(SCI_SETEXTRAASCENT, 2);
    send(SCI_SETEXTRADESCENT, 2);
    send(SCI_SETLAYOUTCACHE, SC_CACHE_PAGE);
    send(SCI_SETMULTIPLESELECTION, true);
    send(SCI_SETADDITIONALSELECTIONTYPING, true);
    send(SCI_SETMULTIPASTE, SC_MULTIPASTE_EACH);
    send(SCI_SETVIRTUALSPACEOPTIONS, SCVS_RECTANGULARSELECTION);
    send(SCI_SETRECTANGULARSELECTIONMODIFIER, SCMOD_ALT);
    send(SCI_SETMOUSEDWELLTIME, 450);
}

// What Scintilla keeps with a document instead of the view.
void CodeView::setUpDocument()
{
    setUtf8(true);
    setEolMode(EolUnix);
    setTabWidth(2);
    setIndentationWidth(2);
    setIndentationsUseTabs(false);
    setTabIndents(true);
    setBackspaceUnindents(true);
    send(SCI_SETLEXER, SCLEX_CONTAINER);
}

void CodeView::setUpMargins()
{
    send(SCI_SETMARGINTYPEN, NumberMargin, SC_MARGIN_NUMBER);
    send(SCI_SETMARGINMASKN, NumberMargin, 0);
    send(SCI_SETMARGINTYPEN, MarkMargin, SC_MARGIN_SYMBOL);
    send(SCI_SETMARGINMASKN, MarkMargin, 1 << ErrorMark | 1 << WarningMark | 1 << InformationMark);
    send(SCI_SETMARGINWIDTHN, MarkMargin, 20);
    send(SCI_SETMARGINTYPEN, FoldMargin, SC_MARGIN_SYMBOL);
    send(SCI_SETMARGINMASKN, FoldMargin, folderMask);
    send(SCI_SETMARGINWIDTHN, FoldMargin, 17);
    send(SCI_SETMARGINSENSITIVEN, FoldMargin, true);
    send(SCI_SETMARGINLEFT, 0, 6);
}

void CodeView::setUpFolding()
{
    send(SCI_SETAUTOMATICFOLD,
        SC_AUTOMATICFOLD_SHOW | SC_AUTOMATICFOLD_CLICK | SC_AUTOMATICFOLD_CHANGE);
    send(SCI_SETFOLDFLAGS, SC_FOLDFLAG_LINEAFTER_CONTRACTED);
    for (unsigned marker = SC_MARKNUM_FOLDEREND; marker <= SC_MARKNUM_FOLDEROPEN; ++marker)
        send(SCI_MARKERDEFINE, marker, SC_MARK_EMPTY);
}

void CodeView::showInvisibleCharacters()
{
    for (const auto &invisible : invisibleCharacters)
        SendScintilla(SCI_SETREPRESENTATION, invisible.character, invisible.shown);
    // The tag characters U+E0000 to U+E007F, an invisible copy of ASCII.
    for (int low = 0; low < 0x80; ++low) {
        const std::string character{'\xF3', '\xA0', static_cast<char>(0x80 | low >> 6),
            static_cast<char>(0x80 | (low & 0x3F))};
        SendScintilla(SCI_SETREPRESENTATION, character.c_str(), "TAG");
    }
}

std::size_t CodeView::byteCount() const
{
    return static_cast<std::size_t>(send(SCI_GETLENGTH));
}

std::string CodeView::bytes() const
{
    return bytes(0, byteCount());
}

// Scintilla's buffer has a gap where the last edit was; moving it costs a copy of what lies
// between.
std::string CodeView::bytes(std::size_t begin, std::size_t end) const
{
    std::string text;
    end = std::min(end, byteCount());
    if (begin >= end)
        return text;
    text.reserve(end - begin);
    const auto gap = std::clamp(static_cast<std::size_t>(send(SCI_GETGAPPOSITION)), begin, end);
    const auto append = [this, &text](std::size_t from, std::size_t to) {
        if (from < to)
            text.append(reinterpret_cast<const char *>(
                            send(SCI_GETRANGEPOINTER, from, static_cast<std::intptr_t>(to - from))),
                to - from);
    };
    append(begin, gap);
    append(gap, end);
    return text;
}

bool CodeView::isTextReadOnly() const
{
    return send(SCI_GETREADONLY) != 0;
}

std::size_t CodeView::caretOffset() const
{
    return static_cast<std::size_t>(send(SCI_GETCURRENTPOS));
}

std::size_t CodeView::lineStart(int line) const
{
    const long start = send(SCI_POSITIONFROMLINE, static_cast<std::size_t>(line));
    return start < 0 ? byteCount() : static_cast<std::size_t>(start);
}

int CodeView::lineOf(std::size_t offset) const
{
    return static_cast<int>(send(SCI_LINEFROMPOSITION, offset));
}

std::pair<int, int> CodeView::visibleLines() const
{
    const auto first = static_cast<std::size_t>(send(SCI_GETFIRSTVISIBLELINE));
    const auto count = static_cast<std::size_t>(send(SCI_LINESONSCREEN)) + 1;
    return {static_cast<int>(send(SCI_DOCLINEFROMVISIBLE, first)),
        static_cast<int>(send(SCI_DOCLINEFROMVISIBLE, first + count)) + 1};
}

void CodeView::setBytes(std::string_view utf8)
{
    const bool wasReadOnly = isTextReadOnly();
    send(SCI_SETREADONLY, false);
    send(SCI_SETUNDOCOLLECTION, false);
    send(SCI_CLEARALL);
    send(SCI_ALLOCATE, utf8.size() + 4096);
    for (std::size_t from = 0; from < utf8.size(); from += pageOfAppend) {
        const auto page = utf8.substr(from, pageOfAppend);
        SendScintilla(SCI_APPENDTEXT, static_cast<uintptr_t>(page.size()), page.data());
    }
    showFromBeginning();
    send(SCI_SETREADONLY, wasReadOnly);
}

void CodeView::setDocument(void *document)
{
    const bool wasReadOnly = isTextReadOnly();
    SendScintilla(SCI_SETDOCPOINTER, 0UL, document);
    setUpDocument();
    showFromBeginning();
    send(SCI_SETREADONLY, wasReadOnly);
}

void CodeView::showFromBeginning()
{
    m_watch->forget();
    m_lines = lines();
    send(SCI_SETUNDOCOLLECTION, true);
    send(SCI_EMPTYUNDOBUFFER);
    send(SCI_SETSAVEPOINT);
    const auto firstEnd = static_cast<std::size_t>(send(SCI_GETLINEENDPOSITION, 0));
    setEolMode(bytes(firstEnd, lineStart(1)) == "\r\n" ? EolWindows : EolUnix);
    setCaret(0);
    setScrollWidth(1);
    adjustNumberMargin();
}

void CodeView::replaceBytes(std::size_t begin, std::size_t end, std::string_view utf8)
{
    send(SCI_SETTARGETRANGE, begin, static_cast<std::intptr_t>(end));
    // An empty view may have no data at all, which Scintilla does not accept.
    SendScintilla(
        SCI_REPLACETARGET, static_cast<uintptr_t>(utf8.size()), utf8.empty() ? "" : utf8.data());
    m_watch->settle();
}

void CodeView::undo()
{
    QsciScintilla::undo();
    m_watch->settle();
}

void CodeView::redo()
{
    QsciScintilla::redo();
    m_watch->settle();
}

bool CodeView::event(QEvent *event)
{
    const bool isDone = QsciScintilla::event(event);
    if (m_watch)
        m_watch->settle();
    return isDone;
}

// Alt and a click add a caret; with Shift it is the beginning of a selection of columns.
void CodeView::mousePressEvent(QMouseEvent *event)
{
    const bool addsCaret = event->button() == Qt::LeftButton
        && (event->modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier;
    if (!addsCaret) {
        QsciScintilla::mousePressEvent(event);
        return;
    }
    const auto at = event->position().toPoint();
    const long place = send(SCI_POSITIONFROMPOINT, static_cast<std::size_t>(at.x()), at.y());
    if (place >= 0)
        send(SCI_ADDSELECTION, static_cast<std::size_t>(place), place);
    setFocus(Qt::MouseFocusReason);
}

bool CodeView::viewportEvent(QEvent *event)
{
    const bool isDone = QsciScintilla::viewportEvent(event);
    if (m_watch)
        m_watch->settle();
    return isDone;
}

void CodeView::paintEvent(QPaintEvent *event)
{
    m_masks->hideLines();
    QsciScintilla::paintEvent(event);
    QPainter painter(viewport());
    m_masks->paint(painter);
}

QMimeData *CodeView::toMimeData(const QByteArray &text, bool isRectangular) const
{
    QMimeData *data = QsciScintilla::toMimeData(text, isRectangular);
    m_masks->guard(*data, text);
    return data;
}

void CodeView::dropEvent(QDropEvent *event)
{
    if (!m_guard || m_guard->allowsDrop(*event)) {
        QsciScintilla::dropEvent(event);
        return;
    }
    QDragLeaveEvent leave; // the mark of the place goes
    QsciScintilla::dragLeaveEvent(&leave);
    event->ignore();
}

QByteArray CodeView::fromMimeData(const QMimeData *source, bool &isRectangular) const
{
    if (m_guard && !m_guard->preparesReplacing()) {
        // What is selected would go even for an empty text.
        send(SCI_SETEMPTYSELECTION, caretOffset());
        return {};
    }
    return m_masks->unguarded(*source, QsciScintilla::fromMimeData(source, isRectangular));
}

void CodeView::tellOfEdits()
{
    Q_EMIT textChanged();
    if (std::exchange(m_lines, lines()) != m_lines)
        Q_EMIT linesChanged();
}

void CodeView::setCaret(std::size_t offset)
{
    send(SCI_ENSUREVISIBLEENFORCEPOLICY, static_cast<std::size_t>(lineOf(offset)));
    send(SCI_GOTOPOS, offset);
    // Up and down go on from this column.
    send(SCI_CHOOSECARETX);
}

void CodeView::showLineNumbers(bool shown)
{
    m_showsLineNumbers = shown;
    adjustNumberMargin();
}

void CodeView::adjustNumberMargin()
{
    if (!m_showsLineNumbers) {
        send(SCI_SETMARGINWIDTHN, NumberMargin, 0);
        return;
    }
    const auto digits = std::max<std::size_t>(3, std::to_string(lines()).size());
    const std::string widest = std::string(digits, '9') + ' ';
    const long width
        = SendScintilla(SCI_TEXTWIDTH, static_cast<uintptr_t>(STYLE_LINENUMBER), widest.c_str());
    send(SCI_SETMARGINWIDTHN, NumberMargin, width + 8);
}

void CodeView::applyTheme(const EditorTheme &theme)
{
    m_theme = theme;
    applyStyles();
    applyMarks();
    m_masks->applyTheme();
    adjustNumberMargin();
}

void CodeView::applyStyles()
{
    const EditorTheme &theme = m_theme;
    const QByteArray family = theme.font.family().toUtf8();
    SendScintilla(SCI_STYLESETFONT, static_cast<uintptr_t>(STYLE_DEFAULT), family.constData());
    send(SCI_STYLESETSIZEFRACTIONAL, STYLE_DEFAULT,
        static_cast<std::intptr_t>(theme.font.pointSizeF() * double(SC_FONT_SIZE_MULTIPLIER)));
    send(SCI_STYLESETFORE, STYLE_DEFAULT, scintillaColour(theme.text));
    send(SCI_STYLESETBACK, STYLE_DEFAULT, scintillaColour(theme.background));
    send(SCI_STYLECLEARALL);
    const std::array<QColor, styleCount> colours{theme.text, theme.key, theme.string, theme.number,
        theme.literal, theme.punctuation, theme.comment, theme.tag, theme.invalid};
    for (std::size_t style = 0; style < colours.size(); ++style)
        send(SCI_STYLESETFORE, style, scintillaColour(colours[style]));
    send(SCI_STYLESETITALIC, static_cast<std::size_t>(Style::Comment), true);
    send(SCI_STYLESETFORE, STYLE_LINENUMBER, scintillaColour(theme.marginText));
    send(SCI_STYLESETBACK, STYLE_LINENUMBER, scintillaColour(theme.margin));
    send(SCI_STYLESETFORE, STYLE_INDENTGUIDE, scintillaColour(theme.border));
    send(SCI_STYLESETBACK, STYLE_BRACELIGHT, scintillaColour(theme.braceMatch));
    send(SCI_STYLESETBOLD, STYLE_BRACELIGHT, true);
    send(SCI_STYLESETFORE, STYLE_BRACEBAD, scintillaColour(theme.error));
    send(SCI_STYLESETSIZE, STYLE_CONTROLCHAR, controlCharacterPoints);
    send(SCI_STYLESETFORE, STYLE_FOLDDISPLAYTEXT, scintillaColour(theme.mutedText));
    send(SCI_STYLESETFORE, STYLE_CALLTIP, scintillaColour(theme.text));
    send(SCI_STYLESETBACK, STYLE_CALLTIP, scintillaColour(theme.margin));
    send(SCI_SETCARETFORE, static_cast<std::size_t>(scintillaColour(theme.caret)));
    send(SCI_SETADDITIONALCARETFORE, static_cast<std::size_t>(scintillaColour(theme.caret)));
    send(SCI_SETCARETLINEBACK, static_cast<std::size_t>(scintillaColour(theme.currentLine)));
    send(SCI_SETSELBACK, true, scintillaColour(theme.selection));
    send(SCI_SETADDITIONALSELBACK, static_cast<std::size_t>(scintillaColour(theme.selection)));
    send(SCI_SETFOLDMARGINCOLOUR, true, scintillaColour(theme.margin));
    send(SCI_SETFOLDMARGINHICOLOUR, true, scintillaColour(theme.margin));
}

void CodeView::applyMarks()
{
    markerDefine(severityImage(Severity::Error, m_theme, 15), ErrorMark);
    markerDefine(severityImage(Severity::Warning, m_theme, 15), WarningMark);
    markerDefine(severityImage(Severity::Information, m_theme, 15), InformationMark);
    for (const auto marker : {SC_MARKNUM_FOLDEROPEN, SC_MARKNUM_FOLDEROPENMID})
        markerDefine(chevron(m_theme.foldMark, true), static_cast<int>(marker));
    for (const auto marker : {SC_MARKNUM_FOLDER, SC_MARKNUM_FOLDEREND})
        markerDefine(chevron(m_theme.foldMark, false), static_cast<int>(marker));
    // The line under a folded block takes its colour from here.
    send(SCI_MARKERSETFORE, SC_MARKNUM_FOLDERSUB, scintillaColour(m_theme.border));
    const std::array<std::pair<int, QColor>, 3> squiggles{{{ErrorIndicator, m_theme.error},
        {WarningIndicator, m_theme.warning}, {InformationIndicator, m_theme.information}}};
    for (const auto &[indicator, colour] : squiggles) {
        send(SCI_INDICSETSTYLE, static_cast<std::size_t>(indicator), INDIC_SQUIGGLEPIXMAP);
        send(SCI_INDICSETFORE, static_cast<std::size_t>(indicator), scintillaColour(colour));
        send(SCI_INDICSETUNDER, static_cast<std::size_t>(indicator), false);
    }
    send(SCI_INDICSETSTYLE, DeprecatedIndicator, INDIC_STRIKE);
    send(SCI_INDICSETFORE, DeprecatedIndicator, scintillaColour(m_theme.information));
}

} // namespace chancery::editors
