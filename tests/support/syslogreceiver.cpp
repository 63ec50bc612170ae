// SPDX-License-Identifier: Apache-2.0
#include "syslogreceiver.h"

#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/corpus.h"

#include <QFileInfo>

#include <sstream>

namespace chancery::support {

namespace {

constexpr int patience = 20'000;

SyslogRecord recordOf(const std::string &line)
{
    SyslogRecord record;
    const auto reading = core::readJson(line, core::Limits::wide());
    if (!reading) {
        record.error = "no JSON";
        return record;
    }
    const auto root = reading.tree().root();
    record.error = root["error"].text();
    record.pri = int(root["pri"].integer().value_or(0));
    record.msgid = root["msgid"].text();
    record.seq = root["seq"].integer().value_or(-1);
    record.msg = root["msg"].text();
    for (const auto &param : root["params"])
        record.params.emplace(param.key(), param.value().text());
    return record;
}

} // namespace

bool SyslogReceiver::start(const QString &mode, const QStringList &more)
{
    const auto script = dataFile("../notifications/syslogreceiver.py").string();
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral("/usr/bin/python3"),
        QStringList{QString::fromStdString(script), mode, QString::number(m_port), m_file} + more);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(patience))
            return false;
    }
    m_port = QString::fromUtf8(m_process.readLine()).section(QLatin1Char(' '), 1).toInt();
    return m_port > 0;
}

void SyslogReceiver::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

std::vector<SyslogRecord> SyslogReceiver::records() const
{
    std::vector<SyslogRecord> all;
    std::istringstream stream(contentOf(m_file.toStdString()));
    for (std::string line; std::getline(stream, line);)
        all.push_back(recordOf(line));
    return all;
}

std::map<std::int64_t, SyslogRecord> SyslogReceiver::bySequence() const
{
    std::map<std::int64_t, SyslogRecord> all;
    for (auto &record : records())
        all.emplace(record.seq, record);
    return all;
}

std::int64_t SyslogReceiver::whole() const
{
    std::int64_t next = 0;
    for (const auto &[seq, record] : bySequence())
        next += seq == next ? 1 : 0;
    return next;
}

} // namespace chancery::support
