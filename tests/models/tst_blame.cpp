// SPDX-License-Identifier: Apache-2.0
#include "models/blamenotes.h"
#include "models/blamestore.h"
#include "models/lineagefilter.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::LineageFilter;

// Who set keys over long histories, and how keys in lists are looked for.
class BlameTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void blameIsReadToItsEnd();
    void itemsAreFoundByTheirNames();

private:
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
};

void BlameTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("bob");
}

// A server tells it part by part; what is not known yet is said with how far it was looked.
void BlameTest::blameIsReadToItsEnd()
{
    for (int rate = 70; rate < 80; ++rate)
        m_cms->publish("shop/gateway/limits", "prod",
            "{\"requestsPerSecond\": " + std::to_string(rate) + ", \"burst\": 5}", "bob", "More");
    m_cms->blameStep = 3;
    models::BlameStore store(*m_cms);
    const auto config = m_cms->configAt("shop/gateway/limits")->id;
    std::optional<core::BlameReport> first;
    connect(&store, &models::BlameStore::changed, this,
        [&] { first = first ? first : store.report(); });
    store.show(config, core::EnvironmentId("prod"));
    m_mailbox->drain();
    QVERIFY(first && !first->isComplete);
    const auto text = core::read(m_cms->texts[first->version.text()], core::Format::Json);
    const models::BlamedKeys soFar(*first, text.tree(), text.tree());
    bool isTold = false;
    for (const auto &one : first->keys)
        isTold = isTold
            || soFar.of(one.pointer, {})->tip.contains(QStringLiteral("the newest 3 version"));
    QVERIFY(isTold);
    QTRY_VERIFY((m_mailbox->drain(), store.report()->isComplete));
    QVERIFY(!store.loading().isRunning());
    QVERIFY(m_cms->callCount("blame") > 3);
    for (const auto &one : store.report()->keys)
        QVERIFY(!store.isOlder(one.pointer));
}

// Wherever the item stood in its list.
void BlameTest::itemsAreFoundByTheirNames()
{
    core::LineageEntry one;
    one.keys = {"/routes/3/port"};
    one.names = {"/routes[name=Checkout]/port"};
    const auto matches = [&one](const char *filter) {
        return LineageFilter::parse(QString::fromUtf8(filter)).matches(one);
    };
    for (const char *filter : {"key:/routes", "key:/routes/3", "key:/routes[name=checkout]",
             "key:/routes[name=checkout]/port/x", "key:checkout", "checkout"})
        QVERIFY2(matches(filter), filter);
    for (const char *filter : {"key:/routes/1", "key:/routes[name=check]", "key:/route"})
        QVERIFY2(!matches(filter), filter);
    one.names.reset();
    QVERIFY(!matches("key:/routes[name=checkout]"));
}

QTEST_GUILESS_MAIN(BlameTest)
#include "tst_blame.moc"
