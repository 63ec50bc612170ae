// SPDX-License-Identifier: Apache-2.0
#include "editors/diffoverview.h"
#include "editors/diffpane.h"
#include "editors/diffview.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using core::Format;
using editors::DiffView;
using tests::Desk;
using Sci = QsciScintillaBase;

namespace {

// "2~2": line two on the left stands against line two on the right; "." is a filler.
QByteArray printed(const editors::DiffRows &rows)
{
    QByteArray text;
    const auto line = [](const editors::SideRow &side) {
        return side.isFiller() ? QByteArray(".") : QByteArray::number(qulonglong(side.line + 1));
    };
    for (const auto &row : rows.rows) {
        static constexpr std::string_view signs = "=+-~%_";
        text += (text.isEmpty() ? "" : " ") + line(row.left) + signs[std::size_t(row.kind)]
            + line(row.right);
    }
    return text;
}

editors::DiffRows rowsOf(const char *left, const char *right)
{
    const auto leftLines = core::splitLines(left);
    const auto rightLines = core::splitLines(right);
    const auto hunks = core::diffLines(leftLines, rightLines);
    const auto moved = core::movedLines(hunks, leftLines, rightLines);
    return editors::sideBySideRows({leftLines, rightLines, hunks, {}, moved, false});
}

editors::DiffPane &pane(DiffView &view, const char *name)
{
    return *view.findChild<editors::DiffPane *>(QString::fromLatin1(name));
}

void compareNow(DiffView &view, const char *left, const char *right)
{
    view.setTexts(QString::fromUtf8(left), QString::fromUtf8(right), Format::Yaml);
    QTRY_VERIFY(!view.isBusy());
}

} // namespace

class TestDiffView : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void linesStandOpposite_data();
    void linesStandOpposite();
    void wordsAreMarked();
    void inlineStandsInOneColumn();
    void paddingAlignsTheTexts();
    void rowsCarryMarkersAndStyles();
    void nextChangeGoesAround();
    void overviewOfAShortTextIsSmall();
    void sidesScrollTogether();
    void equalTextsSaySo();
    void lineEndsAreNamed();
    void inlineShowsBothTexts();
    void latestTextsWin();
    void viewMayGoWhileComparing();
    void partsHaveNames();
};

void TestDiffView::linesStandOpposite_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QByteArray>("rows");
    QTest::newRow("equal") << QByteArray("a\nb") << QByteArray("a\nb") << QByteArray("1=1 2=2");
    QTest::newRow("changed") << QByteArray("a\nb\nc") << QByteArray("a\nx\nc")
                             << QByteArray("1=1 2~2 3=3");
    QTest::newRow("added") << QByteArray("a\nc") << QByteArray("a\nb\nc")
                           << QByteArray("1=1 .+2 2=3");
    QTest::newRow("removed") << QByteArray("a\nb\nc") << QByteArray("a\nc")
                             << QByteArray("1=1 2-. 3=2");
    QTest::newRow("more than before")
        << QByteArray("q") << QByteArray("x\ny\nz") << QByteArray("1~1 .+2 .+3");
    QTest::newRow("alike lines stand opposite")
        << QByteArray("a\nweight: null\nz") << QByteArray("a\nupstream: b\nweight: 10\nz")
        << QByteArray("1=1 .+2 2~3 3=4");
}

void TestDiffView::linesStandOpposite()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(QByteArray, rows);
    QCOMPARE(printed(rowsOf(left.constData(), right.constData())), rows);
}

void TestDiffView::wordsAreMarked()
{
    const auto rows = rowsOf("timeout: 30 # s", "timeout: 3000 # s");
    using Marks = std::vector<std::pair<std::size_t, std::size_t>>;
    QCOMPARE(rows.rows.at(0).left.marks, (Marks{{9, 11}}));
    QCOMPARE(rows.rows.at(0).right.marks, (Marks{{9, 13}}));
    QCOMPARE(rowsOf("abc", "def").rows.at(0).left.marks, Marks());
}

void TestDiffView::inlineStandsInOneColumn()
{
    const auto rows = editors::inlineRows(rowsOf("a\nb\nc\nd", "a\nx\ny\nc\nd"));
    QCOMPARE(printed(rows), QByteArray("1=1 2-. .+2 .+3 3=4 4=5"));
    QCOMPARE(rows.changes, (std::vector<editors::DiffChange>{{1, 4}}));
}

void TestDiffView::paddingAlignsTheTexts()
{
    Desk desk;
    DiffView view(desk.executor());
    compareNow(view, "a: 1\nd: 4\n", "a: 1\nb: 2\nc: 3\nd: 4\n");
    QCOMPARE(pane(view, "leftText").bytes(), std::string("a: 1\n\n\nd: 4\n"));
    QCOMPARE(pane(view, "rightText").bytes(), std::string("a: 1\nb: 2\nc: 3\nd: 4\n"));
    QCOMPARE(view.changeCount(), 1);
    QCOMPARE(view.summary(), QStringLiteral("1 change"));
}

void TestDiffView::rowsCarryMarkersAndStyles()
{
    Desk desk;
    DiffView view(desk.executor());
    compareNow(view, "a: 1\nb: 2\n", "a: 10\nc: 3\nb: 2\n");
    view.show();
    view.grab();
    const auto &left = pane(view, "leftText");
    const auto &right = pane(view, "rightText");
    const auto marker = [](int number) { return long(1) << number; };
    QCOMPARE(left.send(Sci::SCI_MARKERGET, 0), marker(editors::DiffPane::ChangedRow));
    QCOMPARE(left.send(Sci::SCI_MARKERGET, 1), marker(editors::DiffPane::FillerRow));
    QCOMPARE(right.send(Sci::SCI_MARKERGET, 1), marker(editors::DiffPane::AddedRow));
    QCOMPARE(right.send(Sci::SCI_MARKERGET, 2), long(0));
    QCOMPARE(right.send(Sci::SCI_INDICATORVALUEAT, editors::DiffPane::ChangedWord, 4), long(1));
    QCOMPARE(right.send(Sci::SCI_INDICATORVALUEAT, editors::DiffPane::ChangedWord, 1), long(0));
    QCOMPARE(right.send(Sci::SCI_GETSTYLEAT, 6), long(editors::Style::Key));
    QCOMPARE(right.send(Sci::SCI_GETSTYLEAT, 9), long(editors::Style::Number));
}

void TestDiffView::nextChangeGoesAround()
{
    Desk desk;
    DiffView view(desk.executor());
    compareNow(view, "a\nb\nc\nd\ne", "a\nB\nc\nD\ne");
    QCOMPARE(view.summary(), QStringLiteral("2 changes"));
    view.goToNextChange();
    QCOMPARE(view.summary(), QStringLiteral("Change 1 of 2"));
    view.goToNextChange();
    QCOMPARE(pane(view, "rightText").lineOf(pane(view, "rightText").caretOffset()), 3);
    view.goToNextChange();
    QCOMPARE(view.summary(), QStringLiteral("Change 1 of 2"));
    view.goToPreviousChange();
    QCOMPARE(view.summary(), QStringLiteral("Change 2 of 2"));
}

void TestDiffView::sidesScrollTogether()
{
    Desk desk;
    DiffView view(desk.executor());
    view.resize(600, 300);
    view.show();
    view.setFolded(false);
    QByteArray lines;
    for (int line = 0; line < 300; ++line)
        lines += QByteArray::number(line) + '\n';
    compareNow(view, lines.constData(), (lines + "more\n").constData());
    pane(view, "rightText").verticalScrollBar()->setValue(120);
    QCOMPARE(pane(view, "leftText").verticalScrollBar()->value(), 120);
    pane(view, "leftText").verticalScrollBar()->setValue(40);
    QCOMPARE(pane(view, "rightText").verticalScrollBar()->value(), 40);
}

void TestDiffView::equalTextsSaySo()
{
    Desk desk;
    DiffView view(desk.executor());
    view.show();
    compareNow(view, "a: 1\n", "a: 1\n");
    QCOMPARE(view.summary(), QStringLiteral("No differences"));
    QVERIFY(view.findChild<QLabel *>(QStringLiteral("noDifferencesLabel"))->isVisible());
    QVERIFY(!view.findChild<QToolButton *>(QStringLiteral("nextChangeButton"))->isEnabled());
    compareNow(view, "a: 1\n", "a: 2\n");
    QVERIFY(!view.findChild<QLabel *>(QStringLiteral("noDifferencesLabel"))->isVisible());
}

void TestDiffView::lineEndsAreNamed()
{
    Desk desk;
    DiffView view(desk.executor());
    compareNow(view, "a\r\nb\r\n", "a\nb\n");
    QCOMPARE(view.summary(), QStringLiteral("Only the line ends differ"));
}

void TestDiffView::inlineShowsBothTexts()
{
    Desk desk;
    DiffView view(desk.executor());
    view.show();
    compareNow(view, "a: 1\nb: 2\n", "a: 1\nb: 3\n");
    const QSignalSpy changed(&view, &DiffView::modeChanged);
    QTest::mouseClick(
        view.findChild<QToolButton *>(QStringLiteral("inlineButton")), Qt::LeftButton);
    QCOMPARE(view.mode(), DiffView::Mode::Inline);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(pane(view, "leftText").bytes(), std::string("a: 1\nb: 2\nb: 3\n"));
    QVERIFY(!pane(view, "rightText").isVisible());
    QCOMPARE(view.changeCount(), 1);
}

void TestDiffView::latestTextsWin()
{
    Desk desk(Desk::Delivery::ByHand);
    DiffView view(desk.executor());
    const QSignalSpy compared(&view, &DiffView::compared);
    view.setTexts(QStringLiteral("old"), QStringLiteral("texts"), Format::Yaml);
    view.setTexts(QStringLiteral("new"), QStringLiteral("new"), Format::Yaml);
    QCOMPARE(view.summary(), QStringLiteral("Comparing…"));
    desk.waitForJobs();
    desk.deliver();
    QCOMPARE(compared.size(), 1);
    QCOMPARE(view.summary(), QStringLiteral("No differences"));
}

void TestDiffView::viewMayGoWhileComparing()
{
    Desk desk(Desk::Delivery::ByHand);
    auto view = std::make_unique<DiffView>(desk.executor());
    view->setTexts(QStringLiteral("a"), QStringLiteral("b"), Format::Yaml);
    view.reset();
    desk.waitForJobs();
    QCOMPARE(desk.deliver(), std::size_t(0));
}

void TestDiffView::partsHaveNames()
{
    Desk desk;
    DiffView view(desk.executor());
    for (QWidget *widget : view.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus)
            continue;
        auto *button = qobject_cast<QToolButton *>(widget);
        const bool isNamed
            = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(isNamed, qPrintable(widget->objectName()));
    }
}

void TestDiffView::overviewOfAShortTextIsSmall()
{
    const editors::DiffRows rows = rowsOf("a\nb\nc\n", "a\nB\nc\n");
    editors::DiffOverview overview;
    overview.resize(12, 600);
    overview.setRows(&rows);
    const QImage strip = overview.grab().toImage();
    const QColor ground = strip.pixelColor(6, 599);
    int marked = 0;
    for (int y = 0; y < strip.height(); ++y)
        marked += strip.pixelColor(6, y) != ground;
    QVERIFY2(marked >= 3 && marked <= 6, qPrintable(QString::number(marked)));
    QSignalSpy chosen(&overview, &editors::DiffOverview::rowChosen);
    QTest::mouseClick(&overview, Qt::LeftButton, {}, {6, 9});
    QTest::mouseClick(&overview, Qt::LeftButton, {}, {6, 590});
    QCOMPARE(chosen.at(0).front().toInt(), 1);
    QCOMPARE(chosen.at(1).front().toInt(), int(rows.rows.size()) - 1);
}

QTEST_MAIN(TestDiffView)
#include "tst_diffview.moc"
