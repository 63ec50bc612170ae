// SPDX-License-Identifier: Apache-2.0
#include "editors/diffview.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QListWidget>

using namespace chancery;

namespace {

// Alice has raised the rate of two configs in one request.
void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    for (const char *path : {"shop/one", "shop/two"}) {
        cms.addConfig(path, core::Format::Yaml);
        cms.publish(path, "prod", "rate: 1\nburst: 1 # kept\n", "alice", "Begin");
    }
    cms.publish("shop/two", "prod", "rate: 2\nburst: 1 # kept\n", "alice", "Raise");
    const core::ChangeRequest other = cms.requests.back();
    cms.publish("shop/one", "prod", "rate: 2\nburst: 1 # kept\n", "alice", "Raise");
    core::ChangeRequest &request = cms.requests.back();
    request.title = "Raise both";
    request.items.push_back(other.items.front());
    request.appliedVersions.push_back(other.appliedVersions.front());
}

// The same, and the change of the one brought a schema; since a later one it is another.
void fillWithSchemas(support::ScriptedCms &cms)
{
    fill(cms);
    for (const char *word : {"before", "change", "later"}) {
        core::Schema schema;
        schema.id = core::SchemaId(std::string("sch_") + word);
        schema.name
            = std::string("Limits of ") + (word == std::string("change") ? "the " : "") + word;
        schema.uri = std::string("urn:") + word;
        cms.schemas.push_back(schema);
        cms.schemaTexts[schema.id.text()] = R"({"type": "object"})";
    }
    core::ChangeRequest &request = cms.requests.back();
    const auto config = request.items.front().config;
    request.items.front().schema = core::SchemaId("sch_change");
    for (core::Version &version : cms.versions) {
        if (version.config == config)
            version.schema = core::SchemaId(
                version.id == request.appliedVersions.front() ? "sch_change" : "sch_before");
    }
    cms.headOf(config, core::EnvironmentId("prod"))->schema = core::SchemaId("sch_later");
}

bool enter(support::Console &console, const char *who = "alice")
{
    const QString id = QString::fromStdString(std::ranges::find(
        console.cms().requests, std::string("Raise both"), &core::ChangeRequest::title)
            ->id.text());
    return console.connectToServer() && console.signIn(QLatin1String(who))
        && console.chooseEnvironment(QStringLiteral("prod")) && console.openRequest(id);
}

QStringList rows(support::Console &console)
{
    QStringList rows;
    const auto *list = console.find<QListWidget>(QStringLiteral("reversalItems"));
    for (int i = 0; list && i < list->count(); ++i)
        rows << list->item(i)->text();
    return rows;
}

QString titleOfLast(support::Console &console)
{
    return QString::fromStdString(console.cms().requests.back().title);
}

} // namespace

// Somebody takes a whole change of several configs back, and what came later stays.
class ReversalTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aChangeOfSeveralIsTakenBack();
    void whatWasChangedAgainIsDecided();
    void aConflictOfSchemasIsDecided_data();
    void aConflictOfSchemasIsDecided();
    void whatMovedMeanwhileIsSeenAgain();
    void whoMayNotIsTold();
    void aRequestIsPutOntoWhatIsLive();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

void ReversalTest::aChangeOfSeveralIsTakenBack()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().publish("shop/two", "prod", "rate: 2\nburst: 7 # kept\n", "bob", "Later");
    QVERIFY(enter(console));
    QTRY_VERIFY(console.action(QStringLiteral("revertRequest"))->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("revertRequest")));
    QTRY_COMPARE(rows(console),
        (QStringList{QStringLiteral("shop/one – Production: Taken back"),
            QStringLiteral("shop/two – Production: Taken back; keeps 1 later change")}));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("reversalHint")), QStringLiteral("A revert needs a reason."));
    QVERIFY(console.write(QStringLiteral("reversalReason"), QStringLiteral("Too fast")));
    QVERIFY(console.click(QStringLiteral("reversalSendButton")));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Revert ")));
    const core::ChangeRequest &made = console.cms().requests.back();
    QCOMPARE(made.items.size(), std::size_t(2));
    QCOMPARE(made.items[0].text, std::string("rate: 1\nburst: 1 # kept\n"));
    QCOMPARE(made.items[1].text, std::string("rate: 1\nburst: 7 # kept\n"));
    QCOMPARE(made.reason, std::string("Too fast"));
}

void ReversalTest::whatWasChangedAgainIsDecided()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().publish("shop/two", "prod", "rate: 9\nburst: 1 # kept\n", "bob", "Again");
    QVERIFY(enter(console));
    QVERIFY(console.trigger(QStringLiteral("revertRequest")));
    QTRY_VERIFY(console.rowsOf(QStringLiteral("conflictTable"))
            .contains(QStringLiteral("/rate | Changed on both sides | To decide")));
    QVERIFY(console.write(QStringLiteral("reversalReason"), QStringLiteral("Too fast")));
    QVERIFY(console.textOf(QStringLiteral("reversalHint")).contains(QStringLiteral("shop/two")));
    QVERIFY(console.click(QStringLiteral("takeTheirsButton")));
    QVERIFY(console.click(QStringLiteral("useResultButton")));
    QTRY_VERIFY(rows(console).value(1).contains(QStringLiteral("Decided")));
    // Another thought.
    QVERIFY(console.click(QStringLiteral("decideAgainButton")));
    QVERIFY(console.textOf(QStringLiteral("reversalHint")).contains(QStringLiteral("shop/two")));
    QVERIFY(console.click(QStringLiteral("takeTheirsButton")));
    QVERIFY(console.click(QStringLiteral("useResultButton")));
    QVERIFY(console.click(QStringLiteral("reversalSendButton")));
    QTRY_VERIFY(titleOfLast(console).startsWith(QStringLiteral("Revert ")));
    QCOMPARE(
        console.cms().requests.back().items[1].text, std::string("rate: 1\nburst: 1 # kept\n"));
}

void ReversalTest::aConflictOfSchemasIsDecided_data()
{
    whatIsSeenIsInBothThemes_data();
}

// The change of "shop/one" brought a schema, and a later one another.
void ReversalTest::aConflictOfSchemasIsDecided()
{
    QFETCH(views::Theme::Kind, theme);
    support::Console console(theme, fillWithSchemas);
    console.window().resize(1440, 900);
    QVERIFY(enter(console));
    QVERIFY(console.trigger(QStringLiteral("revertRequest")));
    QTRY_VERIFY(rows(console).value(0).contains(
        QStringLiteral("to decide: a later change brought another schema")));
    QVERIFY(console.write(QStringLiteral("reversalReason"), QStringLiteral("Too fast")));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("reversalHint")).contains(QStringLiteral("shop/one")));
    auto *choice = console.find<QComboBox>(QStringLiteral("schemaChoice"));
    QVERIFY(choice);
    QTRY_VERIFY(choice->itemText(1).contains(QStringLiteral("Limits of before")));
    QTRY_VERIFY(choice->itemText(2).contains(QStringLiteral("Limits of the change")));
    QTRY_VERIFY(choice->itemText(3).contains(QStringLiteral("Limits of later")));
    QTRY_VERIFY(!console.find<editors::DiffView>(QString())->isBusy());
    console.picture(QStringLiteral("reversal-schema-") + QLatin1String(QTest::currentDataTag()));
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QTRY_VERIFY(rows(console).value(0).contains(QStringLiteral("the schema before it comes back")));
    QTest::keyClick(choice, Qt::Key_End);
    QTRY_VERIFY(rows(console).value(0).contains(QStringLiteral("the later schema stays")));
    QTest::keyClick(choice, Qt::Key_Up);
    QTRY_VERIFY(
        rows(console).value(0).contains(QStringLiteral("the schema that it brought comes back")));
    QVERIFY(console.click(QStringLiteral("reversalSendButton")));
    QTRY_VERIFY(titleOfLast(console).startsWith(QStringLiteral("Revert ")));
    QVERIFY(console.cms().requests.back().items[0].schema == core::SchemaId("sch_change"));
    QVERIFY(!console.cms().requests.back().items[1].schema);
}

void ReversalTest::whatMovedMeanwhileIsSeenAgain()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(console.trigger(QStringLiteral("revertRequest")));
    QTRY_COMPARE(rows(console).size(), 2);
    QVERIFY(console.write(QStringLiteral("reversalReason"), QStringLiteral("Too fast")));
    console.cms().publish("shop/one", "prod", "rate: 2\nburst: 3 # kept\n", "bob", "Meanwhile");
    QVERIFY(console.click(QStringLiteral("reversalSendButton")));
    QTRY_VERIFY(console.banners().join(u'\n').contains(QStringLiteral("Live has moved")));
    QVERIFY(!titleOfLast(console).startsWith(QStringLiteral("Revert ")));
    QTRY_VERIFY(rows(console).value(0).contains(QStringLiteral("keeps 1 later change")));
    QVERIFY(console.click(QStringLiteral("reversalBackButton")));
    QVERIFY(console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Raise both")));
}

void ReversalTest::whoMayNotIsTold()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "victor"));
    const QAction *revert = console.action(QStringLiteral("revertRequest"));
    QTRY_VERIFY(!revert->statusTip().isEmpty());
    QVERIFY(!revert->isEnabled());
}

void ReversalTest::aRequestIsPutOntoWhatIsLive()
{
    support::Console console(views::Theme::Kind::Light, fill);
    support::ScriptedCms &cms = console.cms();
    const std::string id
        = cms.open("shop/one", "prod", "rate: 2\nburst: 4 # kept\n", "alice", "Burst").id.text();
    cms.publish("shop/one", "prod", "rate: 7\nburst: 1 # kept\n", "bob", "Meanwhile");
    core::ChangeRequest &request
        = *std::ranges::find(cms.requests, core::ChangeRequestId(id), &core::ChangeRequest::id);
    request.items.front().needsRebase = true;
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openRequest(QString::fromStdString(id)));
    QTRY_VERIFY(console.action(QStringLiteral("rebaseRequest"))->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("rebaseRequest")));
    QTRY_VERIFY(console.textOf(QStringLiteral("rebaseEffect")).contains(QStringLiteral("Votes")));
    QTRY_VERIFY(console.find<editors::DiffView>(QString()));
    QTRY_VERIFY(!console.find<editors::DiffView>(QString())->isBusy());
    console.picture(QStringLiteral("rebase"));
    QVERIFY(console.click(QStringLiteral("rebaseSendButton")));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Burst")));
    const auto rebased
        = std::ranges::find(cms.requests, core::ChangeRequestId(id), &core::ChangeRequest::id);
    QCOMPARE(rebased->items.front().text, std::string("rate: 7\nburst: 4 # kept\n"));
    QTRY_VERIFY(!console.action(QStringLiteral("rebaseRequest"))->isEnabled());
}

void ReversalTest::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void ReversalTest::whatIsSeenIsInBothThemes()
{
    QFETCH(views::Theme::Kind, theme);
    support::Console console(theme, fill);
    console.cms().publish("shop/two", "prod", "rate: 9\nburst: 1 # kept\n", "bob", "Again");
    console.window().resize(1440, 900);
    QVERIFY(enter(console));
    QVERIFY(console.trigger(QStringLiteral("revertRequest")));
    QTRY_COMPARE(console.rowsOf(QStringLiteral("conflictTable")).size(), 1);
    const QString suffix = QLatin1String(QTest::currentDataTag());
    console.picture(QStringLiteral("reversal-conflict-") + suffix);
    console.find<QListWidget>(QStringLiteral("reversalItems"))->setCurrentRow(0);
    QTRY_VERIFY(console.find<editors::DiffView>(QString()));
    QTRY_VERIFY(!console.find<editors::DiffView>(QString())->isBusy());
    console.picture(QStringLiteral("reversal-") + suffix);
}

QTEST_MAIN(ReversalTest)
#include "tst_reversal.moc"
