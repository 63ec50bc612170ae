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
    void aDefinitionInAnotherLayerIsSaid();
    void aNewReferenceToNowhereStandsInTheWay();
    void whatMergedBeforeIsWrongStandsInNobodysWay();
    void parentsInvariantsAreSeen();
    void twoParentsInvariantsAreSeenInEveryTab();
    void effectiveIsOfAnyGroupAndInstance();

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

void LayerProblems::aDefinitionInAnotherLayerIsSaid()
{
    support::Console console(views::Theme::Kind::Light, gui::fillLayers);
    auto *editor = support::openEditor(console, "shop/client");
    QVERIFY(editor);
    QVERIFY(write(*editor, R"({"grace": "${ref:/shop/gateway/limits#/grace}"})"));
    QTRY_VERIFY(editor->goToPointer(QStringLiteral("/grace")));
    QTRY_VERIFY(console.action(QStringLiteral("goToDefinition"))->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("goToDefinition")));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("documentPath")), QStringLiteral("shop/gateway/limits"));
    QTRY_VERIFY2(console.banners().join(u'|').contains(QStringLiteral("“/grace” is not in this")),
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

QTEST_MAIN(LayerProblems)
#include "tst_layerproblems.moc"
