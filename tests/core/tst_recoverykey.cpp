// SPDX-License-Identifier: Apache-2.0
#include "engine/core/recovery/recoverykey.h"
#include "tests/support/testcase.h"

using namespace chancery;

// The sealed key of recovery access, and what it signs.
class TestRecoveryKey : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void comesBackOutOfItsFile();
    void whatDoesNotOpen_data();
    void whatDoesNotOpen();
    void passphraseHasALength();
    void publicHalfAsText();
    void oneAudienceForEverySpelling_data();
    void oneAudienceForEverySpelling();
    void messageTellsItsPartsApart();

private:
    const core::Secret m_passphrase{"two people know this"};
};

void TestRecoveryKey::comesBackOutOfItsFile()
{
    const auto key = core::SigningKey::generate();
    const auto pem = core::sealedPem(key, m_passphrase);
    QVERIFY(pem);
    QVERIFY(pem->starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    QVERIFY(pem->find(key.seed().reveal()) == std::string::npos);
    const auto opened = core::keyFromSealedPem(*pem, m_passphrase);
    QVERIFY(opened);
    QVERIFY(opened->publicKey() == key.publicKey());
    QVERIFY(key.publicKey().verify("message", opened->sign("message")));
    // The same key twice is two files: salt and vector are new.
    QVERIFY(*core::sealedPem(key, m_passphrase) != *pem);
}

void TestRecoveryKey::whatDoesNotOpen_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<QByteArray>("code");
    const auto sealed = *core::sealedPem(core::SigningKey::generate(), m_passphrase);
    QTest::newRow("another passphrase") << QByteArray::fromStdString(
        *core::sealedPem(core::SigningKey::generate(), core::Secret("somebody else's words")))
                                        << QByteArray("recovery-passphrase");
    QTest::newRow("nothing") << QByteArray() << QByteArray("recovery-key-unreadable");
    QTest::newRow("cut") << QByteArray::fromStdString(sealed.substr(0, 120))
                         << QByteArray("recovery-key-unreadable");
    QTest::newRow("too long") << QByteArray(20'000, 'x') << QByteArray("recovery-key-unreadable");
    QTest::newRow("in the clear") << QByteArray(
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
        "-----END PRIVATE KEY-----\n")
                                  << QByteArray("recovery-key-unsealed");
}

void TestRecoveryKey::whatDoesNotOpen()
{
    QFETCH(QByteArray, pem);
    QFETCH(QByteArray, code);
    const auto opened = core::keyFromSealedPem(pem.toStdString(), m_passphrase);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, code.toStdString());
}

void TestRecoveryKey::passphraseHasALength()
{
    const auto key = core::SigningKey::generate();
    QVERIFY(!core::sealedPem(key, core::Secret("eleven char")));
    QVERIFY(core::sealedPem(key, core::Secret("twelve chars")));
}

void TestRecoveryKey::publicHalfAsText()
{
    const auto key = core::SigningKey::generate().publicKey();
    const auto text = core::publicText(key);
    QCOMPARE(text.size(), std::size_t(43));
    QVERIFY(*core::publicKeyFromText(text) == key);
    QVERIFY(!core::publicKeyFromText(text.substr(1)));
    QVERIFY(!core::publicKeyFromText("no key at all"));
    QVERIFY(!core::publicKeyFromText(""));
}

void TestRecoveryKey::oneAudienceForEverySpelling_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("audience"); // empty: none
    const auto row = [](const char *url, const char *audience) {
        QTest::newRow(url) << QByteArray(url) << QByteArray(audience);
    };
    row("https://cms.example", "https://cms.example:443");
    row("HTTPS://CMS.Example:443/", "https://cms.example:443");
    row("https://cms.example:8443/v1?x#y", "https://cms.example:8443");
    row("http://127.0.0.1", "http://127.0.0.1:80");
    row("https://[::1]", "https://[::1]:443");
    row("https://[::1]:8443", "https://[::1]:8443");
    row("cms.example", "");
    row("ftp://cms.example", "");
    row("https://", "");
    row("https://:443", "");
    row("https://cms.example:", "");
    row("https://cms.example:port", "");
    row("https://cms.example@evil.example", "");
}

void TestRecoveryKey::oneAudienceForEverySpelling()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, audience);
    const auto made = core::recoveryAudience(url.toStdString());
    QCOMPARE(made ? *made : std::string(), audience.toStdString());
}

void TestRecoveryKey::messageTellsItsPartsApart()
{
    QCOMPARE(core::recoveryMessage("https://a:1", "c"),
        std::string("chancery recovery 1\nhttps://a:1\nc\n"));
    QVERIFY(core::recoveryMessage("a", "bc") != core::recoveryMessage("ab", "c"));
}

QTEST_GUILESS_MAIN(TestRecoveryKey)
#include "tst_recoverykey.moc"
