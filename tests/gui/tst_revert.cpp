// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "models/qtconvert.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>

using namespace chancery;

namespace {

constexpr auto path = "shop/waiting";
constexpr auto table = "versionsTable";

// The second change brought a schema in the place of another one. The later ones keep it, or the
// last brought the one that is named.
void addSchemas(support::ScriptedCms &cms, const char *now)
{
    for (const char *word : {"before", "made", "later"}) {
        core::Schema schema;
        schema.id = core::SchemaId(std::string("sch_") + word);
        schema.name = std::string("Limits of ") + word;
        schema.uri = std::string("urn:") + word;
        cms.schemas.push_back(schema);
        cms.schemaTexts[schema.id.text()] = R"({"type": "object"})";
    }
    const auto config = cms.configAt(path)->id;
    std::vector<core::Version *> versions;
    for (core::Version &version : cms.versions) {
        if (version.config == config)
            versions.push_back(&version);
    }
    for (core::Version *version : versions)
        version->schema = core::SchemaId(version == versions.front() ? "sch_before" : "sch_made");
    versions.back()->schema = core::SchemaId(now);
    cms.headOf(config, core::EnvironmentId("prod"))->schema = core::SchemaId(now);
}

// Signed in as somebody who may edit, before the versions of a config in production.
bool begin(support::Console &console, const char *schemaNow = nullptr)
{
    auto &cms = console.cms();
    cms.addConfig(path, core::Format::Yaml);
    cms.publish(path, "prod", "first: 1\nsecond: 1 # kept\nthird: 1\n", "alice", "Begin");
    cms.publish(path, "prod", "first: 2\nsecond: 1 # kept\nthird: 2\n", "alice", "Raise two");
    cms.publish(path, "prod", "first: 2\nsecond: 5 # kept\nthird: 2\n", "alice", "Raise second");
    cms.publish(path, "prod", "first: 2\nsecond: 5 # kept\nthird: 9\n", "alice", "Raise third");
    if (schemaNow)
        addSchemas(cms, schemaNow);
    if (!console.connectToServer() || !console.signIn(QStringLiteral("alice"))
        || !console.chooseEnvironment(QStringLiteral("prod")))
        return false;
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    return QTest::qWaitFor([&] { return console.rowsOf(QLatin1String(table)).size() == 4; });
}

bool hasBanner(support::Console &console, const char *words)
{
    return QTest::qWaitFor(
        [&] { return console.banners().join(u'\n').contains(QLatin1String(words)); });
}

} // namespace

// Somebody takes one change back, from the lineage, and goes on in the draft.
class RevertTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void oneChangeIsTakenBack();
    void whatWasChangedAgainIsDecided();
    void whatCannotBeTakenBackSaysWhy();
    void aSchemaComesBackWithIt();
    void anotherSchemaSinceIsDecided();
};

void RevertTest::oneChangeIsTakenBack()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise second")));
    QVERIFY(console.trigger(QStringLiteral("revertChange")));
    QVERIFY(hasBanner(console, "what came later is left"));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("first: 2\nsecond: 1 # kept\nthird: 9\n"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QCOMPARE(console.cms().drafts.front().text, models::fromQt(editor->text()));
    console.picture(QStringLiteral("reverted"));
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QCOMPARE(editor->text(), QStringLiteral("first: 2\nsecond: 5 # kept\nthird: 9\n"));
}

void RevertTest::whatWasChangedAgainIsDecided()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise two")));
    QVERIFY(console.trigger(QStringLiteral("revertChange")));
    QVERIFY(hasBanner(console, "changed again since in 1 place"));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    const auto live = QStringLiteral("first: 2\nsecond: 5 # kept\nthird: 9\n");
    QCOMPARE(editor->text(), live);
    QVERIFY(console.trigger(QStringLiteral("mergeChanges")));
    QTRY_VERIFY(console.rowsOf(QStringLiteral("conflictTable"))
            .contains(QStringLiteral("/third | Changed on both sides | To decide")));
    console.picture(QStringLiteral("revert-conflict"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2, Qt::AltModifier);
    QTest::keyClick(
        QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(editor->text(), QStringLiteral("first: 1\nsecond: 5 # kept\nthird: 9\n"));
}

void RevertTest::whatCannotBeTakenBackSaysWhy()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Begin")));
    const QAction *revert = console.action(QStringLiteral("revertChange"));
    QVERIFY(revert && !revert->isEnabled());
    QCOMPARE(revert->statusTip(),
        QStringLiteral("It is the first version; there is nothing before it."));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("victor")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    QTRY_COMPARE(console.rowsOf(QLatin1String(table)).size(), 4);
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise two")));
    QVERIFY(!console.action(QStringLiteral("revertChange"))->isEnabled());
}

void RevertTest::aSchemaComesBackWithIt()
{
    support::Console console;
    QVERIFY(begin(console, "sch_made"));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise two")));
    QVERIFY(console.trigger(QStringLiteral("revertChange")));
    QVERIFY(hasBanner(console, "The schema from before it comes back too."));
    QVERIFY(console.trigger(QStringLiteral("mergeChanges")));
    QTRY_VERIFY(!console.rowsOf(QStringLiteral("conflictTable")).isEmpty());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2, Qt::AltModifier);
    QTest::keyClick(
        QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(hasBanner(console, "This change brings another schema"));
    QTRY_VERIFY(console.banners().join(u'\n').contains(QStringLiteral("Limits of before")));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(!console.banners().join(u'\n').contains(QStringLiteral("Limits of before")));
}

void RevertTest::anotherSchemaSinceIsDecided()
{
    support::Console console;
    console.window().resize(1440, 900);
    QVERIFY(begin(console, "sch_later"));
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise second")));
    QVERIFY(console.trigger(QStringLiteral("revertChange")));
    QVERIFY(hasBanner(console, "what came later is left"));
    auto *choice = console.find<QComboBox>(QStringLiteral("schemaChoice"));
    QVERIFY(!choice || !choice->isVisible()); // that one brought no schema
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    QTRY_COMPARE(console.rowsOf(QLatin1String(table)).size(), 4);
    QVERIFY(console.select(QLatin1String(table), QStringLiteral("Raise two")));
    QVERIFY(console.trigger(QStringLiteral("revertChange")));
    QVERIFY(hasBanner(console, "Choose below which schema holds"));
    choice = console.find<QComboBox>(QStringLiteral("schemaChoice"));
    QVERIFY(choice && choice->isVisible());
    QTRY_VERIFY(choice->itemText(1).contains(QStringLiteral("Limits of before")));
    QTRY_VERIFY(choice->itemText(3).contains(QStringLiteral("Limits of later")));
    const QAction *submit = console.action(QStringLiteral("submit"));
    QVERIFY(submit && !submit->isEnabled());
    QVERIFY(submit->statusTip().contains(QStringLiteral("choose which one holds")));
    console.picture(QStringLiteral("revert-schema"));
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QTRY_VERIFY(submit->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("submit")));
    QTRY_VERIFY(console.textOf(QStringLiteral("submitSchema"))
            .contains(QStringLiteral("Limits of before")));
}

QTEST_MAIN(RevertTest)
#include "tst_revert.moc"
