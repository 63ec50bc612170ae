// SPDX-License-Identifier: Apache-2.0
#include "mergerows.h"

namespace chancery::editors {

namespace {

using Kind = core::MergeConflict::Kind;

QString tr(const char *text)
{
    return QCoreApplication::translate("chancery::editors::MergeRow", text);
}

QString kindText(Kind kind)
{
    switch (kind) {
    case Kind::BothChanged:
        return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Changed on both sides"));
    case Kind::BothAdded:
        return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Added on both sides"));
    case Kind::RemovedByThem:
        return tr(
            QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Removed by them, changed by you"));
    case Kind::RemovedByMe:
        return tr(
            QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Removed by you, changed by them"));
    case Kind::Lines:
        break;
    }
    return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Lines changed on both sides"));
}

QString answerText(const std::optional<core::MergeChoice> &answer, bool isOpen)
{
    if (isOpen)
        return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "To decide"));
    if (!answer)
        return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Edited"));
    switch (*answer) {
    case core::MergeChoice::Theirs:
        return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Theirs"));
    case core::MergeChoice::Mine:
        return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Mine"));
    case core::MergeChoice::Both:
        break;
    }
    return tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Both"));
}

QString placeText(const core::MergePlace &place)
{
    const auto text = QString::fromStdString(core::toString(place));
    return text.isEmpty()
        ? tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "The whole document"))
        : text;
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

MergeProgress::MergeProgress(std::shared_ptr<const core::ThreeWayMerge> merge)
    : m_merge(std::move(merge))
    , m_decided(m_merge->conflicts().size())
    , m_answers(m_merge->conflicts().size(), core::MergeChoice::Mine)
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
        const auto place = conflict.kind == Kind::Lines
            ? tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Block %1")).arg(number + 1)
            : placeText(conflict.place);
        rows.push_back({number, true, place, kindText(conflict.kind),
            answerText(m_answers[number], isOpen(number)), isOpen(number)});
    }
    for (std::size_t number = 0; number < m_merge->taken().size(); ++number)
        rows.push_back({number, false, placeText(m_merge->taken()[number]),
            tr(QT_TRANSLATE_NOOP("chancery::editors::MergeRow", "Changed by them alone")),
            answerText(core::MergeChoice::Theirs, false), false});
    return rows;
}

std::unique_ptr<models::TableModel<MergeRow>> makeMergeModel()
{
    return std::make_unique<models::TableModel<MergeRow>>(columns);
}

} // namespace chancery::editors
