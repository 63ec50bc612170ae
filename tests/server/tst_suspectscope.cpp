// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describesuspects.h"
#include "tests/server/freezeworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::SuspectKind;
using support::inQuotes;
using namespace std::chrono_literals;

// Of what was decided in an environment only that is suspected of a service which is about what its
// agents carry; and a planted cause of any kind comes first.
class TestSuspectScope : public support::TestCase, private support::FreezeWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anOverrideIsOfItsConfigs();
    void aGoverningDocumentIsOfItsPaths();
    void whoIsToldGovernsNothing();
    void aPlantedCauseComesFirst_data();
    void aPlantedCauseComesFirst();

private:
    void run(const std::string &config);
    core::SuspectReport report(const std::string &query = "service=shop");
    // Of the kind Policy, by title, within five minutes.
    std::vector<std::string> policies(const std::string &service = "service=shop");

    std::string m_own;
    std::string m_noise;
    std::string m_other;
    std::string m_agent;
};

void TestSuspectScope::init()
{
    beginWithFreezes();
    m_own = config("a/own");
    m_noise = config("a/noise");
    m_other = config("b/other");
    publish(m_own, "dev", R"({"n": 1, "on": false, "tls": {"cert": "a"}})");
    publish(m_noise, "dev", R"({"x": 0})");
    publish(m_other, "dev", R"({"x": 0})");
    m_agent = at(ask("POST", "/v1/agents",
                     R"({"name":"n1","environment":"dev","service":"shop","region":"",)"
                     R"("build":"1","paths":["a/own","a/noise"]})"),
        "/id");
    run(m_own);
    run(m_noise);
    clock.time += 1h;
}

void TestSuspectScope::run(const std::string &config)
{
    const auto body = R"({"config":)" + inQuotes(config) + R"(,"path":"","version":)"
        + inQuotes(live(config, "dev")) + R"(,"epoch":1,"status":"applied","reason":"","at":)"
        + inQuotes(core::toRfc3339(clock.time)) + '}';
    QCOMPARE(ask("POST", "/v1/agents/" + m_agent + ":report", body).status, 200);
}

core::SuspectReport TestSuspectScope::report(const std::string &query)
{
    const auto answer = ask("GET", "/v1/environments/dev/suspects", {}, {}, query);
    auto report = read<core::SuspectReport>(answer);
    return report ? std::move(*report) : core::SuspectReport();
}

std::vector<std::string> TestSuspectScope::policies(const std::string &service)
{
    std::vector<std::string> titles;
    for (const auto &each :
        report(service + "&since=" + core::toRfc3339(clock.time - 5min)).suspects) {
        if (each.kind == SuspectKind::Policy)
            titles.push_back(each.title);
    }
    return titles;
}

void TestSuspectScope::anOverrideIsOfItsConfigs()
{
    freeze("dev", closing(-10min, 60min, "soft"));
    clock.time += 10min;
    const std::string reasoned = R"({"reason":"r","ticket":"INC-7"})";
    const auto olga = person("olga", R"(["author","freeze.override"])");
    const auto theirs = open(m_other, "dev", R"({"x": 1})");
    const auto own = open(m_own, "dev", R"({"n": 2})");
    actAs(olga);
    QCOMPARE(act(theirs, "override-freeze", reasoned).status, 200);
    actAs({});
    QCOMPARE(policies(), std::vector<std::string>());
    QCOMPARE(policies(""), std::vector<std::string>{theirs});
    actAs(olga);
    QCOMPARE(act(own, "override-freeze", reasoned).status, 200);
    actAs({});
    QCOMPARE(policies(), std::vector<std::string>{own});
}

void TestSuspectScope::aGoverningDocumentIsOfItsPaths()
{
    const auto theirs = closing(1h, 2h, "soft", R"(,"paths":["b/**"])");
    freeze("dev", theirs);
    QCOMPARE(policies(), std::vector<std::string>());
    QCOMPARE(policies(""), std::vector<std::string>{"sys/freezes"});
    clock.time += 10min;
    auto own = closing(1h, 2h, "soft", R"(,"paths":["b/x","a/own"])");
    own.replace(own.find("\"end\""), 5, "\"own\"");
    freeze("dev", theirs + ',' + own);
    QCOMPARE(policies(), std::vector<std::string>{"sys/freezes"});
    clock.time += 10min;
    freeze("dev", theirs); // no more
    QCOMPARE(policies(), std::vector<std::string>{"sys/freezes"});
    clock.time += 10min;
    freeze("dev", closing(1h, 2h, "soft")); // of everything
    QCOMPARE(policies(), std::vector<std::string>{"sys/freezes"});
}

void TestSuspectScope::whoIsToldGovernsNothing()
{
    actAs(signIn("pia"));
    const auto receivers = config("sys/notifications");
    QVERIFY(!publish(receivers, "dev", R"({"mails": []})").empty());
    actAs({});
    QCOMPARE(policies(), std::vector<std::string>());
}

void TestSuspectScope::aPlantedCauseComesFirst_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::newRow("certificate") << QStringLiteral(R"({"n": 1, "on": false, "tls": {"cert": "b"}})")
                                 << int(SuspectKind::Certificate);
    QTest::newRow("flag") << QStringLiteral(R"({"n": 1, "on": true, "tls": {"cert": "a"}})")
                          << int(SuspectKind::Flag);
    QTest::newRow("policy") << QString() << int(SuspectKind::Policy);
}

void TestSuspectScope::aPlantedCauseComesFirst()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    for (int i = 1; i < 10; ++i) {
        clock.time += 30min;
        publish(m_noise, "dev", R"({"x": )" + std::to_string(i) + '}');
        publish(m_other, "dev", R"({"x": )" + std::to_string(i) + '}');
        run(m_noise);
        freeze("dev", closing(1h, 2h + i * 1min, "soft", R"(,"paths":["b/**"])"));
    }
    clock.time += 100min;
    if (text.isEmpty())
        freeze("dev", closing(1h, 2h, "soft", R"(,"paths":["a/**"])"));
    else
        publish(m_own, "dev", text.toStdString());
    run(m_own);
    clock.time += 5min;
    const auto found = report().suspects;
    // A policy reaches no agent, so it never outweighs what did; of nine others none is told.
    const auto cause = std::ranges::find(
        found, std::string(text.isEmpty() ? "sys/freezes" : "a/own"), &core::Suspect::title);
    QVERIFY(cause != found.end() && (text.isEmpty() || cause == found.begin()));
    QCOMPARE(int(cause->kind), kind);
    QCOMPARE(std::ranges::count(found, std::string("sys/freezes"), &core::Suspect::title),
        text.isEmpty() ? 1 : 0);
}

QTEST_GUILESS_MAIN(TestSuspectScope)
#include "tst_suspectscope.moc"
