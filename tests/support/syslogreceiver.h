// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QStringList>

#include <map>
#include <string>
#include <vector>

namespace chancery::support {

struct SyslogRecord {
    std::string error; // what was wrong with the message
    int pri = 0;
    std::string msgid;
    std::map<std::string, std::string> params;
    std::int64_t seq = -1;
    std::string msg;
};

// tests/notifications/syslogreceiver.py over one file: may be killed and started again, and goes on
// writing there. Ended with this object.
class SyslogReceiver {
public:
    explicit SyslogReceiver(const QString &file)
        : m_file(file)
    {
    }
    ~SyslogReceiver() { kill(); }

    // "udp", "tcp" or "tls"; on the port that it had.
    bool start(const QString &mode, const QStringList &more = {});
    void kill();
    int port() const { return m_port; }
    QString address(const QString &mode) const
    {
        return QStringLiteral("%1://127.0.0.1:%2").arg(mode).arg(m_port);
    }

    // All that came, in the order in which it came.
    std::vector<SyslogRecord> records() const;
    // By their numbers, the first of each.
    std::map<std::int64_t, SyslogRecord> bySequence() const;
    // As many as there are from 0 on without a gap.
    std::int64_t whole() const;

private:
    QString m_file;
    QProcess m_process;
    int m_port = 0;
};

} // namespace chancery::support
