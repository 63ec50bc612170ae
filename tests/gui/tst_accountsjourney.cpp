// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/httpconsole.h"
#include "tests/support/testcase.h"

#include <QComboBox>
#include <QTreeWidget>

using namespace chancery;
using namespace support;

namespace {

constexpr int patience = 30'000;

template <typename Condition>
bool comes(Condition condition)
{
    return QTest::qWaitFor(condition, patience);
}

bool says(const ConsoleDriver &console, const QString &words)
{
    return comes([&] { return console.banners().join(u'\n').contains(words); });
}

bool shows(const ConsoleDriver &console, const char *label, const QString &words)
{
    return comes([&] { return console.textOf(QLatin1String(label)).contains(words); });
}

bool choose(HttpConsole &console, const QString &name)
{
    console.window().workArea()->goTo({QStringLiteral("accounts"), name});
    return shows(console, "accountTitle", name) && comes([&] { return console.isAtRest(); });
}

} // namespace

// Two administrators at two consoles look after the accounts of a real server.
class AccountsJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void somebodyLeavesAndComesBack();
    void gov32_twoAdministratorsTakeALinkBack();

private:
    bool arrive(HttpConsole &console, const char *name)
    {
        return console.arrive(m_cms->port(), QString::fromLatin1(name), QStringLiteral("prod"))
            && console.openView(QStringLiteral("accounts")) && comes([&] {
                   return console.composition().stores()->accounts.isKnown() && console.isAtRest();
               });
    }

    std::unique_ptr<CmsProcess> m_cms;
};

void AccountsJourney::init()
{
    m_cms = std::make_unique<CmsProcess>();
    QVERIFY(m_cms->start());
    makePlaces(m_cms->admin());
    for (const char *name : {"ida", "oda"})
        (void)makePerson(m_cms->admin(), name, R"(["admin"])");
    for (const char *name : {"pia", "pia-2"})
        (void)makePerson(m_cms->admin(), name, R"(["author"])");
}

void AccountsJourney::somebodyLeavesAndComesBack()
{
    HttpConsole console;
    QVERIFY(arrive(console, "ida"));
    QVERIFY(choose(console, QStringLiteral("pia")));
    auto *tokens = console.find<QTreeWidget>(QStringLiteral("accountTokens"));
    QVERIFY(tokens && comes([&] { return tokens->topLevelItemCount() == 1; }));
    QVERIFY(shows(console, "accountSignIn", QStringLiteral("Last: ")));
    QVERIFY(console.trigger(QStringLiteral("disableAccount")));
    QVERIFY(console.answerPrompt(QStringLiteral("Has left the company")));
    QVERIFY(says(console, QStringLiteral("The account is disabled")));
    QVERIFY(shows(console, "accountState", QStringLiteral("Disabled")));
    QVERIFY(comes([&] { return tokens->topLevelItemCount() == 0; }));
    QVERIFY(console.trigger(QStringLiteral("enableAccount")));
    QVERIFY(console.answerPrompt(QStringLiteral("Came back")));
    QVERIFY(shows(console, "accountState", QStringLiteral("Active")));
    QVERIFY(console.trigger(QStringLiteral("resetAccountPassword")));
    QVERIFY(console.write(QStringLiteral("accountPassword"), QStringLiteral("another secret")));
    QVERIFY(
        console.write(QStringLiteral("accountPasswordAgain"), QStringLiteral("another secret")));
    QVERIFY(console.write(QStringLiteral("accountReason"), QStringLiteral("Forgot it")));
    QVERIFY(console.click(QStringLiteral("sendAccountForm")));
    QVERIFY(says(console, QStringLiteral("The one-time password is issued")));
    QVERIFY(shows(console, "accountSignIn", QStringLiteral("Counts with ida")));
    QCOMPARE(
        m_cms->admin().post("/v1/sessions", R"({"name":"pia","password":"another secret"})").status,
        201);
    // The name in a reason would stay in the log for good.
    QVERIFY(console.trigger(QStringLiteral("disableAccount")));
    QVERIFY(console.answerPrompt(QStringLiteral("pia has left")));
    QVERIFY(says(console, QStringLiteral("Leave the name out")));
}

void AccountsJourney::gov32_twoAdministratorsTakeALinkBack()
{
    const QString linked = QStringLiteral("Second account of: pia");
    HttpConsole first;
    QVERIFY(arrive(first, "ida"));
    QVERIFY(choose(first, QStringLiteral("pia-2")));
    QVERIFY(first.trigger(QStringLiteral("linkAccount")));
    auto *other = first.find<QComboBox>(QStringLiteral("accountOther"));
    QVERIFY(other);
    other->setCurrentIndex(other->findText(QStringLiteral("pia ("), Qt::MatchStartsWith));
    QVERIFY(first.click(QStringLiteral("sendAccountForm")));
    QVERIFY(shows(first, "accountPerson", linked));
    QVERIFY(first.trigger(QStringLiteral("partAccount")));
    QVERIFY(first.answerPrompt(QStringLiteral("Two people after all")));
    QVERIFY(shows(first, "accountPerson", QStringLiteral("says ida")));
    QVERIFY(comes([&] { return !first.action(QStringLiteral("partAccount"))->isEnabled(); }));
    HttpConsole second;
    QVERIFY(arrive(second, "oda"));
    QVERIFY(choose(second, QStringLiteral("pia-2")));
    QVERIFY(shows(second, "accountPerson", QStringLiteral("says ida")));
    QVERIFY(second.trigger(QStringLiteral("partAccount")));
    QVERIFY(second.answerPrompt(QStringLiteral("Two people after all")));
    QVERIFY(shows(second, "accountPerson", QStringLiteral("The only account")));
    // And the first one sees it by itself.
    QVERIFY(shows(first, "accountPerson", QStringLiteral("The only account")));
}

QTEST_MAIN(AccountsJourney)
#include "tst_accountsjourney.moc"
