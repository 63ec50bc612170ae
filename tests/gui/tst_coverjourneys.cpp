// SPDX-License-Identifier: Apache-2.0
#include "app/console/workarea.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "editors/masks.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QTreeView>

using namespace chancery;

namespace {

constexpr auto schema = R"({"properties": {
    "pin": {"type": "string", "x-sensitive": true}, "open": {"type": "string"}}})";

// One config with a sensitive value, changed once and about to be changed again.
void addPin(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig("shop/pin", core::Format::Yaml, schema);
    cms.publish("shop/pin", "prod", "pin: '4711'\nopen: one\n", "alice", "First");
    cms.publish("shop/pin", "prod", "pin: '4712'\nopen: one\nlogin: abcd\n", "alice", "Second");
    cms.open("shop/pin", "prod", "pin: '4713'\nopen: two\nlogin: abcd\n", "alice", "Third");
}

bool begin(support::Console &console, const char *name)
{
    return console.connectToServer() && console.signIn(QString::fromLatin1(name))
        && console.chooseEnvironment(QStringLiteral("prod"));
}

QStringList textsOf(const editors::DiffView *difference)
{
    QStringList texts;
    for (const auto *pane : difference->findChildren<editors::CodeView *>()) {
        if (pane->isVisible())
            texts << QString::fromStdString(pane->bytes());
    }
    return texts;
}

QString hidden(const QString &note = {})
{
    return QString(8, QChar(0x2022)) + note;
}

const auto changed = QStringLiteral(" (changed, value hidden)");

} // namespace

// What is sensitive stays covered wherever a text is shown, through the true window.
class CoverJourneys : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void requestShowsThatItChanged();
    void requestWithoutSchemasShowsNothing();
    void versionsShowThatItChanged();
    void nothingIsShownBeforeTheSchema();
};

void CoverJourneys::requestShowsThatItChanged()
{
    support::Console console(views::Theme::Kind::Light, addPin);
    QVERIFY(begin(console, "bob"));
    const auto id = QString::fromStdString(console.cms().requests.back().id.text());
    QVERIFY(console.openRequest(id));
    auto *difference = console.find<editors::DiffView>(QStringLiteral("requestDifference"));
    QTRY_COMPARE(textsOf(difference),
        (QStringList{QStringLiteral("pin: %1\nopen: one\nlogin: abcd\n").arg(hidden(changed)),
            QStringLiteral("pin: %1\nopen: two\nlogin: abcd\n").arg(hidden(changed))}));
    console.picture(QStringLiteral("request-covered"));
}

// Whether there is a schema at all is not known either.
void CoverJourneys::requestWithoutSchemasShowsNothing()
{
    support::Console console(views::Theme::Kind::Light, addPin);
    QVERIFY(begin(console, "bob"));
    console.cms().hang("getVersion");
    const auto id = QString::fromStdString(console.cms().requests.back().id.text());
    QVERIFY(console.openRequest(id));
    auto *difference = console.find<editors::DiffView>(QStringLiteral("requestDifference"));
    QTRY_COMPARE(textsOf(difference).value(1),
        QStringLiteral("pin: %1\nopen: %1\nlogin: %2\n").arg(hidden(changed), hidden()));
    console.cms().release();
    QTRY_VERIFY(textsOf(difference).value(1).contains(QStringLiteral("two")));
    QVERIFY(!textsOf(difference).join(u'|').contains(QStringLiteral("471")));
}

void CoverJourneys::versionsShowThatItChanged()
{
    support::Console console(views::Theme::Kind::Light, addPin);
    QVERIFY(begin(console, "alice"));
    QVERIFY(console.openConfig(QStringLiteral("shop/pin")));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("shop/pin")});
    editors::DiffView *difference = nullptr;
    QTRY_VERIFY((difference = console.find<editors::DiffView>(QString())));
    QTRY_COMPARE(textsOf(difference).value(1),
        QStringLiteral("pin: %1\nopen: one\nlogin: abcd\n").arg(hidden(changed)));
    QVERIFY(!textsOf(difference).join(u'|').contains(QStringLiteral("471")));
}

void CoverJourneys::nothingIsShownBeforeTheSchema()
{
    support::Console console(views::Theme::Kind::Light, addPin);
    QVERIFY(begin(console, "alice"));
    console.cms().hang("schemaText");
    QVERIFY(console.openConfig(QStringLiteral("shop/pin")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_VERIFY(editor->text().contains(QStringLiteral("open: one")));
    const auto covers = [editor](const QString &part) {
        const auto at = std::size_t(editor->text().indexOf(part));
        return editor->view().masks().covers(at, at + std::size_t(part.size()));
    };
    QVERIFY(covers(QStringLiteral("4712")) && covers(QStringLiteral("one")));
    QTRY_VERIFY(!editor->isBusy());
    QVERIFY(covers(QStringLiteral("4712")) && covers(QStringLiteral("one")));
    // After a while a person is told why.
    QTRY_VERIFY(console.banners().join(u'|').contains(QStringLiteral("all values are covered")));
    console.picture(QStringLiteral("schema-awaited"));
    console.cms().release();
    QTRY_VERIFY(!covers(QStringLiteral("one")));
    QVERIFY(covers(QStringLiteral("4712")));
    QVERIFY(!console.banners().join(u'|').contains(QStringLiteral("all values are covered")));
}

QTEST_MAIN(CoverJourneys)
#include "tst_coverjourneys.moc"
