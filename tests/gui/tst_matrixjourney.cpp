// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "models/matrixmodel.h"
#include "models/valueline.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>

using namespace chancery;

namespace {

constexpr auto rules = R"({"title": "Service", "type": "object", "properties": {
    "rate": {"type": "integer", "maximum": 100, "x-owner": "team limits", "x-reload": "restart"},
    "host": {"type": "string", "x-per-environment": true},
    "limits": {"properties": {"burst": {"type": "integer", "description": "How many at once.",
        "x-owner": "team bursts"}}},
    "token": {"type": "string", "x-sensitive": true}}})";

void fillMatrix(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig("shop/service", core::Format::Yaml, rules);
    const auto publish = [&cms](const char *place, const char *text) {
        cms.publish("shop/service", place, text, "alice", "First");
    };
    publish("dev",
        "rate: 50\nhost: dev.example\ntoken: dev-hunter2\nlimits:\n  burst: 5\n  grace: 1\n");
    publish("staging", "rate: 20\nhost: staging.example\ntoken: s-hunter2\n");
    publish(
        "prod", "# Of the shop\nrate: 10 # agreed\nhost: prod.example\ntoken: p-hunter2\nold: 1\n");
    cms.addConfig("shop/unborn", core::Format::Json);
    cms.current = nullptr;
}

// "dev" has moved on to another schema.
void fillOtherSchema(support::ScriptedCms &cms)
{
    fillMatrix(cms);
    core::Schema schema;
    schema.id = core::SchemaId("sch_next");
    schema.uri = "urn:service";
    schema.name = "Service";
    schema.semver = "2.0.0";
    cms.schemas.push_back(schema);
    cms.schemaTexts[schema.id.text()] = R"({"properties": {"rate": {"maximum": 90}}})";
    const auto config = cms.configAt("shop/service")->id;
    for (core::Head &head : cms.heads) {
        if (head.config == config && head.environment.text() == "dev")
            head.schema = schema.id;
    }
}

void fillOnePlace(support::ScriptedCms &cms)
{
    fillMatrix(cms);
    std::erase_if(
        cms.environments, [](const core::Environment &place) { return place.id.text() != "prod"; });
}

} // namespace

// Keys are compared across environments and promoted, through the true window.
class MatrixJourney : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void keysAreComparedFromTheKeyboard();
    void theRowIsMarkedAndFollowed();
    void aRowThatIsNotSetHereTellsOfItsKey();
    void chosenKeysBecomeDrafts();
    void chosenKeysBecomeOneRequest();
    void theSchemaOfTheSourceIsOffered_data() { pictures_data(); }
    void theSchemaOfTheSourceIsOffered();
    void ownValuesAndSecretsAreProtected();
    void liveChangesAreFollowed();
    void emptyStatesSayWhy();
    void failuresAreSaidAndMended();
    void pictures_data();
    void pictures();

private:
    static QTreeView *open(support::Console &console, const char *path = "shop/service",
        const char *environment = "dev")
    {
        const bool isOpen = console.connectToServer() && console.signIn(QStringLiteral("alice"))
            && console.chooseEnvironment(QLatin1String(environment))
            && console.openConfig(QLatin1String(path))
            && console.trigger(QStringLiteral("showEnvironments"))
            && QTest::qWaitFor([&] { return console.isAtRest(); });
        return isOpen ? console.find<QTreeView>(QStringLiteral("matrixTree")) : nullptr;
    }
    static QStringList rows(const QTreeView *tree)
    {
        QStringList rows;
        for (QModelIndex index = tree->model()->index(0, 0); index.isValid();
            index = tree->indexBelow(index)) {
            QStringList cells;
            for (int column = 0; column < tree->model()->columnCount(); ++column)
                cells << index.siblingAtColumn(column).data().toString();
            rows << cells.join(QStringLiteral(" | "));
        }
        return rows;
    }
    static bool goTo(QTreeView *tree, const char *key)
    {
        for (QModelIndex index = tree->model()->index(0, 0); index.isValid();
            index = tree->indexBelow(index)) {
            if (index.data().toString() == QLatin1String(key)) {
                tree->setCurrentIndex(index);
                return true;
            }
        }
        return false;
    }
    static void target(support::Console &console, const char *environment, bool isChosen)
    {
        console.window()
            .findChild<QAction *>(QStringLiteral("promoteTo_") + QLatin1String(environment))
            ->setChecked(isChosen);
    }
    // What the preview says.
    static QStringList notes(support::Console &console)
    {
        QStringList texts;
        const auto *list = console.find<QListWidget>(QStringLiteral("promotionNotes"));
        for (int row = 0; list && row < list->count(); ++row)
            texts << list->item(row)->text();
        return texts;
    }
    static bool preview(support::Console &console, QTreeView *tree)
    {
        QTest::keyClick(tree, Qt::Key_Return, Qt::ControlModifier);
        return QTest::qWaitFor([&] { return !notes(console).isEmpty() && console.isAtRest(); });
    }
};

// Of the key, by the schema of the place, and not of what is around it.
void MatrixJourney::aRowThatIsNotSetHereTellsOfItsKey()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    auto *tree = open(console, "shop/service", "prod");
    QVERIFY(tree);
    tree->expandAll();
    const auto said = [&console](const char *name) { return console.textOf(QLatin1String(name)); };
    QVERIFY(goTo(tree, "burst"));
    QTRY_COMPARE(said("inspectorPointer"), QStringLiteral("/limits/burst"));
    QCOMPARE(said("inspectorDescription"),
        QStringLiteral("This key is not set here. How many at once."));
    QCOMPARE(said("inspectorType"), QStringLiteral("integer"));
    QCOMPARE(said("inspectorOwner"), QStringLiteral("team bursts"));
    console.picture(QStringLiteral("matrix-not-set-here"));
    QVERIFY(goTo(tree, "grace"));
    QCOMPARE(said("inspectorPointer"), QStringLiteral("/limits/grace"));
    QCOMPARE(said("inspectorDescription"),
        QStringLiteral("This key is not set here. The schema says nothing about it."));
    QVERIFY(goTo(tree, "rate"));
    QCOMPARE(said("inspectorPointer"), QStringLiteral("/rate"));
    QVERIFY(!said("inspectorDescription").contains(QStringLiteral("not set here")));
    // As soon as the cursor goes elsewhere it is about the cursor again.
    QVERIFY(goTo(tree, "burst"));
    QVERIFY(console.trigger(QStringLiteral("showText")));
    QVERIFY(console.find<editors::ConfigEditor>(QString())->goToPointer(QStringLiteral("/host")));
    QCOMPARE(said("inspectorPointer"), QStringLiteral("/host"));
}

// The Inspector and the outline tell of the row, and all of it is marked, not only its cell.
void MatrixJourney::theRowIsMarkedAndFollowed()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("shop/service")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->goToPointer(QStringLiteral("/host")));
    QVERIFY(console.trigger(QStringLiteral("showEnvironments")));
    auto *tree = console.find<QTreeView>(QStringLiteral("matrixTree"));
    // It begins where the text is.
    QTRY_COMPARE(tree->currentIndex().data().toString(), QStringLiteral("host"));
    QCOMPARE(editor->pointer(), QStringLiteral("/host"));
    QVERIFY(goTo(tree, "rate"));
    QCOMPARE(editor->pointer(), QStringLiteral("/rate"));
    QCOMPARE(console.textOf(QStringLiteral("inspectorPointer")), QStringLiteral("/rate"));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("inspectorConstraints")), QStringLiteral("maximum 100"));
    QCOMPARE(console.textOf(QStringLiteral("inspectorOwner")), QStringLiteral("team limits"));
    QCOMPARE(console.textOf(QStringLiteral("inspectorMeaning")),
        QStringLiteral("Takes effect: after a restart"));
    QVERIFY(goTo(tree, "old"));
    const QImage image = tree->viewport()->grab().toImage();
    const auto groundOf = [&](const QModelIndex &index) {
        const QRect cell = tree->visualRect(index.siblingAtColumn(3));
        return image.pixelColor(cell.right() - 4, cell.top() + 3);
    };
    const QModelIndex current = tree->currentIndex();
    QCOMPARE(groundOf(current),
        views::Theme(views::Theme::Kind::Light).colour(views::Token::AccentSoft));
    QVERIFY(groundOf(current) != groundOf(tree->indexAbove(current)));
}

void MatrixJourney::keysAreComparedFromTheKeyboard()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    auto *tree = open(console);
    QVERIFY(tree);
    QTRY_VERIFY(tree->hasFocus());
    const QString mask = models::maskText();
    QCOMPARE(rows(tree),
        (QStringList{QStringLiteral("rate | ≠ differs | 50 | ≠ 20 | ≠ 10"),
            QStringLiteral("host | ⌂ own | \"dev.example\" | ≠ \"staging.example\" | ≠ "
                           "\"prod.example\""),
            QStringLiteral("token | ≠ differs | %1 | ≠ %1 | ≠ %1").arg(mask),
            QStringLiteral("old | ∅ missing | – | – | ≠ 1"),
            QStringLiteral("limits | ∅ missing | 2 keys | – | –"),
            QStringLiteral("burst | ∅ missing | 5 | ≠ – | ≠ –"),
            QStringLiteral("grace | ∅ missing | 1 | ≠ – | ≠ –")}));
    // From cell to cell, with what there is to know of it.
    tree->setCurrentIndex(tree->model()->index(0, 0));
    for (int step = 0; step < 4; ++step)
        QTest::keyClick(tree, Qt::Key_Right);
    const QString facts = console.textOf(QStringLiteral("matrixFacts"));
    QVERIFY2(facts.contains(QStringLiteral("/rate")) && facts.contains(QStringLiteral("≠ 10"))
            && facts.contains(QStringLiteral("Live in Production since"))
            && facts.contains(QStringLiteral("Alice Ardent")),
        qPrintable(facts));
    QTest::keyClick(tree, Qt::Key_F7);
    QCOMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("token"));
    QTest::keyClick(tree, Qt::Key_F7);
    QCOMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("old"));
    QTest::keyClick(tree, Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("token"));
    // Filters, and the way back.
    auto *filter = console.find<QComboBox>(QStringLiteral("matrixFilter"));
    filter->setCurrentIndex(3);
    Q_EMIT filter->activated(3);
    QCOMPARE(rows(tree).size(), 1);
    filter->setCurrentIndex(0);
    Q_EMIT filter->activated(0);
    QVERIFY(console.write(QStringLiteral("matrixText"), QStringLiteral("burst")));
    QCOMPARE(rows(tree).size(), 2);
    QVERIFY(console.write(QStringLiteral("matrixText"), QStringLiteral("hunter2")));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("emptyTitle")), QStringLiteral("No keys match the filter"));
}

void MatrixJourney::chosenKeysBecomeDrafts()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    auto *tree = open(console);
    QVERIFY(tree);
    target(console, "prod", true);
    QVERIFY(goTo(tree, "rate"));
    QTest::keyClick(tree, Qt::Key_Space);
    QVERIFY(goTo(tree, "limits"));
    QTest::keyClick(tree, Qt::Key_Space);
    QVERIFY(console.textOf(QStringLiteral("matrixSummary")).endsWith(QStringLiteral("3 ticked")));
    QVERIFY(preview(console, tree));
    QCOMPARE(notes(console),
        (QStringList{QStringLiteral("Copied: /rate"), QStringLiteral("Copied: /limits/burst"),
            QStringLiteral("Copied: /limits/grace")}));
    QVERIFY(console.click(QStringLiteral("promoteDraftButton")));
    QTRY_VERIFY(console.banners().contains(
        QStringLiteral("Saved as 2 drafts. Open the config there to go on.")));
    QCOMPARE(console.cms().drafts.size(), std::size_t(2));
    QCOMPARE(console.cms().drafts[1].text,
        std::string("# Of the shop\nrate: 50 # agreed\nhost: prod.example\ntoken: p-hunter2\nold: "
                    "1\nlimits:\n  burst: 5\n  grace: 1\n"));
    // The drafts are what the matrix shows now.
    QTRY_VERIFY(rows(tree).contains(QStringLiteral("rate | = same | 50 | 50 | 50")));
    QCOMPARE(tree->model()->headerData(4, Qt::Horizontal).toString(),
        QStringLiteral("Production, my draft"));
}

void MatrixJourney::chosenKeysBecomeOneRequest()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    auto *tree = open(console);
    QVERIFY(tree);
    target(console, "prod", true);
    QVERIFY(goTo(tree, "rate"));
    QTest::keyClick(tree, Qt::Key_Space);
    QVERIFY(preview(console, tree));
    auto *button = console.find<QPushButton>(QStringLiteral("promoteRequestButton"));
    QVERIFY(!button->isEnabled());
    QVERIFY(console.write(QStringLiteral("promotionReasonField"), QStringLiteral("Measured")));
    QTRY_VERIFY(button->isEnabled());
    const auto before = console.cms().requests.size();
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_COMPARE(console.cms().requests.size(), before + 1);
    const core::ChangeRequest &request = console.cms().requests.back();
    QCOMPARE(request.items.size(), std::size_t(2));
    QCOMPARE(request.items[1].environment.text(), std::string("prod"));
    QVERIFY(request.title.find("shop/service") != std::string::npos);
    QTRY_VERIFY(console.isAtRest());
}

// What was written under another schema: the target keeps its own, unless it is brought along.
void MatrixJourney::theSchemaOfTheSourceIsOffered()
{
    QFETCH(views::Theme::Kind, theme);
    support::Console console(theme, fillOtherSchema);
    auto *tree = open(console);
    QVERIFY(tree);
    target(console, "staging", false);
    target(console, "prod", true);
    QVERIFY(goTo(tree, "rate"));
    QTest::keyClick(tree, Qt::Key_Space);
    QVERIFY(preview(console, tree));
    QTRY_VERIFY2(notes(console).first().startsWith(QStringLiteral("Production keeps its schema "))
            && notes(console).first().endsWith(QStringLiteral("Service, version 2.0.0")),
        qPrintable(notes(console).join(u'\n')));
    auto *box = console.find<QCheckBox>(QStringLiteral("promoteSchema"));
    QVERIFY(box && box->isVisible() && !box->isChecked());
    QVERIFY(box->text().endsWith(QStringLiteral("along: Service, version 2.0.0")));
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_VERIFY(notes(console).first().startsWith(
        QStringLiteral("Another schema comes along: Service, version 2.0.0 in the place of ")));
    console.picture(QStringLiteral("promotion-schema"));
    QVERIFY(console.write(QStringLiteral("promotionReasonField"), QStringLiteral("Next")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(console.click(QStringLiteral("promoteRequestButton")));
    QTRY_VERIFY(console.cms().requests.back().items.size() == 1
        && console.cms().requests.back().items.front().schema == core::SchemaId("sch_next"));
    QTRY_VERIFY(console.isAtRest());
}

void MatrixJourney::ownValuesAndSecretsAreProtected()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    auto *tree = open(console);
    QVERIFY(tree);
    target(console, "staging", false);
    target(console, "prod", true);
    // By themselves they can be ticked.
    for (const char *key : {"host", "token", "old"}) {
        QVERIFY(goTo(tree, key));
        QTest::keyClick(tree, Qt::Key_Space);
    }
    QVERIFY(preview(console, tree));
    QVERIFY(notes(console).contains(QStringLiteral("Stays: /host belongs to Production")));
    QVERIFY(
        notes(console).contains(QStringLiteral("Stays: /old is only in Production and is kept")));
    QVERIFY(notes(console).contains(QStringLiteral("Copied: /token")));
    auto *own = console.find<QCheckBox>(QStringLiteral("promoteOwn"));
    auto *removal = console.find<QCheckBox>(QStringLiteral("promoteRemoval"));
    QVERIFY(own && removal);
    QTest::keyClick(own, Qt::Key_Space);
    QTest::keyClick(removal, Qt::Key_Space);
    QTRY_VERIFY(notes(console).contains(QStringLiteral("Copied: /host"))
        && notes(console).contains(QStringLiteral("Removed: /old")));
    for (const QLabel *label : console.window().findChildren<QLabel *>())
        QVERIFY2(!label->text().contains(QStringLiteral("hunter2")), qPrintable(label->text()));
}

void MatrixJourney::liveChangesAreFollowed()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    auto *tree = open(console);
    QVERIFY(tree);
    QVERIFY(goTo(tree, "host"));
    console.cms().publish("shop/service", "staging", "rate: 50\n", "bob", "Second");
    core::ChangeHint hint;
    hint.kind = "head.update";
    console.cms().sayStream(client::StreamState::Connected, {hint});
    QTRY_COMPARE(rows(tree).first(), QStringLiteral("rate | ≠ differs | 50 | 50 | ≠ 10"));
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("host"));
}

void MatrixJourney::emptyStatesSayWhy()
{
    {
        support::Console console(views::Theme::Kind::Light, fillMatrix);
        QVERIFY(!open(console, "shop/unborn"));
        QTRY_COMPARE(console.textOf(QStringLiteral("emptyTitle")),
            QStringLiteral("There is nothing to compare"));
    }
    support::Console console(views::Theme::Kind::Light, fillOnePlace);
    QVERIFY(!open(console, "shop/service", "prod"));
    QTRY_COMPARE(console.textOf(QStringLiteral("emptyTitle")),
        QStringLiteral("There are not two environments to compare"));
}

void MatrixJourney::failuresAreSaidAndMended()
{
    support::Console console(views::Theme::Kind::Light, fillMatrix);
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("dev"))
        && console.openConfig(QStringLiteral("shop/service")));
    QTRY_VERIFY(console.isAtRest());
    console.cms().failNext("listHeads", support::anError(core::ErrorKind::Server));
    QVERIFY(console.trigger(QStringLiteral("showEnvironments")));
    QTRY_VERIFY(!console.banners().isEmpty());
    auto *retry = console.find<QPushButton>(QStringLiteral("bannerActionButton"));
    QVERIFY(retry);
    QTest::mouseClick(retry, Qt::LeftButton);
    QTRY_VERIFY(console.find<QTreeView>(QStringLiteral("matrixTree")));
}

void MatrixJourney::pictures_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void MatrixJourney::pictures()
{
    QFETCH(views::Theme::Kind, theme);
    support::Console console(theme, fillMatrix);
    auto *tree = open(console);
    QVERIFY(tree);
    target(console, "prod", true);
    for (const char *key : {"rate", "host", "limits"}) {
        QVERIFY(goTo(tree, key));
        QTest::keyClick(tree, Qt::Key_Space);
    }
    console.picture(QStringLiteral("matrix"));
    QVERIFY(preview(console, tree));
    console.picture(QStringLiteral("promotion"));
}

QTEST_MAIN(MatrixJourney)
#include "tst_matrixjourney.moc"
