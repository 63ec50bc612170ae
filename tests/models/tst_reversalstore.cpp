// SPDX-License-Identifier: Apache-2.0
#include "models/reversalstore.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;

// What a change did, read for the page that takes it back in a draft.
class ReversalStoreTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aSchemaThatCameWithItIsSaid_data();
    void aSchemaThatCameWithItIsSaid();
};

void ReversalStoreTest::aSchemaThatCameWithItIsSaid_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("made");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("another one") << QByteArray("sch_1") << QByteArray("sch_2") << true;
    QTest::newRow("the first one") << QByteArray() << QByteArray("sch_2") << true;
    QTest::newRow("the same") << QByteArray("sch_1") << QByteArray("sch_1") << false;
    QTest::newRow("none") << QByteArray() << QByteArray() << false;
}

void ReversalStoreTest::aSchemaThatCameWithItIsSaid()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, made);
    QFETCH(bool, isSaid);
    auto mailbox = std::make_shared<core::Mailbox>();
    support::ScriptedCms cms(mailbox);
    support::fillDemoWorld(cms);
    cms.addConfig("shop/one", core::Format::Yaml);
    cms.publish("shop/one", "prod", "rate: 1\n", "alice", "Begin");
    cms.publish("shop/one", "prod", "rate: 2\n", "alice", "Raise");
    const auto idOf = [](const QByteArray &id) {
        return id.isEmpty() ? std::nullopt : std::optional(core::SchemaId(id.toStdString()));
    };
    cms.versions[cms.versions.size() - 2].schema = idOf(before);
    cms.versions.back().schema = idOf(made);
    cms.versions.back().changeRequest = cms.requests.back().id;
    cms.actAs("alice");
    const core::EnvironmentId prod("prod");
    const auto config = cms.configAt("shop/one")->id;
    models::ReversalStore store(cms);
    store.want(config, prod, cms.versions.back());
    QTRY_VERIFY((mailbox->drain(), !store.reading().isRunning()));
    const auto reversal = store.take(config, prod);
    QVERIFY(reversal.has_value());
    QCOMPARE(reversal->before, QStringLiteral("rate: 1\n"));
    QCOMPARE(reversal->after, QStringLiteral("rate: 2\n"));
    QCOMPARE(reversal->schemaBefore != reversal->schemaMade, isSaid);
    if (isSaid) {
        QVERIFY(reversal->schemaBefore == idOf(before));
        QVERIFY(reversal->schemaMade == idOf(made));
    }
}

QTEST_GUILESS_MAIN(ReversalStoreTest)
#include "tst_reversalstore.moc"
