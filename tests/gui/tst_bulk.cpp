// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

using namespace chancery;

namespace {

void fillReferences(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig("shop/db", core::Format::Yaml);
    cms.addConfig("shop/client", core::Format::Json);
    cms.publish("shop/db", "prod", "host: db-1\nport: 5432\n", "alice", "First");
    cms.publish(
        "shop/client", "prod", "{\n  \"url\": \"${ref:/shop/db#/host}:1\"\n}\n", "alice", "First");
    cms.current = nullptr;
}

// The verbs of somebody who finds and changes in all configs.
class Desk {
public:
    explicit Desk(support::Console::Fill fill = support::fillDemoWorld,
        views::Theme::Kind theme = views::Theme::Kind::Light)
        : console(theme, fill)
    {
    }

    bool begin(const QString &user = QStringLiteral("alice"))
    {
        return console.connectToServer() && console.signIn(user)
            && console.chooseEnvironment(QStringLiteral("prod"))
            && console.trigger(QStringLiteral("findInAllConfigs"))
            && console.find<QLineEdit>(QStringLiteral("bulkPattern"));
    }
    bool choose(const QString &operation)
    {
        auto *choice = console.find<QComboBox>(QStringLiteral("bulkOperation"));
        const int index = choice ? choice->findText(operation) : -1;
        if (index < 0)
            return false;
        choice->setCurrentIndex(index);
        return true;
    }
    bool look()
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        return atRest();
    }
    bool atRest()
    {
        return QTest::qWaitFor([this] { return console.isAtRest(); });
    }
    QTreeView &results() { return *console.find<QTreeView>(QStringLiteral("bulkResults")); }
    // Every row: place | line | becomes | problem, hits indented.
    QStringList rows()
    {
        QStringList lines;
        const auto *model = results().model();
        const auto add = [&](const QModelIndex &row, const QString &indent) {
            QStringList cells;
            for (int column = 0; column < model->columnCount(); ++column)
                cells << row.siblingAtColumn(column).data().toString();
            while (!cells.isEmpty() && cells.last().isEmpty())
                cells.removeLast();
            lines << indent + cells.join(QStringLiteral(" | "));
        };
        for (int row = 0; row < model->rowCount(); ++row) {
            const QModelIndex top = model->index(row, 0);
            add(top, {});
            for (int hit = 0; hit < model->rowCount(top); ++hit)
                add(model->index(hit, 0, top), QStringLiteral("  "));
        }
        return lines;
    }
    // By the space bar, as somebody at the keyboard does.
    void toggle(int row, int hit = -1)
    {
        const auto *model = results().model();
        const QModelIndex top = model->index(row, 0);
        results().setFocus();
        results().setCurrentIndex(hit < 0 ? top : model->index(hit, 0, top));
        QTest::keyClick(&results(), Qt::Key_Space);
    }

    support::Console console;
};

} // namespace

// Find in all configs and change many at once, through the true window.
class BulkTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void findsAndOpensThePlace();
    void previewsUnticksAndRequests();
    void keyIsRenamedWithItsReferences();
    void aKeyThatWasJustTypedIsRenamed();
    void whatIsNotLookedAtIsCounted();
    void liveMovesInBetween();
    void whoMayNotEditOnlyFinds();
    void savesDrafts();
    void wrongExpressionIsToldAtItsField();
    void emptyFailedAndBusySayWhy();
    void selectionIsLookedForEverywhere();
    void pictures_data();
    void pictures();
};

void BulkTest::findsAndOpensThePlace()
{
    Desk desk;
    QVERIFY(desk.begin());
    QVERIFY(desk.console.write(QStringLiteral("bulkPattern"), QStringLiteral("canary")));
    QVERIFY(desk.look());
    QCOMPARE(desk.rows(),
        (QStringList{QStringLiteral("shop/gateway/routes – Production | 1 hit"),
            QStringLiteral("  11:7 /routes/1/split/canary | canary: 10")}));
    QVERIFY(!desk.console.action(QStringLiteral("bulkRequest"))->isEnabled());
    desk.results().setCurrentIndex(desk.results().model()->index(0, 0).model()->index(
        0, 0, desk.results().model()->index(0, 0)));
    QVERIFY(desk.console.trigger(QStringLiteral("bulkOpen")));
    QTRY_COMPARE(
        desk.console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/gateway/routes"));
    QTRY_COMPARE(desk.console.find<editors::ConfigEditor>(QString())->pointer(),
        QStringLiteral("/routes/1/split/canary"));
}

void BulkTest::previewsUnticksAndRequests()
{
    Desk desk;
    QVERIFY(desk.begin());
    QVERIFY(desk.choose(QStringLiteral("Multiply Number")));
    QVERIFY(
        desk.console.write(QStringLiteral("bulkPlaces"), QStringLiteral("/**/requestsPerSecond")));
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("2")));
    QVERIFY(desk.look());
    QCOMPARE(desk.rows(),
        (QStringList{QStringLiteral("shop/gateway/limits – Production | 3 hits"),
            QStringLiteral("  2:24 /requestsPerSecond | \"requestsPerSecond\": 320, | "
                           "\"requestsPerSecond\": 640,"),
            QStringLiteral("  6:41 /routes/~1checkout/requestsPerSecond | …eckout\": { "
                           "\"requestsPerSecond\": 80 }, | …eckout\": { "
                           "\"requestsPerSecond\": 160 },"),
            QStringLiteral("  7:39 /routes/~1search/requestsPerSecond | …search\": { "
                           "\"requestsPerSecond\": 160 } | …search\": { "
                           "\"requestsPerSecond\": 320 }")}));
    desk.toggle(0, 1);
    QVERIFY(desk.atRest());
    QTRY_VERIFY(desk.console.find<editors::DiffView>(QString()));
    QVERIFY(desk.console.trigger(QStringLiteral("bulkRequest")));
    QVERIFY(desk.console.write(QStringLiteral("bulkTitleField"), QStringLiteral("Twice")));
    QVERIFY(!desk.console.find<QPushButton>(QStringLiteral("bulkSubmitButton"))->isEnabled());
    QVERIFY(desk.console.write(QStringLiteral("bulkReasonField"), QStringLiteral("Sale")));
    QVERIFY(desk.console.click(QStringLiteral("bulkSubmitButton")));
    QTRY_VERIFY(
        desk.console.textOf(QStringLiteral("requestTitle")).contains(QLatin1String("Twice")));
    const core::ChangeRequest &request = desk.console.cms().requests.back();
    QCOMPARE(request.title, std::string("Twice"));
    QCOMPARE(request.items.size(), std::size_t(1));
    const std::string &text = request.items[0].text;
    QVERIFY(text.find("\"requestsPerSecond\": 640,") != std::string::npos);
    QVERIFY(text.find("\"/checkout\": { \"requestsPerSecond\": 80 }") != std::string::npos);
    QVERIFY(text.find("\"/search\": { \"requestsPerSecond\": 320 }") != std::string::npos);
}

void BulkTest::keyIsRenamedWithItsReferences()
{
    Desk desk(fillReferences);
    QVERIFY(desk.begin());
    QVERIFY(desk.console.openConfig(QStringLiteral("shop/db")));
    auto *editor = desk.console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(!editor->isBusy() && editor->goToPointer(QStringLiteral("/host")));
    QTest::keyClick(&editor->view(), Qt::Key_F2);
    QTRY_VERIFY(desk.console.find<QLineEdit>(QStringLiteral("bulkWith")));
    QVERIFY(desk.console.find<QLineEdit>(QStringLiteral("bulkWith"))->hasFocus());
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("hostname")));
    QVERIFY(desk.look());
    QCOMPARE(desk.rows(),
        (QStringList{QStringLiteral("shop/db – Production | 1 hit"),
            QStringLiteral("  1:1 /host | host: db-1 | hostname: db-1"),
            QStringLiteral("shop/client – Production | 1 hit"),
            QStringLiteral("  2:10 /url | \"url\": \"${ref:/shop/db#/host}:1\" | \"url\": "
                           "\"${ref:/shop/db#/hostname}:1\" | follows the renamed key")}));
    QVERIFY(desk.console.trigger(QStringLiteral("bulkRequest")));
    QVERIFY(desk.console.write(QStringLiteral("bulkTitleField"), QStringLiteral("Name it")));
    QVERIFY(desk.console.write(QStringLiteral("bulkReasonField"), QStringLiteral("Clearer")));
    QVERIFY(desk.console.click(QStringLiteral("bulkSubmitButton")));
    QTRY_COMPARE(desk.console.cms().requests.back().title, std::string("Name it"));
    QCOMPARE(desk.console.cms().requests.back().items.size(), std::size_t(2));
}

// It stands in the draft alone.
void BulkTest::aKeyThatWasJustTypedIsRenamed()
{
    Desk desk(fillReferences);
    QVERIFY(desk.begin());
    QVERIFY(desk.console.openConfig(QStringLiteral("shop/db")));
    auto *editor = desk.console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(!editor->isBusy());
    editor->replaceText(QStringLiteral("host: db-1\nport: 5432\nnew: \"${ref:#/host}\"\n"));
    QTRY_VERIFY(!editor->isBusy() && editor->goToPointer(QStringLiteral("/new")));
    QTest::keyClick(&editor->view(), Qt::Key_F2);
    QTRY_VERIFY(desk.console.find<QLineEdit>(QStringLiteral("bulkWith")));
    QTRY_VERIFY(!desk.console.cms().drafts.empty() && desk.console.isAtRest());
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("newer")));
    QVERIFY(desk.look());
    QVERIFY(desk.console.find<QAbstractItemView>(QStringLiteral("bulkResults")));
    QVERIFY2(desk.rows().contains(
                 QStringLiteral("  3:1 /new | new: \"${ref:#/host}\" | newer: \"${ref:#/host}\"")),
        qPrintable(desk.rows().join(u'\n')));
    QVERIFY(desk.console.trigger(QStringLiteral("bulkSaveDrafts")));
    QTRY_VERIFY(desk.console.cms().drafts.front().text.find("newer: ") != std::string::npos);
    // Of what is live no drafts are looked for, whatever was asked before.
    const auto *drafts = desk.console.find<QCheckBox>(QStringLiteral("bulkDrafts"));
    QVERIFY(drafts && drafts->isChecked());
    desk.console.window().workArea()->goTo(
        {QStringLiteral("bulk"), QStringLiteral("rename:shop/db#/host")});
    QVERIFY(!drafts->isChecked());
}

// Under the results, and in the row itself.
void BulkTest::whatIsNotLookedAtIsCounted()
{
    Desk desk(fillReferences);
    desk.console.cms().failAlways(
        "configLayers", support::anError(core::ErrorKind::Forbidden, "forbidden"));
    QVERIFY(desk.begin());
    QVERIFY(desk.choose(QStringLiteral("Replace")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPattern"), QStringLiteral(":1")));
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral(":2")));
    QVERIFY(desk.look());
    QTRY_VERIFY2(desk.rows().join(u'\n').contains(QStringLiteral("nobody has looked at")),
        qPrintable(desk.rows().join(u'\n')));
    QVERIFY2(desk.console.textOf(QStringLiteral("bulkSummary"))
                 .contains(QStringLiteral("1 text not looked at with all layers.")),
        qPrintable(desk.console.textOf(QStringLiteral("bulkSummary"))));
    QVERIFY(desk.console.action(QStringLiteral("bulkRequest"))->isEnabled());
    desk.console.picture(QStringLiteral("bulk-not-looked-at"));
}

void BulkTest::liveMovesInBetween()
{
    Desk desk;
    QVERIFY(desk.begin());
    QVERIFY(desk.choose(QStringLiteral("Replace")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPattern"), QStringLiteral("canary: 10")));
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("canary: 20")));
    QVERIFY(desk.look());
    desk.console.cms().publish(
        "shop/gateway/routes", "prod", "x: canary\ny: {canary: 10}\n", "alice", "Between");
    const std::size_t before = desk.console.cms().requests.size();
    QVERIFY(desk.console.trigger(QStringLiteral("bulkRequest")));
    QVERIFY(desk.console.write(QStringLiteral("bulkTitleField"), QStringLiteral("More")));
    QVERIFY(desk.console.write(QStringLiteral("bulkReasonField"), QStringLiteral("Load")));
    QVERIFY(desk.console.click(QStringLiteral("bulkSubmitButton")));
    QTRY_VERIFY(desk.console.banners().join(u' ').contains(QLatin1String("Live moved in 1 text")));
    QVERIFY(desk.atRest());
    QCOMPARE(desk.console.cms().requests.size(), before);
    QVERIFY(desk.rows().contains(
        QStringLiteral("  2:5 /y/canary | y: {canary: 10} | y: {canary: 20}")));
    QVERIFY(desk.console.click(QStringLiteral("bulkSubmitButton")));
    QTRY_COMPARE(desk.console.cms().requests.size(), before + 1);
    QCOMPARE(desk.console.cms().requests.back().items[0].text,
        std::string("x: canary\ny: {canary: 20}\n"));
}

void BulkTest::whoMayNotEditOnlyFinds()
{
    Desk desk;
    QVERIFY(desk.begin(QStringLiteral("victor")));
    QVERIFY(desk.choose(QStringLiteral("Remove Key")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPlaces"), QStringLiteral("/dailyBudget")));
    QVERIFY(desk.look());
    QCOMPARE(desk.rows().size(), 2);
    const QAction *request = desk.console.action(QStringLiteral("bulkRequest"));
    QVERIFY(!request->isEnabled());
    QVERIFY2(
        request->toolTip().contains(QLatin1String("permission")), qPrintable(request->toolTip()));
    QVERIFY(!desk.console.action(QStringLiteral("bulkSaveDrafts"))->isEnabled());
}

void BulkTest::savesDrafts()
{
    Desk desk;
    QVERIFY(desk.begin());
    QVERIFY(desk.choose(QStringLiteral("Set Value")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPlaces"), QStringLiteral("/dailyBudget")));
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("300")));
    QVERIFY(desk.look());
    QVERIFY(desk.console.trigger(QStringLiteral("bulkSaveDrafts")));
    QTRY_COMPARE(desk.console.cms().drafts.size(), std::size_t(1));
    QVERIFY(desk.console.cms().drafts[0].text.find("\"dailyBudget\": 300") != std::string::npos);
    QTRY_VERIFY(desk.console.banners().join(u' ').contains(QLatin1String("1 draft saved")));
}

void BulkTest::wrongExpressionIsToldAtItsField()
{
    Desk desk;
    QVERIFY(desk.begin());
    QVERIFY(desk.console.click(QStringLiteral("bulkExpression")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPattern"), QStringLiteral("a[z-a]")));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(desk.console.textOf(QStringLiteral("bulkProblem"))
            .contains(QLatin1String("at character 3")));
}

void BulkTest::emptyFailedAndBusySayWhy()
{
    Desk desk;
    QVERIFY(desk.begin());
    QTRY_VERIFY(desk.console.textOf(QStringLiteral("emptyTitle"))
            .contains(QLatin1String("Find in all configs")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPattern"), QStringLiteral("nowhere")));
    QVERIFY(desk.look());
    QTRY_COMPARE(
        desk.console.textOf(QStringLiteral("emptyTitle")), QStringLiteral("Nothing was found"));
    desk.console.cms().failNext("searchConfigs", support::anError(core::ErrorKind::Server));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(!desk.console.banners().isEmpty());
    desk.console.cms().hang("searchConfigs");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(!desk.console.textOf(QStringLiteral("busyText")).isEmpty());
}

void BulkTest::selectionIsLookedForEverywhere()
{
    Desk desk;
    QVERIFY(desk.begin());
    QVERIFY(desk.console.openConfig(QStringLiteral("shop/flags")));
    auto *editor = desk.console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(!editor->isBusy());
    editor->view().setSelection(0, 0, 0, 5);
    QVERIFY(desk.console.trigger(QStringLiteral("findInAllConfigs")));
    QTRY_VERIFY(desk.console.find<QLineEdit>(QStringLiteral("bulkPattern")));
    QCOMPARE(desk.console.find<QLineEdit>(QStringLiteral("bulkPattern"))->text(),
        QStringLiteral("flags"));
}

void BulkTest::pictures_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void BulkTest::pictures()
{
    QFETCH(views::Theme::Kind, theme);
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    Desk desk(fillReferences, theme);
    QVERIFY(desk.begin());
    desk.console.picture(QStringLiteral("bulk-empty-") + suffix);
    QVERIFY(desk.console.write(QStringLiteral("bulkPattern"), QStringLiteral("host")));
    QVERIFY(desk.look());
    desk.console.picture(QStringLiteral("bulk-found-") + suffix);
    QVERIFY(desk.choose(QStringLiteral("Replace")));
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("server")));
    QVERIFY(desk.look());
    QTRY_VERIFY(!desk.console.find<editors::DiffView>(QString())->isBusy());
    desk.console.picture(QStringLiteral("bulk-replace-") + suffix);
    QVERIFY(desk.choose(QStringLiteral("Rename Key")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPlaces"), QStringLiteral("/host")));
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("hostname")));
    QVERIFY(desk.look());
    QVERIFY(desk.console.trigger(QStringLiteral("bulkRequest")));
    QTRY_VERIFY(!desk.console.find<editors::DiffView>(QString())->isBusy());
    desk.console.picture(QStringLiteral("bulk-rename-") + suffix);
    QVERIFY(desk.choose(QStringLiteral("Multiply Number")));
    QVERIFY(desk.console.write(QStringLiteral("bulkPlaces"), QStringLiteral("/**")));
    QVERIFY(desk.console.write(QStringLiteral("bulkWith"), QStringLiteral("2")));
    QVERIFY(desk.look());
    desk.console.picture(QStringLiteral("bulk-multiply-") + suffix);
}

QTEST_MAIN(BulkTest)
#include "tst_bulk.moc"
