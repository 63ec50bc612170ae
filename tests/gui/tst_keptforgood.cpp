// SPDX-License-Identifier: Apache-2.0
#include "tests/support/httpconsole.h"
#include "tests/support/incidentcase.h"
#include "tests/support/wireworld.h"

#include <QDialog>
#include <QLabel>

using namespace chancery;
using namespace support;

namespace {

template <typename Condition>
bool comes(Condition condition)
{
    return QTest::qWaitFor(condition, 30'000);
}

bool isRefused(const ConsoleDriver &console, const char *action, const QString &words)
{
    return comes([&] {
        const auto *known = console.action(QLatin1String(action));
        return known && !known->isEnabled() && known->statusTip().contains(words);
    });
}

bool isAsked(const ConsoleDriver &console, const char *words)
{
    const auto *prompt = console.find<QDialog>(QStringLiteral("promptDialog"));
    const auto labels = prompt ? prompt->findChildren<QLabel *>() : QList<QLabel *>();
    return std::ranges::any_of(
        labels, [&](const QLabel *label) { return label->text().contains(QLatin1String(words)); });
}

} // namespace

// What a request refers to stays, and people see why (GOV-26): on a real server.
class KeptForGood : public IncidentCaseOf<WireWorld> {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void gov26_aConfigThatARequestIsAboutIsNotDeleted();
    void gov26_anAccountThatGoesLeavesWhatItAskedForAndSaid();

private:
    bool arrive(HttpConsole &console, const char *who)
    {
        return console.arrive(
            m_world.server().port(), QString::fromLatin1(who), QStringLiteral("live"));
    }
};

void KeptForGood::gov26_aConfigThatARequestIsAboutIsNotDeleted()
{
    m_world.as("ann");
    const auto config = m_world.config("a/fresh");
    const auto request = WireWorld::at(change("ann", config, R"({"x":1})"), "/id");
    HttpConsole console;
    QVERIFY(arrive(console, "ann") && console.openConfig(QStringLiteral("a/fresh")));
    QVERIFY(isRefused(console, "deleteConfig",
        QStringLiteral("The open request %1 is about it").arg(QString::fromStdString(request))));
    console.picture(QStringLiteral("delete-refused"));
    QVERIFY(console.openRequest(QString::fromStdString(request)));
    QVERIFY(console.trigger(QStringLiteral("withdraw")));
    QVERIFY(console.answerPrompt({}));
    QVERIFY(comes([&] { return WireWorld::at(read(request), "/state") == "withdrawn"; }));
    QVERIFY(console.openConfig(QStringLiteral("a/fresh")));
    QVERIFY(console.trigger(QStringLiteral("deleteConfig")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("a/fresh")));
    QVERIFY(comes([&] { return !console.composition().stores()->configs.findPath("a/fresh"); }));
    // The request is there on the screen as ever.
    QVERIFY(console.openRequest(QString::fromStdString(request)));
    QCOMPARE(WireWorld::at(read(request), "/items/0/path"), std::string("a/fresh"));
}

void KeptForGood::gov26_anAccountThatGoesLeavesWhatItAskedForAndSaid()
{
    m_world.as("ann");
    const auto config = m_world.config("a/fresh");
    const auto request = WireWorld::at(change("ann", config, R"({"x":1})"), "/id");
    approve("bob", request);
    m_world.signUp("adam", {"admin"});
    m_world.signUp("ada", {"author"});
    HttpConsole console;
    QVERIFY(arrive(console, "adam") && console.openView(QStringLiteral("accounts")));
    for (const char *name : {"ann", "bob"}) {
        console.window().workArea()->goTo({QStringLiteral("accounts"), QLatin1String(name)});
        QVERIFY(comes([&] {
            return console.textOf(QStringLiteral("accountTitle")).contains(QLatin1String(name))
                && console.isAtRest();
        }));
        QVERIFY(console.trigger(QStringLiteral("disableAccount")));
        QVERIFY(comes([&] { return isAsked(console, "Nothing that it asked for or said goes"); }));
        QVERIFY(console.answerPrompt(QStringLiteral("Has left the company")));
        QVERIFY(comes([&] {
            return console.textOf(QStringLiteral("accountState")) == QStringLiteral("Disabled");
        }));
    }
    // No account, environment or namespace is deleted by anything on the screen.
    for (const QAction *action : console.window().findChildren<QAction *>())
        QVERIFY(!action->objectName().startsWith(QStringLiteral("delete"))
            || action->objectName() == QStringLiteral("deleteConfig"));
    HttpConsole other;
    QVERIFY(arrive(other, "ada") && other.openRequest(QString::fromStdString(request)));
    QVERIFY(comes([&] { return other.action(QStringLiteral("claim"))->isEnabled(); }));
    QVERIFY(isRefused(other, "withdraw", QStringLiteral("Only its author")));
    m_world.as("ada");
    const auto seen = read(request);
    QVERIFY2(WireWorld::at(seen, "/requesterName") == "ann", seen.body->c_str());
    QCOMPARE(WireWorld::at(seen, "/reviews/0/authorName"), std::string("bob"));
    QCOMPARE(WireWorld::at(seen, "/orphanedBecause"), std::string("disabled"));
}

QTEST_MAIN(KeptForGood)
#include "tst_keptforgood.moc"
