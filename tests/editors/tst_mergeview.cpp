// SPDX-License-Identifier: Apache-2.0
#include "editors/awaitedschema.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/liveanalysis.h"
#include "editors/merge/mergeview.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QTableView>

using namespace chancery;
using editors::MergeView;

class MergeViewTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void decidesByKeyboard();
    void answersAreStepsOfUndo();
    void editingTheResultIsAnAnswer();
    void unreadableResultCannotBeUsed();
    void linesAreMergedToo();
    void lookingShowsWhatWasTaken();
    void sensitiveNamesOfItemsAreCovered();
    void noNameIsShownBeforeTheTextsAreRead();
    void replacingTextIsOneStep_data();
    void replacingTextIsOneStep();

private:
    static MergeView::Merge mergeOf(const char *base, const char *theirs, const char *mine,
        core::Format format = core::Format::Yaml)
    {
        return std::make_shared<const core::ThreeWayMerge>(
            core::MergeInput{base, theirs, mine, format});
    }
    static void show(MergeView &view, MergeView::Merge merge)
    {
        view.resize(1000, 700);
        view.show();
        view.setMerge(std::move(merge), MergeView::Purpose::Decide);
        QVERIFY(QTest::qWaitForWindowActive(&view));
    }
    static QPushButton *button(const MergeView &view, const char *name)
    {
        return view.findChild<QPushButton *>(QString::fromLatin1(name));
    }
    static QString cell(const MergeView &view, int row, int column)
    {
        return view.findChild<QTableView *>()->model()->index(row, column).data().toString();
    }

    tests::Desk m_desk;
};

void MergeViewTest::decidesByKeyboard()
{
    MergeView view(m_desk.executor());
    show(view,
        mergeOf("a: 1\nl: [x]\nz: 1\n", "a: 2\nl: [x, t]\nz: 2\n", "a: 3\nl: [x, m]\nz: 3\n"));
    const auto *list = view.findChild<QTableView *>();
    const QAbstractItemModelTester tester(list->model());
    QCOMPARE(list->model()->rowCount(), 3);
    QCOMPARE(cell(view, 1, 0), QStringLiteral("/l"));
    QCOMPARE(cell(view, 1, 2), QStringLiteral("To decide"));
    QCOMPARE(view.openCount(), 3);
    QVERIFY(!button(view, "useResultButton")->isEnabled());
    QVERIFY(!button(view, "takeBothButton")->isEnabled());
    view.resultEditor().setFocus();
    QWidget *focus = &view.resultEditor().view();
    QTest::keyClick(focus, Qt::Key_1, Qt::AltModifier);
    QTest::keyClick(focus, Qt::Key_F7);
    QVERIFY(button(view, "takeBothButton")->isEnabled());
    QTest::keyClick(focus, Qt::Key_3, Qt::AltModifier);
    QTest::keyClick(focus, Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(list->currentIndex().row(), 0);
    QTest::keyClick(focus, Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(list->currentIndex().row(), 2);
    QTest::keyClick(focus, Qt::Key_2, Qt::AltModifier);
    QCOMPARE(view.openCount(), 0);
    QCOMPARE(cell(view, 2, 2), QStringLiteral("Mine"));
    QSignalSpy used(&view, &MergeView::used);
    QTest::keyClick(focus, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(used.count(), 1);
    QCOMPARE(used.front().front().toString(), QStringLiteral("a: 2\nl: [x, t, m]\nz: 3\n"));
}

void MergeViewTest::answersAreStepsOfUndo()
{
    MergeView view(m_desk.executor());
    show(view, mergeOf("a: 1\n", "a: 2\n", "a: 3 # mine\n"));
    view.takeTheirs();
    QCOMPARE(view.result(), QStringLiteral("a: 2 # mine\n"));
    QCOMPARE(view.openCount(), 0);
    view.resultEditor().undo();
    QCOMPARE(view.result(), QStringLiteral("a: 3 # mine\n"));
    QTRY_COMPARE(view.openCount(), 1);
    view.resultEditor().redo();
    QTRY_COMPARE(view.openCount(), 0);
}

void MergeViewTest::editingTheResultIsAnAnswer()
{
    MergeView view(m_desk.executor());
    show(view, mergeOf("a: 1\n", "a: 2\n", "a: 3\n"));
    view.resultEditor().view().setCaret(4);
    view.resultEditor().setFocus();
    QTest::keyClicks(&view.resultEditor().view(), QStringLiteral("5"));
    QTRY_COMPARE(cell(view, 0, 2), QStringLiteral("Edited"));
    QVERIFY(button(view, "useResultButton")->isEnabled());
    QSignalSpy cancelled(&view, &MergeView::cancelled);
    button(view, "cancelMergeButton")->click();
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(view.result().contains(QStringLiteral("5")));
}

void MergeViewTest::unreadableResultCannotBeUsed()
{
    MergeView view(m_desk.executor());
    show(view, mergeOf("a: 1\n", "a: 2\n", "a: 3\n"));
    view.resultEditor().replaceText(QStringLiteral("a: ["));
    QTRY_COMPARE(view.summary(), QStringLiteral("The result cannot be read."));
    QVERIFY(!button(view, "useResultButton")->isEnabled());
    view.takeTheirs();
    QCOMPARE(view.result(), QStringLiteral("a: ["));
    view.resultEditor().undo();
    QTRY_COMPARE(view.openCount(), 1);
}

void MergeViewTest::linesAreMergedToo()
{
    MergeView view(m_desk.executor());
    show(view, mergeOf("a\nb\nc\n{", "a\nT\nc\n{", "a\nM\nc\n{", core::Format::Json));
    QCOMPARE(cell(view, 0, 0), QStringLiteral("Block 1"));
    view.takeBoth();
    QCOMPARE(view.result(), QStringLiteral("a\nT\nM\nc\n{"));
    QCOMPARE(view.openCount(), 0);
}

void MergeViewTest::lookingShowsWhatWasTaken()
{
    MergeView view(m_desk.executor());
    view.show();
    view.setMerge(
        mergeOf("a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 1\nb: 3\n"), MergeView::Purpose::Look);
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/a"));
    QCOMPARE(cell(view, 0, 1), QStringLiteral("Changed by them alone"));
    QVERIFY(!button(view, "useResultButton")->isVisible());
    QVERIFY(view.resultEditor().view().isTextReadOnly());
    view.use();
    view.takeMine();
    QCOMPARE(view.result(), QStringLiteral("a: 2\nb: 3\n"));
}

// What names an item may be what must not be shown.
void MergeViewTest::sensitiveNamesOfItemsAreCovered()
{
    const auto merge = mergeOf("l:\n- {id: pin-1, n: 1}\n- {id: pin-2, n: 1}\n",
        "l:\n- {id: pin-1, n: 2}\n- {id: pin-2, n: 2}\n",
        "l:\n- {id: pin-1, n: 3}\n- {id: pin-2, n: 1}\n");
    MergeView view(m_desk.executor());
    show(view, merge);
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/l[id=pin-1]/n"));
    QCOMPARE(cell(view, 1, 0), QStringLiteral("/l[id=pin-2]"));
    // The schema may come later than the texts.
    view.setAdvisor(std::make_shared<editors::AwaitedSchema>());
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/l[id=••••••]/n"));
    view.setAdvisor(tests::advisorFor(
        R"({"properties": {"l": {"items": {"properties": {"id": {"x-sensitive": true}}}}}})"));
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/l[id=••••••]/n"));
    QCOMPARE(cell(view, 1, 0), QStringLiteral("/l[id=••••••]"));
    view.takeTheirs();
    QCOMPARE(cell(view, 0, 2), QStringLiteral("Theirs"));
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/l[id=••••••]/n"));
    view.setAdvisor(tests::advisorFor("{}"));
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/l[id=pin-1]/n"));
}

void MergeViewTest::noNameIsShownBeforeTheTextsAreRead()
{
    tests::Desk desk(tests::Desk::Delivery::ByHand);
    std::string filling;
    while (filling.size() <= editors::LiveAnalysis::smallText)
        filling += "f" + std::to_string(filling.size()) + ": 1\n";
    const auto text
        = [&](const char *value) { return filling + "l:\n- {id: one, n: " + value + "}\n"; };
    MergeView view(desk.executor());
    view.setMerge(mergeOf(text("1").c_str(), text("2").c_str(), text("3").c_str()),
        MergeView::Purpose::Decide);
    QVERIFY(view.isBusy());
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/l[id=••••••]/n"));
    while (cell(view, 0, 0) != QStringLiteral("/l[id=one]/n")) {
        desk.waitForJobs();
        QVERIFY(desk.deliver() > 0);
    }
    // And not while another schema is asked.
    view.setAdvisor(tests::advisorFor("{}"));
    QCOMPARE(cell(view, 0, 0), QStringLiteral("/l[id=••••••]/n"));
}

void MergeViewTest::replacingTextIsOneStep_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("middle") << QStringLiteral("abc") << QStringLiteral("axc");
    QTest::newRow("repeated") << QStringLiteral("aaa") << QStringLiteral("aaaa");
    QTest::newRow("shorter") << QStringLiteral("abab") << QStringLiteral("ab");
    QTest::newRow("empty") << QString() << QStringLiteral("x");
    QTest::newRow("to empty") << QStringLiteral("x") << QString();
    QTest::newRow("half a character") << QStringLiteral("ä") << QStringLiteral("ö");
    QTest::newRow("half a character at the end")
        << QString::fromUtf8("\xC4\xA9") << QString::fromUtf8("\xC3\xA9");
}

void MergeViewTest::replacingTextIsOneStep()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    editors::ConfigEditor editor(m_desk.executor());
    editor.setText(before, core::Format::Yaml);
    QSignalSpy edited(&editor, &editors::ConfigEditor::textEdited);
    editor.replaceText(after);
    QCOMPARE(editor.text(), after);
    editor.undo();
    QCOMPARE(editor.text(), before);
    editor.redo();
    QCOMPARE(editor.text(), after);
    QVERIFY(edited.count() >= 3);
}

QTEST_MAIN(MergeViewTest)
#include "tst_mergeview.moc"
