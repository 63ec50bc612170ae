// SPDX-License-Identifier: Apache-2.0
#include "editors/awaitedschema.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "editors/editwatch.h"
#include "editors/masks.h"
#include "editors/minimap.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMimeData>
#include <QPainter>

using namespace chancery;
using editors::CodeView;
using editors::ConfigEditor;

namespace {

// Made up.
const auto secret = QStringLiteral("t9Kq2vX8mPz");
constexpr auto schema = R"({"properties": {
    "pin": {"type": "string", "x-sensitive": true, "default": "0000", "examples": ["1234"],
            "enum": ["4711", "0815"]},
    "vault": {"x-sensitive": true, "properties": {"inner": {"type": "string"}}},
    "open": {"type": "string", "default": "shown"}}})";

} // namespace

class MasksTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void secretsAndSensitiveValuesAreCovered();
    void coveredValuesAreNotPainted();
    void maskMovesWithTheText();
    void revealIsOneValueAndEnds();
    void typingInARevealedValueKeepsItRevealed();
    void copyGivesBullets_data();
    void copyGivesBullets();
    void cutComesBackAsItWas();
    void whatIsCopiedLaterIsPasted();
    void revealedCopyAsksNotToBeKept();
    void assistivePrograms();
    void caretStepsOverACover();
    void nothingIsSeenBeforeTheFirstCheck();
    void awaitedSchemaCoversEverything();
    void minimapTellsNoLengths();
    void editsAreToldCovered();
    void plainSecretIsAWarningWithFixes();
    void sensitiveFieldIsNoWarning();
    void nothingQuotesASensitiveValue();
    void differencesAreCovered();
    void differencesSayWhatChanged();

private:
    bool open(const QString &text, core::Format format = core::Format::Yaml)
    {
        m_editor->setText(text, format);
        return QTest::qWaitFor([this] { return !m_editor->isBusy(); });
    }
    CodeView &view() { return m_editor->view(); }
    bool isCovered(const QString &part)
    {
        const auto at = std::size_t(m_editor->text().indexOf(part));
        return view().masks().covers(at, at + std::size_t(part.size()));
    }
    void goTo(const QString &part)
    {
        view().setCaret(std::size_t(m_editor->text().indexOf(part)) + 1);
    }

    tests::Desk m_desk;
    std::unique_ptr<ConfigEditor> m_editor;
};

void MasksTest::init()
{
    m_editor = std::make_unique<ConfigEditor>(m_desk.executor());
    m_editor->setAdvisor(tests::advisorFor(schema));
    m_editor->resize(500, 200);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    m_editor->setFocus();
}

void MasksTest::secretsAndSensitiveValuesAreCovered()
{
    QVERIFY(open(
        QStringLiteral("password: %1\npin: '4711'\nvault: {inner: abc, number: 12}\nopen: value\n")
            .arg(secret)));
    for (const auto &part :
        {secret, QStringLiteral("4711"), QStringLiteral("abc"), QStringLiteral("12}")})
        QVERIFY2(isCovered(part), qPrintable(part));
    for (const auto &part :
        {QStringLiteral("password"), QStringLiteral("pin:"), QStringLiteral("value\n")})
        QVERIFY2(!isCovered(part), qPrintable(part));
    m_editor->setAdvisor(nullptr);
    QTRY_VERIFY(!m_editor->isBusy());
    QVERIFY(isCovered(secret));
    QVERIFY(!isCovered(QStringLiteral("abc")));
}

// All values look the same, however long they are, and so does what stands behind them.
void MasksTest::coveredValuesAreNotPainted()
{
    QVERIFY(open(QStringLiteral("{\"pin\": \"a\", \"open\": 1}"), core::Format::Json));
    const QImage inLine = m_editor->grab().toImage();
    QVERIFY(open(QStringLiteral("{\"pin\": \"%1\", \"open\": 1}").arg(QString(60, u'b')),
        core::Format::Json));
    QVERIFY(m_editor->grab().toImage() == inLine);
    QVERIFY(open(QStringLiteral("pin: aaaa\nopen: 1\n")));
    const QImage first = m_editor->grab().toImage();
    for (const auto &other :
        {QStringLiteral("W"), QStringLiteral("123456789"), QStringLiteral("\u4e2d\u6587"),
            QStringLiteral("\u0301\U0001F600"), QStringLiteral("\u05d0\u05d1\u05d2 1"),
            QStringLiteral("\u05d0\u05d1\u05d2"), QStringLiteral("\u0645\u0631\u062d\u0628\u0627"),
            QStringLiteral("\u0301\u0301"), QString(300, u'x')}) {
        QVERIFY(open(QStringLiteral("pin: %1\nopen: 1\n").arg(other)));
        QVERIFY2(m_editor->grab().toImage() == first, qPrintable(other));
    }
    QVERIFY(open(QStringLiteral("pin: WWWW\nopen: 2\n")));
    QVERIFY(m_editor->grab().toImage() != first);
    goTo(QStringLiteral("WWWW"));
    m_editor->revealValue();
    const QImage revealed = m_editor->grab().toImage();
    view().masks().coverAgain();
    QVERIFY(m_editor->grab().toImage() != revealed);
}

void MasksTest::maskMovesWithTheText()
{
    QVERIFY(open(QStringLiteral("pin: '4711'\nopen: value\n")));
    view().replaceBytes(0, 0, "# a comment\n");
    QVERIFY(isCovered(QStringLiteral("4711")));
    QTRY_VERIFY(!m_editor->isBusy());
    QVERIFY(isCovered(QStringLiteral("4711")));
    QVERIFY(!isCovered(QStringLiteral("comment")));
    view().replaceBytes(0, view().byteCount(), "open: [");
    QVERIFY(!isCovered(QStringLiteral("open")));
}

void MasksTest::revealIsOneValueAndEnds()
{
    QVERIFY(open(QStringLiteral("pin: '4711'\npassword: %1\n").arg(secret)));
    goTo(QStringLiteral("pin"));
    m_editor->revealValue();
    QVERIFY(isCovered(QStringLiteral("4711")));
    goTo(QStringLiteral("4711"));
    QTest::keyClick(&view(), Qt::Key_R, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(!isCovered(QStringLiteral("4711")));
    QVERIFY(isCovered(secret));
    goTo(secret);
    QTRY_VERIFY(isCovered(QStringLiteral("4711")));
    m_editor->revealValue();
    QVERIFY(!isCovered(secret));
    view().clearFocus();
    QTRY_VERIFY(isCovered(secret));
}

void MasksTest::typingInARevealedValueKeepsItRevealed()
{
    QVERIFY(open(QStringLiteral("pin: '4711'\n")));
    goTo(QStringLiteral("4711"));
    m_editor->revealValue();
    QTest::keyClicks(&view(), QStringLiteral("99"));
    QTRY_VERIFY(!m_editor->isBusy());
    QCOMPARE(m_editor->text(), QStringLiteral("pin: '499711'\n"));
    QVERIFY(!isCovered(QStringLiteral("499711")));
    view().setCaret(0);
    QTRY_VERIFY(isCovered(QStringLiteral("499711")));
}

void MasksTest::copyGivesBullets_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("copied");
    const auto bullets = [](int count) { return QString(count, QChar(0x2022)); };
    // pin: 4711\nopen: value
    QTest::newRow("beside") << 10 << 14 << QStringLiteral("open");
    QTest::newRow("around") << 0 << 14
                            << QStringLiteral("pin: ") + bullets(8) + QStringLiteral("\nopen");
    QTest::newRow("a part") << 6 << 8 << bullets(8);
}

void MasksTest::copyGivesBullets()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(QString, copied);
    QVERIFY(open(QStringLiteral("pin: 4711\nopen: value\n")));
    view().send(QsciScintillaBase::SCI_SETSEL, std::size_t(from), to);
    QTest::keyClick(&view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), copied);
    QVERIFY(!QApplication::clipboard()->mimeData()->hasFormat(
        QStringLiteral("x-kde-passwordManagerHint")));
    view().send(QsciScintillaBase::SCI_SETEMPTYSELECTION, std::size_t(from));
    view().SendScintilla(QsciScintillaBase::SCI_LINECOPY);
    QCOMPARE(QApplication::clipboard()->text().contains(QStringLiteral("4711")), false);
}

void MasksTest::cutComesBackAsItWas()
{
    QVERIFY(open(QStringLiteral("pin: 4711\nopen: value\n")));
    view().send(QsciScintillaBase::SCI_SETSEL, 0, 10);
    QTest::keyClick(&view(), Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(m_editor->text(), QStringLiteral("open: value\n"));
    const QMimeData *data = QApplication::clipboard()->mimeData();
    QCOMPARE(data->text(), QStringLiteral("pin: ") + QString(8, QChar(0x2022)) + u'\n');
    for (const QString &format : data->formats())
        QVERIFY2(!data->data(format).contains("4711"), qPrintable(format));
    view().setCaret(view().byteCount());
    QTest::keyClick(&view(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_editor->text(), QStringLiteral("open: value\npin: 4711\n"));
    QVERIFY(isCovered(QStringLiteral("4711")));
    QTRY_VERIFY(!m_editor->isBusy() && !isCovered(QStringLiteral("pin")));
    QVERIFY(isCovered(QStringLiteral("4711")));
    // Another editor of this program takes it too.
    CodeView other;
    other.paste();
    QCOMPARE(other.bytes(), std::string("pin: 4711\n"));
}

void MasksTest::whatIsCopiedLaterIsPasted()
{
    QVERIFY(open(QStringLiteral("pin: 4711\n")));
    view().send(QsciScintillaBase::SCI_SETSEL, 0, 10);
    QTest::keyClick(&view(), Qt::Key_X, Qt::ControlModifier);
    const QString shown = QApplication::clipboard()->text();
    QApplication::clipboard()->setText(shown);
    QTest::keyClick(&view(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_editor->text(), shown);
    // It looks covered and is not the value: that is an error, whatever the schema says.
    for (const auto &text : {shown, QStringLiteral("pin: %1\n").arg(editors::coverText()),
             QStringLiteral("url: 'redis://:%1@db'\n").arg(QString(6, QChar(0x2022)))}) {
        QVERIFY(open(text));
        const auto &problems = m_editor->problems();
        const auto found = std::ranges::find(
            problems, std::string("covered-value"), &editors::EditorProblem::code);
        QVERIFY2(found != problems.end(), qPrintable(text));
        QCOMPARE(found->severity, editors::Severity::Error);
        QCOMPARE(found->pointer, '/' + text.left(3).toStdString());
    }
    QVERIFY(open(QStringLiteral("open: a • b ••\n")));
    QVERIFY(m_editor->problems().empty());
}

void MasksTest::revealedCopyAsksNotToBeKept()
{
    QVERIFY(open(QStringLiteral("pin: 4711\nopen: value\n")));
    goTo(QStringLiteral("4711"));
    m_editor->revealValue();
    view().send(QsciScintillaBase::SCI_SETSEL, 5, 9);
    QTest::keyClick(&view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("4711"));
    QCOMPARE(
        QApplication::clipboard()->mimeData()->data(QStringLiteral("x-kde-passwordManagerHint")),
        QByteArrayLiteral("secret"));
}

void MasksTest::assistivePrograms()
{
    QVERIFY(open(QStringLiteral("pin: 4711\nopen: value\n")));
    auto *text = QAccessible::queryAccessibleInterface(&view())->textInterface();
    QVERIFY(text);
    const auto all = text->text(0, text->characterCount());
    QVERIFY(!all.contains(QStringLiteral("4711")));
    QCOMPARE(all, QStringLiteral("pin: %1\nopen: value\n").arg(QString(8, QChar(0x2022))));
    const auto behind = int(all.indexOf(QStringLiteral("open")));
    text->setCursorPosition(behind);
    QCOMPARE(view().caretOffset(), std::size_t(10));
    QCOMPARE(text->cursorPosition(), behind);
    for (int offset = 0; offset <= text->characterCount(); ++offset) {
        text->setCursorPosition(offset);
        const bool isInside = offset > 5 && offset < 13;
        QVERIFY(isInside || text->cursorPosition() == offset);
    }
}

// It stands before or behind, and its column tells nothing.
void MasksTest::caretStepsOverACover()
{
    QVERIFY(open(QStringLiteral("{\"pin\": \"471147114711\", \"open\": 1}"), core::Format::Json));
    const auto begin = std::size_t(m_editor->text().indexOf(QStringLiteral("\"4711")));
    view().setCaret(begin);
    QCOMPARE(m_editor->column(), 9);
    QTest::keyClick(&view(), Qt::Key_Right);
    QTRY_COMPARE(view().caretOffset(), begin + 14);
    QCOMPARE(m_editor->column(), 17);
    QTest::keyClick(&view(), Qt::Key_Left);
    QTRY_COMPARE(view().caretOffset(), begin);
    m_editor->revealValue();
    QTest::keyClick(&view(), Qt::Key_Right);
    QTRY_COMPARE(view().caretOffset(), begin + 1);
}

// The schema has not been heard yet, the text is shown.
void MasksTest::nothingIsSeenBeforeTheFirstCheck()
{
    tests::Desk slow(tests::Desk::Delivery::ByHand);
    ConfigEditor editor(slow.executor());
    const auto text = QStringLiteral("pin: '4711'\nopen: value\npassword: abc\n");
    editor.setAdvisor(tests::advisorFor(schema));
    editor.setText(text, core::Format::Yaml);
    const auto covers = [&editor, &text](const QString &part) {
        const auto at = std::size_t(text.indexOf(part));
        return editor.view().masks().covers(at, at + std::size_t(part.size()));
    };
    QVERIFY(covers(QStringLiteral("4711")) && covers(QStringLiteral("value")));
    QVERIFY(!covers(QStringLiteral("open")));
    slow.waitForJobs();
    slow.deliver();
    QVERIFY(covers(QStringLiteral("4711")) && covers(QStringLiteral("abc")));
    QVERIFY(!covers(QStringLiteral("value")));
    editor.setAdvisor(nullptr);
    editor.setText(text, core::Format::Yaml);
    QVERIFY(covers(QStringLiteral("abc")) && !covers(QStringLiteral("value")));
}

void MasksTest::awaitedSchemaCoversEverything()
{
    m_editor->setAdvisor(std::make_shared<editors::AwaitedSchema>());
    QVERIFY(open(QStringLiteral("open: value\nnumber: 12\n")));
    QVERIFY(isCovered(QStringLiteral("value")) && isCovered(QStringLiteral("12")));
    m_editor->setAdvisor(tests::advisorFor(schema));
    QVERIFY(isCovered(QStringLiteral("value")));
    QTRY_VERIFY(!m_editor->isBusy());
    QVERIFY(!isCovered(QStringLiteral("value")));
}

void MasksTest::minimapTellsNoLengths()
{
    editors::Minimap map(*m_editor, m_desk.executor());
    map.resize(88, 100);
    map.show();
    const auto picture = [&](const QString &value) {
        m_editor->setText(QStringLiteral("pin: %1\nopen: 1\n").arg(value), core::Format::Yaml);
        const bool isDone = QTest::qWaitFor([&] { return !m_editor->isBusy() && map.isSettled(); });
        return isDone ? map.grab().toImage() : QImage();
    };
    const QImage shorter = picture(QStringLiteral("a"));
    QVERIFY(!shorter.isNull());
    QVERIFY(picture(QString(60, u'a')) == shorter);
}

// In the moment in which they are announced.
void MasksTest::editsAreToldCovered()
{
    QVERIFY(open(QStringLiteral("pin: 4711\nopen: value\n")));
    QStringList told;
    QObject listener;
    connect(&view().watch(), &editors::EditWatch::coming, &listener,
        [this, &told](const editors::TextChange &change) {
            if (change.removed > 0)
                told << view().masks().shown(change.at, change.at + change.removed);
        });
    connect(&view().watch(), &editors::EditWatch::edited, &listener,
        [this, &told](const editors::TextChange &change) {
            if (change.inserted > 0)
                told << view().masks().shownUnchecked(change.at, change.at + change.inserted);
        });
    view().setCaret(view().byteCount());
    QTest::keyClicks(&view(), QStringLiteral("#"));
    QCOMPARE(told, QStringList{QStringLiteral("#")});
    QTRY_VERIFY(!m_editor->isBusy());
    told.clear();
    view().replaceBytes(0, 10, "");
    QCOMPARE(told.join(u'|'), QStringLiteral("pin: ") + QString(8, QChar(0x2022)) + u'\n');
    QTRY_VERIFY(!m_editor->isBusy());
    told.clear();
    view().undo();
    QCOMPARE(told.join(u'|'), QString(8, QChar(0x2022)));
}

void MasksTest::plainSecretIsAWarningWithFixes()
{
    QVERIFY(open(QStringLiteral("password: %1 # keep\n").arg(secret)));
    QCOMPARE(m_editor->problems().size(), std::size_t(1));
    const auto &problem = m_editor->problems().front();
    QCOMPARE(problem.severity, editors::Severity::Warning);
    QCOMPARE(problem.code, std::string("plain-secret"));
    QCOMPARE(problem.pointer, std::string("/password"));
    QVERIFY(problem.message.find(secret.toStdString()) == std::string::npos);
    goTo(secret);
    QTest::keyClick(&view(), Qt::Key_Period, Qt::ControlModifier);
    auto *menu = m_editor->findChild<QMenu *>(QStringLiteral("quickFixes"));
    QTRY_COMPARE(menu->actions().size(), 3);
    QCOMPARE(menu->actions().front()->text(), QStringLiteral("Seal This Value"));
    menu->actions().at(1)->trigger();
    QCOMPARE(
        m_editor->text(), QStringLiteral("password: ${ref:/path/of/config#/password} # keep\n"));
    QTRY_VERIFY(!m_editor->isBusy() && m_editor->problems().empty());
    m_editor->undo();
    QTRY_COMPARE(m_editor->problems().size(), std::size_t(1));
}

void MasksTest::sensitiveFieldIsNoWarning()
{
    QVERIFY(open(QStringLiteral("vault: {inner: 1, password: %1}\n").arg(secret)));
    for (const auto &problem : m_editor->problems())
        QVERIFY(problem.code != "plain-secret");
    QVERIFY(isCovered(secret));
}

void MasksTest::nothingQuotesASensitiveValue()
{
    QVERIFY(open(QStringLiteral("pin: 9981\npassword: %1\nopen: 5\n").arg(secret)));
    QVERIFY(m_editor->problems().size() >= 3);
    QString all;
    for (const auto &problem : m_editor->problems())
        all += QString::fromStdString(problem.message);
    for (std::size_t at = 0; at < view().byteCount(); ++at)
        all += m_editor->descriptionAt(at);
    for (const auto &part : {QStringLiteral("9981"), secret, QStringLiteral("4711"),
             QStringLiteral("0815"), QStringLiteral("1234"), QStringLiteral("0000")})
        QVERIFY2(!all.contains(part), qPrintable(part + all));
    QVERIFY(all.contains(QStringLiteral("shown")));
}

void MasksTest::differencesAreCovered()
{
    editors::DiffView difference(m_desk.executor());
    difference.setAdvisor(tests::advisorFor(schema));
    difference.resize(700, 300);
    difference.show();
    QSignalSpy compared(&difference, &editors::DiffView::compared);
    difference.setTexts(QStringLiteral("open: 1\npin: 4711\n"),
        QStringLiteral("open: 2\npin: 4712\npassword: %1\n").arg(secret), core::Format::Yaml);
    QTRY_COMPARE(compared.count(), 1);
    QStringList texts;
    for (const auto *pane : difference.findChildren<CodeView *>())
        texts << QString::fromStdString(pane->bytes());
    for (const auto &part : {QStringLiteral("4711"), QStringLiteral("4712"), secret})
        QVERIFY2(!texts.join(u'|').contains(part), qPrintable(part));
    const QString bullets(8, QChar(0x2022));
    const QString pin
        = QStringLiteral("pin: ") + bullets + QStringLiteral(" (changed, value hidden)");
    QCOMPARE(texts.filter(pin).size(), 2);
    QCOMPARE(texts.filter(QStringLiteral("password: ") + bullets).size(), 1);
}

// Only that it changed is told, or that it did not.
void MasksTest::differencesSayWhatChanged()
{
    editors::DiffView difference(m_desk.executor());
    difference.setAdvisors(tests::advisorFor("{}"), tests::advisorFor(schema));
    difference.show();
    QSignalSpy compared(&difference, &editors::DiffView::compared);
    difference.setTexts(QStringLiteral("{\"pin\": \"a\", \"open\": 1}"),
        QStringLiteral("{\"pin\": \"a\", \"open\": 2}"), core::Format::Json);
    QTRY_COMPARE(compared.count(), 1);
    const QString bullets(8, QChar(0x2022));
    for (const auto &[pane, open] : {std::pair("leftText", 1), std::pair("rightText", 2)})
        QCOMPARE(QString::fromStdString(
                     difference.findChild<CodeView *>(QString::fromLatin1(pane))->bytes()),
            QStringLiteral("{\"pin\": %1 (unchanged, value hidden), \"open\": %2}")
                .arg(bullets)
                .arg(open));
}

QTEST_MAIN(MasksTest)
#include "tst_masks.moc"
