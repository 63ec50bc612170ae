// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/markedtext.h"
#include "models/valueline.h"
#include "tests/gui/layersworld.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QToolTip>

using namespace chancery;

// What the console knows of layers, references, history and agents, through the true window.
class LayersTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void panelsForgetATabThatWasClosed();
    void provenanceFollowsTheCursor();
    void provenanceFollowsTheChosenPlace();
    void effectiveMarksEachLineWithItsLayer();
    void effectiveShowsWhatADraftWouldDo();
    void unreadableDraftIsSaid();
    void definitionAndUsesByKeyboard();
    void historyIsReadWhenAskedFor();
    void agentsAgainstTheDraft();
    void secretsAreMaskedEverywhere();
    void referencesAreCompleted();
    void liveUpdatesAreShown();
    void aLayerIsNoWholeDocument();
    void referencesAreFollowedInTheCheck();
    void emptyStatesSayWhy();
    void failuresAreSaidAndMended();
    void foreignTextIsOnlyText();
    void pictures();

private:
    static bool begin(support::Console &console, const QString &path)
    {
        return console.connectToServer() && console.signIn(QStringLiteral("alice"))
            && console.chooseEnvironment(QStringLiteral("prod")) && console.openConfig(path)
            && QTest::qWaitFor([&] { return console.isAtRest(); });
    }
    static editors::ConfigEditor &editor(support::Console &console)
    {
        return *console.find<editors::ConfigEditor>(QString());
    }
    static bool putCaretAt(support::Console &console, const QString &pointer)
    {
        return QTest::qWaitFor([&] { return editor(console).goToPointer(pointer); });
    }
    static QStringList facts(support::Console &console, const char *list)
    {
        const auto *found = console.find<QListWidget>(QLatin1String(list));
        QStringList texts;
        for (int row = 0; found && row < found->count(); ++row)
            texts << found->item(row)->data(Qt::AccessibleTextRole).toString();
        return texts;
    }
    static QString fact(support::Console &console, const char *list, int row)
    {
        return facts(console, list).value(row);
    }
    // Every list is as high as what it shows.
    static bool isFitted(support::Console &console)
    {
        for (const char *name : {"provenanceList", "keyHistoryList", "referenceList", "usesList"}) {
            const auto *list = console.find<QListWidget>(QLatin1String(name));
            if (list && list->count() > 0
                && list->visualItemRect(list->item(list->count() - 1)).bottom() >= list->height())
                return false;
        }
        return true;
    }
    static QString effective(support::Console &console)
    {
        const auto *text = console.find<editors::MarkedText>(QStringLiteral("effectiveText"));
        return text ? QString::fromStdString(text->bytes()) : QString();
    }
    static bool showPanel(support::Console &console, const char *action)
    {
        return console.trigger(QLatin1String(action));
    }
    static bool choose(support::Console &console, const char *name, const QString &text)
    {
        auto *box = console.find<QComboBox>(QLatin1String(name));
        if (!box || box->findText(text) < 0)
            return false;
        box->setCurrentIndex(box->findText(text));
        Q_EMIT box->activated(box->currentIndex());
        return true;
    }
};

void LayersTest::provenanceFollowsTheCursor()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    QVERIFY(putCaretAt(console, QStringLiteral("/burst")));
    QTRY_VERIFY(fact(console, "provenanceList", 0).startsWith(QStringLiteral("✓ This config: ")));
    // Who set it, in which change, approved by whom.
    QTRY_VERIFY(
        fact(console, "provenanceList", 1).startsWith(QStringLiteral("Base: 5, hidden, shop/")));
    QVERIFY(fact(console, "provenanceList", 1).contains(QStringLiteral("Alice Ardent")));
    QVERIFY(fact(console, "provenanceList", 1).contains(QStringLiteral("CR-")));
    QVERIFY(putCaretAt(console, QStringLiteral("/onExceed")));
    QTRY_VERIFY(
        fact(console, "provenanceList", 1).startsWith(QStringLiteral("Base: says nothing")));
    // The hover tells it too.
    QVERIFY(putCaretAt(console, QStringLiteral("/burst")));
    QTest::keyClick(&editor(console).view(), Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY2(QToolTip::text().contains(QStringLiteral("This config – shop/gateway/limits · ")),
        qPrintable(QToolTip::text()));
    QVERIFY(QToolTip::text().contains(QStringLiteral("Production")));
    QToolTip::hideText();
    // Enter goes to the layer.
    QVERIFY(putCaretAt(console, QStringLiteral("/burst")));
    QTRY_VERIFY(fact(console, "provenanceList", 1).startsWith(QStringLiteral("Base: 5")));
    auto *list = console.find<QListWidget>(QStringLiteral("provenanceList"));
    list->setFocus();
    list->setCurrentRow(1);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_COMPARE(
        console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/gateway/limits-base"));
    QTRY_COMPARE(editor(console).pointer(), QStringLiteral("/burst"));
}

void LayersTest::provenanceFollowsTheChosenPlace()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    QVERIFY(putCaretAt(console, QStringLiteral("/burst")));
    QVERIFY(showPanel(console, "showEffective"));
    QTRY_VERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
    QTRY_VERIFY(
        fact(console, "provenanceList", 0).startsWith(QStringLiteral("✓ Region eu-west: 9")));
    QVERIFY(console.textOf(QStringLiteral("provenancePlace"))
            .contains(QStringLiteral("region eu-west")));
    // Another environment, without leaving the document.
    QVERIFY(choose(console, "effectiveEnvironment", QStringLiteral("Staging")));
    QTRY_VERIFY(console.textOf(QStringLiteral("provenancePlace"))
            .startsWith(QStringLiteral("Staging, region eu-west")));
    QCOMPARE(console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/gateway/limits"));
}

void LayersTest::effectiveMarksEachLineWithItsLayer()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    QVERIFY(showPanel(console, "showEffective"));
    QTRY_VERIFY(effective(console).contains(QStringLiteral("\"grace\": 30")));
    auto *text = console.find<editors::MarkedText>(QStringLiteral("effectiveText"));
    QCOMPARE(QApplication::focusWidget(), text);
    QVERIFY(text->isTextReadOnly());
    const auto line = effective(console).left(effective(console).indexOf(QStringLiteral("grace")));
    QTest::keyClick(text, Qt::Key_Home, Qt::ControlModifier);
    for (qsizetype step = line.count(u'\n'); step > 0; --step)
        QTest::keyClick(text, Qt::Key_Down);
    QTRY_VERIFY(console.textOf(QStringLiteral("effectiveOrigin"))
            .startsWith(QStringLiteral("/grace: Base – shop/gateway/limits-base")));
    // The cursor of the document is followed.
    editor(console).setFocus();
    QVERIFY(putCaretAt(console, QStringLiteral("/onExceed")));
    QTRY_VERIFY(console.textOf(QStringLiteral("effectiveOrigin"))
            .startsWith(QStringLiteral("/onExceed: This config")));
    // Told by a letter as well as a colour.
    const auto sign = [&](int row) {
        QByteArray sign(16, '\0');
        text->SendScintilla(QsciScintillaBase::SCI_MARGINGETTEXT, uintptr_t(row), sign.data());
        return QString::fromUtf8(sign.constData()).trimmed();
    };
    QCOMPARE(sign(int(line.count(u'\n'))), QStringLiteral("B"));
    QCOMPARE(sign(text->caretLine()), QStringLiteral("C"));
    QVERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
    QTRY_VERIFY(effective(console).contains(QStringLiteral("\"burst\": 9")));
    const auto before
        = effective(console).left(effective(console).indexOf(QStringLiteral("burst")));
    QCOMPARE(sign(int(before.count(u'\n'))), QStringLiteral("R"));
}

void LayersTest::effectiveShowsWhatADraftWouldDo()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/client")));
    QVERIFY(showPanel(console, "showEffective"));
    QTRY_VERIFY(effective(console).contains(QStringLiteral("\"host\": \"db-1\"")));
    QVERIFY(!effective(console).contains(QStringLiteral("draft")));
    auto *box = console.find<QCheckBox>(QStringLiteral("effectiveWithDraft"));
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    editor(console).view().setCaret(1);
    QTest::keyClicks(&editor(console).view(), QStringLiteral("\"draft\": 1,"));
    QTRY_VERIFY(effective(console).contains(QStringLiteral("\"draft\": 1")));
    QVERIFY(console.textOf(QStringLiteral("provenancePlace"))
            .contains(QStringLiteral("with this draft")));
    QVERIFY(putCaretAt(console, QStringLiteral("/draft")));
    QTRY_VERIFY(fact(console, "provenanceList", 0).startsWith(QStringLiteral("✓ This draft: 1")));
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_VERIFY(!effective(console).contains(QStringLiteral("draft")));
}

void LayersTest::unreadableDraftIsSaid()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/client")));
    QVERIFY(showPanel(console, "showEffective"));
    QTRY_VERIFY(!effective(console).isEmpty());
    console.find<QCheckBox>(QStringLiteral("effectiveWithDraft"))->click();
    editor(console).view().setCaret(0);
    QTest::keyClicks(&editor(console).view(), QStringLiteral("}"));
    QTRY_VERIFY(!console.banners().isEmpty());
    QTest::keyClick(&editor(console).view(), Qt::Key_Backspace);
    QTRY_VERIFY(console.banners().isEmpty());
}

void LayersTest::definitionAndUsesByKeyboard()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/client")));
    QVERIFY(putCaretAt(console, QStringLiteral("/lost")));
    QTRY_VERIFY(!console.action(QStringLiteral("goToDefinition"))->isEnabled());
    QCOMPARE(console.action(QStringLiteral("goToDefinition"))->statusTip(),
        QStringLiteral("This line refers to nothing, and no other text gives its value."));
    QVERIFY(putCaretAt(console, QStringLiteral("/host")));
    QTRY_COMPARE(fact(console, "referenceList", 0), QStringLiteral("→ \"db-1\", shop/db#/host"));
    QVERIFY(console.trigger(QStringLiteral("goToDefinition")));
    QTRY_COMPARE(console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/db"));
    QTRY_COMPARE(editor(console).pointer(), QStringLiteral("/host"));
    // Of the key under the cursor only, and back again.
    QTRY_COMPARE(
        facts(console, "usesList"), QStringList{QStringLiteral("shop/client, at /host, to /host")});
    QVERIFY(console.textOf(QStringLiteral("usesHint")).contains(QStringLiteral("1 use of")));
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    QVERIFY(console.trigger(QStringLiteral("findUses")));
    QTRY_VERIFY(QApplication::focusWidget()
        && QApplication::focusWidget()->objectName() == QLatin1String("usesList"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/client"));
    QTRY_COMPARE(editor(console).pointer(), QStringLiteral("/host"));
}

void LayersTest::historyIsReadWhenAskedFor()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    console.cms().publish("shop/client", "prod", R"({"lost": 2})", "bob", "Lost and found");
    QVERIFY(begin(console, QStringLiteral("shop/client")));
    QVERIFY(putCaretAt(console, QStringLiteral("/lost")));
    QCOMPARE(console.cms().callCount("listVersions"), 0);
    QVERIFY(console.trigger(QStringLiteral("showKeyHistory")));
    QTRY_COMPARE(facts(console, "keyHistoryList").size(), 2);
    QVERIFY(fact(console, "keyHistoryList", 0).startsWith(QStringLiteral("1 → 2, ")));
    QVERIFY(fact(console, "keyHistoryList", 0).contains(QStringLiteral("Bob Byrne")));
    QVERIFY(fact(console, "keyHistoryList", 0).contains(QStringLiteral("Lost and found")));
    QVERIFY(fact(console, "keyHistoryList", 1).startsWith(QStringLiteral("Added: 1, ")));
    QVERIFY(
        console.textOf(QStringLiteral("keyHistoryHint")).startsWith(QStringLiteral("2 versions")));
    QVERIFY(!console.find<QPushButton>(QStringLiteral("keyHistoryMoreButton")));
}

void LayersTest::agentsAgainstTheDraft()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    const auto live = [&](const char *text) {
        return console.rowsOf(QStringLiteral("liveTable")).filter(QString::fromLatin1(text)).size();
    };
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    QVERIFY(showPanel(console, "showLive"));
    // One of them puts layers together: it holds the same text and delivers another document.
    QTRY_COMPARE(live("gateway-"), 2);
    QCOMPARE(live("Effective fedcba98"), 1);
    QCOMPARE(live("This Text"), 1);
    QTRY_COMPARE(live("none"), 2);
    editor(console).view().setCaret(1);
    QTest::keyClicks(&editor(console).view(), QStringLiteral("\"x\": 1,"));
    QTRY_COMPARE(live("line"), 2);
    auto *table = console.find<QTableView>(QStringLiteral("liveTable"));
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_VERIFY(!console.find<editors::ConfigEditor>(QString()));
    QVERIFY(console.action(QStringLiteral("compareWithLive"))->isChecked());
}

void LayersTest::secretsAreMaskedEverywhere()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/client")));
    QVERIFY(putCaretAt(console, QStringLiteral("/key")));
    QTRY_COMPARE(fact(console, "referenceList", 0),
        QStringLiteral("→ %1, shop/db#/password").arg(models::maskText()));
    QVERIFY(showPanel(console, "showEffective"));
    QTRY_VERIFY(effective(console).contains(QStringLiteral("\"key\": ") + models::maskText()));
    QVERIFY(!effective(console).contains(QStringLiteral("hunter2")));
    QVERIFY(console.openConfig(QStringLiteral("shop/db")));
    QVERIFY(console.trigger(QStringLiteral("showKeyHistory")));
    QVERIFY(putCaretAt(console, QStringLiteral("/password")));
    QTRY_VERIFY(effective(console).contains(QStringLiteral("\"password\": ")));
    QTRY_COMPARE(facts(console, "keyHistoryList").size(), 2);
    QTRY_VERIFY(fact(console, "provenanceList", 0).startsWith(QStringLiteral("✓ This config: ")));
    QStringList texts = facts(console, "provenanceList") + facts(console, "keyHistoryList")
        + facts(console, "referenceList");
    texts << effective(console) << console.textOf(QStringLiteral("effectiveOrigin"));
    for (const QString &text : texts)
        QVERIFY2(!text.contains(QStringLiteral("hunter2")), qPrintable(text));
    QVERIFY(fact(console, "provenanceList", 0).contains(models::maskText()));
    QVERIFY(fact(console, "keyHistoryList", 0).contains(models::maskText()));
}

void LayersTest::referencesAreCompleted()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/client")));
    auto &view = editor(console).view();
    const auto behind = editor(console).source().find("\"lost\": 1") + 9;
    view.setCaret(behind - 1);
    view.setFocus();
    for (int list = 0; list < 3; ++list)
        QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
    QTest::keyClicks(&view, QStringLiteral("\"${ref:/shop/d"));
    editor(console).showCompletions();
    const auto isOpen = [&] { return view.send(QsciScintillaBase::SCI_AUTOCACTIVE) != 0; };
    QTRY_VERIFY(isOpen());
    QTest::keyClick(&view, Qt::Key_Return);
    // The keys of that config follow as soon as they are known.
    QTRY_VERIFY(editor(console).source().find("${ref:/shop/db#") != std::string::npos);
    QTRY_VERIFY(isOpen());
    QTest::keyClick(&view, Qt::Key_Return);
    QTRY_VERIFY2(editor(console).source().find("${ref:/shop/db#/host}") != std::string::npos,
        editor(console).source().c_str());
}

void LayersTest::liveUpdatesAreShown()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    QVERIFY(putCaretAt(console, QStringLiteral("/burst")));
    QTRY_VERIFY(fact(console, "provenanceList", 1).startsWith(QStringLiteral("Base: 5")));
    console.cms().publish("shop/gateway/limits-base", "prod", R"({"burst": 6})", "alice", "More");
    console.cms().sayStream(
        client::StreamState::Connected, {{9999, "head.update", "/v1/heads", "", "More"}});
    QTRY_VERIFY(fact(console, "provenanceList", 1).startsWith(QStringLiteral("Base: 6")));
}

void LayersTest::aLayerIsNoWholeDocument()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto &cms = console.cms();
    cms.addConfig("shop/part", core::Format::Json,
        R"({"required": ["host"], "properties": {"host": {"type": "string"},
            "rate": {"type": "integer"}, "old": {"type": "integer"}}})");
    cms.addConfig("shop/part-base", core::Format::Json);
    cms.addLayer("shop/part", core::LayerKind::Base, "", "shop/part-base");
    cms.publish("shop/part-base", "prod", R"({"host": "h", "rate": 1, "old": 1})", "alice", "r");
    cms.publish("shop/part", "prod",
        R"({"rate": "${ref:/shop/gateway/limits-base#/burst}", "old": {"$remove": true}})", "alice",
        "r");
    QVERIFY(begin(console, QStringLiteral("shop/part")));
    const auto problems = [&] { return console.rowsOf(QStringLiteral("problemTable")); };
    QTRY_VERIFY(problems().isEmpty());
    // What is wrong in the layer itself is still told.
    editor(console).view().replaceBytes(1, 1, "\"host\": 7, ");
    QTRY_COMPARE(problems().size(), 1);
    QVERIFY(problems().front().contains(QStringLiteral("/host")));
}

// While one types, by what the referred config holds here.
void LayersTest::referencesAreFollowedInTheCheck()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto &cms = console.cms();
    cms.addConfig("shop/part", core::Format::Json,
        R"({"properties": {"host": {"type": "string"}, "rate": {"type": "integer"}}})");
    cms.publish("shop/part", "prod", R"({"host": "h", "rate": 1})", "alice", "r");
    QVERIFY(begin(console, QStringLiteral("shop/part")));
    const auto problems = [&] { return console.rowsOf(QStringLiteral("problemTable")); };
    const auto write = [&](const char *text) {
        editor(console).view().replaceBytes(0, editor(console).view().byteCount(), text);
    };
    QTRY_VERIFY(problems().isEmpty());
    write(R"({"host": "h", "rate": "${ref:/shop/db#/host}"})");
    QTRY_COMPARE(problems().size(), 1);
    QVERIFY2(problems().front().contains(QStringLiteral("through /shop/db#/host")),
        qPrintable(problems().front()));
    write(R"({"host": "${ref:/shop/db#/gone}", "rate": 1})");
    QTRY_VERIFY(problems().join(u'|').contains(QStringLiteral("does not exist")));
    QCOMPARE(problems().size(), 1);
    write(R"({"host": "${ref:/shop/db#/host}", "rate": 1})");
    QTRY_VERIFY(problems().isEmpty());
}

void LayersTest::emptyStatesSayWhy()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/unborn")));
    QTRY_VERIFY(console.textOf(QStringLiteral("provenanceHint"))
            .startsWith(QStringLiteral("Nothing of it is live here yet")));
    QCOMPARE(
        console.textOf(QStringLiteral("usesHint")), QStringLiteral("Nothing here uses this key."));
    QVERIFY(showPanel(console, "showEffective"));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("emptyTitle")), QStringLiteral("Nothing is live here"));
    QVERIFY(showPanel(console, "showLive"));
    QTRY_VERIFY(console.textOf(QStringLiteral("emptyTitle"))
            .startsWith(QStringLiteral("No agent holds this config")));
    QVERIFY(console.trigger(QStringLiteral("showKeyHistory")));
    QTRY_COMPARE(console.textOf(QStringLiteral("keyHistoryHint")),
        QStringLiteral("Nothing of it has been live here yet."));
}

void LayersTest::failuresAreSaidAndMended()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    console.cms().failAlways("effective", support::anError(core::ErrorKind::Server));
    console.cms().failAlways("listDependents", support::anError(core::ErrorKind::Server));
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    const auto sentence = QStringLiteral("The server met an error of its own.");
    QTRY_COMPARE(console.textOf(QStringLiteral("provenanceHint")), sentence);
    QTRY_COMPARE(console.textOf(QStringLiteral("usesHint")), sentence);
    QVERIFY(showPanel(console, "showEffective"));
    QTRY_COMPARE(console.banners().size(), 1);
    console.cms().heal();
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(effective(console).contains(QStringLiteral("grace")));
}

void LayersTest::foreignTextIsOnlyText()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    console.cms().publish("shop/client", "prod",
        "{\n  \"a\": \"<b>bold</b> \xE2\x80\xAE evil\"\n}\n", "alice", "<img src=x> \xE2\x80\xAE");
    QVERIFY(begin(console, QStringLiteral("shop/client")));
    QVERIFY(console.trigger(QStringLiteral("showKeyHistory")));
    QVERIFY(putCaretAt(console, QStringLiteral("/a")));
    QTRY_COMPARE(facts(console, "keyHistoryList").size(), 1);
    QTRY_VERIFY(!facts(console, "provenanceList").isEmpty());
    for (const char *name : {"keyHistoryList", "provenanceList"}) {
        QVERIFY(fact(console, name, 0).contains(QStringLiteral("<b>bold</b> ‹U+202E› evil")));
        const auto *list = console.find<QListWidget>(QLatin1String(name));
        QVERIFY(list->item(0)->toolTip().contains(QStringLiteral("&lt;b&gt;")));
    }
}

void LayersTest::pictures()
{
    for (const auto kind : {views::Theme::Kind::Light, views::Theme::Kind::Dark}) {
        support::Console console(kind, gui::fillLayers);
        console.window().resize(1440, 900);
        QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
        QVERIFY(console.trigger(QStringLiteral("showKeyHistory")));
        QVERIFY(putCaretAt(console, QStringLiteral("/burst")));
        QVERIFY(showPanel(console, "showEffective"));
        QTRY_VERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
        QTRY_VERIFY(effective(console).contains(QStringLiteral("\"burst\": 9")));
        QTRY_VERIFY(!facts(console, "keyHistoryList").isEmpty());
        QTRY_VERIFY(isFitted(console));
        console.picture(QStringLiteral("layers"));
        QVERIFY(showPanel(console, "showLive"));
        QTRY_COMPARE(console.rowsOf(QStringLiteral("liveTable")).size(), 2);
        console.picture(QStringLiteral("live"));
        QVERIFY(console.openConfig(QStringLiteral("shop/client")));
        QVERIFY(putCaretAt(console, QStringLiteral("/host")));
        QTRY_VERIFY(fact(console, "referenceList", 0).contains(QStringLiteral("db-1")));
        QTRY_VERIFY(isFitted(console));
        console.picture(QStringLiteral("references"));
    }
}

void LayersTest::panelsForgetATabThatWasClosed()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    QVERIFY(begin(console, QStringLiteral("shop/gateway/limits")));
    for (const char *panel : {"showEffective", "showLive"})
        QVERIFY(console.trigger(QLatin1String(panel)));
    auto *tabs = console.find<QTabBar>(QStringLiteral("panelTabs"));
    tabs->setCurrentIndex(0);
    QVERIFY(console.trigger(QStringLiteral("closeTab")));
    QTRY_VERIFY(!console.find<editors::ConfigEditor>(QString()));
    for (int index = tabs->count(); index > 0; --index)
        tabs->setCurrentIndex(index - 1);
    QVERIFY(QTest::qWaitFor([&] { return console.isAtRest(); }));
    QVERIFY(console.openConfig(QStringLiteral("shop/client")));
}

QTEST_MAIN(LayersTest)
#include "tst_layers.moc"
