// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/httpconsole.h"
#include "tests/support/testcase.h"

#include <QDialog>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 30'000;

bool says(const ConsoleDriver &console, const QString &words)
{
    return QTest::qWaitFor([&] { return console.banners().join(u'\n').contains(words); }, patience);
}

bool showsPerson(const ConsoleDriver &console, const QString &words)
{
    return QTest::qWaitFor(
        [&] { return console.textOf(QStringLiteral("eventPerson")).contains(words); }, patience);
}

// The audit view at an entry of somebody's.
bool lookAt(HttpConsole &console, const QString &words, const QString &person)
{
    if (!console.openView(QStringLiteral("audit"))
        || !console.write(QStringLiteral("auditSearch"), words))
        return false;
    return QTest::qWaitFor(
               [&] { return console.rowsOf(QStringLiteral("eventsTable")).size() == 1; }, patience)
        && console.select(QStringLiteral("eventsTable"), QStringLiteral("authz.denied"))
        && showsPerson(console, person);
}

} // namespace

// Somebody wants to be forgotten: two administrators at two consoles do it, with a real server.
class ForgettingJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void twoPeopleForgetAThird();
    void aHoldStopsIt();
    void whoMayNotAdministerIsNotOffered();

private:
    bool arrive(HttpConsole &console, const char *name)
    {
        return console.arrive(m_cms->port(), QString::fromLatin1(name), QStringLiteral("prod"));
    }
    // With a ticket where one is asked for.
    static bool answer(HttpConsole &console, const QString &reason, const QString &ticket = {},
        const QString &confirmation = {})
    {
        const bool isAsked = QTest::qWaitFor(
            [&] { return console.find<QDialog>(QStringLiteral("promptDialog")) != nullptr; },
            patience);
        return isAsked
            && (ticket.isEmpty() || console.write(QStringLiteral("promptTicketField"), ticket))
            && console.answerPrompt(reason, confirmation);
    }

    std::unique_ptr<CmsProcess> m_cms;
};

void ForgettingJourney::init()
{
    m_cms = std::make_unique<CmsProcess>();
    QVERIFY(m_cms->start());
    makePlaces(m_cms->admin());
    (void)makePerson(m_cms->admin(), "ida", R"(["admin"])");
    (void)makePerson(m_cms->admin(), "oda", R"(["admin"])");
    (void)makePerson(m_cms->admin(), "uma", R"(["auditor"])");
    const auto pia = makePerson(m_cms->admin(), "pia", R"(["author"])");
    QCOMPARE(pia.post("/v1/namespaces", R"({"id":"","slug":"x","title":"","owner":"","etag":""})")
                 .status,
        403);
}

void ForgettingJourney::twoPeopleForgetAThird()
{
    const auto denied = QStringLiteral("createNamespace");
    const auto known = QStringLiteral("Person: pia");
    {
        HttpConsole first;
        QVERIFY(arrive(first, "ida"));
        QVERIFY(lookAt(first, denied, known));
        QVERIFY(first.trigger(QStringLiteral("forgetPerson")));
        QVERIFY(answer(first, QStringLiteral("pia has left")));
        QVERIFY(says(first, QStringLiteral("Leave the name out")));
        QVERIFY(first.trigger(QStringLiteral("forgetPerson")));
        first.picture(QStringLiteral("forgetting-disable"));
        QVERIFY(answer(first, QStringLiteral("Has left the company")));
        QVERIFY(says(first, QStringLiteral("pia is disabled.")));
        // Alone she cannot go on.
        QVERIFY(first.trigger(QStringLiteral("forgetPerson")));
        QVERIFY(answer(
            first, QStringLiteral("Art. 17"), QStringLiteral("DSR-1"), QStringLiteral("pia")));
        QVERIFY(QTest::qWaitFor(
            [&] { return !first.banners().join(u'\n').contains(QStringLiteral("is disabled")); },
            patience));
        QVERIFY(showsPerson(first, known));
    }
    HttpConsole second;
    QVERIFY(arrive(second, "oda"));
    QVERIFY(lookAt(second, denied, known));
    QVERIFY(second.trigger(QStringLiteral("forgetPerson")));
    QVERIFY(QTest::qWaitFor(
        [&] { return second.find<QDialog>(QStringLiteral("promptDialog")) != nullptr; }, patience));
    second.picture(QStringLiteral("forgetting-erase"));
    QVERIFY(
        answer(second, QStringLiteral("Art. 17"), QStringLiteral("DSR-1"), QStringLiteral("pia")));
    QVERIFY(says(second, QStringLiteral("of the log are erased; entry ")));
    QVERIFY(showsPerson(second, QStringLiteral("erased, or not given by the server")));
    QVERIFY(second.textOf(QStringLiteral("eventProof")).startsWith(QStringLiteral("✓ Proved")));
    second.picture(QStringLiteral("forgetting-done"));
    QVERIFY(second.trigger(QStringLiteral("verifyLog")));
    QTRY_VERIFY_WITH_TIMEOUT(second.textOf(QStringLiteral("auditState"))
                                 .contains(QStringLiteral("proved by the signed checkpoint")),
        patience);
}

void ForgettingJourney::aHoldStopsIt()
{
    HttpConsole console;
    QVERIFY(arrive(console, "ida"));
    QVERIFY(lookAt(console, QStringLiteral("createNamespace"), QStringLiteral("Person: pia")));
    QVERIFY(console.trigger(QStringLiteral("liftLegalHold")));
    QVERIFY(says(console, QStringLiteral("No legal hold stands over pia")));
    QVERIFY(console.trigger(QStringLiteral("placeLegalHold")));
    QVERIFY(answer(console, QStringLiteral("Litigation"), QStringLiteral("CASE-7")));
    QVERIFY(says(console, QStringLiteral(" stands. Somebody else lifts it.")));
    QVERIFY(console.trigger(QStringLiteral("forgetPerson")));
    QVERIFY(says(console, QStringLiteral("(CASE-7, since")));
    QVERIFY(console.trigger(QStringLiteral("liftLegalHold")));
    QVERIFY(answer(console, QStringLiteral("Settled")));
    QVERIFY(QTest::qWaitFor(
        [&] { return !console.banners().join(u'\n').contains(QStringLiteral("CASE-7")); },
        patience));
    HttpConsole other;
    QVERIFY(arrive(other, "oda"));
    QVERIFY(lookAt(other, QStringLiteral("createNamespace"), QStringLiteral("Person: pia")));
    QVERIFY(other.trigger(QStringLiteral("liftLegalHold")));
    QVERIFY(answer(other, QStringLiteral("Settled")));
    QVERIFY(says(other, QStringLiteral("was lifted. Somebody else erases")));
}

void ForgettingJourney::whoMayNotAdministerIsNotOffered()
{
    HttpConsole console;
    QVERIFY(arrive(console, "uma"));
    QVERIFY(lookAt(console, QStringLiteral("createNamespace"), QStringLiteral("Person: pia")));
    for (const char *name : {"forgetPerson", "placeLegalHold", "liftLegalHold"})
        QVERIFY2(!console.action(QString::fromLatin1(name))->isEnabled(), name);
}

QTEST_MAIN(ForgettingJourney)
#include "tst_forgettingjourney.moc"
