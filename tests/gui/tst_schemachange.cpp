// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/httpconsole.h"
#include "tests/support/testcase.h"

#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000;
const QString path = QStringLiteral("payments/limits");

} // namespace

// A change brings another schema along, before two true windows and the real server: Ann writes,
// Bob approves. "prod" is gated.
class SchemaChange : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theListIsGoneThroughByKeyboard();
    void theTextIsHeldAgainstIt();
    void itIsTakenBack();
    void itIsStillChosenInAnotherConsole();
    void bothAreApprovedTogether();
    void whatGovernsHasTheProducts();

private:
    std::string schema(const std::string &text)
    {
        return at(m_cms.admin().post("/v1/schemas",
                      R"({"uri":"urn:limits","name":"Limits","text":)" + jsonText(text) + '}'),
            "/id");
    }
    std::string bound() const
    {
        return at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod"), "/schema");
    }
    // The second in the list is chosen: the present one stands below the newest.
    bool choose()
    {
        auto *filter = m_ann->find<QLineEdit>(QStringLiteral("schemaFilter"));
        if (!filter)
            return false;
        QTest::keyClick(filter, Qt::Key_Return);
        return QTest::qWaitFor([this] { return m_ann->isAtRest(); }, patience);
    }

    CmsProcess m_cms;
    std::unique_ptr<HttpConsole> m_ann;
    std::unique_ptr<HttpConsole> m_bob;
    std::string m_config;
    std::string m_tight;
    std::string m_loose;
};

void SchemaChange::initTestCase()
{
    QVERIFY(m_cms.start());
    const auto admin = m_cms.admin();
    makePlaces(admin);
    (void)admin.post("/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    m_tight = schema(R"({"title":"Limits","properties":{"rate":{"type":"integer","maximum":50}}})");
    m_loose
        = schema(R"({"title":"Limits","properties":{"rate":{"type":"integer","maximum":5000}}})");
    m_config = makeConfig(admin, "payments/limits", "json", m_tight);
    const auto ann = makePerson(admin, "ann", R"(["author"])");
    const auto bob = makePerson(admin, "bob", R"(["approver","operator"])");
    const auto pia = makePerson(admin, "pia", R"(["author","policy.edit"])");
    QVERIFY(!makeConfig(pia, "sys/policy").empty());
    const auto first
        = ann.post("/v1/change-requests", requestBody(m_config, "prod", "", R"({"rate": 10})"));
    const auto voted = bob.post(verb(first, "vote"), voteBody(first, "approve"), first.etag());
    QCOMPARE(bob.post(verb(first, "apply"), "{}", voted.etag()).status, 200);
    m_ann = std::make_unique<HttpConsole>();
    QVERIFY(m_ann->arrive(m_cms.port(), QStringLiteral("ann"), QStringLiteral("prod")));
    QVERIFY(m_ann->openConfig(path));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->textOf(QStringLiteral("draftChip")), QStringLiteral("Live"), patience);
    m_bob = std::make_unique<HttpConsole>();
    QVERIFY(m_bob->arrive(m_cms.port(), QStringLiteral("bob"), QStringLiteral("prod")));
}

void SchemaChange::theListIsGoneThroughByKeyboard()
{
    QVERIFY(m_ann->trigger(QStringLiteral("changeSchema")));
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->textOf(QStringLiteral("presentSchema")),
        QStringLiteral("Present: Limits, version 1.0.0"), patience);
    auto *list = m_ann->find<QTreeWidget>(QStringLiteral("schemaList"));
    QVERIFY(list);
    const auto nameIn = [list](int row) { return list->topLevelItem(row)->text(0); };
    // Those of the product are there as well, behind.
    QVERIFY(list->topLevelItemCount() > 2);
    QCOMPARE(nameIn(0), QStringLiteral("Limits"));
    QCOMPARE(nameIn(1), QStringLiteral("Limits (present)"));
    QCOMPARE(list->topLevelItem(0)->text(1), QStringLiteral("1.1.0"));
    m_ann->picture(QStringLiteral("schemas"));
    auto *filter = m_ann->find<QLineEdit>(QStringLiteral("schemaFilter"));
    QTest::keyClicks(filter, QStringLiteral("LIMITS"));
    QCOMPARE(list->topLevelItemCount(), 2);
    filter->clear();
    // What it has already cannot be chosen.
    list->setCurrentItem(list->topLevelItem(1));
    QVERIFY(!m_ann->find<QPushButton>(QStringLiteral("useSchemaButton"))->isEnabled());
    list->setCurrentItem(list->topLevelItem(0));
    filter->setFocus();
    QVERIFY(choose());
}

void SchemaChange::theTextIsHeldAgainstIt()
{
    QTRY_VERIFY_WITH_TIMEOUT(
        m_ann->banners().join(u'\n').contains(QStringLiteral("Limits, version 1.1.0")), patience);
    QVERIFY(m_ann->action(QStringLiteral("submit"))->isEnabled());
    QVERIFY(m_ann->putCaretBehind(QStringLiteral("\"rate\": 10")));
    QVERIFY(m_ann->type(QStringLiteral("000")));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->rowsOf(QStringLiteral("problemTable")).size(), 1, patience); // 10000
    QVERIFY(m_ann->press(Qt::Key_Backspace));
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->rowsOf(QStringLiteral("problemTable")).isEmpty(), patience);
    m_ann->picture(QStringLiteral("schemachosen"));
}

void SchemaChange::itIsTakenBack()
{
    QVERIFY(m_ann->click(QStringLiteral("bannerActionButton")));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->rowsOf(QStringLiteral("problemTable")).size(), 1, patience); // 1000 is too much
    QVERIFY(!m_ann->action(QStringLiteral("submit"))->isEnabled());
    QVERIFY(m_ann->trigger(QStringLiteral("changeSchema")));
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->isAtRest(), patience);
    QVERIFY(choose());
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->rowsOf(QStringLiteral("problemTable")).isEmpty(), patience);
}

// The first one dies: whatever it had not said is lost with it.
void SchemaChange::itIsStillChosenInAnotherConsole()
{
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"), patience);
    m_ann.reset();
    m_ann = std::make_unique<HttpConsole>();
    QVERIFY(m_ann->arrive(m_cms.port(), QStringLiteral("ann"), QStringLiteral("prod")));
    QVERIFY(m_ann->openConfig(path));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_ann->banners().join(u'\n').contains(QStringLiteral("Limits, version 1.1.0")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->isAtRest(), patience);
    QVERIFY(m_ann->rowsOf(QStringLiteral("problemTable")).isEmpty()); // 1000 is not too much
    QVERIFY(m_ann->action(QStringLiteral("submit"))->isEnabled());
}

void SchemaChange::bothAreApprovedTogether()
{
    QVERIFY(m_ann->trigger(QStringLiteral("submit")));
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->textOf(QStringLiteral("submitSchema")),
        QStringLiteral("With another schema: Limits, version 1.1.0"), patience);
    QVERIFY(m_ann->write(QStringLiteral("submitTitleField"), QStringLiteral("Let more in")));
    QVERIFY(m_ann->write(QStringLiteral("submitReasonField"), QStringLiteral("The sale")));
    m_ann->picture(QStringLiteral("schemasubmitted"));
    QVERIFY(m_ann->click(QStringLiteral("submitChangeButton")));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->textOf(QStringLiteral("requestState")), QStringLiteral("Open"), patience);
    QCOMPARE(bound(), m_tight);
    QVERIFY(m_bob->openRequest(m_ann->textOf(QStringLiteral("requestTitle")).section(u' ', 0, 0)));
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->textOf(QStringLiteral("requestSchemas")),
        QStringLiteral("payments/limits gets another schema in prod: Limits, version 1.1.0"),
        patience);
    QVERIFY(m_bob->textOf(QStringLiteral("requestRisk"))
            .contains(QStringLiteral("+25  another schema, which limits every later change")));
    QVERIFY(
        m_bob->textOf(QStringLiteral("schemaPanelWords")).contains(QStringLiteral("urn:limits")));
    QVERIFY(m_bob->click(QStringLiteral("compareSchemasButton")));
    const auto *difference = m_bob->find<editors::DiffView>(QStringLiteral("schemaDifference"));
    QVERIFY(difference);
    QTRY_COMPARE_WITH_TIMEOUT(difference->changeCount(), 1, patience);
    m_bob->picture(QStringLiteral("schemarequest"));
    QVERIFY(m_bob->trigger(QStringLiteral("approve")));
    QVERIFY(m_bob->answerPrompt({}));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_bob->textOf(QStringLiteral("requestState")), QStringLiteral("Approved"), patience);
    QVERIFY(m_bob->trigger(QStringLiteral("apply")));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_bob->textOf(QStringLiteral("requestState")), QStringLiteral("Applied"), patience);
    QCOMPARE(bound(), m_loose);
    // And the text beside is held against it from now on.
    QVERIFY(m_ann->openConfig(path));
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->textOf(QStringLiteral("inspectorSchema")),
        QStringLiteral("Limits, version 1.1.0 (minor change)"), patience);
}

void SchemaChange::whatGovernsHasTheProducts()
{
    QVERIFY(m_ann->openConfig(QStringLiteral("sys/policy")));
    QTRY_VERIFY_WITH_TIMEOUT(!m_ann->action(QStringLiteral("changeSchema"))->isEnabled(), patience);
    QVERIFY(m_ann->action(QStringLiteral("changeSchema"))
            ->toolTip()
            .contains(QStringLiteral("comes with the product")));
}

QTEST_MAIN(SchemaChange)
#include "tst_schemachange.moc"
