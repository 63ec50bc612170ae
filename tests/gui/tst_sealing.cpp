// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "engine/core/document/json.h"
#include "engine/core/sealing/sealedvalue.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QTreeView>

using namespace chancery;

namespace {

constexpr auto plain = "Xk29vQ7rT4mW81pZ";
const QString place = QStringLiteral("/db/password");

// A config with a secret in plain, and somebody who may reveal.
void addVault(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig("shop/vault", core::Format::Yaml, R"({
        "properties": {"token": {"type": "string", "x-sensitive": true}}})");
    cms.publish("shop/vault", "prod",
        "# the shop's\ndb:\n  host: db-1\n  password: " + std::string(plain)
            + " # rotate me\ntoken: letmein\n",
        "alice", "First");
    for (auto &user : cms.users)
        user.permissions.emplace_back("secretReveal");
}

class Desk {
public:
    explicit Desk(views::Theme::Kind theme = views::Theme::Kind::Light)
        : console(theme, addVault)
    {
    }

    bool open()
    {
        if (!console.connectToServer() || !console.signIn(QStringLiteral("alice"))
            || !console.chooseEnvironment(QStringLiteral("prod"))
            || !console.openConfig(QStringLiteral("shop/vault")))
            return false;
        return QTest::qWaitFor([this] { return editorIsReady(); });
    }
    bool seal(const QString &pointer)
    {
        return editor->goToPointer(pointer) && console.trigger(QStringLiteral("sealValue"))
            && QTest::qWaitFor([&] { return sealedAt(pointer).has_value(); });
    }
    std::optional<core::SealedValue> sealedAt(const QString &pointer) const
    {
        const auto reading = core::read(editor->source(), editor->format());
        return reading ? core::sealedValue(reading.tree().root().resolve(pointer.toStdString()))
                       : std::nullopt;
    }
    bool draftHolds(const char *text)
    {
        return console.cms().drafts.size() == 1
            && console.cms().drafts.front().text.find(text) != std::string::npos;
    }

    support::Console console;
    editors::ConfigEditor *editor = nullptr;

private:
    bool editorIsReady()
    {
        for (auto *each : console.window().findChildren<editors::ConfigEditor *>()) {
            if (each->isVisible() && each->isAnalysed() && !each->isBusy()
                && !each->source().empty())
                editor = each;
        }
        return editor != nullptr;
    }
};

} // namespace

// Secrets are put away from the text, through the true window.
class Sealing : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aSecretIsSealedInItsPlace();
    void hardStringsAreMovedAsTheyAre();
    void theQuickFixSealsToo();
    void aSaveThatCameBeforeIsOverwritten();
    void failuresLeaveTheTextAlone();
    void aChangedTextIsLeftAlone();
    void typingIntoASealedValueDoesNothing();
    void anotherValueTakesItsPlace();
    void revealedForAMomentAndAReason();
    void whoMayNotIsToldWhy();
    void formShowsItAsOneValue();
    void pictures_data();
    void pictures();
};

void Sealing::aSecretIsSealedInItsPlace()
{
    Desk desk;
    QVERIFY(desk.open());
    const auto before = desk.editor->source();
    QVERIFY(desk.seal(place));
    const auto after = desk.editor->source();
    QVERIFY(after.find(plain) == std::string::npos);
    const auto begin = before.find(plain);
    QCOMPARE(after.substr(0, begin), before.substr(0, begin));
    QVERIFY(after.ends_with(before.substr(begin + std::string_view(plain).size())));
    QTRY_VERIFY(desk.draftHolds("$sealed"));
    QVERIFY(!desk.draftHolds(plain));
    QTRY_VERIFY(desk.console.banners().join(u' ').contains(QStringLiteral("Undo would bring")));
    // One step, and it does.
    desk.editor->undo();
    QCOMPARE(desk.editor->source(), before);
    desk.editor->redo();
    QCOMPARE(desk.editor->source(), after);
}

// From the text into the seal, and back out by a reveal.
void Sealing::hardStringsAreMovedAsTheyAre()
{
    Desk desk;
    QVERIFY(desk.open());
    const QStringList strings{QStringLiteral("\u05E9\u05DC\u05D5\u05DD abc \u0627\u0644 12"),
        QStringLiteral("\u6F22\u5B57\u304B\u306A"),
        QStringLiteral("\U0001F469\u200D\U0001F467 \U0001F1E9\U0001F1EA"),
        QStringLiteral("\u202Eabc\u202C \u2028"), QStringLiteral("it's \"x\" # \\ \t"),
        QStringLiteral("yes"), QStringLiteral(" two\nlines ")};
    std::string text = "secrets:\n";
    for (const QString &string : strings) {
        text += "  - ";
        core::appendJsonString(text, string.toStdString());
        text += '\n';
    }
    desk.editor->view().replaceBytes(0, desk.editor->view().byteCount(), text);
    QTRY_VERIFY(desk.editor->isAnalysed() && !desk.editor->isBusy());
    const auto key = core::Secret(std::string(32, 'k')); // of the scripted server
    for (int i = 0; i < strings.size(); ++i) {
        const auto pointer = QStringLiteral("/secrets/%1").arg(i);
        QVERIFY2(desk.seal(pointer), qPrintable(strings[i]));
        QTRY_VERIFY(desk.editor->isAnalysed() && !desk.editor->isBusy());
        const auto sealed = core::sealPlace("shop/vault", "prod", pointer.toStdString());
        const auto opened = core::openValue(key, *desk.sealedAt(pointer), sealed);
        QVERIFY(opened);
        const auto value = core::readSecretJson(*opened);
        QVERIFY(value);
        QCOMPARE(QString::fromStdString(std::string(value->root().text())), strings[i]);
    }
}

void Sealing::theQuickFixSealsToo()
{
    Desk desk;
    QVERIFY(desk.open());
    QTRY_VERIFY(std::ranges::any_of(desk.editor->problems(),
        [](const auto &problem) { return problem.pointer == place.toStdString(); }));
    QVERIFY(desk.editor->goToPointer(place));
    QTest::keyClick(&desk.editor->view(), Qt::Key_Period, Qt::ControlModifier);
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
    QCOMPARE(menu->actions().front()->text(), QStringLiteral("Seal This Value"));
    menu->actions().front()->trigger();
    menu->close();
    QTRY_VERIFY(desk.sealedAt(place));
}

void Sealing::aSaveThatCameBeforeIsOverwritten()
{
    Desk desk;
    QVERIFY(desk.open());
    desk.editor->goToLine(1);
    QTest::keyClicks(&desk.editor->view(), QStringLiteral("# "));
    QVERIFY(desk.console.trigger(QStringLiteral("saveDraft")));
    QTRY_VERIFY(desk.draftHolds(plain));
    QTRY_VERIFY(desk.editor->isAnalysed());
    QVERIFY(desk.seal(place));
    QTRY_VERIFY(!desk.draftHolds(plain));
}

void Sealing::failuresLeaveTheTextAlone()
{
    Desk desk;
    QVERIFY(desk.open());
    const auto before = desk.editor->source();
    desk.console.cms().failNext(
        "sealValue", support::anError(core::ErrorKind::Server, "sealing-unavailable"));
    QVERIFY(desk.editor->goToPointer(place));
    QVERIFY(desk.console.trigger(QStringLiteral("sealValue")));
    QTRY_VERIFY(desk.console.banners().join(u' ').contains(QStringLiteral("is not sealed")));
    QCOMPARE(desk.editor->source(), before);
}

void Sealing::aChangedTextIsLeftAlone()
{
    Desk desk;
    QVERIFY(desk.open());
    desk.console.cms().hang("sealValue");
    QVERIFY(desk.editor->goToPointer(place));
    QVERIFY(desk.console.trigger(QStringLiteral("sealValue")));
    desk.editor->replaceText(
        desk.editor->text().replace(QLatin1String(plain), QStringLiteral("another")));
    QTRY_VERIFY(desk.editor->isAnalysed());
    const auto typed = desk.editor->source();
    desk.console.cms().release();
    QTRY_VERIFY(
        desk.console.banners().join(u' ').contains(QStringLiteral("has changed meanwhile")));
    QCOMPARE(desk.editor->source(), typed);
}

void Sealing::typingIntoASealedValueDoesNothing()
{
    Desk desk;
    QVERIFY(desk.open());
    QVERIFY(desk.seal(place));
    QTRY_VERIFY(desk.editor->isAnalysed() && !desk.editor->isBusy());
    const auto before = desk.editor->source();
    const auto begin = before.find("$sealed");
    desk.editor->goToOffset(begin + 20);
    QTest::keyClicks(&desk.editor->view(), QStringLiteral("x"));
    QTest::keyClick(&desk.editor->view(), Qt::Key_Backspace);
    QTest::keyClick(&desk.editor->view(), Qt::Key_Delete);
    QCOMPARE(desk.editor->source(), before);
    QTRY_VERIFY(desk.console.banners().join(u' ').contains(QStringLiteral("as a whole")));
    // Beside it life goes on.
    desk.editor->goToOffset(0);
    QTest::keyClicks(&desk.editor->view(), QStringLiteral("#"));
    QCOMPARE(desk.editor->source(), '#' + before);
}

void Sealing::anotherValueTakesItsPlace()
{
    Desk desk;
    QVERIFY(desk.open());
    QVERIFY(desk.seal(place));
    QTRY_VERIFY(desk.editor->isAnalysed());
    const auto first = *desk.sealedAt(place);
    QVERIFY(desk.editor->goToPointer(place));
    QVERIFY(desk.console.trigger(QStringLiteral("replaceSealed")));
    QLineEdit *field = nullptr;
    QTRY_VERIFY((field = desk.console.find<QLineEdit>(QStringLiteral("promptSecretField"))));
    QCOMPARE(field->echoMode(), QLineEdit::Password);
    QTest::keyClicks(field, QStringLiteral("next one"));
    QVERIFY(desk.console.click(QStringLiteral("promptActionButton")));
    QTRY_VERIFY(desk.sealedAt(place) && *desk.sealedAt(place) != first);
    // The same again is the same object: nothing to approve.
    QTRY_VERIFY(desk.editor->isAnalysed());
    const auto second = desk.editor->source();
    QVERIFY(desk.console.trigger(QStringLiteral("replaceSealed")));
    QTRY_VERIFY((field = desk.console.find<QLineEdit>(QStringLiteral("promptSecretField"))));
    QTest::keyClicks(field, QStringLiteral("next one"));
    QVERIFY(desk.console.click(QStringLiteral("promptActionButton")));
    QTRY_COMPARE(desk.console.cms().callCount("sealValue"), 3);
    QTRY_VERIFY(desk.console.isAtRest());
    QCOMPARE(desk.editor->source(), second);
}

void Sealing::revealedForAMomentAndAReason()
{
    Desk desk;
    QVERIFY(desk.open());
    QVERIFY(desk.seal(place));
    QTRY_VERIFY(desk.editor->isAnalysed() && !desk.editor->isBusy());
    QVERIFY(desk.editor->goToPointer(place));
    // The key that uncovers other values asks for the reason here.
    QVERIFY(desk.console.trigger(QStringLiteral("revealSealed")));
    QVERIFY(desk.console.answerPrompt(QStringLiteral("rotation")));
    QTRY_COMPARE(desk.console.textOf(QStringLiteral("revealedValue")), QLatin1String(plain));
    QVERIFY(desk.console.click(QStringLiteral("copyRevealedButton")));
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->text(), QLatin1String(plain));
    QCOMPARE(data->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
    QVERIFY(desk.console.click(QStringLiteral("hideRevealedButton")));
    QTRY_VERIFY(desk.console.textOf(QStringLiteral("revealedValue")).isEmpty());
    QVERIFY(desk.editor->source().find(plain) == std::string::npos);
}

void Sealing::whoMayNotIsToldWhy()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        addVault(cms);
        for (auto &user : cms.users)
            std::erase(user.permissions, "secretReveal");
    });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    QVERIFY(console.openConfig(QStringLiteral("shop/vault")));
    const QAction *reveal = console.action(QStringLiteral("revealSealed"));
    QTRY_VERIFY(reveal && !reveal->isEnabled() && !reveal->statusTip().isEmpty());
}

void Sealing::formShowsItAsOneValue()
{
    Desk desk;
    QVERIFY(desk.open());
    QVERIFY(desk.seal(place));
    QTRY_VERIFY(desk.editor->isAnalysed());
    QVERIFY(desk.console.trigger(QStringLiteral("showForm")));
    QTreeView *tree = nullptr;
    QTRY_VERIFY((tree = desk.console.find<QTreeView>(QStringLiteral("formTree"))));
    tree->expandAll();
    QModelIndex row;
    QTRY_VERIFY([&] {
        const auto found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole,
            QStringLiteral("password"), 1, Qt::MatchRecursive | Qt::MatchExactly);
        row = found.value(0);
        return row.isValid();
    }());
    QTRY_COMPARE(row.siblingAtColumn(1).data().toString(), QStringLiteral("Sealed, dek-1"));
    QVERIFY(!tree->model()->hasChildren(row));
    QVERIFY(!(row.siblingAtColumn(1).flags() & Qt::ItemIsEditable));
    desk.console.picture(QStringLiteral("sealed-form"));
}

void Sealing::pictures_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::addRow("light") << views::Theme::Kind::Light;
    QTest::addRow("dark") << views::Theme::Kind::Dark;
}

void Sealing::pictures()
{
    QFETCH(views::Theme::Kind, theme);
    Desk desk(theme);
    QVERIFY(desk.open());
    QVERIFY(desk.seal(place));
    QTRY_VERIFY(desk.editor->isAnalysed() && !desk.editor->isBusy());
    QTRY_VERIFY(desk.console.isAtRest());
    desk.console.picture(QStringLiteral("sealed"));
    QVERIFY(desk.editor->goToPointer(place));
    QVERIFY(desk.console.trigger(QStringLiteral("replaceSealed")));
    QTRY_VERIFY(desk.console.find<QLineEdit>(QStringLiteral("promptSecretField")));
    const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
    if (!folder.isEmpty())
        desk.console.find<QDialog>(QStringLiteral("promptDialog"))
            ->grab()
            .save(QStringLiteral("%1/sealed-replace-%2.png")
                    .arg(folder, QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY(desk.console.click(QStringLiteral("promptCancelButton")));
    QVERIFY(desk.console.trigger(QStringLiteral("revealSealed")));
    QVERIFY(desk.console.answerPrompt(QStringLiteral("rotation")));
    QWidget *box = nullptr;
    QTRY_VERIFY((box = desk.console.find<QWidget>(QStringLiteral("revealBox"))));
    if (!folder.isEmpty())
        box->grab().save(QStringLiteral("%1/sealed-reveal-%2.png")
                .arg(folder, QString::fromLatin1(QTest::currentDataTag())));
    box->close();
}

QTEST_MAIN(Sealing)
#include "tst_sealing.moc"
