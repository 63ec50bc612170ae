// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/result.h"

namespace chancery::agent {

// How the consumer hears of a new file: a signal to the process in the pid file, or a command;
// neither for one that looks by itself.
struct Reload {
    int signal = 0;
    std::string pidFile;
    std::vector<std::string> command;
    std::chrono::seconds timeout{30};
};

// A command that looks at the new text before anyone uses it; "{file}" stands for its place.
struct ValidateCommand {
    std::vector<std::string> command;
    std::chrono::seconds timeout{30};
};

// A command that says, for a while after each reload, whether the consumer is well. When it has
// failed so many times the release before comes back.
struct Probe {
    std::vector<std::string> command;
    std::chrono::milliseconds every{5'000};
    std::chrono::milliseconds lasts{60'000};
    int failures = 3;
};

// One config that the agent keeps in one file.
struct Target {
    std::string path; // "shop/gateway/routes"
    std::string file;
    std::optional<int> mode; // absent: that of the file before, or 0644
    bool asJson = false; // write the value as JSON, whatever the config is written in
    Reload reload;
    ValidateCommand validate;
    Probe probe = {};
    // Where its config is read; absent: where the agent is.
    std::optional<std::string> region = {};
    std::optional<std::string> group = {};
    std::optional<std::string> instance = {};
};

// The agent's own configuration file.
struct Settings {
    std::string server;
    std::string tokenFile;
    std::string caFile;
    std::string certificateFile; // that it shows the server; with its key, or neither
    std::string keyFile;
    std::string name;
    std::string environment;
    std::string service;
    std::string region; // with group and instance: which layers take part, and what Fleet shows
    std::string group;
    std::string instance;
    std::vector<std::string> capabilities; // of the service's build, for "x-requires"
    std::string cacheDir;
    std::chrono::seconds resync{300}; // everything is looked at again, also without an event
    std::vector<Target> targets;
};

// Unknown members are refused here: a misspelt one would silently change what a host runs.
core::Result<Settings> readSettings(std::string text, core::Format format);

} // namespace chancery::agent
