// SPDX-License-Identifier: Apache-2.0
#include "applier.h"

#include "engine/core/document/canonical.h"

// Validate beside the target, swap by rename, reload; where the reload fails, swap back and reload
// again. Nothing is announced before all of it has worked.
namespace chancery::agent {

namespace {

std::string textFor(const Target &target, const Release &release, const core::Tree &tree)
{
    if (!target.asJson)
        return release.text;
    auto text = core::prettyJson(tree.root());
    if (!text.ends_with('\n'))
        text += '\n';
    return text;
}

// Beside the target and with its ending: consumers go by both.
std::string candidateOf(const std::string &file)
{
    const auto slash = file.rfind('/');
    return file.substr(0, slash + 1) + ".candidate-" + file.substr(slash + 1);
}

std::string replaced(std::string word, const std::string &file)
{
    static constexpr std::string_view hole = "{file}";
    for (auto at = word.find(hole); at != std::string::npos; at = word.find(hole, at + file.size()))
        word.replace(at, hole.size(), file);
    return word;
}

} // namespace

core::Result<> Applier::apply(const Target &target, const Release &release, const core::Tree &tree)
{
    const auto text = textFor(target, release, tree);
    auto before = m_files.read(target.file);
    if (!before)
        return std::move(before).error();
    if (auto valid = validate(target, text); !valid)
        return valid;
    if (auto written = m_files.replace(target.file, text, target.mode); !written)
        return written;
    if (auto reloaded = reload(target); !reloaded)
        return takeBack(target, *before, std::move(reloaded).error());
    return core::Done{};
}

core::Result<bool> Applier::restore(
    const Target &target, const Release &release, const core::Tree &tree)
{
    const auto text = textFor(target, release, tree);
    auto before = m_files.read(target.file);
    if (!before)
        return std::move(before).error();
    if (*before == text)
        return false;
    if (auto written = m_files.replace(target.file, text, target.mode); !written)
        return std::move(written).error();
    if (auto reloaded = reload(target); !reloaded)
        return std::move(reloaded).error();
    return true;
}

core::Result<> Applier::validate(const Target &target, const std::string &text)
{
    if (target.validate.command.empty())
        return core::Done{};
    const auto candidate = candidateOf(target.file);
    if (auto written = m_files.replace(candidate, text, target.mode); !written)
        return written;
    std::vector<std::string> command;
    for (const auto &word : target.validate.command)
        command.push_back(replaced(word, candidate));
    auto verdict = m_processes.run(command, target.validate.timeout);
    auto removed = m_files.remove(candidate);
    if (!verdict) {
        auto error = std::move(verdict).error();
        error.code = "validate-" + error.code;
        return error;
    }
    return removed;
}

core::Result<> Applier::reload(const Target &target)
{
    if (!target.reload.command.empty())
        return m_processes.run(target.reload.command, target.reload.timeout);
    if (target.reload.signal == 0)
        return core::Done{};
    // A consumer that does not run yet will read the file when it starts.
    auto told = m_processes.signal(target.reload.pidFile, target.reload.signal);
    if (!told)
        return std::move(told).error();
    return core::Done{};
}

core::Error Applier::takeBack(
    const Target &target, const std::optional<std::string> &before, core::Error because)
{
    because.code = "reload-" + because.code;
    auto restored
        = before ? m_files.replace(target.file, *before, target.mode) : m_files.remove(target.file);
    if (!restored) {
        because.detail += "; the file before could not be put back: " + restored.error().detail;
        return because;
    }
    if (before) {
        if (auto again = reload(target); !again)
            because.detail
                += "; the reload of the file before failed as well: " + again.error().detail;
    }
    return because;
}

} // namespace chancery::agent
