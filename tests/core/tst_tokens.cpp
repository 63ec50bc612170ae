// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/secrets/scanner.h"
#include "engine/core/secrets/telling.h"
#include "tests/support/testcase.h"

using namespace chancery;

// Random values that no issuer's form and no name tells.
class TestTokens : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void findsTokensUnderAnyName_data();
    void findsTokensUnderAnyName();
    void leavesThePublicHalfOfKeysAlone();
};

void TestTokens::findsTokensUnderAnyName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isFound");
    const QString token = QStringLiteral("Zk3Qv9Lm2Xp7Rt4Wy8Bn1Cd6Fg5Hj0KsA2bE");
    const auto row = [](const char *name, const QString &value, bool isFound) {
        QTest::addRow("%s: %s", name, qPrintable(value.left(40)))
            << QString::fromLatin1(name) << value << isFound;
    };
    for (const char *name :
        {"note", "dsn2", "upstream", "value", "shared", "sharedAccess", "database", "dataSource",
            "contentStore", "paid", "android", "designer", "concerned", "x"})
        row(name, token, true);
    row("note", QStringLiteral("bzKaK7hK2OAoCK9d72S0UevXGZEjj8rZpv8AFoaZ+/w="), true);
    for (const char *name :
        {"sha256", "imageDigest", "libraryId", "publicKey", "encrypted_args", "thumbnailData",
            "commit", "homePath", "integrity", "ETag", "image-digests", "SHA256SUM", "CLIENTID",
            "resourceIDs", "metadata", "ca_certs", "pins", "passwordHash"})
        row(name, token, false);
    for (const char *value : {"Microsoft-Windows-NetFx3-OC-Package",
             "3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e3f9a1c7e", "550e8400-e29b-41d4-a716-446655440000",
             "thisIsALongNameInCamelCase2WithoutEnd", "deployments/Shop/Api2/Overrides/Europe1",
             "sha512-Zk3Qv9Lm2Xp7Rt4Wy8Bn1Cd6Fg5Hj0Ks3Qv9Lm2Xp7Rt4Wy8Bn1C", "Zk3Qv9Lm2Xp7Rt4Wy8Bn"})
        row("note", QString::fromLatin1(value), false);
}

// Patterns know the issuers, entropy the rest.
void TestTokens::findsTokensUnderAnyName()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(bool, isFound);
    const auto kind = core::SecretScanner::shared().kindOf(name.toStdString(), value.toStdString());
    QCOMPARE(std::string(kind), std::string(isFound ? "token" : ""));
    QCOMPARE(core::entropyOf("aabb"), 1.0);
    QCOMPARE(core::entropyOf("abcdefgh"), 3.0);
}

// Of a web key (RFC 7517) everybody may know all but what is private in it.
void TestTokens::leavesThePublicHalfOfKeysAlone()
{
    const std::string number = "Zk3Qv9Lm2Xp7Rt4Wy8Bn1Cd6Fg5Hj0KsA2bE4Tz6Yw8";
    const auto found = [&number](const std::string &before, const std::string &name) {
        const auto tree
            = core::readJson("{\"keys\":[{" + before + '"' + name + "\":\"" + number + "\"}]}")
                  .tree();
        const auto scan = core::SecretScanner::shared().scan(tree);
        const auto pointer = "/keys/0/" + name;
        const auto value = tree.root().resolve(pointer);
        // By the place alone it is the same.
        return core::SecretScanner::shared().covers(pointer, value) == !scan.findings.empty()
            ? int(scan.findings.size())
            : -1;
    };
    const std::string key = R"("kty":"EC","crv":"P-256",)";
    for (const char *name : {"x", "y", "x5t#S256"}) {
        QCOMPARE(found(key, name), 0);
        QCOMPARE(found({}, name), 1);
    }
    QCOMPARE(found(key, "d"), 1);
}

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
