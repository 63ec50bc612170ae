// SPDX-License-Identifier: Apache-2.0
#include "cmsprocess.h"

#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/corpus.h"
#include "tests/support/programpath.h"

#include <csignal>
#include <sys/resource.h>

namespace chancery::support {

namespace {

constexpr int patience = 20'000;

std::string session(const ProbeAnswer &answer)
{
    return at(answer, "/token");
}

} // namespace

CmsProcess::CmsProcess()
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
}

CmsProcess::~CmsProcess()
{
    kill();
}

bool CmsProcess::start(const QStringList &more, std::size_t fileLimit)
{
    m_process.setChildProcessModifier([fileLimit] {
        if (fileLimit == 0)
            return;
        const rlimit limit{fileLimit, fileLimit};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    return run(0, more);
}

bool CmsProcess::startAgain(const QStringList &more)
{
    return run(m_port, more);
}

bool CmsProcess::run(int port, const QStringList &more)
{
    QStringList arguments{QStringLiteral("--data"), QString::fromStdString(data()),
        QStringLiteral("--port"), QString::number(port), QStringLiteral("--argon2-cost"),
        QStringLiteral("test")};
    if (!m_issuesOneTimePasswords)
        arguments << QStringLiteral("--lasting-passwords");
    m_process.start(support::programPath(QStringLiteral("chancery-cms")), arguments + more);
    const std::string mark = "event=listening url=";
    m_log.clear();
    for (;;) {
        const auto found = m_log.find(mark);
        const auto end = found == std::string::npos ? found : m_log.find('\n', found);
        if (end != std::string::npos) {
            m_port = std::atoi(m_log.c_str() + m_log.rfind(':', end) + 1);
            return true;
        }
        if (!m_process.waitForReadyRead(patience))
            return false;
        m_log += m_process.readAll().toStdString();
    }
}

void CmsProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(patience);
    m_log += m_process.readAll().toStdString();
}

int CmsProcess::stop()
{
    m_process.terminate();
    m_process.waitForFinished(patience);
    m_log += m_process.readAll().toStdString();
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

void CmsProcess::readLog()
{
    m_process.waitForReadyRead(0);
    m_log += m_process.readAll().toStdString();
}

std::string CmsProcess::data() const
{
    return m_folder.filePath(QStringLiteral("data")).toStdString();
}

std::string CmsProcess::token() const
{
    auto text = contentOf(data() + "/bootstrap-token");
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

void makePlaces(const ProbeClient &admin)
{
    (void)admin.post("/v1/namespaces",
        R"({"id":"","slug":"payments","title":"Payments","owner":"team","etag":""})");
    (void)admin.post("/v1/environments",
        R"({"id":"dev","title":"Dev","tier":0,"order":0,"gated":false,"requiredApprovals":0,)"
        R"("rollbackNeedsApproval":false,"etag":""})");
    (void)admin.post("/v1/environments",
        R"({"id":"prod","title":"Prod","tier":3,"order":2,"gated":true,"requiredApprovals":1,)"
        R"("rollbackNeedsApproval":true,"etag":""})");
}

ProbeClient makePerson(
    const ProbeClient &admin, const std::string &name, const std::string &rolesJson)
{
    (void)admin.post("/v1/principals",
        R"({"kind":"user","name":")" + name + R"(","displayName":"","roles":)" + rolesJson
            + R"(,"password":"correct horse"})");
    const ProbeClient nobody(admin.port(), "");
    return {admin.port(),
        session(nobody.post(
            "/v1/sessions", R"({"name":")" + name + R"(","password":"correct horse"})"))};
}

ProbeClient makeService(
    const ProbeClient &admin, const std::string &name, const std::string &rolesJson)
{
    const auto made = admin.post("/v1/principals",
        R"({"kind":"service","name":")" + name + R"(","displayName":"","roles":)" + rolesJson
            + R"(,"password":""})");
    return {admin.port(),
        session(admin.post("/v1/principals/" + at(made, "/id") + ":create-token", "{}"))};
}

std::string makeConfig(const ProbeClient &client, const std::string &path,
    const std::string &format, const std::string &schema)
{
    return at(client.post("/v1/configs",
                  R"({"path":")" + path + R"(","format":")" + format + R"(","schema":)"
                      + (schema.empty() ? "null" : jsonText(schema))
                      + R"(,"description":"","owner":""})"),
        "/id");
}

std::string at(const ProbeAnswer &answer, const std::string &pointer)
{
    const auto reading = core::readJson(answer.body, core::Limits::wide());
    if (!reading)
        return {};
    const auto value = reading.tree().root().resolve(pointer);
    if (value.isString() || value.isNumber())
        return std::string(value.text());
    if (value.isBool())
        return value.isTrue() ? "true" : "false";
    return value.isArray() ? "[" + std::to_string(value.size()) + "]" : "";
}

std::string jsonText(const std::string &text)
{
    std::string json;
    core::appendJsonString(json, text);
    return json;
}

std::string requestBody(const std::string &config, const std::string &environment,
    const std::string &base, const std::string &text, bool submit)
{
    return R"({"title":"Change","description":"","reason":"because","ticket":"T-1","items":[{)"
           R"("config":)"
        + jsonText(config) + R"(,"environment":)" + jsonText(environment) + R"(,"base":)"
        + (base.empty() ? "null" : jsonText(base)) + R"(,"text":)" + jsonText(text)
        + "}],\"submit\":" + (submit ? "true}" : "false}");
}

std::string voteBody(const ProbeAnswer &request, const std::string &kind)
{
    return R"({"kind":)" + jsonText(kind) + R"(,"cycle":)" + at(request, "/cycle")
        + R"(,"contentDigest":)" + jsonText(at(request, "/contentDigest")) + R"(,"comment":""})";
}

std::string verb(const ProbeAnswer &request, const std::string &verb)
{
    return "/v1/change-requests/" + at(request, "/id") + ':' + verb;
}

} // namespace chancery::support
