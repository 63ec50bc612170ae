// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "editors/notemargin.h"
#include "editors/outlinemodel.h"
#include "models/qtconvert.h"
#include "models/versiongraphmodel.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/configs/blamemargin.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QTableView>
#include <QTreeView>

using namespace chancery;
using models::VersionGraphModel;

namespace {

// A config that went through dev and staging to prod, and back once.
void fillLineage(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig("shop/pace", core::Format::Json);
    const auto publish = [&cms](const char *place, const std::string &text, const char *author) {
        cms.publish("shop/pace", place, text, author, "Pace in " + std::string(place));
    };
    const auto pace = [](int rate, int burst) {
        return "{\n  \"rate\": " + std::to_string(rate) + ",\n  \"burst\": " + std::to_string(burst)
            + ",\n  \"name\": \"pace\"\n}\n";
    };
    publish("dev", pace(1, 1), "alice");
    publish("prod", pace(1, 1), "bob");
    for (int rate = 2; rate < 8; ++rate)
        publish("dev", pace(rate, 1), rate % 2 ? "alice" : "carol");
    publish("prod", pace(7, 1), "alice");
    const core::VersionId source = std::find_if(
        cms.versions.rbegin(), cms.versions.rend(), [](const core::Version &version) {
            return version.environment.text() == "dev";
        })->id;
    cms.origins[cms.versions.back().id]
        = {source, core::EnvironmentId("dev"), core::EdgeKind::Promotion};
    publish("prod", pace(7, 9), "bob");
    cms.current = nullptr;
}

bool begin(support::Console &console)
{
    return console.connectToServer() && console.signIn(QStringLiteral("carol"))
        && console.chooseEnvironment(QStringLiteral("prod"));
}

QTableView *table(const support::Console &console)
{
    return console.find<QTableView>(QStringLiteral("versionsTable"));
}

int rows(const support::Console &console)
{
    return table(console) ? table(console)->model()->rowCount() : -1;
}

QString cell(const support::Console &console, int row, int column, int role = Qt::DisplayRole)
{
    return table(console)->model()->index(row, column).data(role).toString();
}

bool chooseScope(const support::Console &console, int scope)
{
    auto *box = console.find<QComboBox>(QStringLiteral("lineageScope"));
    if (!box)
        return false;
    box->setCurrentIndex(scope);
    return true;
}

constexpr int asideColumn = editors::OutlineModel::AsideColumn;

// What the Inspector says of the key under the cursor.
QString blamed(support::Console &console)
{
    const auto *list = console.window().findChild<QListWidget *>(QStringLiteral("keyBlameList"));
    return list && !list->isHidden() && list->count() == 1
        ? list->item(0)->data(Qt::AccessibleTextRole).toString()
        : QString();
}

} // namespace

// How versions came from each other, through the true window.
class LineageJourney : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void lanesFlagsAndWords_data();
    void lanesFlagsAndWords();
    void theFilterFindsAndMarks();
    void datesAndParentsAreReached();
    void anyDateIsJumpedTo();
    void versionsLikeOneAreFound();
    void aConfigGoesThroughItsEnvironments();
    void twoVersionsAreCompared();
    void aManyPagedHistoryIsThereAtOnce();
    void failuresAreSaidAndMended();
    void aFailedReleaseIsClosed();
    void theMarginSaysWhoSetWhat_data();
    void theMarginSaysWhoSetWhat();
    void theMarginOfAYamlText();
    void theMarginOfATomlText();

private:
    void theSameIsSaidOfTheKey(support::Console &console);
};

void LineageJourney::lanesFlagsAndWords_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void LineageJourney::lanesFlagsAndWords()
{
    QFETCH(bool, isDark);
    support::Console console(
        isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    QCOMPARE(cell(console, 0, VersionGraphModel::StateColumn), QStringLiteral("Live"));
    QCOMPARE(cell(console, 1, VersionGraphModel::KindColumn), QStringLiteral("Promotion"));
    QCOMPARE(cell(console, 0, VersionGraphModel::KeysColumn), QStringLiteral("/burst"));
    const QString words = cell(console, 1, VersionGraphModel::GraphColumn, Qt::AccessibleTextRole);
    QVERIFY2(words.startsWith(QStringLiteral("Promotion in prod, lane 1 of 1, from "))
            && words.contains(QStringLiteral("in dev (Promotion)")),
        qPrintable(words));
    QVERIFY(table(console)->isColumnHidden(VersionGraphModel::PathColumn));
    QVERIFY(chooseScope(console, 1));
    QTRY_COMPARE(rows(console), 10);
    QVERIFY(!table(console)->isColumnHidden(VersionGraphModel::EnvironmentColumn));
    console.picture(QStringLiteral("lineage-everywhere"));
    QVERIFY(chooseScope(console, 3));
    QTRY_VERIFY(rows(console) > 6);
    QVERIFY(!table(console)->isColumnHidden(VersionGraphModel::PathColumn));
    console.picture(QStringLiteral("lineage-environment"));
}

void LineageJourney::theFilterFindsAndMarks()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    QVERIFY(chooseScope(console, 1));
    QTRY_COMPARE(rows(console), 10);
    auto *filter = console.find<QLineEdit>(QStringLiteral("lineageFilter"));
    filter->setText(QStringLiteral("author:alice key:/rate"));
    QTRY_COMPARE(rows(console), 5);
    QCOMPARE(console.textOf(QStringLiteral("lineageCount")), QStringLiteral("5 of 10 versions"));
    console.picture(QStringLiteral("lineage-filtered"));
    QVERIFY(console.trigger(QStringLiteral("onlyMatches")));
    QTRY_COMPARE(rows(console), 10);
    table(console)->setCurrentIndex(table(console)->model()->index(0, 1));
    QVERIFY(console.trigger(QStringLiteral("findNextVersion")));
    QCOMPARE(table(console)->currentIndex().row(), 1);
    QVERIFY(table(console)->model()->index(1, 1).data(Qt::FontRole).isValid());
    filter->setText(QStringLiteral("kind:sideways"));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("lineageCount")).contains(QStringLiteral("is no kind")));
    QVERIFY(console.trigger(QStringLiteral("onlyMatches")));
    filter->setText(QStringLiteral("nobody said this"));
    QTRY_VERIFY(!table(console)); // it is said why there is nothing
    filter->clear();
    QTRY_COMPARE(rows(console), 10);
    table(console)->setCurrentIndex(table(console)->model()->index(1, 1));
    QVERIFY(console.trigger(QStringLiteral("findLike")));
    QTRY_COMPARE(rows(console), 1);
}

void LineageJourney::datesAndParentsAreReached()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    QCOMPARE(table(console)->currentIndex().row(), 0);
    QVERIFY(console.trigger(QStringLiteral("goToParent")));
    QCOMPARE(table(console)->currentIndex().row(), 1);
    QVERIFY(console.trigger(QStringLiteral("goToParent")));
    QVERIFY(console.trigger(QStringLiteral("goToChild")));
    QCOMPARE(table(console)->currentIndex().row(), 1);
    const auto second = console.cms().versions.end()[-2].createdAt;
    auto *date = console.find<QLineEdit>(QStringLiteral("lineageDate"));
    date->setText(models::toQt(second).addSecs(61).toString(QStringLiteral("yyyy-MM-dd HH:mm")));
    table(console)->setCurrentIndex(table(console)->model()->index(0, 1));
    QTest::keyClick(date, Qt::Key_Return);
    QCOMPARE(table(console)->currentIndex().row(), 1);
    // Nothing was live then, and that is said.
    date->setText(QStringLiteral("1999-01-01"));
    QTest::keyClick(date, Qt::Key_Return);
    QCOMPARE(table(console)->currentIndex().row(), 1);
    QVERIFY(console.textOf(QStringLiteral("lineageCount"))
            .contains(QStringLiteral("the first version is of")));
    date->setText(QStringLiteral("soon"));
    QTest::keyClick(date, Qt::Key_Return);
    QVERIFY(console.textOf(QStringLiteral("lineageCount")).contains(QStringLiteral("is no time")));
}

// To every version by the minute, the day and the second that it was made at, from wherever one is.
void LineageJourney::anyDateIsJumpedTo()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    QVERIFY(chooseScope(console, 1));
    QTRY_COMPARE(rows(console), 10);
    auto *date = console.find<QLineEdit>(QStringLiteral("lineageDate"));
    std::vector<core::Instant> times; // the newest first, as they are shown
    for (const auto &version : console.cms().versions) {
        if (version.config == console.cms().configAt("shop/pace")->id)
            times.insert(times.begin(), version.createdAt);
    }
    QCOMPARE(times.size(), std::size_t(10));
    const auto jump = [&](const QString &text) {
        date->setText(text);
        QTest::keyClick(date, Qt::Key_Return);
        return table(console)->currentIndex().row();
    };
    for (const int row : {7, 0, 9, 3, 5}) {
        const auto made = models::toQt(times[std::size_t(row)]);
        QCOMPARE(jump(made.toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss"))), row);
        // A second before, it was not there.
        if (row < 9)
            QCOMPARE(
                jump(made.addSecs(-1).toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss"))), row + 1);
    }
    // A day is meant with all of it, and the future has what is newest.
    const auto newest = models::toQt(times[0]);
    QCOMPARE(jump(newest.toString(QStringLiteral("yyyy-MM-dd"))), 0);
    (void)jump(models::toQt(times[6]).toString(QStringLiteral("yyyy-MM-dd HH:mm")));
    QCOMPARE(jump(QStringLiteral("2999-12-31")), 0);
}

// By its author and kind; who finds nothing but it is at the right place all the same.
void LineageJourney::versionsLikeOneAreFound()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    QVERIFY(chooseScope(console, 1));
    QTRY_COMPARE(rows(console), 10);
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Promotion")));
    QVERIFY(console.trigger(QStringLiteral("findLike")));
    auto *filter = console.find<QLineEdit>(QStringLiteral("lineageFilter"));
    QVERIFY(filter->text().endsWith(QStringLiteral("kind:promotion")));
    QVERIFY2(
        filter->text().startsWith(QStringLiteral("author:\"Alice ")), qPrintable(filter->text()));
    QVERIFY(filter->hasFocus());
    QTRY_COMPARE(rows(console), 1);
    // Of an ordinary one: all that this person edited, and nobody else's.
    filter->clear();
    QTRY_COMPARE(rows(console), 10);
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Carol")));
    QVERIFY(console.trigger(QStringLiteral("findLike")));
    QTRY_COMPARE(rows(console), 3);
    for (int row = 0; row < rows(console); ++row)
        QVERIFY(cell(console, row, VersionGraphModel::AuthorColumn)
                .startsWith(QStringLiteral("Carol")));
}

// What is not live here is looked at and not rolled back to.
void LineageJourney::aConfigGoesThroughItsEnvironments()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Promotion")));
    QTRY_VERIFY(console.action(QStringLiteral("rollBack"))->isEnabled());
    QVERIFY(chooseScope(console, 1));
    QTRY_COMPARE(rows(console), 10);
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Pace in dev")));
    QTRY_VERIFY(!console.action(QStringLiteral("rollBack"))->isEnabled());
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Promotion")));
    QTRY_VERIFY(console.action(QStringLiteral("rollBack"))->isEnabled());
}

void LineageJourney::twoVersionsAreCompared()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    table(console)->selectAll();
    table(console)->selectionModel()->select(table(console)->model()->index(1, 0),
        QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
    const auto shows = [&](const char *text) {
        const auto *difference = console.find<editors::DiffView>(QString());
        return difference
            && std::ranges::any_of(difference->findChildren<editors::CodeView *>(),
                [text](const editors::CodeView *view) {
                    return view->text().contains(QString::fromLatin1(text));
                });
    };
    QTRY_VERIFY(shows("\"burst\": 9"));
    QTRY_VERIFY(shows("\"rate\": 1,"));
}

void LineageJourney::aManyPagedHistoryIsThereAtOnce()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    console.cms().pageSize = 4;
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    QVERIFY(chooseScope(console, 1));
    QTRY_COMPARE(rows(console), 10);
    // What is made meanwhile comes on top, and what was selected stays so.
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Promotion")));
    console.cms().publish("shop/pace", "prod", "{\"rate\": 8}", "alice", "Eight");
    console.cms().sayStream(client::StreamState::Disconnected);
    console.cms().sayStream(client::StreamState::Connected);
    QTRY_COMPARE(rows(console), 11);
    QCOMPARE(cell(console, table(console)->currentIndex().row(), VersionGraphModel::KindColumn),
        QStringLiteral("Promotion"));
    QCOMPARE(cell(console, 1, VersionGraphModel::StateColumn), QStringLiteral("Earlier"));
}

void LineageJourney::failuresAreSaidAndMended()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.cms().failNext("listLineage", support::anError(core::ErrorKind::Offline));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_VERIFY(!console.banners().isEmpty());
    QCOMPARE(rows(console), 0);
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_COMPARE(rows(console), 3);
}

// By who has read it, and with the config that it was of; and no second one overtakes the first.
void LineageJourney::aFailedReleaseIsClosed()
{
    support::Console console(views::Theme::Kind::Light, fillLineage);
    QVERIFY(begin(console));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pace")});
    QTRY_COMPARE(rows(console), 3);
    models::LineageStore &lineage = console.composition().stores()->lineage;
    const auto fail = [&] {
        lineage.release(lineage.versions().front().id, QStringLiteral("It is safe again"));
        return QTest::qWaitFor([&] { return !console.banners().isEmpty(); });
    };
    QVERIFY(fail());
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(console.banners().isEmpty());
    QVERIFY(fail());
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/flags")});
    QTRY_VERIFY(console.banners().isEmpty());
}

// In the Inspector for the key under the cursor, in the outline for each.
void LineageJourney::theSameIsSaidOfTheKey(support::Console &console)
{
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor->goToPointer(QStringLiteral("/burst")));
    QTRY_VERIFY2(
        blamed(console).startsWith(QStringLiteral("Bob Byrne, ")), qPrintable(blamed(console)));
    QVERIFY2(blamed(console).contains(QStringLiteral("Set by Bob Byrne on ")),
        qPrintable(blamed(console)));
    const auto *tree = console.find<QTreeView>(QStringLiteral("outlineTree"));
    QVERIFY(!tree->isColumnHidden(asideColumn));
    const auto rate = [tree](int column, int role) {
        return tree->model()->index(0, column).data(role).toString();
    };
    QTRY_VERIFY(rate(asideColumn, Qt::DisplayRole).startsWith(QStringLiteral("Alice Ardent, ")));
    QVERIFY(rate(0, Qt::ToolTipRole).contains(QStringLiteral("Set by Alice Ardent")));
    QVERIFY(rate(0, Qt::AccessibleTextRole).contains(QStringLiteral("Alice Ardent")));
}

void LineageJourney::theMarginSaysWhoSetWhat_data()
{
    lanesFlagsAndWords_data();
}

void LineageJourney::theMarginSaysWhoSetWhat()
{
    QFETCH(bool, isDark);
    support::Console console(
        isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light, fillLineage);
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("shop/pace")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor);
    QCOMPARE(console.cms().callCount("blame"), 0);
    QVERIFY(console.trigger(QStringLiteral("blame")));
    const auto noteAt = [&](int line) {
        const auto *blame = console.window().findChild<views::BlameMargin *>();
        return blame ? blame->margin().textAt(line) : QString();
    };
    QTRY_VERIFY2(noteAt(1).contains(QStringLiteral("Alice Ardent")), qPrintable(noteAt(1)));
    QVERIFY(noteAt(2).contains(QStringLiteral("Bob Byrne")));
    QVERIFY(noteAt(0).isEmpty());
    theSameIsSaidOfTheKey(console);
    console.picture(QStringLiteral("blame"));
    editor->replaceText(
        QStringLiteral("{\n  \"rate\": 7,\n  \"burst\": 10,\n  \"name\": \"pace\"\n}\n"));
    QTRY_VERIFY2(noteAt(2).contains(QStringLiteral("Not live yet")), qPrintable(noteAt(2)));
    QVERIFY(noteAt(1).contains(QStringLiteral("Alice Ardent")));
    QVERIFY(editor->goToPointer(QStringLiteral("/burst")));
    QTRY_COMPARE(blamed(console), QStringLiteral("Not live yet"));
    QVERIFY(console.trigger(QStringLiteral("blame")));
    QVERIFY(console.find<QTreeView>(QStringLiteral("outlineTree"))->isColumnHidden(asideColumn));
    QCOMPARE(blamed(console), QString());
    QVERIFY(!console.window().findChild<views::BlameMargin *>());
    QCOMPARE(editor->view().send(QsciScintillaBase::SCI_GETMARGINWIDTHN, 3), 0L);
}

// Comments are nobody's; a block is its keys'.
void LineageJourney::theMarginOfAYamlText()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fillLineage(cms);
        cms.addConfig("shop/slow", core::Format::Yaml);
        cms.publish("shop/slow", "prod", "# pace\nrate: 1\nburst:\n  size: 1\n  wait: 1\n", "alice",
            "Begin");
        cms.publish(
            "shop/slow", "prod", "# slow\nrate: 1\nburst:\n  size: 1\n  wait: 9\n", "bob", "Wait");
        cms.current = nullptr;
    });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("shop/slow")));
    QVERIFY(console.trigger(QStringLiteral("blame")));
    const auto noteAt = [&](int line) {
        const auto *blame = console.window().findChild<views::BlameMargin *>();
        return blame ? blame->margin().textAt(line) : QString();
    };
    QTRY_VERIFY2(noteAt(4).contains(QStringLiteral("Bob Byrne")), qPrintable(noteAt(4)));
    QVERIFY2(noteAt(1).contains(QStringLiteral("Alice Ardent")), qPrintable(noteAt(1)));
    // The same one's, and said once.
    QVERIFY2(
        !noteAt(3).isEmpty() && !noteAt(3).contains(QStringLiteral("Bob")), qPrintable(noteAt(3)));
    QVERIFY(noteAt(0).isEmpty());
}

// Of a table as well as of a key with dots, and of one that is written in the line of its table.
void LineageJourney::theMarginOfATomlText()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fillLineage(cms);
        const auto text = [](int rate, int wait, int port) {
            return "# pace\nrate = " + std::to_string(rate)
                + "\nburst.size = 1\nburst.wait = " + std::to_string(wait)
                + "\n\n[[routes]]\nname = \"a\"\nto = { port = " + std::to_string(port) + " }\n";
        };
        cms.addConfig("shop/slow", core::Format::Toml);
        cms.publish("shop/slow", "prod", text(1, 1, 1), "alice", "Begin");
        cms.publish("shop/slow", "prod", text(1, 9, 1), "bob", "Wait");
        cms.publish("shop/slow", "prod", text(1, 9, 2), "carol", "Port");
        cms.current = nullptr;
    });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("shop/slow")));
    QVERIFY(console.trigger(QStringLiteral("blame")));
    const auto noteAt = [&](int line) {
        const auto *blame = console.window().findChild<views::BlameMargin *>();
        return blame ? blame->margin().textAt(line) : QString();
    };
    QTRY_VERIFY2(noteAt(3).contains(QStringLiteral("Bob Byrne")), qPrintable(noteAt(3)));
    QVERIFY2(noteAt(1).contains(QStringLiteral("Alice Ardent")), qPrintable(noteAt(1)));
    QVERIFY2(noteAt(6).contains(QStringLiteral("Alice Ardent")), qPrintable(noteAt(6)));
    QVERIFY2(noteAt(7).contains(QStringLiteral("Carol Chen")), qPrintable(noteAt(7)));
    for (const int line : {0, 4}) // a comment, and nothing
        QVERIFY2(noteAt(line).isEmpty(), qPrintable(noteAt(line)));
}

QTEST_MAIN(LineageJourney)
#include "tst_lineagejourney.moc"
