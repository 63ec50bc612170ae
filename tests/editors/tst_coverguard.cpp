// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/masks.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>

using namespace chancery;
using editors::CodeView;
using editors::ConfigEditor;
using Sci = QsciScintillaBase;

namespace {

// Made up.
const QString sealed
    = QStringLiteral(R"({"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"AAECAwQFBgcICQoL",)"
                     R"("ct":"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}})");
const QString sealedOverLines
    = QStringLiteral("{\n    \"$sealed\": {\n      \"v\": 1, \"alg\": \"A256GCM\",\n"
                     "      \"kid\": \"dek-7\", \"n\": \"AAECAwQFBgcICQoL\",\n"
                     "      \"ct\": \"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh\"\n    }\n  }");
constexpr auto schema = R"({"properties": {"pin": {"type": "string", "x-sensitive": true}}})";

// Qt delivers a drop only after a real drag.
struct DropTarget : CodeView {
    static auto taking() { return &DropTarget::dropEvent; }
};

} // namespace

// What nobody sees is not edited in part, and looks the same whatever it is.
class CoverGuardTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void deletionTakesTheWholeValue_data();
    void deletionTakesTheWholeValue();
    void besideItGoesOn();
    void deletionLeavesWhatIsSealed_data();
    void deletionLeavesWhatIsSealed();
    void selectionTakesTheWholeValue();
    void replacingAPartReplacesTheWhole();
    void nothingIsTypedInTheMiddle();
    void nothingIsPastedIntoASealedValue();
    void nothingIsDroppedIntoASealedValue();
    void columnsAreRefused();
    void severalLinesLookLikeOne();
    void revealShowsTheLines();
    void linesComeBackWithoutACover();
    void whatClosesAHiddenLineIsShown();

private:
    void open(const QString &text, core::Format format = core::Format::Yaml)
    {
        m_editor->setText(text, format);
        QVERIFY(QTest::qWaitFor([this] { return !m_editor->isBusy(); }));
    }
    CodeView &view() { return m_editor->view(); }
    std::size_t at(const QString &part) { return std::size_t(m_editor->text().indexOf(part)); }
    void select(std::size_t from, std::size_t to)
    {
        view().send(Sci::SCI_SETSELECTION, to, std::intptr_t(from));
    }
    bool isVisible(int line)
    {
        m_editor->grab();
        return view().send(Sci::SCI_GETLINEVISIBLE, std::size_t(line)) != 0;
    }
    QString refused() const
    {
        return QStringLiteral("%1 sealed, %2 covered")
            .arg(m_sealed->count())
            .arg(m_covered->count());
    }

    tests::Desk m_desk;
    std::unique_ptr<ConfigEditor> m_editor;
    std::unique_ptr<QSignalSpy> m_sealed;
    std::unique_ptr<QSignalSpy> m_covered;
};

void CoverGuardTest::init()
{
    m_editor = std::make_unique<ConfigEditor>(m_desk.executor());
    m_sealed = std::make_unique<QSignalSpy>(m_editor.get(), &ConfigEditor::sealTouched);
    m_covered = std::make_unique<QSignalSpy>(m_editor.get(), &ConfigEditor::coverTouched);
    m_editor->setAdvisor(tests::advisorFor(schema));
    m_editor->resize(500, 200);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    m_editor->setFocus();
}

void CoverGuardTest::deletionTakesTheWholeValue_data()
{
    QTest::addColumn<QString>("text"); // the caret is at the stroke
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("left");
    const auto row = [](const char *name, const char *text, Qt::Key key,
                         Qt::KeyboardModifiers modifiers, const char *left) {
        QTest::newRow(name) << QString::fromUtf8(text) << key << modifiers
                            << QString::fromUtf8(left);
    };
    row("back", "pin: 4711|\nopen: 1\n", Qt::Key_Backspace, {}, "pin: \nopen: 1\n");
    row("forward", "pin: |4711\nopen: 1\n", Qt::Key_Delete, {}, "pin: \nopen: 1\n");
    row("back, quoted", "pin: 'a b'|\n", Qt::Key_Backspace, {}, "pin: \n");
    row("a word back", "pin: 'a b' |\n", Qt::Key_Backspace, Qt::ControlModifier, "pin: \n");
    row("a word forward", "pin: |'a b'\n", Qt::Key_Delete, Qt::ControlModifier, "pin: \n");
    row("lines", "pin: ||\n  abc\n  def\nopen: 1\n", Qt::Key_Delete, {}, "pin: \nopen: 1\n");
    row("the line's end", "open: 1\npin: ||\n  abc\n  def\n", Qt::Key_Delete,
        Qt::ControlModifier | Qt::ShiftModifier, "open: 1\npin: \n");
}

void CoverGuardTest::deletionTakesTheWholeValue()
{
    QFETCH(QString, text);
    QFETCH(Qt::Key, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QString, left);
    const auto caret = text.indexOf(u'|');
    const QString plain = text.left(caret) + text.mid(caret + 1);
    open(plain);
    view().setCaret(std::size_t(caret));
    QTest::keyClick(&view(), key, modifiers);
    QCOMPARE(m_editor->text(), left);
    m_editor->undo();
    QCOMPARE(m_editor->text(), plain);
    QCOMPARE(refused(), QStringLiteral("0 sealed, 0 covered"));
}

// Keys that take nothing of a covered value do what they always do.
void CoverGuardTest::besideItGoesOn()
{
    open(QStringLiteral("open: word\npin: 4711\n"));
    view().setCaret(10);
    QTest::keyClick(&view(), Qt::Key_Backspace);
    QTest::keyClick(&view(), Qt::Key_Backspace, Qt::ControlModifier);
    QCOMPARE(m_editor->text(), QStringLiteral("open: \npin: 4711\n"));
    select(0, 4);
    QTest::keyClick(&view(), Qt::Key_Delete);
    QCOMPARE(m_editor->text(), QStringLiteral(": \npin: 4711\n"));
    QCOMPARE(refused(), QStringLiteral("0 sealed, 0 covered"));
}

void CoverGuardTest::deletionLeavesWhatIsSealed_data()
{
    QTest::addColumn<bool>("isBehind");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    const Qt::KeyboardModifiers none;
    QTest::newRow("back") << true << Qt::Key_Backspace << none;
    QTest::newRow("a word back") << true << Qt::Key_Backspace
                                 << Qt::KeyboardModifiers(Qt::ControlModifier);
    QTest::newRow("forward") << false << Qt::Key_Delete << none;
    QTest::newRow("a word forward")
        << false << Qt::Key_Delete << Qt::KeyboardModifiers(Qt::ControlModifier);
}

void CoverGuardTest::deletionLeavesWhatIsSealed()
{
    QFETCH(bool, isBehind);
    QFETCH(Qt::Key, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    const QString text = QStringLiteral("pin: %1\nopen: 1\n").arg(sealed);
    open(text);
    const auto caret = isBehind ? 5 + std::size_t(sealed.size()) : 5;
    view().setCaret(caret);
    QTest::keyClick(&view(), key, modifiers);
    QCOMPARE(m_editor->text(), text);
    QCOMPARE(view().caretOffset(), caret);
    QCOMPARE(refused(), QStringLiteral("1 sealed, 0 covered"));
    select(5, 5 + std::size_t(sealed.size()));
    QTest::keyClick(&view(), key);
    QCOMPARE(m_editor->text(), QStringLiteral("pin: \nopen: 1\n"));
}

void CoverGuardTest::selectionTakesTheWholeValue()
{
    open(QStringLiteral("pin: 4711\nopen: 1\n"));
    view().setCaret(5);
    QTest::keyClick(&view(), Qt::Key_Right, Qt::ShiftModifier);
    QTRY_COMPARE(view().send(Sci::SCI_GETSELECTIONEND), 9);
    QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
    QTRY_COMPARE(view().send(Sci::SCI_GETSELECTIONEND), 5);
    view().setCaret(9);
    QTRY_COMPARE(m_editor->column(), 14);
    m_editor->grab();
    QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
    QTRY_COMPARE(view().send(Sci::SCI_GETSELECTIONSTART), 5);
    QCOMPARE(view().send(Sci::SCI_GETSELECTIONEND), 9);
}

// By a key, by the clipboard, and by what is typed.
void CoverGuardTest::replacingAPartReplacesTheWhole()
{
    QApplication::clipboard()->setText(QStringLiteral("99"));
    for (const auto &[key, modifiers, left] :
        {std::tuple(Qt::Key_Backspace, Qt::NoModifier, "pin: \n"),
            std::tuple(Qt::Key_V, Qt::ControlModifier, "pin: 99\n"),
            std::tuple(Qt::Key_5, Qt::NoModifier, "pin: 5\n"),
            std::tuple(Qt::Key_X, Qt::ControlModifier, "pin: \n")}) {
        open(QStringLiteral("pin: 4711\n"));
        select(6, 8);
        QTest::keyClick(&view(), key, modifiers);
        QCOMPARE(m_editor->text(), QString::fromLatin1(left));
    }
    QCOMPARE(refused(), QStringLiteral("0 sealed, 0 covered"));
}

void CoverGuardTest::nothingIsTypedInTheMiddle()
{
    for (const QString &text :
        {QStringLiteral("pin: 4711\n"), QStringLiteral("pin: %1\n").arg(sealed)}) {
        open(text);
        select(7, 7);
        QTest::keyClicks(&view(), QStringLiteral("x"));
        QInputMethodEvent input;
        input.setCommitString(QStringLiteral("\u4e2d"));
        select(7, 7);
        QApplication::sendEvent(&view(), &input);
        QCOMPARE(m_editor->text(), text);
    }
    QCOMPARE(refused(), QStringLiteral("2 sealed, 2 covered"));
}

void CoverGuardTest::nothingIsPastedIntoASealedValue()
{
    const QString text = QStringLiteral("pin: %1\n").arg(sealed);
    open(text);
    QApplication::clipboard()->setText(QStringLiteral("99"));
    select(20, 20);
    QTest::keyClick(&view(), Qt::Key_V, Qt::ControlModifier);
    select(20, 30);
    view().paste();
    QCOMPARE(m_editor->text(), text);
    QCOMPARE(refused(), QStringLiteral("2 sealed, 0 covered"));
    select(5, 5 + std::size_t(sealed.size()));
    view().paste();
    QCOMPARE(m_editor->text(), QStringLiteral("pin: 99\n"));
}

void CoverGuardTest::nothingIsDroppedIntoASealedValue()
{
    const QString text = QStringLiteral("open: 1\npin: %1\n").arg(sealed);
    open(text);
    m_editor->grab();
    QMimeData data;
    data.setText(QStringLiteral("99"));
    const auto dropAt = [this, &data](long x, long y) {
        QDropEvent drop(
            QPointF(double(x), double(y)), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        drop.setDropAction(Qt::CopyAction);
        (view().*DropTarget::taking())(&drop);
    };
    const auto place = [this](std::size_t offset) {
        return std::pair(view().send(Sci::SCI_POINTXFROMPOSITION, 0, std::intptr_t(offset)),
            view().send(Sci::SCI_POINTYFROMPOSITION, 0, std::intptr_t(offset)));
    };
    // Half of the cover's first character, that has all of its width, is behind the middle.
    const auto [right, y] = place(at(sealed) + std::size_t(sealed.size()));
    dropAt(right - 2, y + 2);
    QCOMPARE(m_editor->text(), text);
    QCOMPARE(refused(), QStringLiteral("1 sealed, 0 covered"));
    const auto [openLeft, openTop] = place(0);
    dropAt(openLeft, openTop + 2);
    QCOMPARE(m_editor->text(), QStringLiteral("99") + text);
}

void CoverGuardTest::columnsAreRefused()
{
    const QString text = QStringLiteral("pin: 4711\nabc: 1234\n");
    open(text);
    view().send(Sci::SCI_SETRECTANGULARSELECTIONANCHOR, 6);
    view().send(Sci::SCI_SETRECTANGULARSELECTIONCARET, 18);
    QTest::keyClicks(&view(), QStringLiteral("x"));
    QCOMPARE(m_editor->text(), text);
    QCOMPARE(refused(), QStringLiteral("0 sealed, 1 covered"));
}

void CoverGuardTest::severalLinesLookLikeOne()
{
    open(QStringLiteral("open: 1\npin: abc"));
    const QImage one = m_editor->grab().toImage();
    for (const auto &other : {QStringLiteral("|\n  abc"), QStringLiteral("|\n  abc\n\n  def\n  g"),
             QStringLiteral("'a\n  b\n  c'"), QStringLiteral(">-\n  \u05d0\n  \u05d1")}) {
        open(QStringLiteral("open: 1\npin: ") + other);
        QVERIFY2(m_editor->grab().toImage() == one, qPrintable(other));
        QCOMPARE(view().masks().shown(0, view().byteCount()),
            QStringLiteral("open: 1\npin: ") + editors::coverText());
        view().send(Sci::SCI_FOLDALL, Sci::SC_FOLDACTION_EXPAND);
        QVERIFY2(m_editor->grab().toImage() == one, qPrintable(other));
    }
}

void CoverGuardTest::revealShowsTheLines()
{
    open(QStringLiteral("pin: |\n  abc\n  def\nopen: 1\n"));
    QVERIFY(isVisible(0) && !isVisible(1) && !isVisible(2) && isVisible(3));
    view().setCaret(5);
    m_editor->revealValue();
    QVERIFY(isVisible(1) && isVisible(2));
    QVERIFY(view().send(Sci::SCI_GETFOLDLEVEL) & long(Sci::SC_FOLDLEVELHEADERFLAG));
    view().masks().coverAgain();
    QVERIFY(!isVisible(1) && !isVisible(2));
    QVERIFY(!(view().send(Sci::SCI_GETFOLDLEVEL) & long(Sci::SC_FOLDLEVELHEADERFLAG)));
}

void CoverGuardTest::linesComeBackWithoutACover()
{
    open(QStringLiteral("pin: |\n  abc\n  def\nopen: 1\n"));
    QVERIFY(!isVisible(1) && !isVisible(2));
    m_editor->setAdvisor(tests::advisorFor("{}"));
    QTRY_VERIFY(!m_editor->isBusy() && isVisible(1) && isVisible(2));
    m_editor->setAdvisor(tests::advisorFor(schema));
    QTRY_VERIFY(!m_editor->isBusy() && !isVisible(1) && !isVisible(2));
    view().replaceBytes(0, 3, "note");
    QTRY_VERIFY(!m_editor->isBusy() && isVisible(1) && isVisible(2));
}

void CoverGuardTest::whatClosesAHiddenLineIsShown()
{
    open(QStringLiteral("{\n  \"pin\": %1,\n  \"open\": 1\n}\n").arg(sealedOverLines),
        core::Format::Json);
    for (int line = 2; line < 8; ++line)
        QVERIFY(!isVisible(line));
    QVERIFY(isVisible(8));
    if (const auto folder = qEnvironmentVariable("CHANCERY_PICTURES"); !folder.isEmpty())
        QVERIFY(m_editor->grab().save(QDir(folder).filePath(QStringLiteral("covered-lines.png"))));
    open(QStringLiteral("{\n  \"pin\": %1, \"open\": 1\n}\n").arg(sealedOverLines),
        core::Format::Json);
    QVERIFY(!isVisible(6) && isVisible(7));
}

QTEST_MAIN(CoverGuardTest)
#include "tst_coverguard.moc"
