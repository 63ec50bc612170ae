// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/gui/emergencysteps.h"

// An administrator before one scripted console, with accounts of every kind.
namespace chancery::support::accounts {

inline constexpr auto everything = "view edit submit approve apply schedule rollback auditRead "
                                   "manageSchemas manageAgents administer";

inline std::vector<std::string> words(const char *text)
{
    std::vector<std::string> list;
    for (const QString &word : QString::fromLatin1(text).split(u' '))
        list.push_back(word.toStdString());
    return list;
}

inline ScriptedWorld::User &userOf(ScriptedCms &cms, const char *name)
{
    return *std::ranges::find_if(
        cms.users, [name](const ScriptedWorld::User &user) { return user.principal.name == name; });
}

inline void addAdministrators(ScriptedCms &cms)
{
    for (const auto &[name, called] : {std::pair("adam", "Adam Ash"), {"eve", "Eve Elm"}})
        cms.addUser(name, called, {"admin"}, words(everything));
}

inline void fill(ScriptedCms &cms)
{
    fillDemoWorld(cms);
    addAdministrators(cms);
    cms.addUser("bob-2", "Bob Byrne", {"approver"}, {"view", "approve"});
    cms.addUser("edge-7", "edge-7", {"agent"}, {"view", "manageAgents"});
    cms.addUser("zed", "Zed Zorn", {"viewer"}, {"view"});
    auto &second = userOf(cms, "bob-2");
    second.provider = "https://id.example.org/realms/ops";
    second.password.clear();
    second.lastSignIn = cms.now - std::chrono::minutes(7);
    userOf(cms, "edge-7").principal.kind = core::PrincipalKind::Service;
    auto &bob = userOf(cms, "bob");
    bob.lastSignIn = cms.now - std::chrono::hours(5);
    bob.passwordBy = core::PrincipalId("usr_adam");
    for (const char *id : {"4f1d0a77c2b9e001", "9ab2c3d4e5f60718"})
        bob.tokens.push_back({id, bob.principal.id, "bob", cms.now - std::chrono::hours(5),
            cms.now + std::chrono::hours(7)});
    userOf(cms, "victor").principal.disabled = true;
    userOf(cms, "zed").oneTimePassword = core::OneTimePassword{
        "Adam Ash", cms.now, cms.now + std::chrono::days(7), true, "Forgot it over the holidays"};
    userOf(cms, "alice").oneTimePassword = core::OneTimePassword{
        "Adam Ash", cms.now - std::chrono::days(9), cms.now - std::chrono::days(2), false, {}};
    cms.linked = {{{bob.principal.id, second.principal.id}, {}}};
    cms.current = nullptr;
}

inline bool enter(Console &console, const char *name = "adam")
{
    console.window().activateWindow();
    return console.connectToServer() && console.signIn(QString::fromLatin1(name))
        && console.openView(QStringLiteral("accounts")) && QTest::qWaitFor([&] {
               return console.composition().stores()->accounts.isKnown() && console.isAtRest();
           });
}

inline bool choose(Console &console, const char *name)
{
    console.window().workArea()->goTo({QStringLiteral("accounts"), QString::fromLatin1(name)});
    return QTest::qWaitFor([&] {
        return console.textOf(QStringLiteral("accountTitle")).contains(QLatin1String(name))
            && console.isAtRest();
    });
}

inline QString rowOf(Console &console, const char *name)
{
    for (const QString &row : console.rowsOf(QStringLiteral("accountsTable"))) {
        if (row.startsWith(QLatin1String(name)))
            return row;
    }
    return {};
}

} // namespace chancery::support::accounts
