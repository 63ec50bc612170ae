// SPDX-License-Identifier: Apache-2.0
#include "diffpane.h"

#include "editors/text/linelexer.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <array>

namespace chancery::editors {

namespace {

constexpr int marginLines = 60;

// The styles of a line as it is shown: what stands for a value is a comment on it.
std::string shownStyles(const CoveredLine &line, const std::string &styles)
{
    std::string shown;
    std::size_t done = 0;
    for (const CoveredLine::Cover &cover : line.covers) {
        shown += styles.substr(done, cover.begin - done);
        shown.append(cover.shownEnd - cover.shownBegin, static_cast<char>(Style::Comment));
        done = cover.end;
    }
    return shown + styles.substr(done);
}

QColor mixed(const QColor &colour, const QColor &ground, double part)
{
    const auto mix
        = [part](double a, double b) { return static_cast<float>(a * part + b * (1 - part)); };
    return QColor::fromRgbF(mix(colour.redF(), ground.redF()),
        mix(colour.greenF(), ground.greenF()), mix(colour.blueF(), ground.blueF()));
}

// Shape tells as well as colour: "+" and "-" for lines of one side, "<" and ">" for those that
// moved away and came here.
char signOf(const DiffRow &row, const SideRow &side, bool isLeft)
{
    if (side.isFiller() || row.kind == RowKind::Folded)
        return ' ';
    if (side.hasMoved())
        return isLeft ? '<' : '>';
    static constexpr std::string_view signs = " +-~. ";
    return signs[static_cast<std::size_t>(row.kindOf(side))];
}

} // namespace

DiffPane::DiffPane(QWidget *parent)
    : CodeView(parent)
{
    setReadOnly(true);
    send(SCI_SETCARETLINEVISIBLE, false);
    send(SCI_SETMARGINTYPEN, NumberMargin, SC_MARGIN_TEXT);
    send(SCI_SETMARGINWIDTHN, MarkMargin, 0);
    send(SCI_SETMARGINWIDTHN, FoldMargin, 0);
    send(SCI_SETMARGINWIDTHN, FoldMargin + 1, 0);
    send(SCI_SETINDENTATIONGUIDES, SC_IV_NONE);
    showLineNumbers(false);
    connect(this, &QsciScintillaBase::SCN_UPDATEUI, this, &DiffPane::decorateVisible);
    connect(this, &QsciScintillaBase::SCN_STYLENEEDED, this, [this](int position) {
        decorateVisible();
        send(SCI_STARTSTYLING, static_cast<std::size_t>(position));
    });
    applyDiffTheme(theme());
}

void DiffPane::applyDiffTheme(const EditorTheme &theme)
{
    applyTheme(theme);
    const std::array<std::pair<int, QColor>, 7> rows{
        {{AddedRow, theme.added}, {RemovedRow, theme.removed}, {ChangedRow, theme.changed},
            {FillerRow, theme.filler}, {MovedRow, mixed(theme.information, theme.background, 0.16)},
            {IgnoredRow, mixed(theme.filler, theme.background, 0.5)}, {FoldedRow, theme.filler}}};
    for (const auto &[marker, colour] : rows) {
        send(SCI_MARKERDEFINE, static_cast<std::size_t>(marker), SC_MARK_BACKGROUND);
        send(SCI_MARKERSETBACK, static_cast<std::size_t>(marker), scintillaColour(colour));
    }
    const std::array<std::pair<int, QColor>, 3> words{{{AddedWord, theme.addedStrong},
        {RemovedWord, theme.removedStrong}, {ChangedWord, theme.changedStrong}}};
    for (const auto &[indicator, colour] : words) {
        const auto number = static_cast<std::size_t>(indicator);
        send(SCI_INDICSETSTYLE, number, INDIC_STRAIGHTBOX);
        send(SCI_INDICSETFORE, number, scintillaColour(colour));
        send(SCI_INDICSETALPHA, number, 255);
        send(SCI_INDICSETOUTLINEALPHA, number, 255);
        send(SCI_INDICSETUNDER, number, true);
    }
    adjustMargin();
}

void DiffPane::setContent(std::shared_ptr<const DiffContent> content, DiffColumn column)
{
    m_content = std::move(content);
    m_column = column;
    const auto lineCount = std::max(m_content->left.lines.size(), m_content->right.lines.size());
    m_digits = std::max<std::size_t>(3, std::to_string(lineCount).size());
    m_isDecorated.assign(m_content->rows(column).rows.size(), false);
    send(SCI_MARGINTEXTCLEARALL);
    send(SCI_MARKERDELETEALL, std::size_t(-1));
    setBytes(m_content->display(column));
    adjustMargin();
    decorateVisible();
}

std::string DiffPane::number(std::size_t line) const
{
    const auto text = line == SideRow::filler ? std::string() : std::to_string(line + 1);
    return std::string(m_digits - std::min(m_digits, text.size()), ' ') + text;
}

void DiffPane::adjustMargin()
{
    const auto columns = m_column == DiffColumn::Inline ? 2 * m_digits + 1 : m_digits;
    const std::string widest(columns + 4, '9');
    send(SCI_SETMARGINWIDTHN, NumberMargin,
        SendScintilla(SCI_TEXTWIDTH, static_cast<uintptr_t>(STYLE_LINENUMBER), widest.c_str()));
}

void DiffPane::showRow(std::size_t row)
{
    const auto onScreen = static_cast<std::size_t>(send(SCI_LINESONSCREEN));
    send(SCI_GOTOPOS, lineStart(static_cast<int>(row)));
    send(SCI_SETFIRSTVISIBLELINE, row - std::min(row, onScreen / 3));
}

std::size_t DiffPane::currentRow() const
{
    return static_cast<std::size_t>(lineOf(caretOffset()));
}

bool DiffPane::isFolded(std::size_t row) const
{
    return m_content && row < m_isDecorated.size()
        && m_content->rows(m_column).rows[row].kind == RowKind::Folded;
}

void DiffPane::mouseReleaseEvent(QMouseEvent *event)
{
    CodeView::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && isFolded(currentRow())
        && send(SCI_GETSELECTIONEMPTY) != 0)
        Q_EMIT unfoldWanted(static_cast<int>(currentRow()));
}

void DiffPane::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && isFolded(currentRow()))
        Q_EMIT unfoldWanted(static_cast<int>(currentRow()));
    else
        CodeView::keyPressEvent(event);
}

void DiffPane::decorateVisible()
{
    if (!m_content)
        return;
    const auto [first, last] = visibleLines();
    const auto begin = static_cast<std::size_t>(std::max(0, first - marginLines));
    const auto end = std::min(m_isDecorated.size(), static_cast<std::size_t>(last + marginLines));
    for (auto row = begin; row < end; ++row) {
        if (!m_isDecorated[row])
            decorate(row);
    }
}

void DiffPane::decorate(std::size_t row)
{
    m_isDecorated[row] = true;
    styleRow(row);
    markRow(row);
    numberRow(row);
}

void DiffPane::styleRow(std::size_t row)
{
    const DiffRow &shown = m_content->rows(m_column).rows[row];
    if (shown.kind == RowKind::Folded) {
        const auto start = lineStart(static_cast<int>(row));
        const std::string quiet(
            lineStart(static_cast<int>(row) + 1) - start, static_cast<char>(Style::Comment));
        send(SCI_STARTSTYLING, start);
        SendScintilla(SCI_SETSTYLINGEX, static_cast<uintptr_t>(quiet.size()), quiet.data());
        return;
    }
    const DiffText *from = m_content->source(m_column, shown);
    if (!from)
        return;
    const auto line = m_content->side(m_column, shown).line;
    const std::string_view text = from->lines[line];
    std::string styles(text.size(), '\0');
    if (from->analysis)
        paintTokens(from->analysis->tokens, from->offset(line), text.size(), styles.data());
    else
        lexLine(from->format, text, styles.data());
    if (const CoveredLine *covered = from->coveredLine(line))
        styles = shownStyles(*covered, styles);
    send(SCI_STARTSTYLING, lineStart(static_cast<int>(row)));
    SendScintilla(SCI_SETSTYLINGEX, static_cast<uintptr_t>(styles.size()), styles.data());
}

void DiffPane::markRow(std::size_t row)
{
    const DiffRow &shown = m_content->rows(m_column).rows[row];
    if (shown.kind == RowKind::Same)
        return;
    const SideRow &side = m_content->side(m_column, shown);
    static constexpr std::array markers{
        -1, int(AddedRow), int(RemovedRow), int(ChangedRow), int(IgnoredRow), int(FoldedRow)};
    const RowKind kind = shown.kindOf(side);
    int marker = markers[static_cast<std::size_t>(kind)];
    if (side.isFiller())
        marker = FillerRow;
    else if (side.hasMoved())
        marker = MovedRow;
    send(SCI_MARKERADD, row, marker);
    const int indicator = kind == RowKind::Added ? AddedWord
        : kind == RowKind::Removed               ? RemovedWord
                                                 : ChangedWord;
    send(SCI_SETINDICATORCURRENT, static_cast<std::size_t>(indicator));
    const auto start = lineStart(static_cast<int>(row));
    const DiffText *from = m_content->source(m_column, shown);
    const CoveredLine *covered = from ? from->coveredLine(side.line) : nullptr;
    for (auto [begin, end] : side.marks) {
        if (covered)
            std::tie(begin, end) = covered->toShown(begin, end);
        send(SCI_INDICATORFILLRANGE, start + begin, static_cast<std::intptr_t>(end - begin));
    }
}

// Numbers of the own text, of both when they share a column, and a sign, so that colour is not all.
void DiffPane::numberRow(std::size_t row)
{
    const DiffRow &shown = m_content->rows(m_column).rows[row];
    const SideRow &side = m_content->side(m_column, shown);
    std::string text = ' ' + number(side.line);
    if (m_column == DiffColumn::Inline)
        text = ' ' + number(shown.left.line) + ' ' + number(shown.right.line);
    if (shown.kind == RowKind::Folded)
        std::ranges::fill(text, ' ');
    const char sign = signOf(shown, side, &side == &shown.left);
    text += ' ';
    text += sign;
    SendScintilla(SCI_MARGINSETTEXT, static_cast<uintptr_t>(row), text.c_str());
    send(SCI_MARGINSETSTYLE, row, STYLE_LINENUMBER);
}

} // namespace chancery::editors
