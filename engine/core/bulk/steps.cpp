// SPDX-License-Identifier: Apache-2.0
//
// To prove a patch takes the time of the whole text, and a text may have thousands of hits: one
// proof for each would take their product. So all steps are written at once, each in its first way,
// and proved once. Where that fails, the half behind is taken by itself, then the half before in
// the text that came of it, down to the one step that is to blame; that one is proved alone, in all
// its ways, and may be refused. What way it needed is remembered for others of its sort. With r
// steps that need more than their first way, n steps take 2 r log n proofs at most.
//
// Either way the text is as if the steps had been taken one by one from the end of the document to
// its beginning: what stands before a place does not move while that what is behind it changes, so
// that the numbers and pointers of the first tree stay true.
#include "engine/core/bulk/planner.h"
#include "engine/core/document/lines.h"

#include <algorithm>

namespace chancery::core {

namespace {

std::string_view lineOf(std::string_view text, std::size_t at)
{
    const auto begin = lineStart(text, std::min(at, text.size()));
    return text.substr(begin, nextLine(text, begin) - begin);
}

class StepTaker {
public:
    StepTaker(const SearchedDocument &document, const CancelToken &token, BulkPlan &plan)
        : m_document(document)
        , m_token(token)
        , m_plan(plan)
        , m_present(*document.tree)
    {
    }

    // The text afterwards.
    Result<std::string> take(const std::vector<const BulkStep *> &steps)
    {
        for (const BulkStep *step : steps) {
            StaysBehind stays;
            if (step->attempt && !step->attempt(*m_document.tree, stays)) {
                if (const auto patch = step->patch(*m_document.tree); !patch) {
                    refuse(*step, patch.error());
                    continue;
                }
            }
            m_steps.push_back(step);
        }
        if (!m_steps.empty() && !solve(0, m_steps.size()))
            return Error{ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
        return m_present.source();
    }

private:
    struct Tried {
        BulkAttempt attempt;
        std::size_t way = 0;
    };

    // False: it was cancelled.
    bool solve(std::size_t begin, std::size_t end)
    {
        if (m_token.isCancelled())
            return false;
        if (tryTogether(begin, end))
            return true;
        if (end - begin == 1) {
            takeAlone(*m_steps[begin]);
            return true;
        }
        const auto middle = begin + (end - begin) / 2;
        return solve(middle, end) && solve(begin, middle);
    }

    bool tryTogether(std::size_t begin, std::size_t end)
    {
        std::vector<Tried> all; // the last one first
        std::vector<PatchedChange> changes;
        std::vector<TextPatch> patches;
        StaysBehind stays;
        for (auto i = end; i > begin; --i) {
            auto attempt = m_steps[i - 1]->attempt ? m_steps[i - 1]->attempt(m_present, stays)
                                                   : std::optional<BulkAttempt>();
            if (!attempt || attempt->ways.empty())
                return false;
            const auto known = m_ways.find(attempt->sort);
            const auto way
                = known == m_ways.end() ? 0 : std::min(known->second, attempt->ways.size() - 1);
            changes.push_back(attempt->change);
            patches.push_back(attempt->ways[way]);
            all.push_back({*std::move(attempt), way});
        }
        ++m_plan.proofs;
        auto after = provedTogether(m_present, changes, patches, Limits());
        if (!after)
            return false;
        for (std::size_t i = 0; i < all.size(); ++i)
            tell(*m_steps[end - 1 - i], patches[i], all[i].way);
        m_present = *std::move(after);
        return true;
    }

    void takeAlone(const BulkStep &step)
    {
        ++m_plan.proofs;
        const auto patch = step.patch(m_present);
        if (!patch) {
            refuse(step, patch.error());
            return;
        }
        const auto way = remember(step, *patch);
        tell(step, *patch, way);
        auto reading = read(patch->appliedTo(m_present.source()), m_present.format(), Limits());
        if (reading)
            m_present = std::move(reading).tree();
        else
            refuse(step, toError(reading.problem()));
    }

    // Which of its ways it was.
    std::size_t remember(const BulkStep &step, const TextPatch &patch)
    {
        StaysBehind stays;
        const auto attempt
            = step.attempt ? step.attempt(m_present, stays) : std::optional<BulkAttempt>();
        if (!attempt)
            return 0;
        const auto found = std::ranges::find(attempt->ways, patch);
        const auto way = std::size_t(found - attempt->ways.begin());
        if (found == attempt->ways.end())
            return 0;
        if (way > 0)
            m_ways[attempt->sort] = way;
        return way;
    }

    // The line of the document as it was: another hit may have changed it already.
    void tell(const BulkStep &step, const TextPatch &patch, std::size_t way)
    {
        const bool isSame
            = lineOf(m_present.source(), patch.begin) == lineOf(m_document.text, patch.begin);
        StaysBehind stays;
        const auto first = isSame || !step.attempt ? std::optional<BulkAttempt>()
                                                   : step.attempt(*m_document.tree, stays);
        const bool isKnown = isSame || (first && way < first->ways.size());
        const auto line
            = isKnown ? changedLine(m_document, isSame ? patch : first->ways[way]) : ChangedLine();
        for (const auto hit : step.hits) {
            m_plan.hits[hit].before = line.before;
            m_plan.hits[hit].after = line.after;
        }
    }

    void refuse(const BulkStep &step, Error error)
    {
        // Its fields may speak of a text that was made for the proof.
        if (error.detail.empty() && !error.fields.empty())
            error.detail = error.fields.front().message;
        error.fields.clear();
        for (const auto hit : step.hits)
            m_plan.hits[hit].refusal
                = refusalOf(error, m_plan.hits[hit].pointer, m_plan.hits[hit].at);
    }

    const SearchedDocument &m_document;
    const CancelToken &m_token;
    BulkPlan &m_plan;
    Tree m_present;
    std::vector<const BulkStep *> m_steps;
    std::map<std::string, std::size_t> m_ways; // that a sort needed last, where not the first
};

} // namespace

Result<> takeSteps(const SearchedDocument &document, const std::vector<BulkStep> &steps,
    const std::vector<std::size_t> &leftOut, const CancelToken &token, BulkPlan &plan)
{
    std::vector<const BulkStep *> chosen;
    std::vector<const BulkStep *> others; // only to be shown: what each would do
    for (const BulkStep &step : steps) {
        const bool isLeftOut = std::ranges::all_of(
            step.hits, [&](std::size_t hit) { return std::ranges::binary_search(leftOut, hit); });
        (isLeftOut ? others : chosen).push_back(&step);
    }
    auto after = StepTaker(document, token, plan).take(chosen);
    if (!after)
        return std::move(after).error();
    plan.after = *std::move(after);
    if (auto shown = StepTaker(document, token, plan).take(others); !shown)
        return std::move(shown).error();
    return Done();
}

} // namespace chancery::core
