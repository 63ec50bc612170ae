// SPDX-License-Identifier: Apache-2.0
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Checkpoint;
using core::NoteVerifier;
using core::Secret;
using core::SigningKey;

namespace {

const std::string origin = "cms.example/audit/prod";

// RFC 8032, test 1.
SigningKey knownKey()
{
    const auto seed
        = core::fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    return SigningKey::fromSeed(Secret(seed.value())).value();
}

Checkpoint checkpointOf(std::uint64_t size)
{
    core::MerkleTree tree;
    for (std::uint64_t seq = 0; seq < size; ++seq)
        tree.append(core::leafHash("{\"seq\":" + std::to_string(seq) + '}'));
    return {origin, size, tree.root()};
}

std::string knownNote()
{
    return core::signCheckpoint(checkpointOf(3), knownKey()).value();
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    return text.replace(text.find(from), from.size(), to);
}

std::vector<NoteVerifier> pinned()
{
    return {{origin, knownKey().publicKey()}};
}

} // namespace

class TestSignedNote : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void keysFollowRfc8032();
    void knownCheckpointsAndSignatures();
    void aWidelyPublishedNoteVerifies();
    void emptyLinesMayStandInTheText();
    void verifiersAreReadStrictly_data();
    void verifiersAreReadStrictly();
    void notesAreReadStrictly_data();
    void notesAreReadStrictly();
    void checkpointsAreReadStrictly_data();
    void checkpointsAreReadStrictly();
    void unknownSignaturesAreIgnored();
    void aBadSignatureOfAKnownKeyCondemns();
    void manySignaturesAreAccepted();
    void anotherLogIsRefused();
    void badTextsAndNamesAreNotSigned();
};

void TestSignedNote::keysFollowRfc8032()
{
    const auto key = knownKey();
    QCOMPARE(core::toHex(key.publicKey().bytes()),
        std::string("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    const auto signature = key.sign("");
    QCOMPARE(core::toHex(signature),
        std::string("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
    QVERIFY(key.publicKey().verify("", signature));
    QVERIFY(!key.publicKey().verify("x", signature));
    QVERIFY(!key.publicKey().verify("", signature.substr(1)));
    QVERIFY(!key.publicKey().verify("", ""));
    QVERIFY(!SigningKey::generate().publicKey().verify("", signature));

    const auto made = SigningKey::generate();
    QVERIFY(made.publicKey().verify("message", made.sign("message")));
    QVERIFY(!(SigningKey::generate().publicKey() == made.publicKey()));
    QCOMPARE(SigningKey::fromSeed(Secret("short")).error().code, std::string("key-seed-size"));
}

void TestSignedNote::knownCheckpointsAndSignatures()
{
    QCOMPARE(core::toText(checkpointOf(3)),
        origin + "\n3\nPbZ2Ze6owm3jQWaMHTGZ9h3kt4CoKFaaiYzkjCjZMfM=\n");
    QCOMPARE(core::toVkey(pinned().front()),
        std::string("cms.example/audit/prod+07ca4f00+"
                    "AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"));
    const auto second = core::signCheckpoint(checkpointOf(2), knownKey()).value();
    QVERIFY(second.ends_with("\n\n\u2014 cms.example/audit/prod "
                             "B8pPABOt1X1xH7Xj06rBgzZI78xJL9ulRu/hmBVulqFPPsuVPow1ITVBtOTOpOs/"
                             "SrtRKaHeShUn+0Gjt/yqqPKXwgU=\n"));
    QVERIFY(knownNote().ends_with("\n\n\u2014 cms.example/audit/prod "
                                  "B8pPAGPAjnCPbsUMMtEfxQ5kMi4aPdYZCoAnD04XDHTm5RL2MRKuMZHX+"
                                  "o+YIMzwxv9q3YPiNfS4/XwdGAP+tq8CgQs=\n"));
    QCOMPARE(core::openCheckpoint(knownNote(), origin, pinned()).value(), checkpointOf(3));
}

void TestSignedNote::aWidelyPublishedNoteVerifies()
{
    const auto verifier
        = core::readVerifier("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    QVERIFY(verifier.ok());
    const std::string note
        = "If you think cryptography is the answer to your problem,\n"
          "then you don't know what your problem is.\n"
          "\n"
          "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUg"
          "YN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    QVERIFY(core::openNote(note, std::vector{*verifier}).ok());
}

void TestSignedNote::emptyLinesMayStandInTheText()
{
    const auto key = knownKey();
    const NoteVerifier verifier{"log", key.publicKey()};
    const auto read = core::readVerifier(core::toVkey(verifier));
    QCOMPARE(read.value(), verifier);
    // The signatures stand behind the last one.
    const auto note = core::signNote("first\n\nsecond\n", "log", key).value();
    const auto opened = core::openNote(note, std::vector{verifier});
    QCOMPARE(opened->text, std::string("first\n\nsecond\n"));
    QCOMPARE(opened->signatures.size(), 1u);
    QCOMPARE(core::toText(*opened), note);
}

void TestSignedNote::verifiersAreReadStrictly_data()
{
    QTest::addColumn<QString>("vkey");
    QTest::addColumn<QString>("code");
    const auto good = QString::fromStdString(core::toVkey(pinned().front()));
    QTest::newRow("no parts") << "cms.example" << "vkey-malformed";
    QTest::newRow("no name") << good.mid(good.indexOf(QLatin1Char('+'))) << "vkey-malformed";
    QTest::newRow("other name") << QStringLiteral("x") + good << "vkey-mismatch";
    QTest::newRow("space in name") << QStringLiteral("a b") + good << "vkey-malformed";
    QTest::newRow("other type") << "a+00000000+Ag==" << "vkey-algorithm";
    QTest::newRow("no key") << "a+00000000+" << "vkey-algorithm";
    QTest::newRow("short key") << "a+00000000+AQID" << "vkey-malformed";
    QTest::newRow("not base64") << good + QStringLiteral("!") << "vkey-algorithm";
}

void TestSignedNote::verifiersAreReadStrictly()
{
    QFETCH(QString, vkey);
    QFETCH(QString, code);
    const auto verifier = core::readVerifier(vkey.toStdString());
    QVERIFY(!verifier.ok());
    QCOMPARE(verifier.error().code, code.toStdString());
}

void TestSignedNote::notesAreReadStrictly_data()
{
    QTest::addColumn<QByteArray>("note");
    const auto good = QByteArray::fromStdString(knownNote());
    const auto line = good.mid(good.indexOf("\n\n") + 2);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no signatures") << good.left(good.size() - line.size());
    QTest::newRow("no empty line") << QByteArray(good).replace("\n\n", "\n");
    QTest::newRow("no last newline") << good.chopped(1);
    QTest::newRow("hyphen for dash") << QByteArray(good).replace("\xE2\x80\x94", "-");
    QTest::newRow("carriage returns") << QByteArray(good).replace("\n", "\r\n");
    QTest::newRow("invalid UTF-8") << "\xFF" + good;
    QTest::newRow("control") << "\x01" + good;
    QTest::newRow("signature of an id alone") << QByteArray("a\n\n\xE2\x80\x94 n B8pPAA==\n");
    QTest::newRow("no name") << QByteArray("a\n\n\xE2\x80\x94  B8pPAAA=\n");
    QTest::newRow("two spaces") << QByteArray("a\n\n\xE2\x80\x94 n  B8pPAAA=\n");
    QTest::newRow("plus in name") << QByteArray("a\n\n\xE2\x80\x94 n+ B8pPAAA=\n");
    QTest::newRow("text behind") << good + "more\n";
    QTest::newRow("too large") << QByteArray(1'100'000, 'a') + "\n" + good;
    QByteArray many = good;
    for (int i = 0; i < 101; ++i)
        many += line;
    QTest::newRow("too many signatures") << many;
}

void TestSignedNote::notesAreReadStrictly()
{
    QFETCH(QByteArray, note);
    const auto opened = core::openNote(note.toStdString(), pinned());
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, std::string("note-malformed"));
}

void TestSignedNote::checkpointsAreReadStrictly_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray root = "PbZ2Ze6owm3jQWaMHTGZ9h3kt4CoKFaaiYzkjCjZMfM=";
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no origin") << "\n3\n" + root + "\n";
    QTest::newRow("no root") << QByteArray("log\n3\n");
    QTest::newRow("leading zero") << "log\n03\n" + root + "\n";
    QTest::newRow("sign") << "log\n-3\n" + root + "\n";
    QTest::newRow("letters") << "log\n3x\n" + root + "\n";
    QTest::newRow("too large") << "log\n18446744073709551616\n" + root + "\n";
    QTest::newRow("short root") << QByteArray("log\n3\nPbZ2\n");
    QTest::newRow("extension") << "log\n3\n" + root + "\nmore\n";
    QTest::newRow("no last newline") << "log\n3\n" + root;
}

void TestSignedNote::checkpointsAreReadStrictly()
{
    QFETCH(QByteArray, text);
    const auto checkpoint = core::readCheckpoint(text.toStdString());
    QVERIFY(!checkpoint.ok());
    QCOMPARE(checkpoint.error().code, std::string("checkpoint-malformed"));
}

void TestSignedNote::unknownSignaturesAreIgnored()
{
    auto note = core::readNote(knownNote()).value();
    const auto stranger = SigningKey::generate();
    note.signatures.push_back(
        {"stranger", core::keyIdOf({"stranger", stranger.publicKey()}), stranger.sign(note.text)});
    // The same name with another key is as unknown as another name.
    note.signatures.push_back(
        {origin, core::keyIdOf({origin, stranger.publicKey()}), "not even a signature"});
    QVERIFY(core::openNote(core::toText(note), pinned()).ok());

    note.signatures.erase(note.signatures.begin());
    QCOMPARE(
        core::openNote(core::toText(note), pinned()).error().code, std::string("note-unknown-key"));
    QCOMPARE(core::openNote(knownNote(), {}).error().code, std::string("note-unknown-key"));
}

void TestSignedNote::aBadSignatureOfAKnownKeyCondemns()
{
    const auto shrunk = replaced(knownNote(), "\n3\n", "\n2\n");
    QCOMPARE(core::openCheckpoint(shrunk, origin, pinned()).error().code,
        std::string("note-bad-signature"));
    auto note = core::readNote(knownNote()).value();
    note.signatures.push_back(note.signatures.front());
    note.signatures.back().signature[5] ^= 1;
    QCOMPARE(core::openNote(core::toText(note), pinned()).error().code,
        std::string("note-bad-signature"));
}

void TestSignedNote::manySignaturesAreAccepted()
{
    auto note = core::readNote(knownNote()).value();
    for (int i = 0; i < 20; ++i)
        note.signatures.insert(note.signatures.begin(), {"w" + std::to_string(i), "1234", "x"});
    QVERIFY(core::openNote(core::toText(note), pinned()).ok());
}

void TestSignedNote::anotherLogIsRefused()
{
    QCOMPARE(core::openCheckpoint(knownNote(), "cms.example/audit/test", pinned()).error().code,
        std::string("checkpoint-other-log"));
}

void TestSignedNote::badTextsAndNamesAreNotSigned()
{
    const auto key = knownKey();
    for (const std::string name : {"", "a b", "a+b", "a\nb", "a\u00a0b"})
        QCOMPARE(core::signNote("text\n", name, key).error().code, std::string("note-name"));
    for (const std::string text : {"", "no newline", "tab\t\n", "\xC3\n"})
        QCOMPARE(core::signNote(text, "log", key).error().code, std::string("note-malformed"));
}

QTEST_GUILESS_MAIN(TestSignedNote)
#include "tst_signednote.moc"
