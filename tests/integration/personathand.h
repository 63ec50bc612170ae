// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/cmsprocess.h"
#include "tests/support/programpath.h"
#include "tests/support/programs.h"

#include <QFileInfo>

// Somebody who signs in at a real provider while chancery-cli waits for them. See tests/identity.
namespace chancery::support {

constexpr int personPatience = 20'000;

inline QString identityFolder()
{
    // The contract is engine/api/openapi.yaml.
    return QFileInfo(QStringLiteral(CHANCERY_CONTRACT)).path()
        + QStringLiteral("/../../tests/identity");
}

// Reads until a whole line begins with that word, and gives it.
inline QString lineWith(QProcess &process, const QByteArray &word)
{
    QByteArray all;
    while (process.state() != QProcess::NotRunning) {
        all += process.readAll();
        for (const auto &line : all.split('\n')) {
            if (line.startsWith(word) && all.indexOf('\n', all.indexOf(line)) >= 0)
                return QString::fromUtf8(line);
        }
        if (!process.waitForReadyRead(personPatience))
            break;
    }
    return {};
}

// chancery-cli with that home, and the person at the address at the end of the line that begins
// with the word. Who is not let in leaves it waiting; it is ended then.
inline Outcome withPerson(const QString &home, const QStringList &arguments, const QByteArray &word,
    const QString &person, bool isLetIn = true)
{
    QProcess cli;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home);
    // No browser opens by itself, should this machine have one.
    environment.insert(QStringLiteral("BROWSER"), QStringLiteral("true"));
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    cli.setProcessEnvironment(environment);
    cli.setReadChannel(QProcess::StandardError);
    cli.start(programPath(QStringLiteral("chancery-cli")), arguments);
    const auto address = lineWith(cli, word).section(QLatin1Char(' '), -1);
    QProcess browser;
    browser.start(QStringLiteral("python3"),
        {identityFolder() + QStringLiteral("/person.py"), person, address});
    const bool isThrough = browser.waitForFinished(personPatience);
    if (!isLetIn)
        cli.kill();
    if (!cli.waitForFinished(personPatience) || !isThrough)
        return {-1, {}, browser.readAllStandardError().toStdString()};
    return {cli.exitStatus() == QProcess::NormalExit ? cli.exitCode() : -1,
        cli.readAllStandardOutput().toStdString(),
        cli.readAllStandardError().toStdString() + browser.readAll().toStdString()};
}

// A request that waits where approvals want a fresh proof; its id.
inline std::string requestThatWantsProof(const CmsProcess &cms)
{
    const auto admin = cms.admin();
    makePlaces(admin);
    (void)admin.post("/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    const auto pol = makePerson(admin, "pol", R"(["author","policy.edit"])");
    // Before the request: who becomes an approver later does not approve it.
    const ProbeClient approvers[]{
        makePerson(admin, "bea", R"(["approver"])"), makePerson(admin, "cy", R"(["approver"])")};
    const auto policy = makeConfig(pol, "sys/policy");
    auto rules = pol.post(
        "/v1/change-requests", requestBody(policy, "prod", "", R"({"freshApprovals":true})"));
    for (const auto &approver : approvers)
        rules = approver.post(verb(rules, "vote"), voteBody(rules, "approve"), rules.etag());
    if (at(pol.post(verb(rules, "apply"), "{}", rules.etag()), "/state") != "applied")
        return {};
    const auto config = makeConfig(admin, "payments/limits");
    return at(pol.post("/v1/change-requests", requestBody(config, "prod", "", "{}")), "/id");
}

} // namespace chancery::support
