// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/httpconsole.h"

#include <QDirIterator>

#include <csignal>
#include <string>
#include <vector>

namespace chancery::support {

// Somebody with a password of their own.
class Seat final : public HttpConsole {
public:
    explicit Seat(std::string password)
        : m_password(std::move(password))
    {
    }

protected:
    QString passwordOf(const QString &) const override
    {
        return QString::fromStdString(m_password);
    }

private:
    std::string m_password;
};

// Of a mail relay where nobody listens: the password is for it alone, however often it is tried.
inline QStringList mailRelay(const QString &passwordFile, const std::string &password)
{
    QFile file(passwordFile);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return {};
    file.write(QByteArray::fromStdString(password + '\n'));
    return {QStringLiteral("--mail-relay"), QStringLiteral("localhost:9"),
        QStringLiteral("--mail-from"), QStringLiteral("chancery@example.org"),
        QStringLiteral("--mail-user"), QStringLiteral("chancery"),
        QStringLiteral("--mail-password-file"), passwordFile};
}

// Given to somebody who has to choose another for it; the token that it opens, else nothing.
inline std::string oneTimePassword(const ProbeClient &admin, int port, const std::string &password)
{
    const auto made = admin.post("/v1/principals",
        R"({"kind":"user","name":"gus","displayName":"","roles":["viewer"],"password":"the first one"})");
    const auto given = admin.post("/v1/principals/" + at(made, "/id") + ":reset-password",
        R"({"password":)" + jsonText(password) + R"(,"reason":"forgotten"})");
    if (given.status != 204)
        return {};
    return at(ProbeClient(port, "").post(
                  "/v1/sessions", R"({"name":"gus","password":)" + jsonText(password) + '}'),
        "/token");
}

// A webhook that is signed with the secret "pager".
inline void setUpPager(const ProbeClient &author, const std::vector<ProbeClient> &approvers)
{
    const auto config = author.post("/v1/configs",
        R"({"path":"sys/notifications","format":"json","schema":null,"description":"","owner":""})");
    const auto made = author.post("/v1/change-requests",
        requestBody(at(config, "/id"), "prod", "",
            R"({"webhooks":[{"id":"pager","kinds":["review-asked"],"secret":"pager",)"
            R"("url":"https://localhost:9/"}]})"));
    QVERIFY2(made.status == 201, made.body.c_str());
    auto latest = made;
    for (const auto &approver : approvers)
        latest = approver.post(verb(made, "vote"), voteBody(made, "approve"), latest.etag());
    const auto done = author.post(verb(made, "apply"), "{}", latest.etag());
    QVERIFY2(done.status == 200, done.body.c_str());
}

inline bool hasKeptDraft(const QString &folder)
{
    QDirIterator files(
        folder, {QStringLiteral("*.draft")}, QDir::Files, QDirIterator::Subdirectories);
    return files.hasNext();
}

// Killed as by a fault of its own; what the kernel may keep of it stands in /proc.
inline void abortProgram(qint64 id)
{
    const auto limits = contentOf("/proc/" + std::to_string(id) + "/limits");
    const auto line = limits.substr(limits.find("Max core file size"));
    QVERIFY2(line.substr(0, line.find('\n')).find(" 0 ") != std::string::npos, line.c_str());
    QCOMPARE(::kill(pid_t(id), SIGABRT), 0);
}

} // namespace chancery::support
