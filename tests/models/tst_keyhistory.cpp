// SPDX-License-Identifier: Apache-2.0
#include "engine/core/executor.h"
#include "models/keyhistory.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

using namespace chancery;

// What a key was in older versions, wherever in a list it stood then.
class KeyHistoryTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void historyFollowsItems();
};

// The second route is the first one of older versions.
void KeyHistoryTest::historyFollowsItems()
{
    QObject receiver;
    const auto mailbox = std::make_shared<core::Mailbox>();
    mailbox->setWaker([&receiver, mailbox] {
        QMetaObject::invokeMethod(&receiver, [mailbox] { mailbox->drain(); }, Qt::QueuedConnection);
    });
    core::Executor compute(mailbox);
    support::ScriptedCms cms(mailbox);
    cms.addUser("alice", "Alice Ardent", {"author"}, {"view", "edit"});
    core::Environment environment;
    environment.id = core::EnvironmentId("prod");
    cms.environments.push_back(environment);
    cms.addConfig("shop/api", core::Format::Json);
    for (const char *text :
        {R"({"l": [{"name": "b", "w": 1}]})", R"({"l": [{"name": "b", "w": 2}]})",
            R"({"l": [{"name": "a", "w": 7}, {"name": "b", "w": 2}]})",
            R"({"l": [{"name": "a", "w": 8}, {"name": "b", "w": 3}]})"})
        cms.publish("shop/api", "prod", text, "alice", "r");
    models::KeyHistory history(cms, compute);
    history.show(*cms.configAt("shop/api"), core::EnvironmentId("prod"));
    history.showKey("/l/1/w", {});
    history.more();
    const auto told = [&history] {
        QStringList lines;
        for (const auto &change : history.changes())
            lines << change.before + QStringLiteral(" to ") + change.after;
        return lines.join(QStringLiteral(", "));
    };
    QTRY_COMPARE(told(), QStringLiteral("2 to 3, 1 to 2,  to 1"));
    // The other one came later.
    history.showKey("/l/0/w", {});
    QTRY_COMPARE(told(), QStringLiteral("7 to 8,  to 7"));
}

QTEST_GUILESS_MAIN(KeyHistoryTest)
#include "tst_keyhistory.moc"
