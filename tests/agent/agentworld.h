// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/agentcore.h"
#include "tests/agent/fakecms.h"
#include "tests/support/corpus.h"
#include "tests/support/loop.h"

#include <QTemporaryDir>

#include <filesystem>

namespace chancery::support {

// An agent with one target in a folder of its own, and the server that it follows.
struct AgentWorld {
    AgentWorld()
        : cms(loop.mailbox())
        , processes(loop.mailbox())
    {
        settings.name = "host-1";
        settings.environment = "prod";
        settings.cacheDir = folder("cache");
        settings.targets.push_back({"shop/app", folder("etc") + "/app.yaml", {}, false, {}, {}});
    }

    std::string folder(const char *name) const
    {
        const auto path = std::filesystem::path(temporary.path().toStdString()) / name;
        std::filesystem::create_directories(path);
        return path.string();
    }
    agent::Target &target() { return settings.targets.front(); }
    std::string cacheFile() const { return settings.cacheDir + "/shop%2Fapp.json"; }
    std::string content() const { return contentOf(settings.targets.front().file); }
    std::string filesInEtc() const
    {
        std::string names;
        for (const auto &entry : std::filesystem::directory_iterator(folder("etc")))
            names += entry.path().filename().string() + ' ';
        return names;
    }

    void start()
    {
        core.emplace(settings,
            agent::AgentCore::Parts{.cms = cms,
                .files = files,
                .processes = processes,
                .clock = clock,
                .log = [this](const std::string &line) { logged += line + '\n'; },
                .build = "test",
                .retryBase = std::chrono::milliseconds(2),
                .retryCap = std::chrono::milliseconds(10),
                .gathering = gathering});
        core->start();
    }
    bool until(std::function<bool()> holds)
    {
        const auto end = support::soon();
        while (!loop.run(holds, [&] { return std::min(core->nextTimer(), end); })) {
            core->runTimers();
            if (std::chrono::steady_clock::now() >= end)
                return false;
        }
        return true;
    }
    bool settle()
    {
        return until([&] { return core->isSettled(); });
    }
    // Until that many reports have come.
    bool reports(std::size_t count)
    {
        return until([&] { return cms.reports.size() >= count; });
    }
    void startWith(const std::string &text, std::uint64_t epoch)
    {
        cms.publish(text, epoch);
        start();
        settle();
    }
    void publish(const std::string &text, std::uint64_t epoch)
    {
        cms.publish(text, epoch);
        cms.announce();
    }

    QTemporaryDir temporary;
    client::MailLoop loop;
    FakeCms cms;
    agent::DiskFiles files;
    agent::SystemProcesses processes;
    core::SystemClock clock;
    agent::Settings settings;
    std::chrono::milliseconds gathering{4};
    std::string logged;
    std::optional<agent::AgentCore> core;
};

// A script that looks at the file which it is given and at nothing else.
inline std::vector<std::string> shell(const std::string &script)
{
    return {"/bin/sh", "-c", script, "sh", "{file}"};
}

} // namespace chancery::support
