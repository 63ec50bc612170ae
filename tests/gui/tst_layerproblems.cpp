// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/markedtext.h"
#include "tests/gui/layersworld.h"
#include "tests/gui/openeditor.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QComboBox>
#include <QListWidget>
#include <QSignalSpy>

using namespace chancery;

// What a text has to do with others is told while it is written: uses, definitions, and what is
// wrong where all of it comes together.
class LayerProblems : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void usesInItsOwnTextAreFound();
    void aDefinitionThatIsNowhereIsSaid();
    void theDefinitionOfWhatIsInheritedIsItsLayer();
    void theDefinitionOfAMergedLineIsItsText();
    void aNewReferenceToNowhereStandsInTheWay();
    void aReferenceToNowhereIsToldBeforeAnythingIsLive();
    void anotherEnvironmentIsNoWayAround();
    void whatMergedBeforeIsWrongStandsInNobodysWay();
    void parentsInvariantsAreSeen();
    void twoParentsInvariantsAreSeenInEveryTab();
    void effectiveIsOfAnyGroupAndInstance();
    void effectiveIsOfTheRegionsOfWhatIsReferredTo();
    void regionsOfANewReferenceAreThere();
    void definitionIsOfTheTextsEnvironment();

private:
    static bool maySubmit(support::Console &console)
    {
        const QAction *submit = console.action(QStringLiteral("submit"));
        return submit && submit->isEnabled();
    }
    static QString problems(support::Console &console)
    {
        return console.rowsOf(QStringLiteral("problemTable")).join(u'|');
    }
    static bool write(editors::ConfigEditor &editor, std::string_view text)
    {
        editor.view().replaceBytes(0, editor.view().byteCount(), text);
        return QTest::qWaitFor([&editor] { return !editor.isBusy(); });
    }
    // The Inspector shows what a reference under the cursor leads to.
    static bool isResolved(support::Console &console, const char *value)
    {
        const auto *list = console.find<QListWidget>(QStringLiteral("referenceList"));
        return list && list->count() > 0
            && list->item(0)
                   ->data(Qt::AccessibleTextRole)
                   .toString()
                   .contains(QLatin1String(value));
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

// Also where nothing of it is saved yet.
void LayerProblems::usesInItsOwnTextAreFound()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto *editor = support::openEditor(console, "shop/client");
    QVERIFY(editor);
    QVERIFY(write(*editor,
        R"({"host": "h", "a": "${ref:#/host}", "b": ["x ${ref:/shop/client#/host}"], "c": "${ref:#/a}"})"));
    QTRY_VERIFY(editor->goToPointer(QStringLiteral("/host")));
    const auto uses = [&console] {
        QStringList texts;
        const auto *list = console.find<QListWidget>(QStringLiteral("usesList"));
        for (int row = 0; list && row < list->count(); ++row)
            texts << list->item(row)->data(Qt::AccessibleTextRole).toString();
        return texts.join(u'|');
    };
    QTRY_COMPARE(
        uses(), QStringLiteral("shop/client, at /a, to /host|shop/client, at /b/0, to /host"));
    QVERIFY(console.textOf(QStringLiteral("usesHint")).contains(QStringLiteral("1 use of other")));
    QVERIFY(console.trigger(QStringLiteral("findUses")));
    QTRY_VERIFY(QApplication::focusWidget()
        && QApplication::focusWidget()->objectName() == QLatin1String("usesList"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(editor->pointer(), QStringLiteral("/a"));
}

void LayerProblems::aDefinitionThatIsNowhereIsSaid()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto *editor = support::openEditor(console, "shop/client");
    QVERIFY(editor);
    QVERIFY(write(*editor, R"({"gone": "${ref:/shop/gateway/limits#/gone}"})"));
    QTRY_VERIFY(editor->goToPointer(QStringLiteral("/gone")));
    QTRY_VERIFY(console.action(QStringLiteral("goToDefinition"))->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("goToDefinition")));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/gateway/limits"));
    QTRY_VERIFY2(console.banners().join(u'|').contains(QStringLiteral("“/gone” is not in this")),
        qPrintable(console.banners().join(u'|')));
    // Who has read it goes on without it.
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(!console.banners().join(u'|').contains(QStringLiteral("is not in this")));
    editor = console.find<editors::ConfigEditor>(QString());
    for (const int key : {Qt::Key_End, Qt::Key_Home}) {
        QSignalSpy moves(editor, &editors::ConfigEditor::cursorMoved);
        QTest::keyClick(&editor->view(), Qt::Key(key));
        QTRY_VERIFY(!moves.isEmpty());
        QVERIFY(!console.banners().join(u'|').contains(QStringLiteral("is not in this")));
    }
}

// What a reference leads to, and what a layer above gives in the place that is looked at.
void LayerProblems::theDefinitionOfWhatIsInheritedIsItsLayer()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto *editor = support::openEditor(console, "shop/client");
    QVERIFY(editor);
    QVERIFY(write(*editor, R"({"grace": "${ref:/shop/gateway/limits#/grace}"})"));
    QTRY_VERIFY(editor->goToPointer(QStringLiteral("/grace")));
    QTRY_VERIFY(isResolved(console, "30"));
    QVERIFY(console.trigger(QStringLiteral("goToDefinition")));
    const auto path = [&] { return console.textOf(QStringLiteral("documentPath")); };
    const auto pointer = [&] { return console.find<editors::ConfigEditor>(QString())->pointer(); };
    QTRY_COMPARE(path(), QStringLiteral("shop/gateway/limits-base"));
    QTRY_COMPARE(pointer(), QStringLiteral("/grace"));
    QVERIFY(console.openConfig(QStringLiteral("shop/gateway/limits")));
    editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->goToPointer(QStringLiteral("/burst")));
    const QAction *definition = console.action(QStringLiteral("goToDefinition"));
    // Its own text gives it there.
    QTRY_VERIFY(console.isAtRest());
    QTRY_VERIFY(!definition->isEnabled());
    QVERIFY(definition->statusTip().contains(QStringLiteral("no other text gives its value")));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    QTRY_VERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
    editor->setFocus();
    QTRY_VERIFY(definition->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("goToDefinition")));
    QTRY_COMPARE(path(), QStringLiteral("shop/gateway/limits-eu"));
    QTRY_COMPARE(pointer(), QStringLiteral("/burst"));
}

// Also behind the word that replaces, and at the end of references to references.
void LayerProblems::theDefinitionOfAMergedLineIsItsText()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.publish("shop/gateway/limits-base", "prod",
            R"({"burst": 5, "grace": {"$replace": {"soft": 30}}})", "alice", "Replaces");
        cms.addConfig("shop/far", core::Format::Json);
        cms.publish("shop/far", "prod",
            R"({"all": "${ref:/shop/client#/hosts}", "mine": "${ref:/shop/gateway/limits#/grace}"})",
            "alice", "First");
        cms.publish(
            "shop/client", "prod", R"({"hosts": ["${ref:/shop/db#/host}"]})", "alice", "Hosts");
    });
    auto *editor = support::openEditor(console, "shop/far");
    QVERIFY(editor);
    const auto goFrom = [&](const char *words, bool isByPalette = false) {
        editors::MarkedText *text = nullptr;
        const bool isShown
            = console.trigger(QStringLiteral("showEffective")) && QTest::qWaitFor([&] {
                  text = console.find<editors::MarkedText>(QStringLiteral("effectiveText"));
                  return text && text->bytes().find(words) != std::string::npos;
              });
        if (!isShown)
            return false;
        const auto bytes = text->bytes();
        text->showLine(int(
            std::count(bytes.begin(), bytes.begin() + std::ptrdiff_t(bytes.find(words)), '\n')));
        text->setFocus();
        if (!QTest::qWaitFor([&] { return console.isAtRest(); }))
            return false;
        if (!isByPalette)
            return console.trigger(QStringLiteral("goToDefinition"));
        if (!console.trigger(QStringLiteral("commandPalette")))
            return false;
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("definition"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        return true;
    };
    const auto path = [&] { return console.textOf(QStringLiteral("documentPath")); };
    const auto pointer = [&] { return console.find<editors::ConfigEditor>(QString())->pointer(); };
    QVERIFY(goFrom("\"soft\": 30"));
    QTRY_COMPARE(path(), QStringLiteral("shop/gateway/limits-base"));
    QTRY_COMPARE(pointer(), QStringLiteral("/grace/$replace/soft"));
    QVERIFY(console.openConfig(QStringLiteral("shop/far")));
    QVERIFY(goFrom("\"db-1\""));
    QTRY_COMPARE(path(), QStringLiteral("shop/db"));
    QTRY_COMPARE(pointer(), QStringLiteral("/host"));
    // The palette has the focus then, and the line counts all the same.
    QVERIFY(console.openConfig(QStringLiteral("shop/far")));
    QVERIFY(goFrom("\"soft\": 30", true));
    QTRY_COMPARE(path(), QStringLiteral("shop/gateway/limits-base"));
}

// A server refuses it when the change is submitted; nobody has to wait for that.
void LayerProblems::aNewReferenceToNowhereStandsInTheWay()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto &cms = console.cms();
    cms.addConfig(
        "shop/part", core::Format::Json, R"({"properties": {"host": {"type": "string"}}})");
    cms.publish("shop/part", "prod", R"({"host": "h"})", "alice", "r");
    auto *editor = support::openEditor(console, "shop/part");
    QVERIFY(editor);
    QVERIFY(write(*editor, R"({"host": "i"})"));
    QTRY_VERIFY(maySubmit(console));
    QVERIFY(write(*editor, R"({"host": "${ref:/shop/db#/gone}"})"));
    QTRY_VERIFY(problems(console).contains(QStringLiteral("/shop/db#/gone")));
    QCOMPARE(editor->problems().front().severity, editors::Severity::Error);
    QTRY_VERIFY(!maySubmit(console));
    QVERIFY(write(*editor, R"({"host": "${ref:/shop/db#/host}"})"));
    QTRY_VERIFY(maySubmit(console));
}

// Neither of a config that is live nowhere, nor of one that comes into another environment.
void LayerProblems::aReferenceToNowhereIsToldBeforeAnythingIsLive()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto *editor = support::openEditor(console, "shop/unborn");
    QVERIFY(editor);
    QVERIFY(write(*editor, R"({"a": 1, "b": "${ref:#/a}", "host": "${ref:/shop/db#/host}"})"));
    QTRY_VERIFY(maySubmit(console));
    QVERIFY(write(*editor, R"({"host": "${ref:/shop/db#/gone}"})"));
    QTRY_VERIFY2(problems(console).contains(QStringLiteral("/shop/db#/gone")),
        qPrintable(problems(console)));
    const auto &problem = editor->problems().front();
    QCOMPARE(problem.severity, editors::Severity::Error);
    QCOMPARE(problem.pointer, std::string("/host"));
    QCOMPARE(problem.column, 10);
    QTRY_VERIFY(!maySubmit(console));
    QVERIFY(write(*editor, R"({"b": "${ref:#/a}"})"));
    QTRY_VERIFY(problems(console).contains(QStringLiteral("#/a")));
    QTRY_VERIFY(!maySubmit(console));
    // Nothing of what it refers to is live there.
    QVERIFY(console.chooseEnvironment(QStringLiteral("staging")));
    QTRY_VERIFY(console.find<editors::ConfigEditor>(QString())
        && console.find<editors::ConfigEditor>(QString()) != editor);
    editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(!editor->isBusy() && console.isAtRest());
    QVERIFY(write(*editor, R"({"host": "${ref:/shop/db#/host}"})"));
    QTRY_VERIFY2(
        problems(console).contains(QStringLiteral("/shop/db")), qPrintable(problems(console)));
    QTRY_VERIFY(!maySubmit(console));
}

// Who looks at what is merged elsewhere still edits here.
void LayerProblems::anotherEnvironmentIsNoWayAround()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.addConfig("shop/pool", core::Format::Json,
            R"({"x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})");
        cms.addConfig("shop/pool-base", core::Format::Json);
        cms.addLayer("shop/pool", core::LayerKind::Base, "", "shop/pool-base");
        cms.publish("shop/pool-base", "prod", R"({"max": 5})", "alice", "First");
        cms.publish("shop/pool", "prod", R"({"min": 1})", "alice", "First");
    });
    auto *editor = support::openEditor(console, "shop/pool");
    QVERIFY(editor);
    QVERIFY(write(*editor, R"({"min": 6})"));
    QTRY_VERIFY(problems(console).contains(QStringLiteral("Too few.")));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    QTRY_VERIFY(choose(console, "effectiveEnvironment", QStringLiteral("Staging")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(!maySubmit(console));
    QVERIFY(write(*editor, R"({"min": 7})"));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(!maySubmit(console));
    QVERIFY(write(*editor, R"({"min": 4})"));
    QTRY_VERIFY(maySubmit(console));
}

// GOV-22 holds for what the layers come to as it does for a text by itself.
void LayerProblems::whatMergedBeforeIsWrongStandsInNobodysWay()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto &cms = console.cms();
    cms.addConfig("shop/part", core::Format::Json,
        R"({"properties": {"rate": {"type": "integer"}, "size": {"type": "integer"}},
            "x-invariants": [{"compare": ["/rate", "<=", "/size"], "message": "Too fast."}]})");
    cms.addConfig("shop/part-base", core::Format::Json);
    cms.addLayer("shop/part", core::LayerKind::Base, "", "shop/part-base");
    cms.publish("shop/part-base", "prod", R"({"size": 5, "wait": 1})", "alice", "r");
    cms.publish("shop/part", "prod", R"({"rate": 9, "wait": 2})", "alice", "r");
    auto *editor = support::openEditor(console, "shop/part");
    QVERIFY(editor);
    QTRY_VERIFY(problems(console).contains(QStringLiteral("Too fast.")));
    QVERIFY(write(*editor, R"({"rate": 9, "wait": 3})"));
    QTRY_VERIFY(maySubmit(console));
    QVERIFY(problems(console).contains(QStringLiteral("Too fast.")));
    QVERIFY(write(*editor, R"({"rate": 4, "wait": 3})"));
    QTRY_VERIFY(problems(console).isEmpty());
    QVERIFY(write(*editor, R"({"rate": 4, "size": "x", "wait": 3})"));
    QTRY_VERIFY(!maySubmit(console));
    // Also where the preview has the draft in it.
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    console.find<QCheckBox>(QStringLiteral("effectiveWithDraft"))->setChecked(true);
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(write(*editor, R"({"rate": 4, "size": "y", "wait": 3})"));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(!maySubmit(console));
    QVERIFY(write(*editor, R"({"rate": 9, "wait": 4})"));
    QTRY_VERIFY(maySubmit(console));
}

void LayerProblems::parentsInvariantsAreSeen()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto &cms = console.cms();
    cms.addConfig("shop/sub/defaults", core::Format::Yaml,
        R"({"x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})");
    cms.addConfig("shop/sub/api", core::Format::Yaml);
    cms.publish("shop/sub/defaults", "prod", "max: 5\n", "alice", "r");
    cms.publish("shop/sub/api", "prod", "min: 1\n", "alice", "r");
    auto *editor = support::openEditor(console, "shop/sub/api");
    QVERIFY(editor);
    QVERIFY(write(*editor, "min: 7\n"));
    QTRY_VERIFY2(problems(console).contains(QStringLiteral("of the schema of shop/sub/defaults")),
        qPrintable(problems(console)));
    QTRY_VERIFY(!maySubmit(console));
    QVERIFY(write(*editor, "min: 4\n"));
    QTRY_VERIFY(maySubmit(console));
}

// In the second tab both texts are known at once, so that one is asked for while the other
// compiles.
void LayerProblems::twoParentsInvariantsAreSeenInEveryTab()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto &cms = console.cms();
    cms.addConfig("shop/defaults", core::Format::Yaml,
        R"({"x-invariants": [{"compare": ["/low", "<=", "/high"], "message": "Too low."}]})");
    cms.addConfig("shop/sub/defaults", core::Format::Yaml,
        R"({"x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})");
    cms.publish("shop/defaults", "prod", "high: 5\n", "alice", "r");
    cms.publish("shop/sub/defaults", "prod", "max: 5\n", "alice", "r");
    for (const char *path : {"shop/sub/one", "shop/sub/two"}) {
        cms.addConfig(path, core::Format::Yaml);
        cms.publish(path, "prod", "min: 1\n", "alice", "r");
    }
    QVERIFY(support::openEditor(console, "shop/sub/one"));
    for (const char *path : {"shop/sub/one", "shop/sub/two"}) {
        QVERIFY(console.openConfig(QString::fromLatin1(path)));
        QTRY_COMPARE(console.textOf(QStringLiteral("documentPath")), QString::fromLatin1(path));
        auto *editor = console.find<editors::ConfigEditor>(QString());
        QTRY_VERIFY(!editor->isBusy() && editor->line() > 0);
        QVERIFY(write(*editor, "min: 7\nlow: 7\n"));
        for (const char *said : {"Too low.", "Too few."})
            QTRY_VERIFY2(problems(console).contains(QLatin1String(said)),
                qPrintable(QLatin1String(path) + QLatin1String(": ") + problems(console)));
        QTRY_VERIFY(!maySubmit(console));
    }
}

void LayerProblems::effectiveIsOfAnyGroupAndInstance()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto &cms = console.cms();
    for (const char *path : {"shop/limits-canary", "shop/limits-one"})
        cms.addConfig(path, core::Format::Json);
    cms.addLayer("shop/gateway/limits", core::LayerKind::Group, "canary", "shop/limits-canary");
    cms.addLayer("shop/gateway/limits", core::LayerKind::Instance, "gw-1", "shop/limits-one");
    cms.publish("shop/limits-canary", "prod", R"({"burst": 21, "wait": 21})", "alice", "r");
    cms.publish("shop/limits-one", "prod", R"({"burst": 31})", "alice", "r");
    QVERIFY(support::openEditor(console, "shop/gateway/limits"));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    const auto effective = [&console] {
        const auto *text = console.find<editors::MarkedText>(QStringLiteral("effectiveText"));
        return text ? QString::fromStdString(text->bytes()) : QString();
    };
    QTRY_VERIFY(effective().contains(QStringLiteral("grace")));
    QVERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
    QTRY_VERIFY(effective().contains(QStringLiteral("\"burst\": 9")));
    QVERIFY(choose(console, "effectiveGroup", QStringLiteral("canary")));
    QTRY_VERIFY(effective().contains(QStringLiteral("\"burst\": 21")));
    QVERIFY(choose(console, "effectiveInstance", QStringLiteral("gw-1")));
    QTRY_VERIFY(effective().contains(QStringLiteral("\"burst\": 31")));
    QVERIFY(effective().contains(QStringLiteral("\"wait\": 21")));
}

// A reference is followed in the place of who refers, through as many texts as it takes; also where
// nothing can be merged as long as no region is chosen.
void LayerProblems::effectiveIsOfTheRegionsOfWhatIsReferredTo()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.addConfig("shop/relay", core::Format::Json);
        cms.addConfig("shop/whole", core::Format::Json);
        cms.addConfig("shop/regional", core::Format::Json);
        cms.addConfig("shop/regional-us", core::Format::Json);
        cms.addLayer("shop/regional", core::LayerKind::Region, "us-east", "shop/regional-us");
        cms.publish("shop/regional-us", "prod", R"({"zone": "us-1"})", "alice", "First");
        cms.publish("shop/relay", "prod", R"({"burst": "${ref:/shop/gateway/limits#/burst}"})",
            "alice", "First");
        cms.publish("shop/whole", "prod",
            R"({"burst": "${ref:/shop/relay#/burst}", "zone": "${ref:/shop/regional#/zone}"})",
            "alice", "First");
    });
    QVERIFY(support::openEditor(console, "shop/relay"));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    const auto effective = [&] {
        const auto *text = console.find<editors::MarkedText>(QStringLiteral("effectiveText"));
        return text ? QString::fromStdString(text->bytes()) : QString();
    };
    QTRY_VERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
    QTRY_VERIFY2(effective().contains(QStringLiteral("\"burst\": 9")), qPrintable(effective()));
    QVERIFY(console.openConfig(QStringLiteral("shop/whole")));
    QTRY_VERIFY(choose(console, "effectiveRegion", QStringLiteral("us-east")));
    QTRY_VERIFY2(
        effective().contains(QStringLiteral("\"zone\": \"us-1\"")), qPrintable(effective()));
    QVERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
    // Where nothing is referred to, the region that is looked at stays in sight, to be left.
    const auto *region = console.find<QComboBox>(QStringLiteral("effectiveRegion"));
    QVERIFY(choose(console, "effectiveEnvironment", QStringLiteral("Staging")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(region->isVisible());
    QCOMPARE(region->currentText(), QStringLiteral("eu-west"));
    QVERIFY(choose(console, "effectiveRegion", QStringLiteral("No Region")));
    QTRY_VERIFY(!region->isVisible());
}

// What becomes live while somebody looks brings its regions along.
void LayerProblems::regionsOfANewReferenceAreThere()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        gui::fillLayers(cms);
        cms.addConfig("shop/relay", core::Format::Json);
        cms.publish("shop/relay", "prod", R"({"burst": 1})", "alice", "First");
    });
    QVERIFY(support::openEditor(console, "shop/relay"));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(!console.find<QComboBox>(QStringLiteral("effectiveRegion")));
    console.cms().publish("shop/relay", "prod",
        R"({"burst": "${ref:/shop/gateway/limits#/burst}"})", "alice", "Refer");
    console.cms().sayStream(client::StreamState::Connected, {{1, "head.update", {}, {}, {}}});
    QTRY_VERIFY(choose(console, "effectiveRegion", QStringLiteral("eu-west")));
}

// The layers of another environment say nothing of the text in front.
void LayerProblems::definitionIsOfTheTextsEnvironment()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto *editor = support::openEditor(console, "shop/gateway/limits");
    QVERIFY(editor);
    const QAction *definition = console.action(QStringLiteral("goToDefinition"));
    QVERIFY(console.trigger(QStringLiteral("showEffective")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(choose(console, "effectiveEnvironment", QStringLiteral("Staging")));
    QTRY_VERIFY(console.isAtRest());
    editor->setFocus();
    QVERIFY(editor->goToPointer(QStringLiteral("/requestsPerSecond")));
    QTRY_COMPARE(definition->statusTip(),
        QStringLiteral("The layers of this environment are not read: choose it in “Effective”."));
    QVERIFY(choose(console, "effectiveEnvironment", QStringLiteral("Production")));
    QTRY_COMPARE(definition->statusTip(),
        QStringLiteral("This line refers to nothing, and no other text gives its value."));
}

QTEST_MAIN(LayerProblems)
#include "tst_layerproblems.moc"
