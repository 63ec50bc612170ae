// SPDX-License-Identifier: Apache-2.0
#include "engine/core/timestamp.h"
#include "tests/support/corpus.h"
#include "tests/support/stampauthority.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::StampAuthority;

// Answers of a time-stamp authority, good and bad; the authority is OpenSSL's own program.
class TestTimestamp : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aStampIsVerified();
    void hostileAnswersAreRefused_data();
    void hostileAnswersAreRefused();
    void everyChangedByteIsRefused();
    void cutAnswersAreRefused();
    void noTwoQuestionsAreTheSame();

private:
    StampAuthority m_authority;
    StampAuthority m_other;
};

constexpr std::string_view note = "example.org/log\n3\nAAAA\n\n";

void TestTimestamp::initTestCase()
{
    QVERIFY(m_authority.make());
    QVERIFY(m_other.make());
}

void TestTimestamp::aStampIsVerified()
{
    const auto query = core::timestampQuery(note);
    QVERIFY(query.ok());
    const auto answer = m_authority.answer(query->der);
    QVERIFY(!answer.empty());
    const auto stamp = core::verifyTimestamp(answer, note, query->nonce, m_authority.certificate());
    QVERIFY2(stamp.ok(), stamp.ok() ? "" : stamp.error().detail.c_str());
    const auto age = std::chrono::system_clock::now() - stamp->time;
    QVERIFY(age > -std::chrono::minutes(1) && age < std::chrono::minutes(5));
    QCOMPARE(stamp->policy, std::string("1.2.3.4.1"));
    QVERIFY(stamp->authority.find("Test TSA") != std::string::npos);
    QVERIFY(!stamp->serial.empty());
    // Later the question is not at hand any more.
    QVERIFY(core::verifyTimestamp(answer, note, {}, m_authority.certificate()).ok());
}

void TestTimestamp::hostileAnswersAreRefused_data()
{
    QTest::addColumn<QByteArray>("what");
    for (const char *what : {"other bytes", "other nonce", "other authority", "not granted",
             "oversize", "something behind", "nothing", "no time stamp", "no authorities",
             "another root of that name", "other digest"})
        QTest::newRow(what) << QByteArray(what);
}

void TestTimestamp::hostileAnswersAreRefused()
{
    QFETCH(QByteArray, what);
    const auto query = core::timestampQuery(note);
    auto answer = m_authority.answer(query->der);
    std::string bytes(note);
    auto nonce = query->nonce;
    auto trusted = m_authority.certificate();
    if (what == "other bytes")
        bytes += "x";
    else if (what == "other nonce")
        answer = m_authority.answer(core::timestampQuery(note)->der);
    else if (what == "other authority")
        answer = m_other.answer(query->der);
    else if (what == "not granted")
        answer = m_authority.answer("no question");
    else if (what == "oversize")
        answer.resize(core::mostTimestampBytes + 1);
    else if (what == "something behind")
        answer += '\0';
    else if (what == "nothing")
        answer.clear();
    else if (what == "no time stamp")
        answer = "<html>Welcome</html>";
    else if (what == "no authorities")
        trusted = "none";
    else if (what == "other digest")
        answer = m_authority.answer(m_authority.query(bytes, "-sha512"));
    else // of the same name
        trusted = m_other.certificate();
    const auto stamp = core::verifyTimestamp(answer, bytes, nonce, trusted);
    QVERIFY(!stamp.ok());
    QCOMPARE(stamp.error().code, std::string("timestamp-refused"));
    QVERIFY(!stamp.error().detail.empty());
}

// A changed byte either breaks the form, the signature, or is none of what is signed; then it still
// tells of the same time.
void TestTimestamp::everyChangedByteIsRefused()
{
    const auto query = core::timestampQuery(note);
    const auto answer = m_authority.answer(query->der);
    const auto good = core::verifyTimestamp(answer, note, query->nonce, m_authority.certificate());
    QVERIFY(good.ok());
    int accepted = 0;
    for (std::size_t i = 0; i < answer.size(); ++i) {
        auto changed = answer;
        changed[i] = char(changed[i] ^ 1);
        const auto stamp
            = core::verifyTimestamp(changed, note, query->nonce, m_authority.certificate());
        if (!stamp)
            continue;
        ++accepted;
        QVERIFY(stamp->time == good->time && stamp->serial == good->serial);
    }
    QVERIFY2(accepted < 40, qPrintable(QString::number(accepted)));
}

void TestTimestamp::cutAnswersAreRefused()
{
    const auto query = core::timestampQuery(note);
    const auto answer = m_authority.answer(query->der);
    for (std::size_t length = 0; length < answer.size(); length += 7)
        QVERIFY(!core::verifyTimestamp(
            answer.substr(0, length), note, query->nonce, m_authority.certificate()));
}

void TestTimestamp::noTwoQuestionsAreTheSame()
{
    const auto first = core::timestampQuery(note);
    const auto second = core::timestampQuery(note);
    QVERIFY(first->nonce != second->nonce);
    QVERIFY(first->der != second->der);
}

QTEST_GUILESS_MAIN(TestTimestamp)
#include "tst_timestamp.moc"
