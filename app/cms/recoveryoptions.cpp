// SPDX-License-Identifier: Apache-2.0
#include "recoveryoptions.h"

#include "engine/core/recovery/recoverykey.h"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace chancery::app {

namespace {

core::Error wrong(std::string words)
{
    return {core::ErrorKind::Invalid, "recovery-options", std::move(words), {}, {}, {}};
}

} // namespace

void declareRecovery(CLI::App &app, std::string &file)
{
    app.add_option("--recovery", file,
        "JSON file with the public halves of at least two recovery keys, which open the server "
        "when "
        "nobody can sign in; writable by its owner alone");
}

core::Result<server::RecoveryRoster> recoveryOptions(
    const std::string &file, const std::string &url)
{
    if (file.empty())
        return server::RecoveryRoster();
    struct stat found{};
    if (::stat(file.c_str(), &found) != 0)
        return wrong("--recovery " + file + " cannot be read: " + std::strerror(errno));
    if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return wrong("--recovery " + file
            + " can be written by others; take that away with: " + "chmod go-w " + file);
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        return wrong("--recovery " + file + " cannot be read");
    auto roster = server::recoveryRoster(text.str());
    if (!roster)
        return wrong("--recovery " + file + ": "
            + (roster.error().detail.empty() ? roster.error().code : roster.error().detail));
    if (roster->audiences.empty()) {
        auto audience = core::recoveryAudience(url);
        if (!audience)
            return std::move(audience).error();
        roster->audiences.push_back(std::move(*audience));
    }
    return roster;
}

} // namespace chancery::app
