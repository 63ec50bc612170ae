// SPDX-License-Identifier: Apache-2.0
#include "profile.h"

#include <QCoreApplication>
#include <QSettings>
#include <QUrl>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Profile)
};

Profile embeddedProfile()
{
    Profile profile;
    profile.id = QStringLiteral("embedded");
    profile.name = Words::tr("This computer");
    profile.kind = Profile::Kind::Embedded;
    return profile;
}

} // namespace

std::vector<Profile> loadProfiles(QSettings &settings)
{
    std::vector<Profile> profiles{embeddedProfile()};
    profiles.front().lastUser = settings.value(QStringLiteral("embedded/user")).toString();
    const int count = settings.beginReadArray(QStringLiteral("profiles"));
    for (int index = 0; index < count; ++index) {
        settings.setArrayIndex(index);
        Profile profile;
        profile.id = settings.value(QStringLiteral("id")).toString();
        profile.name = settings.value(QStringLiteral("name")).toString();
        profile.url = settings.value(QStringLiteral("url")).toString();
        profile.authorityFile = settings.value(QStringLiteral("authority")).toString();
        profile.lastUser = settings.value(QStringLiteral("user")).toString();
        if (!profile.id.isEmpty())
            profiles.push_back(profile);
    }
    settings.endArray();
    return profiles;
}

void saveProfiles(QSettings &settings, const std::vector<Profile> &profiles)
{
    settings.remove(QStringLiteral("profiles"));
    settings.beginWriteArray(QStringLiteral("profiles"));
    int index = 0;
    for (const Profile &profile : profiles) {
        if (profile.kind != Profile::Kind::Server)
            continue;
        settings.setArrayIndex(index++);
        settings.setValue(QStringLiteral("id"), profile.id);
        settings.setValue(QStringLiteral("name"), profile.name);
        settings.setValue(QStringLiteral("url"), profile.url);
        settings.setValue(QStringLiteral("authority"), profile.authorityFile);
        settings.setValue(QStringLiteral("user"), profile.lastUser);
    }
    settings.endArray();
    for (const Profile &profile : profiles) {
        if (profile.kind == Profile::Kind::Embedded)
            settings.setValue(QStringLiteral("embedded/user"), profile.lastUser);
    }
}

QString profileProblem(const Profile &profile)
{
    if (profile.kind == Profile::Kind::Embedded)
        return {};
    const QUrl url(profile.url, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return Words::tr("The address needs the form “https://host” or “https://host:port”.");
    if (url.scheme() == QLatin1String("https"))
        return {};
    const QString host = url.host();
    const bool isHere = host == QLatin1String("127.0.0.1") || host == QLatin1String("localhost")
        || host == QLatin1String("::1");
    if (url.scheme() == QLatin1String("http") && isHere)
        return {};
    return Words::tr("Another machine is reached over “https://” only.");
}

} // namespace chancery::models
