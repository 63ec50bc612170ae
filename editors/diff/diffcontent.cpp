// SPDX-License-Identifier: Apache-2.0
#include "diffcontent.h"

#include "editors/form/field.h"
#include "editors/text/guessedspans.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("chancery::editors::DiffContent", text);
}

// A value that one of the two schemas calls sensitive stands in both texts, as often as not.
std::vector<SensitiveSpan> spansOf(const core::Tree &tree, const DiffAdvisors &advisors)
{
    auto spans = sensitiveSpans(tree, advisors.left.get());
    if (advisors.left == advisors.right)
        return spans;
    std::ranges::copy(sensitiveSpans(tree, advisors.right.get()), std::back_inserter(spans));
    std::ranges::sort(spans, {}, &SensitiveSpan::begin);
    const auto again
        = std::ranges::unique(spans, [](const auto &a, const auto &b) { return b.begin < a.end; });
    spans.erase(again.begin(), again.end());
    return spans;
}

DiffText textOf(std::string text, core::Format format, const DiffAdvisors &advisors)
{
    DiffText result;
    result.text = std::make_shared<const std::string>(std::move(text));
    result.lines = core::splitLines(*result.text);
    result.analysis = analyse(result.text, format).analysis;
    if (result.analysis)
        result.sensitive = spansOf(result.analysis->tree, advisors);
    return result;
}

// What cannot be read is covered by what the other text tells of it; where neither can be read and
// a schema has a say, all is.
void guess(DiffText &text, const DiffText &other, core::Format format, bool hasSchema)
{
    if (text.analysis)
        return;
    GuessBasis basis;
    if (other.analysis)
        basis = guessBasis(other.analysis->tree, other.sensitive);
    basis.isAll = hasSchema && !other.analysis;
    text.sensitive = guessedSpans(*text.text, format, basis);
}

// The spans of a line, as bytes of it.
std::vector<std::pair<std::size_t, std::size_t>> coversOf(const DiffText &text, std::size_t line)
{
    std::vector<std::pair<std::size_t, std::size_t>> covers;
    const auto begin = text.offset(line);
    const auto content = text.lines[line];
    const auto end = begin + std::min(content.find_last_not_of("\r\n") + 1, content.size());
    auto span = std::ranges::upper_bound(text.sensitive, begin, {}, &SensitiveSpan::end);
    for (; span != text.sensitive.end() && span->begin < end; ++span) {
        // The indentation of a block is none of its text.
        const auto first = content.find_first_not_of(" \t", std::max(span->begin, begin) - begin);
        const auto last = std::min(span->end, end) - begin;
        if (first < last)
            covers.emplace_back(first, last);
    }
    return covers;
}

CoveredLine cover(std::string_view line,
    const std::vector<std::pair<std::size_t, std::size_t>> &covers,
    const std::vector<CoverNote> &notes)
{
    CoveredLine shown;
    std::size_t done = 0;
    for (std::size_t i = 0; i < covers.size(); ++i) {
        const auto [begin, end] = covers[i];
        shown.text += line.substr(done, begin - done);
        const auto from = shown.text.size();
        QString words = maskText();
        if (notes[i] != CoverNote::None)
            words += u' '
                + (notes[i] == CoverNote::Changed ? tr("(changed, value hidden)")
                                                  : tr("(unchanged, value hidden)"));
        shown.text += words.toStdString();
        shown.covers.push_back({begin, end, from, shown.text.size()});
        done = end;
    }
    shown.text += line.substr(done);
    return shown;
}

// Says of each covered value of a changed line whether it is one of those that changed, without a
// word of what it was.
void coverRow(const DiffRow &row, DiffText &left, DiffText &right)
{
    using Covers = std::vector<std::pair<std::size_t, std::size_t>>;
    const Covers none;
    const auto leftLine = row.left.line;
    const auto rightLine = row.right.line;
    const Covers before = row.left.isFiller() ? none : coversOf(left, leftLine);
    const Covers after = row.right.isFiller() ? none : coversOf(right, rightLine);
    const bool isPaired
        = row.kind == RowKind::Changed && before.size() == after.size() && !before.empty();
    std::vector<CoverNote> notes(std::max(before.size(), after.size()), CoverNote::None);
    for (std::size_t i = 0; isPaired && i < before.size(); ++i) {
        const auto was
            = left.lines[leftLine].substr(before[i].first, before[i].second - before[i].first);
        const auto is
            = right.lines[rightLine].substr(after[i].first, after[i].second - after[i].first);
        notes[i] = was == is ? CoverNote::Unchanged : CoverNote::Changed;
    }
    if (!before.empty())
        left.covered.emplace(leftLine, cover(left.lines[leftLine], before, notes));
    if (!after.empty())
        right.covered.emplace(rightLine, cover(right.lines[rightLine], after, notes));
}

} // namespace

std::pair<std::size_t, std::size_t> CoveredLine::toShown(std::size_t begin, std::size_t end) const
{
    const auto shown = [this](std::size_t at, bool isEnd) {
        for (auto cover = covers.rbegin(); cover != covers.rend(); ++cover) {
            if (at >= cover->end)
                return at - cover->end + cover->shownEnd;
            if (at > cover->begin || (at == cover->begin && !isEnd))
                return isEnd ? cover->shownEnd : cover->shownBegin;
        }
        return at;
    };
    return {shown(begin, false), shown(end, true)};
}

const CoveredLine *DiffText::coveredLine(std::size_t line) const
{
    const auto found = covered.find(line);
    return found == covered.end() ? nullptr : &found->second;
}

std::string_view DiffText::shownLine(std::size_t line) const
{
    const CoveredLine *shown = coveredLine(line);
    return shown ? std::string_view(shown->text) : lines[line];
}

const SideRow &DiffContent::side(DiffColumn column, const DiffRow &row) const
{
    const bool isLeft = column == DiffColumn::Left
        || (column == DiffColumn::Inline && row.kind == RowKind::Removed);
    return isLeft ? row.left : row.right;
}

const DiffText *DiffContent::source(DiffColumn column, const DiffRow &row) const
{
    const SideRow &shown = side(column, row);
    if (shown.isFiller())
        return nullptr;
    return &shown == &row.left ? &left : &right;
}

std::string DiffContent::display(DiffColumn column) const
{
    std::string text;
    text.reserve(std::max(left.text->size(), right.text->size()) + rows(column).rows.size());
    bool isFirst = true;
    for (const DiffRow &row : rows(column).rows) {
        if (!isFirst)
            text += '\n';
        isFirst = false;
        if (const DiffText *from = source(column, row))
            text += from->shownLine(side(column, row).line);
    }
    return text;
}

std::shared_ptr<const DiffContent> compare(std::string left, std::string right, core::Format format,
    const DiffAdvisors &advisors, const core::CancelToken &token)
{
    auto content = std::make_shared<DiffContent>();
    content->format = format;
    content->left = textOf(std::move(left), format, advisors);
    content->right = textOf(std::move(right), format, advisors);
    const bool hasSchema = advisors.left || advisors.right;
    guess(content->left, content->right, format, hasSchema);
    guess(content->right, content->left, format, hasSchema);
    content->sideBySide = sideBySideRows(content->left.lines, content->right.lines, &token);
    for (const DiffRow &row : content->sideBySide.rows)
        coverRow(row, content->left, content->right);
    content->inlined = inlineRows(content->sideBySide);
    return content;
}

} // namespace chancery::editors
