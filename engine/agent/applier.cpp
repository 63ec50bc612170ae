// SPDX-License-Identifier: Apache-2.0
#include "applier.h"

#include "engine/core/document/canonical.h"

// Validate beside the target, swap by rename, reload; where the reload fails, swap back and reload
// again. Nothing is announced before all of it has worked. Each step that runs a command leads to
// the next from its answer, for a command may take half a minute and the agent has others to hear.
namespace chancery::agent {

namespace {

std::string textFor(const Target &target, const core::Tree &document)
{
    if (!target.asJson)
        return document.source();
    auto text = core::prettyJson(document.root());
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

void Applier::apply(const Target &target, const core::Tree &document, Done done)
{
    add({target, textFor(target, document), false, std::move(done), {}});
}

void Applier::restore(const Target &target, const core::Tree &document, Done done)
{
    add({target, textFor(target, document), true, std::move(done), {}});
}

void Applier::add(Job job)
{
    m_jobs.push_back(std::move(job));
    if (!m_isBusy)
        begin();
}

void Applier::begin()
{
    m_isBusy = true;
    auto &job = m_jobs.front();
    auto before = m_files.read(job.target.file);
    if (!before)
        return finish(std::move(before).error());
    job.before = std::move(*before);
    if (job.isRestored && job.before == job.text)
        return finish(false);
    if (job.isRestored || job.target.validate.command.empty())
        return swap();
    validate();
}

void Applier::validate()
{
    const auto &job = m_jobs.front();
    const auto candidate = candidateOf(job.target.file);
    if (auto written = m_files.replace(candidate, job.text, job.target.mode); !written)
        return finish(std::move(written).error());
    std::vector<std::string> command;
    for (const auto &word : job.target.validate.command)
        command.push_back(replaced(word, candidate));
    m_call = m_processes.run(command, job.target.validate.timeout,
        [this](core::Result<> verdict) { validated(std::move(verdict)); });
}

void Applier::validated(core::Result<> verdict)
{
    auto removed = m_files.remove(candidateOf(m_jobs.front().target.file));
    if (!verdict) {
        auto error = std::move(verdict).error();
        error.code = "validate-" + error.code;
        return finish(std::move(error));
    }
    if (!removed)
        return finish(std::move(removed).error());
    swap();
}

void Applier::swap()
{
    const auto &job = m_jobs.front();
    if (auto written = m_files.replace(job.target.file, job.text, job.target.mode); !written)
        return finish(std::move(written).error());
    reload(&Applier::reloaded);
}

void Applier::reload(Next next)
{
    const auto &target = m_jobs.front().target;
    if (!target.reload.command.empty()) {
        m_call = m_processes.run(target.reload.command, target.reload.timeout,
            [this, next](core::Result<> result) { (this->*next)(std::move(result)); });
        return;
    }
    if (target.reload.signal == 0)
        return (this->*next)(core::Done{});
    // A consumer that does not run yet will read the file when it starts.
    auto told = m_processes.signal(target.reload.pidFile, target.reload.signal);
    (this->*next)(told ? core::Result<>(core::Done{}) : std::move(told).error());
}

void Applier::reloaded(core::Result<> result)
{
    if (result)
        return finish(true);
    const auto &job = m_jobs.front();
    if (job.isRestored)
        return finish(std::move(result).error());
    m_because = std::move(result).error();
    m_because.code = "reload-" + m_because.code;
    auto restored = job.before ? m_files.replace(job.target.file, *job.before, job.target.mode)
                               : m_files.remove(job.target.file);
    if (!restored)
        m_because.detail += "; the file before could not be put back: " + restored.error().detail;
    if (!restored || !job.before)
        return finish(std::move(m_because));
    reload(&Applier::takenBack);
}

void Applier::takenBack(core::Result<> again)
{
    if (!again)
        m_because.detail
            += "; the reload of the file before failed as well: " + again.error().detail;
    finish(std::move(m_because));
}

void Applier::finish(core::Result<bool> result)
{
    const auto job = std::move(m_jobs.front());
    m_jobs.pop_front();
    m_call = {};
    job.done(std::move(result));
    // What was added meanwhile has waited.
    m_isBusy = false;
    if (!m_jobs.empty())
        begin();
}

} // namespace chancery::agent
