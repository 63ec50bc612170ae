// SPDX-License-Identifier: Apache-2.0
#include "models/effectivepair.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::EffectivePair;

// Two texts of one config, each merged with the layers under it.
class EffectivePairTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void bothTextsAreMerged();
    void theSchemasOfAllLayersAreTold();
    void theLatestQuestionCounts();
    void failuresAreToldAndMayBeAskedAgain();

private:
    EffectivePair::Question question(const std::string &left, const std::string &right)
    {
        return {m_cms->configAt("shop/api")->id, {core::EnvironmentId("prod"), {}, {}, {}}, left,
            right};
    }

    QObject m_receiver;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
};

void EffectivePairTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_mailbox->setWaker([this] {
        QMetaObject::invokeMethod(
            &m_receiver, [mailbox = m_mailbox] { mailbox->drain(); }, Qt::QueuedConnection);
    });
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_cms->addUser("alice", "Alice Ardent", {"author"}, {"view", "edit"});
    core::Environment environment;
    environment.id = core::EnvironmentId("prod");
    m_cms->environments.push_back(environment);
    m_cms->addConfig("shop/base", core::Format::Json);
    m_cms->addConfig("shop/api", core::Format::Json);
    m_cms->addLayer("shop/api", core::LayerKind::Base, "", "shop/base");
    m_cms->publish("shop/base", "prod", R"({"grace": 30})", "alice", "Base");
    m_cms->publish("shop/api", "prod", R"({"rate": 1})", "alice", "First");
}

void EffectivePairTest::bothTextsAreMerged()
{
    EffectivePair pair(*m_cms);
    const auto asked = question(R"({"rate": 1})", R"({"rate": 2})");
    QVERIFY(!pair.answerTo(asked));
    pair.ask(asked);
    QTRY_VERIFY(pair.answerTo(asked));
    QVERIFY(pair.answerTo(asked)->left.contains(QStringLiteral("\"grace\"")));
    QVERIFY(pair.answerTo(asked)->right.contains(QStringLiteral("\"grace\"")));
    QVERIFY(pair.answerTo(asked)->left != pair.answerTo(asked)->right);
    QVERIFY(!pair.answerTo(question(R"({"rate": 1})", R"({"rate": 3})")));
}

// Of what is tried nobody knows a version: what is bound counts.
void EffectivePairTest::theSchemasOfAllLayersAreTold()
{
    const core::SchemaId layers("sch_layer");
    const core::SchemaId bound("sch_bound");
    for (core::Version &version : m_cms->versions) {
        if (version.config == m_cms->configAt("shop/base")->id)
            version.schema = layers;
    }
    m_cms->headOf(m_cms->configAt("shop/api")->id, core::EnvironmentId("prod"))->schema = bound;
    EffectivePair pair(*m_cms);
    const auto asked = question(R"({"rate": 1})", R"({"rate": 2})");
    pair.ask(asked);
    QTRY_VERIFY(pair.answerTo(asked));
    for (const core::SchemaId &schema : {layers, bound})
        QVERIFY(std::ranges::count(pair.answerTo(asked)->schemas, std::optional(schema)) > 0);
    QVERIFY(pair.answerTo(asked)->brought.empty());
}

void EffectivePairTest::theLatestQuestionCounts()
{
    EffectivePair pair(*m_cms);
    const auto early = question(R"({"rate": 1})", R"({"rate": 2})");
    const auto late = question(R"({"rate": 7})", R"({"rate": 8})");
    pair.ask(early);
    pair.ask(late);
    QTRY_VERIFY(pair.answerTo(late));
    QVERIFY(!pair.answerTo(early));
    QVERIFY(pair.answerTo(late)->left.contains(u'7'));
}

void EffectivePairTest::failuresAreToldAndMayBeAskedAgain()
{
    EffectivePair pair(*m_cms);
    const auto asked = question(R"({"rate": 1})", R"({"rate": 2})");
    const QSignalSpy changed(&pair, &EffectivePair::changed);
    m_cms->failNext("previewEffective", support::anError(core::ErrorKind::Server));
    pair.ask(asked);
    QTRY_VERIFY(pair.hasFailed(asked));
    QVERIFY(!changed.isEmpty());
    pair.ask(asked);
    QTRY_VERIFY(pair.answerTo(asked));
    QVERIFY(!pair.hasFailed(asked));
}

QTEST_GUILESS_MAIN(EffectivePairTest)
#include "tst_effectivepair.moc"
