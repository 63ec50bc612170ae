// SPDX-License-Identifier: Apache-2.0
#include "diffcontent.h"

#include "editors/form/field.h"
#include "editors/text/guessedspans.h"
#include "engine/core/diff/typechanges.h"

#include <QCoreApplication>
#include <QLocale>

namespace chancery::editors {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::DiffContent)
};

// Without overlaps, in their order: what one of them covers is covered.
void joinSpans(std::vector<SensitiveSpan> &spans)
{
    std::ranges::sort(spans, {}, &SensitiveSpan::begin);
    std::vector<SensitiveSpan> joined;
    for (const SensitiveSpan &span : spans) {
        if (!joined.empty() && span.begin < joined.back().end)
            joined.back().end = std::max(joined.back().end, span.end);
        else
            joined.push_back(span);
    }
    spans = std::move(joined);
}

// A value that one of the two schemas calls sensitive stands in both texts, as often as not.
std::vector<SensitiveSpan> spansOf(const core::Tree &tree, const DiffAdvisors &advisors)
{
    auto spans = sensitiveSpans(tree, advisors.left.get());
    if (advisors.right != advisors.left)
        std::ranges::copy(sensitiveSpans(tree, advisors.right.get()), std::back_inserter(spans));
    if (advisors.both)
        std::ranges::copy(sensitiveSpans(tree, advisors.both.get()), std::back_inserter(spans));
    if (advisors.both || advisors.right != advisors.left)
        joinSpans(spans);
    return spans;
}

// What references brought from configs whose schemas nobody has asked here.
void coverBrought(DiffText &text, const std::vector<std::string> &pointers)
{
    const core::Tree &tree = text.analysis->tree;
    for (const std::string &pointer : pointers) {
        if (const core::Value value = tree.root().resolve(pointer))
            text.sensitive.push_back({value.node().begin, value.node().end, value.index(), {}});
    }
    joinSpans(text.sensitive);
}

DiffText textOf(std::shared_ptr<const std::string> text, core::Format format,
    const DiffAdvisors &advisors, const std::vector<std::string> &brought)
{
    DiffText result;
    result.text = std::move(text);
    result.format = format;
    result.lines = core::splitLines(*result.text);
    result.analysis = analyse(result.text, format).analysis;
    if (result.analysis)
        result.sensitive = spansOf(result.analysis->tree, advisors);
    if (result.analysis && !brought.empty())
        coverBrought(result, brought);
    return result;
}

// What cannot be read is covered by what the other text tells of it; where neither can be read and
// a schema has a say, all is.
void guess(DiffText &text, const DiffText &other, bool hasSchema)
{
    if (text.analysis)
        return;
    GuessBasis basis;
    if (other.analysis)
        basis = guessBasis(other.analysis->tree, other.sensitive);
    basis.isAll = hasSchema && !other.analysis;
    constexpr std::size_t longText = 1 << 20;
    if (text.text->size() > longText && text.format != core::Format::Toml) {
        text.guessLater = std::make_shared<const GuessBasis>(std::move(basis));
        return;
    }
    text.sensitive = guessedSpans(*text.text, text.format, basis);
}

// The items of a list may stand as far to the left as its key.
bool isInBlock(std::string_view line)
{
    return !line.empty() && std::string_view(" \t-").find(line.front()) != std::string_view::npos;
}

// Where a guess at a line begins: at the key of the outermost block that it stands in, a screen
// above it at most.
std::size_t guessBegin(const DiffText &text, std::size_t line)
{
    constexpr std::size_t furthest = 100;
    const auto first = line - std::min(line, furthest);
    while (line > first) {
        const auto content = text.lines[--line];
        if (!content.empty() && !isInBlock(content))
            return line;
    }
    return line;
}

// Guesses at some lines of a long text; they are in order.
void guessLines(DiffText &text, const std::vector<std::size_t> &lines)
{
    const auto offset = [&text](std::size_t line) {
        return line < text.lines.size() ? text.offset(line) : text.text->size();
    };
    for (std::size_t i = 0; i < lines.size();) {
        const auto begin = guessBegin(text, lines[i]);
        auto end = lines[i] + 1;
        for (++i; i < lines.size() && guessBegin(text, lines[i]) <= end; ++i)
            end = lines[i] + 1;
        const auto from = offset(begin);
        const auto part = std::string_view(*text.text).substr(from, offset(end) - from);
        // In the middle of a block whose key is far away anything may be.
        GuessBasis inside;
        inside.isAll = true;
        const bool isInside = begin > 0 && isInBlock(text.lines[begin]);
        for (SensitiveSpan span :
            guessedSpans(part, text.format, isInside ? inside : *text.guessLater)) {
            span.begin += from;
            span.end += from;
            text.sensitive.push_back(span);
        }
    }
    joinSpans(text.sensitive);
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
        shown.text += line.substr(done, std::max(begin, done) - done);
        const auto from = shown.text.size();
        QString words = maskText();
        if (notes[i] != CoverNote::None)
            words += u' '
                + (notes[i] == CoverNote::Changed ? Words::tr("(changed, value hidden)")
                                                  : Words::tr("(unchanged, value hidden)"));
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
    if (row.kind == RowKind::Folded)
        return;
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

// What the hunks of two texts mean.
void findCauses(DiffContent &content, const core::CancelToken &token)
{
    const auto sideOf = [](const DiffText &text) {
        core::HunkSide side{*text.text, &text.lines, {}};
        if (text.analysis) {
            for (const Token &part : text.analysis->tokens) {
                if (part.style == Style::Comment)
                    side.comments.emplace_back(part.begin, part.end);
            }
        }
        return side;
    };
    if (content.isRead())
        content.changes = core::diffTrees(
            content.left.analysis->tree.root(), content.right.analysis->tree.root(), &token);
    if (content.isRead() && content.left.format == core::Format::Toml
        && content.right.format == core::Format::Toml)
        content.changes = core::withTypeChanges(std::move(content.changes),
            content.left.analysis->tree.root(), content.right.analysis->tree.root(), &token);
    if (content.hunks.empty())
        return;
    content.causes = core::causesOf(content.hunks, sideOf(content.left), sideOf(content.right),
        content.isRead() ? &content.changes : nullptr, content.rules.ignoredPaths);
}

QString foldedText(std::size_t lines)
{
    return lines == 1
        ? Words::tr("⋯ 1 unchanged line")
        : Words::tr("⋯ %1 unchanged lines").arg(QLocale().toString(qulonglong(lines)));
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

bool DiffText::isSensitive(std::size_t begin, std::size_t end) const
{
    const auto span = std::ranges::upper_bound(sensitive, begin, {}, &SensitiveSpan::end);
    return span != sensitive.end() && span->begin < end;
}

const SideRow &DiffContent::side(DiffColumn column, const DiffRow &row) const
{
    const bool isLeft
        = column == DiffColumn::Left || (column == DiffColumn::Inline && row.right.isFiller());
    return isLeft ? row.left : row.right;
}

const DiffText *DiffContent::source(DiffColumn column, const DiffRow &row) const
{
    const SideRow &shown = side(column, row);
    if (shown.isFiller() || row.kind == RowKind::Folded)
        return nullptr;
    return &shown == &row.left ? &left : &right;
}

std::string DiffContent::display(DiffColumn column) const
{
    std::string text;
    if (!isFolded)
        text.reserve(std::max(left.text->size(), right.text->size()) + rows(column).rows.size());
    bool isFirst = true;
    for (const DiffRow &row : rows(column).rows) {
        if (!isFirst)
            text += '\n';
        isFirst = false;
        if (row.kind == RowKind::Folded)
            text += foldedText(column == DiffColumn::Right ? row.foldedRight : row.foldedLeft)
                        .toStdString();
        else if (const DiffText *from = source(column, row))
            text += from->shownLine(side(column, row).line);
    }
    return text;
}

RowPlan DiffContent::plan() const
{
    RowPlan plan{left.lines, right.lines, hunks, {}, moved, isFolded};
    for (const core::HunkCause cause : causes)
        plan.isIgnored.push_back(rules.ignores(cause) ? 1 : 0);
    return plan;
}

int DiffContent::ignoredCount() const
{
    return static_cast<int>(
        std::ranges::count_if(causes, [this](auto cause) { return rules.ignores(cause); }));
}

std::optional<core::HunkCause> DiffContent::onlyCause() const
{
    const bool isOne = !causes.empty()
        && std::ranges::all_of(causes, [&](auto cause) { return cause == causes.front(); });
    return isOne ? std::optional(causes.front()) : std::nullopt;
}

void DiffContent::cover(const std::vector<DiffRow> &rows)
{
    const auto guessAt = [&rows](DiffText &text, SideRow DiffRow::*side) {
        if (!text.guessLater)
            return;
        std::vector<std::size_t> lines;
        for (const DiffRow &row : rows) {
            if (row.kind != RowKind::Folded && !(row.*side).isFiller())
                lines.push_back((row.*side).line);
        }
        guessLines(text, lines);
    };
    guessAt(left, &DiffRow::left);
    guessAt(right, &DiffRow::right);
    for (const DiffRow &row : rows)
        coverRow(row, left, right);
}

void DiffContent::unfold(DiffColumn column, std::size_t row)
{
    const DiffRow folded = rows(column).rows[row];
    if (folded.kind != RowKind::Folded)
        return;
    const auto shown = unfoldedRows(plan(), folded);
    cover(shown);
    for (DiffRows *arrangement : {&sideBySide, &inlined}) {
        const auto place = std::ranges::find_if(arrangement->rows, [&](const DiffRow &line) {
            return line.kind == RowKind::Folded && line.left.line == folded.left.line
                && line.right.line == folded.right.line;
        });
        if (place != arrangement->rows.end())
            replaceRow(*arrangement, std::size_t(place - arrangement->rows.begin()), shown);
    }
}

TakenText takenText(const DiffContent &content, std::size_t change)
{
    // The changes are the hunks that are not passed over.
    std::size_t hunk = 0;
    for (; hunk < content.hunks.size(); ++hunk) {
        if (!content.rules.ignores(content.causes[hunk]) && change-- == 0)
            break;
    }
    if (hunk == content.hunks.size())
        return {};
    const core::Hunk &place = content.hunks[hunk];
    // At the end of the text it begins behind the line before, whose end may be missing on one
    // side.
    const bool isAtEnd = place.rightEnd == content.right.lines.size() && place.rightBegin > 0
        && place.leftBegin > 0;
    const auto bytes = [isAtEnd](const DiffText &text, std::size_t begin, std::size_t end) {
        const auto offset = [&text](std::size_t line) {
            return line < text.lines.size() ? text.offset(line) : text.text->size();
        };
        const auto first
            = isAtEnd ? offset(begin - 1) + text.lines[begin - 1].size() : offset(begin);
        return std::pair(first, offset(end));
    };
    const auto [leftBegin, leftEnd] = bytes(content.left, place.leftBegin, place.leftEnd);
    const auto [begin, end] = bytes(content.right, place.rightBegin, place.rightEnd);
    return {begin, end, content.left.text->substr(leftBegin, leftEnd - leftBegin)};
}

std::shared_ptr<DiffContent> compare(const DiffTask &task, const core::CancelToken &token)
{
    auto content = std::make_shared<DiffContent>();
    content->rules = task.rules;
    content->isFolded = task.isFolded;
    content->left = textOf(task.left, task.leftFormat, task.advisors, task.brought);
    content->right = textOf(task.right, task.rightFormat, task.advisors, task.brought);
    const bool hasSchema = task.advisors.left || task.advisors.right || task.advisors.both;
    guess(content->left, content->right, hasSchema);
    guess(content->right, content->left, hasSchema);
    content->hunks = core::diffLines(content->left.lines, content->right.lines, &token);
    findCauses(*content, token);
    content->moved = core::movedLines(content->hunks, content->left.lines, content->right.lines);
    content->sideBySide = sideBySideRows(content->plan());
    content->cover(content->sideBySide.rows);
    content->inlined = inlineRows(content->sideBySide);
    return content;
}

} // namespace chancery::editors
