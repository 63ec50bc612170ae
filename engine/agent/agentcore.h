// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/targetfollower.h"

namespace chancery::agent {

// The agent without a process around it: registers, follows the heads of its targets and reports.
// Made and driven by one thread, that of the CmsApi's mailbox, which also calls runTimers() when
// nextTimer() has come.
class AgentCore {
public:
    struct Parts {
        client::CmsApi &cms;
        Files &files;
        Processes &processes;
        const core::Clock &clock;
        std::function<void(const std::string &)> log;
        std::string build; // version of the program
        std::chrono::milliseconds retryBase{1'000};
        std::chrono::milliseconds retryCap{60'000};
        std::chrono::milliseconds gathering{500};
    };

    AgentCore(Settings settings, const Parts &parts);
    AgentCore(const AgentCore &) = delete;
    AgentCore &operator=(const AgentCore &) = delete;

    void start();
    Timers::Time nextTimer() const { return m_world.timers.next(); }
    void runTimers() { m_world.timers.runDue(); }

    // Every target has an answer, good or bad, and the server has heard of it or cannot be heard.
    bool isSettled() const;
    // Every target's file holds a good content.
    bool isReady() const;
    bool hasAny(TargetFollower::State state) const;
    bool isOnline() const { return m_isRegistered; }
    // Ending now would leave a consumer half told.
    bool isApplying() const { return m_applier.isBusy(); }

private:
    core::HierarchyPlace placeOf(const Target &target) const;
    void registerAgent();
    void takeRegistration(const core::Result<client::Acknowledged<core::Agent>> &answer);
    void findRegistration(const std::string &cursor);
    void registered(const core::AgentId &agent);
    void notRegistered(const core::Error &error);
    void takeEvent(const client::StreamEvent &event);
    void resync();
    std::chrono::milliseconds resyncPause();

    Settings m_settings;
    std::string m_build;
    Surroundings m_world;
    LastKnownGood m_cache;
    Applier m_applier;
    SchemaShelf m_schemas;
    Reporter m_reports;
    std::vector<std::unique_ptr<TargetFollower>> m_targets;
    bool m_isRegistered = false;
    bool m_wasRefused = false; // the first attempt to register has failed
    int m_failures = 0;
    core::Call m_registration;
    core::Call m_events;
};

} // namespace chancery::agent
