// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <vector>

class QSettings;

namespace chancery::models {

// A server that somebody connects to, as remembered between runs. Nothing secret is in it.
struct Profile {
    enum class Kind { Embedded, Server };

    QString id; // names its folder, too
    QString name;
    Kind kind = Kind::Server;
    QString url; // of a Server
    QString authorityFile; // PEM file of a private certificate authority, or empty
    QString lastUser;

    friend bool operator==(const Profile &, const Profile &) = default;
};

// The embedded server's profile is always there and comes first.
std::vector<Profile> loadProfiles(QSettings &settings);
void saveProfiles(QSettings &settings, const std::vector<Profile> &profiles);
// What keeps the profile from being used, or nothing: plain HTTP is for this machine only.
QString profileProblem(const Profile &profile);

} // namespace chancery::models
