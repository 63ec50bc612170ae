// SPDX-License-Identifier: Apache-2.0
#include "stampauthority.h"

#include "tests/support/corpus.h"

#include <QFile>
#include <QProcess>

namespace chancery::support {

namespace {

// OpenSSL's program reads all from a file.
constexpr auto settings = "[req]\n"
                          "distinguished_name = name\n"
                          "prompt = no\n"
                          "[name]\n"
                          "CN = Test TSA\n"
                          "[root]\n"
                          "basicConstraints = critical,CA:TRUE\n"
                          "keyUsage = critical,keyCertSign\n"
                          "subjectKeyIdentifier = hash\n"
                          "[usage]\n"
                          "basicConstraints = critical,CA:FALSE\n"
                          "keyUsage = critical,digitalSignature\n"
                          "extendedKeyUsage = critical,timeStamping\n"
                          "[tsa]\n"
                          "default_tsa = own\n"
                          "[own]\n"
                          "serial = FOLDER/serial\n"
                          "signer_cert = FOLDER/tsa.pem\n"
                          "signer_key = FOLDER/tsa.key\n"
                          "signer_digest = sha256\n"
                          "default_policy = 1.2.3.4.1\n"
                          "digests = sha256, sha512\n"
                          "accuracy = secs:1\n"
                          "ess_cert_id_chain = no\n"
                          "ess_cert_id_alg = sha256\n";

bool writeAll(const QString &file, const QByteArray &bytes)
{
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size();
}

} // namespace

bool StampAuthority::run(const QStringList &arguments) const
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

bool StampAuthority::make()
{
    const auto text = QByteArray(settings).replace("FOLDER", m_folder.path().toUtf8());
    const auto certificate = [&](const char *subject, const char *usage, const char *key) {
        return QStringList{QStringLiteral("req"), QStringLiteral("-x509"),
            QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
            QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-config"),
            path("tsa.cnf"), QStringLiteral("-extensions"), QLatin1String(usage),
            QStringLiteral("-subj"), QLatin1String(subject), QStringLiteral("-keyout"), path(key)};
    };
    return writeAll(path("tsa.cnf"), text) && writeAll(path("serial"), "01\n")
        && run(certificate("/CN=Test Root", "root", "root.key")
            << QStringLiteral("-out") << path("root.pem"))
        && run(certificate("/CN=Test TSA", "usage", "tsa.key")
            << QStringLiteral("-CA") << path("root.pem") << QStringLiteral("-CAkey")
            << path("root.key") << QStringLiteral("-out") << path("tsa.pem"));
}

std::string StampAuthority::certificate() const
{
    return contentOf(path("root.pem").toStdString());
}

std::string StampAuthority::answer(const std::string &query) const
{
    QFile::remove(path("answer.tsr"));
    if (!writeAll(path("query.tsq"), QByteArray::fromStdString(query)))
        return {};
    // Not granted is an answer too, and not always one that ends well.
    (void)run(
        {QStringLiteral("ts"), QStringLiteral("-reply"), QStringLiteral("-config"), path("tsa.cnf"),
            QStringLiteral("-section"), QStringLiteral("own"), QStringLiteral("-queryfile"),
            path("query.tsq"), QStringLiteral("-out"), path("answer.tsr")});
    return contentOf(path("answer.tsr").toStdString());
}

std::string StampAuthority::query(const std::string &bytes, const char *digest) const
{
    if (!writeAll(path("data"), QByteArray::fromStdString(bytes))
        || !run({QStringLiteral("ts"), QStringLiteral("-query"), QStringLiteral("-data"),
            path("data"), QLatin1String(digest), QStringLiteral("-cert"), QStringLiteral("-out"),
            path("own.tsq")}))
        return {};
    return contentOf(path("own.tsq").toStdString());
}

} // namespace chancery::support
