// SPDX-License-Identifier: Apache-2.0
#include "rollbacktext.h"

#include "app/cli/visible.h"
#include "engine/api/describerollback.h"

#include <iostream>

namespace chancery::cli {

namespace {

std::string outcomeText(const core::RollbackStep &step)
{
    switch (step.outcome) {
    case core::RollbackOutcome::Ready:
        if (step.base == step.target)
            return "its layers and dependencies go back";
        return step.isOnlyText() ? "goes back in comments and order alone" : "goes back";
    case core::RollbackOutcome::Same:
        return "the same text; stays";
    case core::RollbackOutcome::NotLiveThen:
        return "was not live then; stays";
    case core::RollbackOutcome::Refused:
        return "cannot go back";
    }
    return {};
}

void printDeclaration(const core::DeclarationStep &declaration)
{
    if (declaration.barrier)
        std::cout << "  its layers and dependencies stay as they are: "
                  << visible(*declaration.barrier) << '\n';
    else
        std::cout << "  its layers and dependencies go back, in every environment:\n";
    for (const auto &difference : core::differences(declaration.change))
        std::cout << "  " << visible(core::toString(difference)) << '\n';
    for (const auto &path : declaration.left)
        std::cout << "  " << visible(path) << " was not live then or is no more: it stays out\n";
}

} // namespace

void printStep(const core::RollbackStep &step, bool isTakenAlong)
{
    std::cout << visible(step.path) << ": ";
    if (step.isShared) {
        std::cout << "stays, because others hang on it too";
        if (step.outcome == core::RollbackOutcome::Ready)
            std::cout << "; --with takes it back to v" << visible(step.targetSemver);
        std::cout << '\n';
        return;
    }
    if (!step.target.isEmpty())
        std::cout << "v" << visible(step.baseSemver) << " -> v" << visible(step.targetSemver)
                  << ", ";
    std::cout << outcomeText(step) << (isTakenAlong ? ", others hang on it too" : "") << '\n';
    if (step.schema)
        std::cout << "  its schema comes back with it, for today's refuses it: "
                  << visible(step.schema->text()) << '\n';
    if (step.declaration)
        printDeclaration(*step.declaration);
    if (step.isTargetQuarantined)
        std::cout << "  somebody rolled back from this version before\n";
    for (const auto &problem : step.problems)
        std::cout << "  ! " << visible(problem.path) << ' ' << visible(problem.pointer) << ": "
                  << visible(problem.message) << '\n';
    for (const auto &key : step.keys) {
        const bool isAdded = key.kind == core::KeyDifference::Kind::Added;
        const bool isRemoved = key.kind == core::KeyDifference::Kind::Removed;
        std::cout << "  "
                  << (isAdded            ? '+'
                             : isRemoved ? '-'
                                         : '~')
                  << ' ' << (key.pointer.empty() ? "the whole document" : visible(key.pointer))
                  << '\n';
    }
    for (const auto &change : step.later) {
        const auto &entry = change.entry;
        std::cout << "  " << api::toWire(change.fate) << ": v" << visible(entry.semver) << " by "
                  << visible(entry.authorName) << ", " << core::toRfc3339(entry.createdAt) << ", "
                  << visible(entry.message) << '\n';
    }
    if (step.hasMoreKeys || step.hasMoreLater)
        std::cout << "  and more\n";
    if (step.displacedDrafts > 0)
        std::cout << "  drafts that are parked: " << step.displacedDrafts << '\n';
}

} // namespace chancery::cli
