// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "engine/core/recovery/recoverykey.h"
#include "tests/support/cmsprocess.h"

#include <QFile>
#include <QTemporaryDir>

namespace chancery::support {

// The server's file of recovery keys, with two of them.
class RecoveryFile {
public:
    core::SigningKey a = core::SigningKey::generate();
    core::SigningKey b = core::SigningKey::generate();

    QString write(const std::string &first, const std::string &second, const QByteArray &more = {})
    {
        QFile file(m_folder.filePath(QStringLiteral("recovery.json")));
        (void)file.open(QIODevice::WriteOnly | QIODevice::Truncate);
        file.write(QByteArray::fromStdString(R"({"keys":[{"name":"safe-a","publicKey":")" + first
                       + R"("},{"name":"safe-b","publicKey":")" + second + R"("}])")
            + more + '}');
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return file.fileName();
    }
    QString write()
    {
        return write(core::publicText(a.publicKey()), core::publicText(b.publicKey()));
    }
    // The body of openRecoverySession for the server on that port of this machine.
    static std::string proof(const core::SigningKey &key, const std::string &challenge, int port)
    {
        const auto place = "http://127.0.0.1:" + std::to_string(port);
        return R"({"key":)" + jsonText(core::publicText(key.publicKey())) + R"(,"challenge":)"
            + jsonText(challenge) + R"(,"audience":)" + jsonText(place) + R"(,"signature":)"
            + jsonText(core::toBase64Url(key.sign(core::recoveryMessage(place, challenge))))
            + R"(,"reason":"The provider is down and prod is broken"})";
    }

private:
    QTemporaryDir m_folder;
};

} // namespace chancery::support
