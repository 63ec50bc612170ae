// SPDX-License-Identifier: Apache-2.0
#include "models/configtree.h"
#include "models/qtconvert.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;

// What the tree of configs tells the views that show it.
class ConfigTreeTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void marksThatDifferAreTold();
};

void ConfigTreeTest::marksThatDifferAreTold()
{
    const core::EnvironmentId prod("prod");
    auto mailbox = std::make_shared<core::Mailbox>();
    support::ScriptedCms cms(mailbox);
    support::fillDemoWorld(cms);
    const auto answer = [&] {
        while (mailbox->drain() > 0)
            continue;
    };
    models::ConfigStore store(cms);
    models::ConfigTree tree(store);
    store.load();
    store.loadNamespace("shop");
    answer();
    const QModelIndex routes = tree.indexOfPath(QStringLiteral("shop/gateway/routes"));
    QVERIFY(routes.data(models::ConfigTree::RequestRole).toString().isEmpty());
    QSignalSpy told(&tree, &QAbstractItemModel::dataChanged);
    const auto request
        = cms.open("shop/gateway/routes", "prod", "routes: []\n", "alice", "Fewer").id;
    store.loadMarks(prod);
    answer();
    QCOMPARE(std::ranges::count(told, QVariant(routes), [](const auto &one) { return one[0]; }), 1);
    QCOMPARE(routes.data(models::ConfigTree::RequestRole).toString(), models::toQt(request.text()));
    told.clear();
    store.loadMarks(prod);
    answer();
    QVERIFY(told.isEmpty());
    // A tree that is filled when the marks are known tells of those that go.
    store.loadNamespace("shop");
    answer();
    std::erase_if(cms.requests, [&](const auto &one) { return one.id == request; });
    told.clear();
    store.loadMarks(prod);
    answer();
    QCOMPARE(told.size(), 1);
    QVERIFY(tree.indexOfPath(QStringLiteral("shop/gateway/routes"))
            .data(models::ConfigTree::RequestRole)
            .toString()
            .isEmpty());
}

QTEST_GUILESS_MAIN(ConfigTreeTest)
#include "tst_configtree.moc"
