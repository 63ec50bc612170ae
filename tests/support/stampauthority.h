// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTemporaryDir>

#include <string>

namespace chancery::support {

// A time-stamp authority of one's own: `openssl ts` under a root of its own, in a folder of its
// own. Used by one thread at a time.
class StampAuthority {
public:
    bool make();
    // PEM of the root, to which its stamps lead.
    std::string certificate() const;
    QString certificateFile() const { return m_folder.filePath(QStringLiteral("root.pem")); }
    // Of any question, also of what is none; empty when it cannot.
    std::string answer(const std::string &query) const;
    // A question of OpenSSL's own making.
    std::string query(const std::string &bytes, const char *digest) const;

private:
    bool run(const QStringList &arguments) const;
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    QTemporaryDir m_folder;
};

} // namespace chancery::support
