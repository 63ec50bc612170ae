// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/diffview.h"
#include "editors/merge/mergeview.h"
#include "tests/gui/openeditor.h"
#include "tests/gui/walkereyes.h"
#include "tests/support/testcase.h"

#include <QClipboard>

using namespace chancery;
using namespace chancery::support::eyes;

namespace {

constexpr auto path = "shop/gateway/limits";
constexpr auto secret = "Xk29vQ7rT4mW81pZ";

// A config with a secret in plain, and people who may reveal it once it is sealed.
void fillWithVault(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig("shop/vault", core::Format::Yaml, "{}");
    cms.publish(
        "shop/vault", "prod", "db:\n  password: " + std::string(secret) + '\n', "alice", "First");
    for (auto &user : cms.users)
        user.permissions.emplace_back("secretReveal");
}

} // namespace

// What is seen in the middle of editing, with the eyes of the other walkers.
class WalkersEditing : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void keysReachEverything_data() { states(); }
    void keysReachEverything();
    void noTextIsClipped_data();
    void noTextIsClipped();
    void everyTextIsTranslated_data() { states(); }
    void everyTextIsTranslated();

private:
    static constexpr const char *all[]{"find bar", "replace bar", "completion", "convert",
        "clipboard", "clipboard without text", "live compare", "submit", "change schema", "reveal",
        "merge"};
    static void states()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : all)
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    static bool walkTo(support::Console &console, const QString &state);
    static bool show(
        support::Console &console, editors::ConfigEditor &editor, const QString &state);
    static bool reveal(support::Console &console, editors::ConfigEditor &editor);
    static bool merge(support::Console &console, editors::ConfigEditor &editor);
    static bool rests(support::Console &console)
    {
        return QTest::qWaitFor([&] { return console.isAtRest(); });
    }
};

bool WalkersEditing::walkTo(support::Console &console, const QString &state)
{
    const bool isVault = state == QLatin1String("reveal");
    auto *editor = support::openEditor(console, isVault ? "shop/vault" : path);
    return editor && rests(console) && show(console, *editor, state) && rests(console);
}

bool WalkersEditing::show(
    support::Console &console, editors::ConfigEditor &editor, const QString &state)
{
    const auto isShown = [&console](const char *name) {
        return QTest::qWaitFor(
            [&] { return console.find<QWidget>(QLatin1String(name)) != nullptr; });
    };
    const auto isCompared = [&console] {
        return QTest::qWaitFor([&] { return console.find<editors::DiffView>({}); });
    };
    const auto edit = [&] {
        const auto text = editor.source();
        const auto number = text.find_first_of("123456789");
        editor.view().replaceBytes(number, number + 1, "9");
        return QTest::qWaitFor([&] { return !editor.isBusy(); });
    };
    if (state == QLatin1String("find bar"))
        return console.trigger(QStringLiteral("find")) && isShown("findField");
    if (state == QLatin1String("replace bar"))
        return console.trigger(QStringLiteral("replace")) && isShown("replaceField");
    if (state == QLatin1String("completion")) {
        QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
        return editor.goToPointer(QStringLiteral("/onExceed"))
            && console.trigger(QStringLiteral("complete")) && isShown("completionList");
    }
    if (state == QLatin1String("convert"))
        return console.trigger(QStringLiteral("convertDocument")) && isShown("leaveConversion")
            && console.click(QStringLiteral("convertToTOML"));
    if (state.startsWith(QLatin1String("clipboard"))) {
        if (state == QLatin1String("clipboard"))
            QGuiApplication::clipboard()->setText(editor.text() + u'\n');
        else
            QGuiApplication::clipboard()->clear();
        return console.trigger(QStringLiteral("compareWithClipboard"))
            && (state != QLatin1String("clipboard") || isCompared());
    }
    if (state == QLatin1String("live compare"))
        return edit() && console.trigger(QStringLiteral("compareWithLive")) && isCompared();
    if (state == QLatin1String("submit"))
        return edit() && console.trigger(QStringLiteral("submit")) && isShown("submitReasonField");
    if (state == QLatin1String("change schema"))
        return console.trigger(QStringLiteral("changeSchema")) && isShown("leaveSchemaButton");
    return state == QLatin1String("reveal") ? reveal(console, editor) : merge(console, editor);
}

bool WalkersEditing::reveal(support::Console &console, editors::ConfigEditor &editor)
{
    const QString place = QStringLiteral("/db/password");
    return editor.goToPointer(place) && console.trigger(QStringLiteral("sealValue"))
        && QTest::qWaitFor([&] {
               return editor.source().find("$sealed") != std::string::npos && !editor.isBusy();
           })
        && editor.goToPointer(place) && console.trigger(QStringLiteral("revealSealed"))
        && console.answerPrompt(QStringLiteral("rotation")) && QTest::qWaitFor([&] {
               return !console.textOf(QStringLiteral("revealedValue")).isEmpty();
           });
}

// The same key is changed here and, in the draft that was saved elsewhere, there.
bool WalkersEditing::merge(support::Console &console, editors::ConfigEditor &editor)
{
    auto &drafts = console.cms().drafts;
    const auto write = [&](const char *digits) {
        const auto text = editor.source();
        const auto begin = text.find_first_of("0123456789");
        const auto end = text.find_first_not_of("0123456789", begin);
        editor.view().replaceBytes(begin, end, digits);
        return console.trigger(QStringLiteral("saveDraft")) && rests(console);
    };
    if (!write("77") || !QTest::qWaitFor([&] { return !drafts.empty() && console.isAtRest(); }))
        return false;
    auto &theirs = drafts.front().text;
    theirs.replace(theirs.find("77"), 2, "88");
    drafts.front().etag = core::ETag("elsewhere");
    const auto isShown = [&console] {
        const auto *view = console.find<editors::MergeView>({});
        return view && !view->isBusy() && console.isAtRest();
    };
    return write("66") && QTest::qWaitFor([&] {
        const QAction *action = console.action(QStringLiteral("mergeChanges"));
        return isShown() || (action && action->isEnabled() && console.isAtRest());
    }) && (isShown() || console.trigger(QStringLiteral("mergeChanges")))
        && QTest::qWaitFor(isShown);
}

void WalkersEditing::keysReachEverything()
{
    QFETCH(QString, state);
    support::Console console(views::Theme::Kind::Light, fillWithVault);
    QVERIFY(walkTo(console, state));
    console.picture(QStringLiteral("editing-") + state);
    QStringList faults = namelessWidgets(console) + shortcutsTwice(console);
    for (const QWidget *widget : visible(console)) {
        if (textOf(widget).contains(QLatin1String("(s)")))
            faults << describe(widget, textOf(widget));
    }
    // The tabulator takes what is chosen in a list of completions; what is revealed hides as soon
    // as the focus goes elsewhere.
    if (state != QLatin1String("completion") && state != QLatin1String("reveal"))
        faults += missedByTab(console);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void WalkersEditing::noTextIsClipped_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<double>("scale");
    for (const char *state : all) {
        QTest::addRow("%s", state) << QString::fromLatin1(state) << 1.0;
        QTest::addRow("%s at 200 %%", state) << QString::fromLatin1(state) << 2.0;
    }
}

void WalkersEditing::noTextIsClipped()
{
    QFETCH(QString, state);
    QFETCH(double, scale);
    const QFont before = QApplication::font();
    QFont font = before;
    font.setPointSizeF(font.pointSizeF() * scale);
    QApplication::setFont(font);
    const auto restore = qScopeGuard([&] { QApplication::setFont(before); });
    support::Console console(
        scale > 1 ? views::Theme::Kind::Dark : views::Theme::Kind::Light, fillWithVault);
    if (scale > 1)
        console.window().resize(int(1270 * scale), int(740 * scale));
    QVERIFY(walkTo(console, state));
    QStringList clipped;
    // A layout follows a text with the next turn of the event loop.
    const bool isFitted = QTest::qWaitFor(
        [&] {
            clipped = clippedTexts(visible(console));
            return clipped.isEmpty();
        },
        1000);
    QVERIFY2(isFitted, qPrintable(clipped.join(u'\n')));
}

void WalkersEditing::everyTextIsTranslated()
{
    QFETCH(QString, state);
    PseudoLanguage language;
    QCoreApplication::installTranslator(&language);
    support::Console console(views::Theme::Kind::Light, fillWithVault);
    QVERIFY(walkTo(console, state));
    const QStringList plain = untranslatedTexts(console);
    QVERIFY2(plain.isEmpty(), qPrintable(plain.join(u'\n')));
}

QTEST_MAIN(WalkersEditing)
#include "tst_walkersediting.moc"
