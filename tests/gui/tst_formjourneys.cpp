// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTreeView>

using namespace chancery;

namespace {

bool begin(support::Console &console)
{
    return console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"));
}

// Fills in a field by the keyboard alone.
bool fill(support::Console &console, const char *view, const QString &text)
{
    auto *rows = console.find<QAbstractItemView>(QString::fromLatin1(view));
    QTest::keyClick(rows, Qt::Key_F2);
    QLineEdit *field = nullptr;
    if (!QTest::qWaitFor(
            [&] { return (field = console.find<QLineEdit>(QStringLiteral("valueField"))); }))
        return false;
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
    return true;
}

// A config with a key for each kind of field, and one that is missing.
void addKinds(support::ScriptedCms &cms)
{
    cms.addConfig("shop/kinds", core::Format::Yaml, R"({
        "required": ["limits", "mode"],
        "properties": {
            "note": {"type": "string"},
            "token": {"type": "string", "x-sensitive": true},
            "mode": {"enum": ["fast", "safe"]},
            "count": {"type": "integer", "maximum": 3},
            "limits": {"type": "object", "required": ["rate"],
                "properties": {"rate": {"type": "integer", "minimum": 5}}}}})");
    cms.publish("shop/kinds", "prod",
        "note: |\n  one\n  two\ntoken: s3cret # why\nmode: fast\ncount: 2\n", "alice", "First");
}

// Opens the field of the next row, or of the first one.
template <typename Field>
Field *openField(support::Console &console, Qt::Key way = Qt::Key_Down)
{
    auto *tree = console.find<QTreeView>(QStringLiteral("formTree"));
    if (!QTest::qWaitFor([&] { return tree->hasFocus(); }))
        return nullptr;
    QTest::keyClick(tree, way);
    QTest::keyClick(tree, Qt::Key_F2);
    Field *field = nullptr;
    const bool isOpen = QTest::qWaitFor(
        [&] { return (field = console.find<Field>(QStringLiteral("valueField"))) != nullptr; });
    return isOpen ? field : nullptr;
}

// Of a command of a view; empty when it can be given.
QString whyNot(const QWidget &view, const char *name)
{
    for (const QAction *action : view.actions()) {
        if (action->objectName() == QLatin1String(name))
            return action->isEnabled() ? QString() : action->statusTip();
    }
    return QStringLiteral("no such command");
}

} // namespace

// A config is edited as form and as table, through the true window.
class FormJourneys : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void formChangesTheText();
    void formFollowsTheText();
    void tableChangesTheText();
    void itemsAreMoved();
    void everyKindOfField();
};

void FormJourneys::formChangesTheText()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(!editor->isBusy());
    const QString before = editor->text();
    QVERIFY(console.trigger(QStringLiteral("showForm")));
    auto *tree = console.find<QTreeView>(QStringLiteral("formTree"));
    QVERIFY(tree && tree->hasFocus());
    QTest::keyClick(tree, Qt::Key_Home);
    QTRY_COMPARE(console.textOf(QStringLiteral("valueAbout")),
        QStringLiteral("Sustained rate for one client."));
    // A value that cannot be is refused at the field, which stays open.
    QVERIFY(fill(console, "formTree", QStringLiteral("many")));
    QVERIFY(console.textOf(QStringLiteral("fieldFault")).contains(QStringLiteral("not a number")));
    auto *field = console.find<QLineEdit>(QStringLiteral("valueField"));
    QVERIFY(field);
    QCOMPARE(field->text(), QStringLiteral("many"));
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("750"));
    QTest::keyClick(field, Qt::Key_Return);
    QString after = before;
    after.replace(QStringLiteral("\"requestsPerSecond\": 320,"),
        QStringLiteral("\"requestsPerSecond\": 750,"));
    QTRY_COMPARE(editor->text(), after);
    QVERIFY(after != before);
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QCOMPARE(QString::fromStdString(console.cms().drafts.front().text), after);
    QTRY_VERIFY(tree->hasFocus());
    console.picture(QStringLiteral("form"));

    QVERIFY(console.trigger(QStringLiteral("showText")));
    QVERIFY(editor->isVisible());
    QCOMPARE(editor->pointer(), QStringLiteral("/requestsPerSecond"));
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QCOMPARE(editor->text(), before);
    QVERIFY(!editor->canUndo());
}

void FormJourneys::formFollowsTheText()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->goToPointer(QStringLiteral("/routes/~1search/requestsPerSecond")));
    QVERIFY(console.trigger(QStringLiteral("showForm")));
    auto *tree = console.find<QTreeView>(QStringLiteral("formTree"));
    const auto keyOf = [&] { return tree->currentIndex().siblingAtColumn(0).data().toString(); };
    QCOMPARE(keyOf(), QStringLiteral("requestsPerSecond"));
    QCOMPARE(tree->currentIndex().parent().data().toString(), QStringLiteral("/search"));
    QTest::keyClick(tree, Qt::Key_Home);
    QTest::keyClick(tree, Qt::Key_Down);
    QCOMPARE(keyOf(), QStringLiteral("burst"));
    QTRY_COMPARE(editor->pointer(), QStringLiteral("/burst"));
    // Undo from the form; the outline goes where the change was.
    QVERIFY(fill(console, "formTree", QStringLiteral("9")));
    QTRY_VERIFY(editor->text().contains(QStringLiteral("\"burst\": 9")));
    QTRY_VERIFY(tree->hasFocus());
    QTest::keyClick(tree, Qt::Key_End);
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QVERIFY(!editor->text().contains(QStringLiteral("\"burst\": 9")));
    QTRY_COMPARE(keyOf(), QStringLiteral("burst"));
    // Keys are added, the schema's first, and removed.
    QTest::keyClick(tree, Qt::Key_Insert);
    QTRY_VERIFY(console.find<QLineEdit>(QStringLiteral("addKeyFinderLine")));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("owner"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(editor->text().contains(QStringLiteral("\"owner\": \"\"")));
    QTRY_VERIFY(console.find<QLineEdit>(QStringLiteral("valueField")));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("team"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(editor->text().contains(QStringLiteral("\"owner\": \"team\"")));
    QTRY_VERIFY(tree->hasFocus() && !editor->isBusy());
    QTest::keyClick(tree, Qt::Key_Delete);
    QTRY_VERIFY(!editor->text().contains(QStringLiteral("owner")));
    // A text that does not parse is said, and the way to it is offered.
    editor->view().replaceBytes(0, 1, "[");
    QTRY_VERIFY(
        console.textOf(QStringLiteral("bannerText")).contains(QStringLiteral("cannot be read")));
    QVERIFY(!(tree->currentIndex().flags() & Qt::ItemIsEditable));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(editor->isVisible());
}

void FormJourneys::tableChangesTheText()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.openConfig(QStringLiteral("ai/gateway/models")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->isAnalysed());
    const QString before = editor->text();
    // At the top there is none; the list offers those that there are.
    QVERIFY(console.trigger(QStringLiteral("showTable")));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("emptyTitle")), QStringLiteral("There is no table here"));
    auto *places = console.find<QComboBox>(QStringLiteral("tablePlaces"));
    QVERIFY(places && places->hasFocus());
    QCOMPARE(places->count(), 2);
    QTest::keyClick(places, Qt::Key_Down);
    QTRY_COMPARE(console.rowsOf(QStringLiteral("collectionTable")),
        (QStringList{QStringLiteral("0 | fast | small-8k | 1024"),
            QStringLiteral("1 | careful | large-32k | 4096")}));
    auto *table = console.find<QTableView>(QStringLiteral("collectionTable"));
    QTRY_VERIFY(table->hasFocus());
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_End);
    QTRY_COMPARE(editor->pointer(), QStringLiteral("/endpoints/1/maxTokens"));
    QVERIFY(fill(console, "collectionTable", QStringLiteral("8192")));
    QString after = before;
    after.replace(QStringLiteral("4096"), QStringLiteral("8192"));
    QTRY_COMPARE(editor->text(), after);
    QTRY_VERIFY(table->hasFocus() && !editor->isBusy());
    console.picture(QStringLiteral("table"));
    QTest::keyClick(table, Qt::Key_Insert);
    QTRY_COMPARE(console.rowsOf(QStringLiteral("collectionTable")).size(), 3);
    QTRY_COMPARE(table->currentIndex().row(), 2);
    QTest::keyClick(table, Qt::Key_Delete, Qt::ControlModifier);
    QTRY_COMPARE(console.rowsOf(QStringLiteral("collectionTable")).size(), 2);
    QTRY_COMPARE(editor->text(), after);
    // Another order is for the eye alone.
    table->sortByColumn(3, Qt::DescendingOrder);
    QVERIFY(console.rowsOf(QStringLiteral("collectionTable")).front().contains(u"careful"));
    QCOMPARE(editor->text(), after);
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
        QStringLiteral("Item\tname\tmodel\tmaxTokens\n1\tcareful\tlarge-32k\t8192\n"));
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QCOMPARE(editor->text(), before);
    // The tab remembers what it showed.
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
    QVERIFY(console.action(QStringLiteral("showText"))->isChecked());
    QVERIFY(console.openConfig(QStringLiteral("ai/gateway/models")));
    QVERIFY(console.action(QStringLiteral("showTable"))->isChecked());
}

// Alt+Up and Alt+Down, in the form and in the table, with the eye on what moves.
void FormJourneys::itemsAreMoved()
{
    support::Console console;
    QVERIFY(begin(console));
    QVERIFY(console.openConfig(QStringLiteral("ai/gateway/models")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->isAnalysed());
    const QString before = editor->text();
    const auto isFirst = [editor](const char *name) {
        const QString text = editor->text();
        const auto careful = text.indexOf(QStringLiteral("\"careful\""));
        const auto fast = text.indexOf(QStringLiteral("\"fast\""));
        return (careful < fast) == (QLatin1String(name) == QLatin1String("careful"));
    };
    QVERIFY(isFirst("fast"));
    QVERIFY(editor->placeCaret(QStringLiteral("/endpoints/1/maxTokens")));
    QVERIFY(console.trigger(QStringLiteral("showTable")));
    auto *table = console.find<QTableView>(QStringLiteral("collectionTable"));
    QTRY_VERIFY(table->hasFocus() && table->currentIndex().row() == 1);
    QTest::keyClick(table, Qt::Key_Up, Qt::AltModifier);
    QTRY_VERIFY(isFirst("careful") && !editor->isBusy());
    QTRY_COMPARE(editor->pointer(), QStringLiteral("/endpoints/0/maxTokens"));
    QTRY_COMPARE(table->currentIndex().row(), 0);
    QCOMPARE(table->currentIndex().column(), 3);
    QVERIFY(whyNot(*table, "moveItemUp").contains(u"first"));
    // Sorted rows have no order to change.
    table->sortByColumn(3, Qt::DescendingOrder);
    QTest::keyClick(table, Qt::Key_Home);
    QTRY_VERIFY(whyNot(*table, "moveItemDown").contains(u"sorted"));

    QVERIFY(editor->placeCaret(QStringLiteral("/endpoints/0")));
    QVERIFY(console.trigger(QStringLiteral("showForm")));
    auto *tree = console.find<QTreeView>(QStringLiteral("formTree"));
    QTRY_VERIFY(tree->hasFocus());
    QTest::keyClick(tree, Qt::Key_Down, Qt::AltModifier);
    QTRY_VERIFY(isFirst("fast") && !editor->isBusy());
    QCOMPARE(editor->text(), before);
    QTRY_COMPARE(editor->pointer(), QStringLiteral("/endpoints/1"));
    console.picture(QStringLiteral("form-moved"));
    QVERIFY(console.trigger(QStringLiteral("undo")));
    QVERIFY(isFirst("careful"));
}

void FormJourneys::everyKindOfField()
{
    support::Console console;
    addKinds(console.cms());
    QVERIFY(begin(console));
    QVERIFY(console.openConfig(QStringLiteral("shop/kinds")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->isAnalysed() && editor->advisor());
    QVERIFY(console.trigger(QStringLiteral("showForm")));
    auto *tree = console.find<QTreeView>(QStringLiteral("formTree"));
    const auto cell = [&](int row) { return tree->model()->index(row, 1); };
    QTRY_COMPARE(tree->model()->rowCount(), 5);
    QTRY_COMPARE(cell(1).data().toString(), QString(8, u'•'));
    // A text of several lines in an area, which Ctrl+Enter takes.
    auto *area = openField<QPlainTextEdit>(console, Qt::Key_Home);
    QVERIFY(area);
    area->setPlainText(QStringLiteral("three\nfour\n"));
    QTest::keyClick(area, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(editor->text().startsWith(QStringLiteral("note: |\n  three\n  four\ntoken")));
    // What is sensitive is not shown while it is written either.
    auto *line = openField<QLineEdit>(console);
    QVERIFY(line);
    QCOMPARE(line->echoMode(), QLineEdit::Password);
    QVERIFY(line->text().isEmpty());
    QTest::keyClicks(line, QStringLiteral("other"));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(editor->text().contains(QStringLiteral("token: other # why\n")));
    // A list of what is allowed.
    auto *list = openField<QComboBox>(console);
    QVERIFY(list);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_VERIFY(editor->text().contains(QStringLiteral("mode: safe\n")));
    // A number counts up to what it may be.
    line = openField<QLineEdit>(console);
    QVERIFY(line);
    QTest::keyClick(line, Qt::Key_Up);
    QTest::keyClick(line, Qt::Key_Up);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(editor->text().contains(QStringLiteral("count: 3\n")));
    QTRY_VERIFY(tree->hasFocus());
    // What is required comes with all that is required of it.
    QTest::keyClick(tree, Qt::Key_Down);
    QCOMPARE(cell(4).data().toString(), QStringLiteral("Required, not set"));
    QTest::keyClick(tree, Qt::Key_F2);
    QTRY_VERIFY(editor->text().endsWith(QStringLiteral("limits: {\"rate\": 5}\n")));
    for (int step = 0; step < 5; ++step)
        QVERIFY(console.trigger(QStringLiteral("undo")));
    QVERIFY(!editor->canUndo());
    QVERIFY(
        editor->text().startsWith(QStringLiteral("note: |\n  one\n  two\ntoken: s3cret # why")));
}

QTEST_MAIN(FormJourneys)
#include "tst_formjourneys.moc"
