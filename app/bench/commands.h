// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chancery::bench {

// Which of the programs knows it.
enum class Part { Histories, Engine, Audit, Window };

// A measurement that another program's benchmark runs beside its own: "chancery-bench NAME
// ARGUMENTS", answered with lines "METRIC name value unit".
struct Command {
    std::string_view name;
    std::string_view usage;
    std::size_t arguments;
    Part part = Part::Engine;
    std::size_t optional = 0; // as many more may follow
};

inline constexpr Command commands[]{
    {"history-graph", "REPOSITORY [--first]", 1, Part::Histories, 1},
    {"bench-parse", "json|yaml|toml FILE SECONDS", 3},
    {"bench-schema", "SCHEMA DOCS.jsonl EXT.json|- SECONDS", 4},
    {"bench-effective", "KEYS LAYERS SECONDS", 3},
    {"bench-read", "SECONDS WRITER_MICROSECONDS READERS", 3},
    {"bench-put", "CLIENTS SECONDS", 2},
    {"bench-append", "WRITERS SECONDS", 2},
    {"bench-get", "CLIENTS SECONDS", 2},
    {"bench-watch", "WATCHERS ROUNDS", 2},
    {"impact", "CONFIGS SECONDS", 2},
    {"evaluate", "RULES SECONDS", 2},
    {"bench-audit", "insert N DB | plain N DB | query DB RUNS | verify DB | report DB", 2,
        Part::Audit, 1},
    {"layout", "GRAPH.json", 1},
    {"diff", "A B", 2},
    {"treediff", "A B", 2},
    {"treediff-lists", "ITEMS", 1},
    {"gui-edit", "FILE [SCHEMA]", 1, Part::Window, 1},
    {"gui-diff", "A B", 2, Part::Window},
    {"gui-history", "REPOSITORY", 1, Part::Window},
    {"gui-audit", "DB", 1, Part::Window},
    {"bench-history-scroll", "REPOSITORY", 1, Part::Window},
    {"bench-keys", "FILE", 1, Part::Window},
    {"bench-problems", "FILE SCHEMA", 2, Part::Window},
    {"bench-complete", "FILE SCHEMA", 2, Part::Window},
};

// Null for what none knows, or with too few or too many arguments; then its usage has been told.
const Command *commandOf(std::span<const std::string> words);

using Run = int (*)(std::span<const std::string> arguments);
// Of a program: its commands by their names.
using Runs = std::span<const std::pair<std::string_view, Run>>;
int runCommand(std::span<const std::string> words, Runs runs);

int benchParse(std::span<const std::string> arguments);
int benchSchema(std::span<const std::string> arguments);
int benchEffective(std::span<const std::string> arguments);
int benchRead(std::span<const std::string> arguments);
int benchPut(std::span<const std::string> arguments);
int benchAppend(std::span<const std::string> arguments);
int benchGet(std::span<const std::string> arguments);
int benchWatch(std::span<const std::string> arguments);
int benchImpact(std::span<const std::string> arguments);
int benchPolicy(std::span<const std::string> arguments);
int benchLayout(std::span<const std::string> arguments);
int benchDiff(std::span<const std::string> arguments);
int benchTreeDiff(std::span<const std::string> arguments);
int benchTreeDiffOfLists(std::span<const std::string> arguments);
int historyGraph(std::span<const std::string> arguments);
// Only where the console is built.
int benchAudit(std::span<const std::string> arguments);
// With a window; only where the console is built.
int guiEdit(std::span<const std::string> arguments);
int guiDiff(std::span<const std::string> arguments);
int guiHistory(std::span<const std::string> arguments);
int guiAudit(std::span<const std::string> arguments);
int benchScroll(std::span<const std::string> arguments);
int benchKeys(std::span<const std::string> arguments);
int benchProblems(std::span<const std::string> arguments);
int benchComplete(std::span<const std::string> arguments);

void printMetric(const std::string &name, double value, const std::string &unit);
// Repeats until that much time has passed (at least once, after one uncounted run); seconds a turn.
double secondsPerTurn(double seconds, const std::function<void()> &turn);
std::string fileContent(const std::string &path);

} // namespace chancery::bench
