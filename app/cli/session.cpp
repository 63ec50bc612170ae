// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include "engine/agent/files.h"
#include "engine/api/json.h"

#include <cstdlib>
#include <filesystem>

namespace chancery::cli {

template <typename Visitor>
void describe(Visitor &visit, Session &session)
{
    visit("server", session.server);
    visit("caFile", session.caFile);
    visit("name", session.name);
    visit("token", session.token);
    visit("logKey", session.logKey);
    visit("logSize", session.logSize);
    visit("logRoot", session.logRoot);
}

namespace {

constexpr int privateMode = 0600;

std::string environment(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

} // namespace

std::string sessionFile()
{
    auto folder = environment("XDG_CONFIG_HOME");
    if (folder.empty())
        folder = environment("HOME") + "/.config";
    return folder + "/chancery/cli.json";
}

core::Result<Session> loadSession()
{
    auto text = agent::DiskFiles().read(sessionFile());
    if (!text)
        return std::move(text).error();
    if (!*text)
        return Session();
    auto session = api::fromJson<Session>(std::move(**text));
    if (!session)
        return core::Error{core::ErrorKind::Storage, "bad-session",
            sessionFile() + " cannot be used. Remove it and sign in again.", {}, {}, {}};
    return session;
}

core::Result<> storeSession(const Session &session)
{
    const auto file = sessionFile();
    std::error_code problem;
    const auto folder = std::filesystem::path(file).parent_path();
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return core::Error{core::ErrorKind::Storage, "file-error",
            "Cannot make " + folder.string() + ": " + problem.message(), {}, {}, {}};
    return agent::DiskFiles().replace(file, api::toJson(session), privateMode);
}

} // namespace chancery::cli
