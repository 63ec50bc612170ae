// SPDX-License-Identifier: Apache-2.0
#include "mergerows.h"

#include "editors/text/sensitive.h"
#include "engine/core/merge/coveredplace.h"

namespace chancery::editors {

namespace {

using Kind = core::MergeConflict::Kind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::MergeRow)
};

QString kindText(Kind kind)
{
    switch (kind) {
    case Kind::BothChanged:
        return Words::tr("Changed on both sides");
    case Kind::BothAdded:
        return Words::tr("Added on both sides");
    case Kind::RemovedByThem:
        return Words::tr("Removed by them, changed by you");
    case Kind::RemovedByMe:
        return Words::tr("Removed by you, changed by them");
    case Kind::Lines:
        break;
    }
    return Words::tr("Lines changed on both sides");
}

QString answerText(const std::optional<core::MergeChoice> &answer, bool isOpen)
{
    if (isOpen)
        return Words::tr("To decide");
    if (!answer)
        return Words::tr("Edited");
    switch (*answer) {
    case core::MergeChoice::Theirs:
        return Words::tr("Theirs");
    case core::MergeChoice::Mine:
        return Words::tr("Mine");
    case core::MergeChoice::Both:
        break;
    }
    return Words::tr("Both");
}

QString placeText(const std::string &place)
{
    const auto text = QString::fromStdString(place);
    return text.isEmpty() ? Words::tr("The whole document") : text;
}

std::vector<core::TextSpan> hiddenSpans(const core::Tree &tree, const SchemaAdvisor *advisor)
{
    std::vector<core::TextSpan> spans;
    for (const SensitiveSpan &span : sensitiveSpans(tree, advisor))
        spans.push_back({span.begin, span.end});
    return spans;
}

MergePlaces placesIn(const core::ThreeWayMerge &merge, std::span<const core::GuardedText> texts)
{
    MergePlaces places;
    for (const auto &conflict : merge.conflicts())
        places.conflicts.push_back(core::toString(core::coveredPlace(conflict.place, texts)));
    for (const auto &place : merge.taken())
        places.taken.push_back(core::toString(core::coveredPlace(place, texts)));
    return places;
}

constexpr std::array columns{
    models::Column<MergeRow>{.key = "place",
        .title = QT_TRANSLATE_NOOP("columns", "Place"),
        .text = [](const MergeRow &row) { return row.place; },
        .tip = [](const MergeRow &row) { return row.place.toHtmlEscaped(); },
        .isCode = true,
        .width = 260},
    models::Column<MergeRow>{.key = "what",
        .title = QT_TRANSLATE_NOOP("columns", "What Happened"),
        .text = [](const MergeRow &row) { return row.what; },
        .width = 220},
    models::Column<MergeRow>{.key = "answer",
        .title = QT_TRANSLATE_NOOP("columns", "Answer"),
        .text = [](const MergeRow &row) { return row.answer; },
        .status =
            [](const MergeRow &row) {
                return row.isOpen ? models::Status::Attention : models::Status::Good;
            },
        .width = 110},
};

} // namespace

QString MergeRow::id() const
{
    return (isConflict ? QStringLiteral("conflict%1") : QStringLiteral("taken%1")).arg(number);
}

MergePlaces unnamedPlaces(const core::ThreeWayMerge &merge)
{
    return placesIn(merge, {});
}

MergePlaces shownPlaces(const core::ThreeWayMerge &merge, const SchemaAdvisor *advisor)
{
    const auto namesItem
        = [](const core::MergeConflict &conflict) { return core::namesItem(conflict.place); };
    if (std::ranges::none_of(merge.conflicts(), namesItem)
        && std::ranges::none_of(merge.taken(), core::namesItem))
        return unnamedPlaces(merge);
    const core::MergeInput &input = merge.input();
    std::vector<core::Reading> readings;
    for (const std::string *text : {&input.base, &input.theirs, &input.mine})
        readings.push_back(core::read(*text, input.format, core::Limits::wide()));
    std::vector<core::GuardedText> texts;
    for (const core::Reading &reading : readings) {
        if (reading)
            texts.push_back({reading.tree().root(), hiddenSpans(reading.tree(), advisor)});
    }
    return placesIn(merge, texts);
}

MergeProgress::MergeProgress(std::shared_ptr<const core::ThreeWayMerge> merge)
    : m_merge(std::move(merge))
    , m_decided(m_merge->conflicts().size())
    , m_answers(m_merge->conflicts().size(), core::MergeChoice::Mine)
    , m_places(unnamedPlaces(*m_merge))
{
}

void MergeProgress::takeReading(const MergeProgress &other)
{
    m_answers = other.m_answers;
    m_isReadable = other.m_isReadable;
}

bool MergeProgress::look(const std::string &edited)
{
    auto answers = m_merge->answers(edited);
    m_isReadable = answers.has_value();
    if (answers)
        m_answers = *std::move(answers);
    return m_isReadable;
}

bool MergeProgress::isOpen(std::size_t conflict) const
{
    const auto &answer = m_answers[conflict];
    return answer == core::MergeChoice::Mine && m_decided[conflict] != core::MergeChoice::Mine;
}

int MergeProgress::openCount() const
{
    int count = 0;
    for (std::size_t conflict = 0; conflict < m_decided.size(); ++conflict)
        count += isOpen(conflict) ? 1 : 0;
    return count;
}

std::vector<MergeRow> MergeProgress::rows() const
{
    std::vector<MergeRow> rows;
    const auto &conflicts = m_merge->conflicts();
    for (std::size_t number = 0; number < conflicts.size(); ++number) {
        const core::MergeConflict &conflict = conflicts[number];
        const auto place = conflict.kind == Kind::Lines ? Words::tr("Block %1").arg(number + 1)
                                                        : placeText(m_places.conflicts[number]);
        rows.push_back({number, true, place, kindText(conflict.kind),
            answerText(m_answers[number], isOpen(number)), isOpen(number)});
    }
    for (std::size_t number = 0; number < m_merge->taken().size(); ++number)
        rows.push_back(
            {number, false, placeText(m_places.taken[number]), Words::tr("Changed by them alone"),
                answerText(core::MergeChoice::Theirs, false), false});
    return rows;
}

std::unique_ptr<models::TableModel<MergeRow>> makeMergeModel()
{
    return std::make_unique<models::TableModel<MergeRow>>(columns);
}

} // namespace chancery::editors
