// SPDX-License-Identifier: Apache-2.0
#include "diffoutput.h"

#include "app/cli/owners.h"
#include "app/cli/visible.h"
#include "engine/core/diff/jsonpatch.h"
#include "engine/core/diff/typechanges.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"

#include <iostream>
#include <unistd.h>

namespace chancery::cli {

namespace {

void printJson(const std::vector<core::Hunk> &hunks)
{
    std::cout << '[';
    for (std::size_t i = 0; i < hunks.size(); ++i) {
        const auto &hunk = hunks[i];
        std::cout << (i > 0 ? "," : "") << "{\"leftLine\":" << hunk.leftBegin + 1
                  << ",\"leftCount\":" << hunk.leftEnd - hunk.leftBegin
                  << ",\"rightLine\":" << hunk.rightBegin + 1
                  << ",\"rightCount\":" << hunk.rightEnd - hunk.rightBegin << '}';
    }
    std::cout << "]\n";
}

// The end of the last line is no line of its own here.
std::vector<std::string_view> linesOf(const std::string &text)
{
    auto lines = core::splitLines(text);
    if (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

int printPlaces(const DiffOutput &output, const HiddenText &left, const HiddenText &right)
{
    const auto leftLines = linesOf(left.text);
    const auto rightLines = linesOf(right.text);
    const auto hunks = core::hunksToTell(core::diffLines(leftLines, rightLines),
        {left.text, leftLines, left.tree ? &*left.tree : nullptr},
        {right.text, rightLines, right.tree ? &*right.tree : nullptr}, output.rules);
    printJson(hunks);
    return hunks.empty() ? succeeded : answeredNo;
}

// To the byte where a program or a file takes it, so that patch(1) can apply it; on a terminal
// nothing of it acts.
int printUnified(const DiffOutput &output, const HiddenText &left, const HiddenText &right)
{
    const auto &leftName = output.left.name;
    const auto &rightName = output.right.name;
    if (isatty(STDOUT_FILENO) != 0)
        return printHiddenDiff(left, right, leftName, rightName, std::cout, output.rules)
            ? answeredNo
            : succeeded;
    const auto text = hiddenDiff(left, right, leftName, rightName, output.rules);
    std::cout << text;
    return text.empty() ? succeeded : answeredNo;
}

std::optional<core::Tree> treeOf(const DiffSide &side, const std::string &text)
{
    if (!side.format) {
        std::cerr << "chancery-cli: diff: " << visible(side.name)
                  << " is not JSON, YAML or TOML by its name\n";
        return std::nullopt;
    }
    auto reading = core::read(text, *side.format, core::Limits::wide());
    if (reading)
        return std::move(reading).tree();
    const auto &problem = reading.problem();
    std::cerr << "chancery-cli: diff: " << visible(side.name) << ": line " << problem.position.line
              << ", column " << problem.position.column << ": " << visible(problem.message) << '\n';
    return std::nullopt;
}

std::string shortened(std::string text)
{
    constexpr std::size_t longest = 60;
    if (text.size() > longest)
        text = text.substr(0, longest) + "…";
    return text;
}

// As it stands in its file.
std::string writtenShort(core::Value value, const HiddenText &text)
{
    return text.hides(value) ? std::string(core::cover)
                             : shortened(std::string(core::writtenText(value)));
}

std::string shortJson(core::Value value, const HiddenText &text)
{
    if (value.isObject())
        return '{' + std::to_string(value.size()) + " members}";
    if (value.isArray())
        return '[' + std::to_string(value.size()) + " items]";
    if (text.hides(value))
        return std::string(core::cover);
    return shortened(core::jsonText(value));
}

std::string lineOf(const core::TreeChange &change, const HiddenText &left, const HiddenText &right)
{
    using enum core::TreeChange::Kind;
    const auto &place = change.left.empty() ? "(the whole document)" : change.left;
    switch (change.kind) {
    case Added:
        return "+ " + change.right + ": " + shortJson(change.rightValue, right);
    case Removed:
        return "- " + place + ": " + shortJson(change.leftValue, left);
    case Changed:
        if (core::sameValue(change.leftValue, change.rightValue))
            return "~ " + place + ": " + writtenShort(change.leftValue, left) + " -> "
                + writtenShort(change.rightValue, right) + " (type)";
        return "~ " + place + ": " + shortJson(change.leftValue, left) + " -> "
            + shortJson(change.rightValue, right);
    case MovedAway:
        return "> " + place + " -> " + change.right;
    case Reordered:
        return "% " + place + ": members in another order";
    case MovedHere:
        break;
    }
    return {};
}

// With covers for what is hidden, and word of it: such a patch is to be read, not applied.
int printPatch(std::vector<core::TreeChange> changes, const HiddenText &right)
{
    const auto covered = right.hidden.empty()
        ? core::Reading(core::Tree())
        : core::readJson(coveredJson(right), core::Limits::wide());
    bool isHidden = false;
    for (auto &change : changes) {
        if (right.hidden.empty() || !covered || !change.rightValue)
            continue;
        isHidden = isHidden || right.hidesAnyOf(change.rightValue);
        change.rightValue = core::Value(covered.tree(), change.rightValue.index());
    }
    std::cout << safeJson(core::jsonPatchOf(changes));
    if (isHidden)
        std::cerr << "chancery-cli: diff: sensitive values are hidden in this patch, so it is to "
                     "be read and not to be applied\n";
    return changes.empty() ? succeeded : answeredNo;
}

bool isOfToml(const DiffOutput &output)
{
    return output.left.format == core::Format::Toml && output.right.format == core::Format::Toml;
}

// Of what is there, or was: who owns it may depend on what stands beside it.
std::string ownerOfChange(const core::CompiledSchema *schema, const core::TreeChange &change,
    const HiddenText &left, const HiddenText &right)
{
    const bool isNew = change.kind == core::TreeChange::Kind::Added;
    return ownerNote(schema, isNew ? *right.tree : *left.tree, isNew ? change.right : change.left);
}

int printTrees(
    const DiffOutput &output, HiddenText left, HiddenText right, const core::CompiledSchema *schema)
{
    if (!left.tree)
        left.tree = treeOf(output.left, left.text);
    if (left.tree && !right.tree)
        right.tree = treeOf(output.right, right.text);
    if (!left.tree || !right.tree)
        return couldNotRun;
    auto changes = core::diffTrees(left.tree->root(), right.tree->root());
    const bool isToml = isOfToml(output);
    if (output.format == "json-patch") {
        const bool hasTypes
            = isToml && !core::typeChanges(left.tree->root(), right.tree->root()).empty();
        if (hasTypes)
            std::cerr << "chancery-cli: diff: values became another type of TOML, which a patch of "
                         "JSON does not tell; look with --format tree\n";
        const int exitCode = printPatch(std::move(changes), right);
        return hasTypes ? answeredNo : exitCode;
    }
    if (isToml)
        changes = core::withTypeChanges(std::move(changes), left.tree->root(), right.tree->root());
    std::erase_if(
        changes, [&](const core::TreeChange &change) { return output.rules.ignores(change); });
    for (const auto &change : changes) {
        if (const auto line = lineOf(change, left, right); !line.empty())
            std::cout << visible(line + ownerOfChange(schema, change, left, right)) << '\n';
    }
    return changes.empty() ? succeeded : answeredNo;
}

// Rules are for what a text means; a text that cannot be read is compared by its lines.
void readForRules(const DiffOutput &output, const DiffSide &side, HiddenText &text)
{
    if (output.rules == core::IgnoreRules() || text.tree || !side.format)
        return;
    if (auto reading = core::read(text.text, *side.format, core::Limits::wide()))
        text.tree = std::move(reading).tree();
}

} // namespace

int printDifference(
    const DiffOutput &output, HiddenText left, HiddenText right, const core::CompiledSchema *schema)
{
    if (output.format == "tree" || output.format == "json-patch")
        return printTrees(output, std::move(left), std::move(right), schema);
    readForRules(output, output.left, left);
    readForRules(output, output.right, right);
    return output.asJson ? printPlaces(output, left, right) : printUnified(output, left, right);
}

} // namespace chancery::cli
