// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace chancery::bench {

// A measurement that another program's benchmark runs beside its own: "chancery-bench NAME
// ARGUMENTS", answered with lines "METRIC name value unit".
struct Command {
    std::string name;
    std::string usage;
    std::size_t arguments;
    int (*run)(std::span<const std::string> arguments);
    std::size_t optional = 0; // as many more may follow
};

int benchParse(std::span<const std::string> arguments);
int benchSchema(std::span<const std::string> arguments);
int benchEffective(std::span<const std::string> arguments);
int benchRead(std::span<const std::string> arguments);
int benchPut(std::span<const std::string> arguments);
int benchGet(std::span<const std::string> arguments);
int benchWatch(std::span<const std::string> arguments);
int benchImpact(std::span<const std::string> arguments);
int benchLayout(std::span<const std::string> arguments);
int benchDiff(std::span<const std::string> arguments);
int benchTreeDiff(std::span<const std::string> arguments);
int historyGraph(std::span<const std::string> arguments);
// With a window; only where the console is built.
int guiEdit(std::span<const std::string> arguments);
int guiDiff(std::span<const std::string> arguments);
int guiHistory(std::span<const std::string> arguments);
int benchScroll(std::span<const std::string> arguments);
int benchKeys(std::span<const std::string> arguments);
int benchProblems(std::span<const std::string> arguments);
int benchComplete(std::span<const std::string> arguments);

void printMetric(const std::string &name, double value, const std::string &unit);
// Repeats until that much time has passed (at least once, after one uncounted run); seconds a turn.
double secondsPerTurn(double seconds, const std::function<void()> &turn);
std::string fileContent(const std::string &path);

} // namespace chancery::bench
