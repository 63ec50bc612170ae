// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/httpprobe.h"

#include <QProcess>
#include <QTemporaryDir>

#include <string>

namespace chancery::support {

// A chancery-cms of its own: the real program in a folder of its own, on a free port. Ended with
// this object; may be killed and started again over the same folder.
class CmsProcess {
public:
    CmsProcess();
    ~CmsProcess();

    // False when it does not come up. The limit is on the size of the files that it may write;
    // 0 is none.
    bool start(const QStringList &more = {}, std::size_t fileLimit = 0);
    // Before start(): what an administrator issues as a password has to be changed, as it is
    // everywhere but in demos and tests.
    void issueOneTimePasswords() { m_issuesOneTimePasswords = true; }
    // On the port that it had: clients find it again.
    bool startAgain(const QStringList &more = {});
    void kill();
    // By SIGTERM; the exit code.
    int stop();

    int port() const { return m_port; }
    std::string data() const;
    std::string token() const;
    // With the bootstrap session's token.
    ProbeClient admin() const { return {m_port, token()}; }
    std::string log() const { return m_log; }
    // Takes what it has written since.
    void readLog();
    QProcess &process() { return m_process; }

private:
    bool run(int port, const QStringList &more);

    QTemporaryDir m_folder;
    QProcess m_process;
    std::string m_log;
    int m_port = 0;
    bool m_issuesOneTimePasswords = false;
};

// What most tests need first: a namespace, "dev" without gate, "prod" with one approval.
void makePlaces(const ProbeClient &admin);
// A new account, signed in; the password is "correct horse".
ProbeClient makePerson(
    const ProbeClient &admin, const std::string &name, const std::string &rolesJson);
// A service or agent with a lasting token.
ProbeClient makeService(
    const ProbeClient &admin, const std::string &name, const std::string &rolesJson);
std::string makeConfig(const ProbeClient &client, const std::string &path,
    const std::string &format = "json", const std::string &schema = {});
// The text of a member of a JSON body by its pointer; numbers and words too.
std::string at(const ProbeAnswer &answer, const std::string &pointer);
std::string jsonText(const std::string &text);
// The body of createChangeRequest with one item.
std::string requestBody(const std::string &config, const std::string &environment,
    const std::string &base, const std::string &text, bool submit = true);
std::string voteBody(const ProbeAnswer &request, const std::string &kind);
// "/v1/change-requests/<id>:<verb>" of the request in that answer.
std::string verb(const ProbeAnswer &request, const std::string &verb);

} // namespace chancery::support
