// SPDX-License-Identifier: Apache-2.0
#include "editors/diff/difftreemodel.h"
#include "editors/diffpane.h"
#include "editors/diffview.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

#include <random>

using namespace chancery;
using core::Format;
using editors::DiffPane;
using editors::DiffRules;
using editors::DiffView;
using tests::Desk;
using Sci = QsciScintillaBase;

namespace {

QString bullets()
{
    return QString(8, QChar(0x2022));
}

// Lines "key-N: N" of so many.
QByteArray lines(int count)
{
    QByteArray text;
    for (int line = 0; line < count; ++line)
        text += "key-" + QByteArray::number(line) + ": " + QByteArray::number(line) + '\n';
    return text;
}

// A view on the screen with two YAML texts.
class Shown {
public:
    Shown() { m_view.resize(900, 400); }

    DiffView &view() { return m_view; }
    DiffPane &pane(const char *name)
    {
        return *m_view.findChild<DiffPane *>(QString::fromLatin1(name));
    }
    QString text(const char *name) { return QString::fromStdString(pane(name).bytes()); }
    QLabel &nothing() { return *m_view.findChild<QLabel *>(QStringLiteral("noDifferencesLabel")); }
    bool compare(const QByteArray &left, const QByteArray &right)
    {
        m_view.setTexts(QString::fromUtf8(left), QString::fromUtf8(right), Format::Yaml);
        return rest();
    }
    bool rest()
    {
        if (!QTest::qWaitFor([this] { return !m_view.isBusy(); }))
            return false;
        m_view.show();
        m_view.activateWindow();
        return QTest::qWaitForWindowActive(&m_view);
    }
    void press(int key, Qt::KeyboardModifiers with = {})
    {
        QTest::keyClick(
            m_view.focusWidget() ? m_view.focusWidget() : &m_view, static_cast<Qt::Key>(key), with);
    }
    // "/a: Changed 1 -> 2" per row that is a change.
    QString keys()
    {
        const auto *tree = m_view.findChild<QTreeView *>(QStringLiteral("changedKeys"));
        const auto *model = qobject_cast<editors::DiffTreeModel *>(tree->model());
        QStringList rows;
        for (int number = 0; number < model->changeCount(); ++number) {
            const QModelIndex at = model->change(number);
            QString path;
            for (QModelIndex step = at; step.isValid(); step = step.parent())
                path.prepend(u'/' + step.data().toString());
            const auto cell
                = [&](int column) { return at.siblingAtColumn(column).data().toString(); };
            rows << QStringLiteral("%1: %2 %3 -> %4")
                        .arg(path, cell(editors::DiffTreeModel::ChangeColumn),
                            cell(editors::DiffTreeModel::BeforeColumn),
                            cell(editors::DiffTreeModel::AfterColumn));
        }
        return rows.join(QStringLiteral("; "));
    }

private:
    Desk m_desk;
    DiffView m_view{m_desk.executor()};
};

} // namespace

class TestDiffForms : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsUnchangedIsFolded();
    void aFoldOpensByKeyAndByMouse();
    void whatUnfoldsIsCovered();
    void longTextsAreCoveredWhereTheyAreShown();
    void movedLinesKnowEachOther();
    void rulesPassOver_data();
    void rulesPassOver();
    void causesAreNamed_data();
    void causesAreNamed();
    void keysShowWhatDiffersInMeaning();
    void keysCompareTwoFormats();
    void keysHideValues();
    void aKeyLeadsToItsLine();
    void theEffectiveFormHasTextsOfItsOwn();
    void formsAndStepsHaveKeys();
    void hunksAreTakenOver();
    void theModelKeepsItsContract();
};

void TestDiffForms::whatIsUnchangedIsFolded()
{
    Shown shown;
    QByteArray right = lines(60);
    right.replace("key-30: 30", "key-30: changed");
    QVERIFY(shown.compare(lines(60), right));
    const QStringList rows = shown.text("rightText").split(u'\n');
    QCOMPARE(rows.size(), 9);
    QCOMPARE(rows.first(), QStringLiteral("⋯ 27 unchanged lines"));
    QCOMPARE(rows[1], QStringLiteral("key-27: 27"));
    QCOMPARE(rows[4], QStringLiteral("key-30: changed"));
    // The last line of the text is the empty one behind the last end.
    QCOMPARE(rows.last(), QStringLiteral("⋯ 27 unchanged lines"));
    shown.view().setFolded(false);
    QVERIFY(shown.rest());
    QCOMPARE(shown.text("rightText"), QString::fromUtf8(right));
}

void TestDiffForms::aFoldOpensByKeyAndByMouse()
{
    Shown shown;
    QByteArray right = lines(60);
    right.replace("key-30: 30", "key-30: changed");
    QVERIFY(shown.compare(lines(60), right));
    DiffPane &pane = shown.pane("rightText");
    pane.setFocus();
    pane.send(Sci::SCI_GOTOLINE, 0);
    shown.press(Qt::Key_Return);
    QCOMPARE(shown.text("rightText").split(u'\n').size(), 9 + 26);
    QCOMPARE(shown.text("leftText").split(u'\n').size(), 9 + 26);
    QCOMPARE(pane.currentRow(), std::size_t(0));
    shown.view().goToNextChange();
    QCOMPARE(shown.text("rightText").split(u'\n').at(int(pane.currentRow())),
        QStringLiteral("key-30: changed"));
    const auto last = pane.send(Sci::SCI_GETLINECOUNT) - 1;
    pane.send(Sci::SCI_GOTOLINE, std::size_t(last));
    const auto place = pane.send(Sci::SCI_POSITIONFROMLINE, std::size_t(last));
    const QPoint point(int(pane.SendScintilla(Sci::SCI_POINTXFROMPOSITION, 0UL, long(place))) + 8,
        int(pane.SendScintilla(Sci::SCI_POINTYFROMPOSITION, 0UL, long(place))) + 4);
    QTest::mouseClick(pane.viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(shown.text("rightText"), QString::fromUtf8(right));
}

void TestDiffForms::whatUnfoldsIsCovered()
{
    Shown shown;
    const QByteArray before
        = lines(20) + "password: hunter2secret\n" + lines(40).mid(200) + "z: 1\n";
    QByteArray after = before;
    after.replace("z: 1", "z: 2");
    QVERIFY(shown.compare(before, after));
    QVERIFY(!shown.text("leftText").contains(QStringLiteral("password")));
    shown.pane("leftText").setFocus();
    shown.pane("leftText").send(Sci::SCI_GOTOLINE, 0);
    shown.press(Qt::Key_Return);
    for (const char *name : {"leftText", "rightText"}) {
        QVERIFY(shown.text(name).contains(QStringLiteral("password: ") + bullets()));
        QVERIFY(!shown.text(name).contains(QStringLiteral("hunter2secret")));
    }
}

// More than a megabyte of several documents, which are not read: nothing is guessed but what stands
// on screen, and that with the key above it.
void TestDiffForms::longTextsAreCoveredWhereTheyAreShown()
{
    Shown shown;
    const QByteArray secret
        = "apiVersion: v1\nspec:\n  password:\n    - t9Kq2vX8mPz\n    - u8Lr3wY7nQa\n"
          "plain: 1\n---\n";
    QByteArray before = lines(80000) + "---\n" + secret + lines(20) + "---\nz: 1\n";
    QByteArray after = before;
    after.replace("u8Lr3wY7nQa", "w7Ms4xZ6oRb");
    after.replace("z: 1", "z: 2");
    QVERIFY(before.size() > 1 << 20);
    QVERIFY(shown.compare(before, after));
    QCOMPARE(shown.view().changeCount(), 2);
    shown.pane("leftText").setFocus();
    shown.pane("leftText")
        .send(Sci::SCI_GOTOLINE, std::size_t(shown.text("leftText").count(u'\n')) - 8);
    shown.press(Qt::Key_Return);
    for (const char *name : {"leftText", "rightText"}) {
        const QString text = shown.text(name);
        QVERIFY(text.contains(QStringLiteral("- ") + bullets()));
        for (const char *part : {"t9Kq2vX8mPz", "u8Lr3wY7nQa", "w7Ms4xZ6oRb"})
            QVERIFY2(!text.contains(QLatin1String(part)), part);
    }
}

void TestDiffForms::movedLinesKnowEachOther()
{
    Shown shown;
    const QByteArray block = "checkout-service:\n  port: 8080\n  replicas: 3\n";
    QVERIFY(shown.compare(block + lines(6), lines(6) + block));
    const auto isMoved = [&](const char *name, int row) {
        return (shown.pane(name).send(Sci::SCI_MARKERGET, std::size_t(row))
                   & (1L << DiffPane::MovedRow))
            != 0;
    };
    shown.view().grab();
    QVERIFY(isMoved("leftText", 0) && isMoved("leftText", 2) && !isMoved("leftText", 3));
    QVERIFY(!isMoved("rightText", 0) && isMoved("rightText", 9));
    shown.pane("leftText").setFocus();
    shown.pane("leftText").send(Sci::SCI_GOTOLINE, 1);
    shown.press(Qt::Key_F7, Qt::ControlModifier);
    QCOMPARE(shown.pane("rightText").currentRow(), std::size_t(10));
    QVERIFY(shown.pane("rightText").hasFocus());
    shown.press(Qt::Key_F7, Qt::ControlModifier);
    QCOMPARE(shown.pane("leftText").currentRow(), std::size_t(1));
}

void TestDiffForms::rulesPassOver_data()
{
    QTest::addColumn<QStringList>("rules");
    QTest::addColumn<int>("changes");
    QTest::newRow("none") << QStringList() << 5;
    QTest::newRow("order") << QStringList{QStringLiteral("order")} << 3;
    QTest::newRow("layout") << QStringList{QStringLiteral("layout")} << 4;
    QTest::newRow("comments") << QStringList{QStringLiteral("comments")} << 4;
    QTest::newRow("a path") << QStringList{QStringLiteral("/build")} << 4;
    QTest::newRow("all") << QStringList{QStringLiteral("order"), QStringLiteral("layout"),
        QStringLiteral("comments"), QStringLiteral("/build")}
                         << 0;
}

void TestDiffForms::rulesPassOver()
{
    QFETCH(QStringList, rules);
    QFETCH(int, changes);
    Shown shown;
    shown.view().setRules(DiffRules::fromWords(rules));
    QVERIFY(shown.compare("a: 1\nb: 2\nc: 3\nx: 0\nl:  1\ny: 0\nm: 1 # old\nz: 0\nbuild: 7\n",
        "b: 2\nc: 3\na: 1\nx: 0\nl: 1\ny: 0\nm: 1 # new\nz: 0\nbuild: 8\n"));
    QCOMPARE(shown.view().changeCount(), changes);
    if (changes == 3) {
        QCOMPARE(shown.view().summary(), QStringLiteral("3 changes · 2 ignored"));
        shown.view().goToNextChange();
        QCOMPARE(shown.view().summary(), QStringLiteral("Change 1 of 3 · 2 ignored"));
    }
    if (changes == 0)
        QCOMPARE(shown.view().summary(), QStringLiteral("Only what is ignored differs"));
}

void TestDiffForms::causesAreNamed_data()
{
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QString>("summary");
    QTest::newRow("comments") << QByteArray("a: 1 # x\nb: 2\n")
                              << QStringLiteral("1 change · only comments");
    QTest::newRow("order") << QByteArray("b: 2\na: 1\n")
                           << QStringLiteral("2 changes · only the order of keys");
    QTest::newRow("quotes") << QByteArray("a: 1\n\"b\": 2\n")
                            << QStringLiteral("1 change · only white space and quotes");
    QTest::newRow("meaning") << QByteArray("a: 1\nb: 3\n") << QStringLiteral("1 change");
}

void TestDiffForms::causesAreNamed()
{
    QFETCH(QByteArray, right);
    QFETCH(QString, summary);
    Shown shown;
    QVERIFY(shown.compare("a: 1\nb: 2\n", right));
    QCOMPARE(shown.view().summary(), summary);
}

void TestDiffForms::keysShowWhatDiffersInMeaning()
{
    Shown shown;
    shown.view().setMode(DiffView::Mode::Keys);
    QVERIFY(shown.compare("pool:\n  max: 5\nhosts: [a, b, c]\ngone: {x: 1}\nversion: \"1\" # c\n",
        "hosts: [c, a, b]\npool:\n  max: 6\nversion: 1\nnew: [1, 2]\n"));
    QCOMPARE(shown.keys(),
        QStringLiteral("/(the whole document): Another order of keys  -> ; "
                       "/pool/max: Changed 5 -> 6; /hosts/2: Moved to 0 c -> c; "
                       "/gone: Removed 1 key(s) -> ; /version: Changed \"1\" -> 1; "
                       "/new: Added  -> 2 item(s)"));
    QCOMPARE(shown.view().changeCount(), 6);
    // Nothing can pretend to be another key or value.
    QVERIFY(shown.compare("a: 1\n", "a: 1\nad\u202Enim: x\u200By\n"));
    QCOMPARE(shown.keys(), QStringLiteral("/ad‹U+202E›nim: Added  -> x‹U+200B›y"));
    QVERIFY(shown.compare("a: [\n", "a: 1\n"));
    QVERIFY(shown.nothing().isVisible());
    QVERIFY(shown.nothing().text().contains(QStringLiteral("cannot be read")));
    QVERIFY(shown.compare("a: 1 # x\n", "a: 1\n"));
    QCOMPARE(shown.nothing().text(),
        QStringLiteral("Nothing differs in meaning, only in how it is written"));
}

void TestDiffForms::keysCompareTwoFormats()
{
    Shown shown;
    shown.view().setMode(DiffView::Mode::Keys);
    const auto text = [](const char *bytes) { return std::make_shared<const std::string>(bytes); };
    shown.view().setTexts(text("{\"a\": 1, \"b\": {\"c\": true}}"), Format::Json,
        text("a: 1\nb:\n  c: false # off\n"), Format::Yaml);
    QVERIFY(shown.rest());
    QCOMPARE(shown.keys(), QStringLiteral("/b/c: Changed true -> false"));
    shown.view().setTexts(
        text("a = 1\n[b]\nc = true\n"), Format::Toml, text("a: 1\nb:\n  c: true\n"), Format::Yaml);
    QVERIFY(shown.rest());
    QCOMPARE(shown.nothing().text(), QStringLiteral("Both mean the same"));
    // Of the same letters, and another value to whoever reads TOML.
    shown.view().setTexts(
        text("since = \"2020-01-01\"\n"), Format::Toml, text("since = 2020-01-01\n"), Format::Toml);
    QVERIFY(shown.rest());
    QCOMPARE(shown.keys(), QStringLiteral("/since: Another type \"2020-01-01\" -> 2020-01-01"));
}

void TestDiffForms::keysHideValues()
{
    Shown shown;
    shown.view().setMode(DiffView::Mode::Keys);
    shown.view().setAdvisors(tests::advisorFor("{}"),
        tests::advisorFor(R"({"properties":{"pin":{"x-sensitive":true}}})"));
    QVERIFY(shown.compare("pin: 4711\nopen: 1\npassword: &p t9Kq2vX8mPz\nlabel: *p\n",
        "pin: 4712\nopen: 2\nmore:\n  password: &p u8Lr3wY7nQa\nlabel: *p\n"));
    const QString keys = shown.keys();
    for (const char *part : {"4711", "4712", "t9Kq2vX8mPz", "u8Lr3wY7nQa"})
        QVERIFY2(!keys.contains(QLatin1String(part)), qPrintable(keys));
    const auto hidden = QStringLiteral("Changed %1 -> %1 (changed, value hidden)").arg(bullets());
    QVERIFY2(keys.contains(QStringLiteral("/pin: ") + hidden), qPrintable(keys));
    QVERIFY2(keys.contains(QStringLiteral("/label: ") + hidden), qPrintable(keys)); // by its alias
    QVERIFY2(keys.contains(QStringLiteral("/password: Removed ") + bullets()), qPrintable(keys));
    QVERIFY(keys.contains(QStringLiteral("/open: Changed 1 -> 2")));
}

void TestDiffForms::aKeyLeadsToItsLine()
{
    Shown shown;
    shown.view().setMode(DiffView::Mode::Keys);
    QByteArray right = lines(60);
    right.replace("key-41: 41", "key-41: x");
    QVERIFY(shown.compare(lines(60), right));
    auto *tree = shown.view().findChild<QTreeView *>(QStringLiteral("changedKeys"));
    shown.view().goToNextChange();
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("key-41"));
    QCOMPARE(shown.view().summary(), QStringLiteral("Change 1 of 1"));
    Q_EMIT tree->activated(tree->currentIndex());
    QCOMPARE(shown.view().mode(), DiffView::Mode::SideBySide);
    const DiffPane &pane = shown.pane("leftText");
    QCOMPARE(shown.text("leftText").split(u'\n').at(int(pane.currentRow())),
        QStringLiteral("key-41: 41"));
}

void TestDiffForms::theEffectiveFormHasTextsOfItsOwn()
{
    Shown shown;
    auto *button = shown.view().findChild<QToolButton *>(QStringLiteral("effectiveButton"));
    QVERIFY(!button->isEnabled());
    QVERIFY(!button->toolTip().isEmpty());
    QVERIFY(shown.compare("a: 1\n", "a: 2\n"));
    shown.view().setEffectiveWhyNot({});
    const QSignalSpy wanted(&shown.view(), &DiffView::effectiveWanted);
    shown.press(Qt::Key_4, Qt::AltModifier);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(shown.nothing().text(), QStringLiteral("Nothing to compare yet"));
    shown.view().setEffectiveTexts(
        QStringLiteral("a: 1\nbase: 7\n"), QStringLiteral("a: 2\nbase: 8\n"), Format::Yaml, {});
    QVERIFY(shown.rest());
    QCOMPARE(shown.text("rightText"), QStringLiteral("a: 2\nbase: 8\n"));
    // What a reference brought may be a secret where it comes from.
    shown.view().setEffectiveTexts(QStringLiteral("a: 1\nbase: 7\n"),
        QStringLiteral("a: 2\nbase: 8\n"), Format::Yaml, {"/base"});
    QVERIFY(shown.rest());
    QVERIFY(shown.text("rightText").startsWith(QStringLiteral("a: 2\nbase: •")));
    QVERIFY(!shown.text("rightText").contains(u'8') && !shown.text("leftText").contains(u'7'));
    shown.view().setMode(DiffView::Mode::Inline);
    QVERIFY(shown.rest());
    QCOMPARE(shown.text("leftText"), QStringLiteral("a: 1\na: 2\n"));
    // Texts that are gone have no effect any more.
    shown.view().setMode(DiffView::Mode::Effective);
    QVERIFY(shown.compare("a: 3\n", "a: 4\n"));
    QCOMPARE(wanted.size(), 2);
    shown.view().setEffectiveWhyNot(QStringLiteral("Offline"));
    QCOMPARE(shown.view().mode(), DiffView::Mode::SideBySide);
}

void TestDiffForms::formsAndStepsHaveKeys()
{
    Shown shown;
    QVERIFY(shown.compare("a: 1\nb: 2\nc: 3\nd: 4\n", "a: 2\nb: 2\nc: 3\nd: 5\n"));
    shown.pane("leftText").setFocus();
    shown.press(Qt::Key_F7);
    shown.press(Qt::Key_F7);
    QCOMPARE(shown.view().summary(), QStringLiteral("Change 2 of 2"));
    shown.press(Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(shown.view().summary(), QStringLiteral("Change 1 of 2"));
    shown.press(Qt::Key_2, Qt::AltModifier);
    QCOMPARE(shown.view().mode(), DiffView::Mode::Inline);
    shown.press(Qt::Key_3, Qt::AltModifier);
    QCOMPARE(shown.view().mode(), DiffView::Mode::Keys);
    shown.press(Qt::Key_1, Qt::AltModifier);
    QCOMPARE(shown.view().mode(), DiffView::Mode::SideBySide);
    shown.press(Qt::Key_0, Qt::AltModifier);
    QVERIFY(!shown.view().isFolded());
}

// Every change taken over, one after the other: the right text becomes the left one.
void TestDiffForms::hunksAreTakenOver()
{
    std::mt19937 random(17);
    const auto text = [&] {
        std::string made;
        for (unsigned line = random() % 8; line > 0; --line)
            made += std::string(1, char('a' + random() % 3)) + (random() % 8 == 0 ? "\r\n" : "\n");
        if (random() % 2 == 0 && !made.empty())
            made.pop_back();
        return std::make_shared<const std::string>(made);
    };
    for (int round = 0; round < 1500; ++round) {
        const auto left = text();
        auto right = text();
        for (int step = 0;; ++step) {
            const auto content = editors::compare(
                {left, right, Format::Yaml, Format::Yaml, {}, {}, true}, core::CancelToken());
            if (content->hunks.empty())
                break;
            QVERIFY(step < 20);
            const auto taken = editors::takenText(*content, random() % content->hunks.size());
            std::string next = *right;
            next.replace(taken.begin, taken.end - taken.begin, taken.text);
            right = std::make_shared<const std::string>(std::move(next));
        }
        QCOMPARE(core::splitLines(*right), core::splitLines(*left));
    }
}

void TestDiffForms::theModelKeepsItsContract()
{
    editors::DiffTreeModel model;
    const QAbstractItemModelTester tester(
        &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto content = [](const char *left, const char *right) {
        return editors::compare(
            {std::make_shared<const std::string>(left), std::make_shared<const std::string>(right),
                Format::Yaml, Format::Yaml, {}, {}, true},
            core::CancelToken());
    };
    model.setContent(content("a: {b: 1, c: [1, 2]}\n", "a: {b: 2, c: [2, 3]}\nd: 1\n"));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.changeCount() >= 3);
    model.setContent(content("1\n", "2\n"));
    QCOMPARE(model.change(0).data().toString(), QStringLiteral("(the whole document)"));
    model.setContent(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(TestDiffForms)
#include "tst_diffforms.moc"
