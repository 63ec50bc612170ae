// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/hindsight/suspicion.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace std::chrono_literals;
using core::Suspect;
using core::SuspectKind;
using core::SuspectReason;

namespace {

const core::Instant broken{std::chrono::hours(500'000)};
constexpr int all = 10;

Suspect suspect(std::chrono::minutes before, int agents = all)
{
    Suspect one;
    one.title = "shop/gateway/routes";
    one.version = core::VersionId("sha256:1");
    one.approvers = {"Bob"};
    one.at = one.reachedAt = broken - before;
    one.agents = agents;
    return one;
}

Suspect weighed(Suspect one, const core::SuspectCircumstances &circumstances = {})
{
    core::weigh(one, circumstances, broken, all);
    return one;
}

core::ChangeTraits traits(
    const std::string &before, const std::string &after, const std::vector<std::string> &keys)
{
    const auto left = core::readJson(before);
    const auto right = core::readJson(after);
    return core::traitsOf(left.tree().root(), right.tree().root(), keys);
}

} // namespace

// Who is suspected before whom, and why.
class TestSuspicion : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatAChangeIsAbout_data();
    void whatAChangeIsAbout();
    void stepsOfNumbers();
    void allKeysTellWhatAChangeIsAbout();
    void theLaterTheLikelier();
    void moreAgentsWeighMore();
    void whatIsTheirOwnWeighsMore();
    void circumstancesWeigh();
    void theOrderIsAlwaysTheSame();
};

void TestSuspicion::whatAChangeIsAbout_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("kind");
    QTest::newRow("number") << R"({"a": 1})" << R"({"a": 2})" << int(SuspectKind::Config);
    QTest::newRow("switch") << R"({"a": true})" << R"({"a": false})" << int(SuspectKind::Flag);
    QTest::newRow("new switch") << "{}" << R"({"a": true})" << int(SuspectKind::Flag);
    QTest::newRow("certificate") << R"({"a": "x"})"
                                 << R"({"a": "-----BEGIN CERTIFICATE-----\nMII"})"
                                 << int(SuspectKind::Certificate);
    QTest::newRow("sealed") << R"({"a": {"$sealed": {}}})"
                            << R"({"a": {"$sealed": {"key": "dek-2"}}})"
                            << int(SuspectKind::Secret);
    QTest::newRow("inside") << R"({"a": {"b": 1}})"
                            << R"({"a": {"b": "-----BEGIN CERTIFICATE-----"}})"
                            << int(SuspectKind::Certificate);
}

void TestSuspicion::whatAChangeIsAbout()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(int, kind);
    QCOMPARE(int(traits(before.toStdString(), after.toStdString(), {"/a"}).kind), kind);
}

void TestSuspicion::stepsOfNumbers()
{
    QVERIFY(traits(R"({"a": 30})", R"({"a": 3})", {"/a"}).isLargeStep);
    QVERIFY(traits(R"({"a": 3})", R"({"a": 300})", {"/a"}).isLargeStep);
    QVERIFY(traits(R"({"a": 3})", R"({"a": 0})", {"/a"}).isLargeStep);
    QVERIFY(!traits(R"({"a": 3})", R"({"a": 4})", {"/a"}).isLargeStep);
    QVERIFY(!traits(R"({"a": 0})", R"({"a": 0.0})", {"/a"}).isLargeStep);
    QVERIFY(!traits(R"({"a": "3"})", R"({"a": "300"})", {"/a"}).isLargeStep);
    QCOMPARE(
        traits(R"({"concert": 1})", R"({"concert": 2})", {"/concert"}).kind, SuspectKind::Config);
    // What is inside of a sealed value.
    QCOMPARE(traits(R"({"p": {"$sealed": {"ct": "a"}}})", R"({"p": {"$sealed": {"ct": "b"}}})",
                 {"/p/$sealed/ct"})
                 .kind,
        SuspectKind::Secret);
    // A name tells of a certificate as well, and more than a switch beside it.
    QCOMPARE(traits(R"({"tls_cert": "a", "on": true})", R"({"tls_cert": "b", "on": false})",
                 {"/on", "/tls_cert"})
                 .kind,
        SuspectKind::Certificate);
}

void TestSuspicion::allKeysTellWhatAChangeIsAbout()
{
    std::string before = "{";
    std::string after = "{";
    for (int i = 0; i < 2000; ++i) {
        const auto key = "\"k" + std::to_string(i) + "\": ";
        before += key + "1, ";
        after += key + "2, ";
    }
    const auto left = core::readJson(before + R"("n": 3, "tls": {"cert": "a"}})");
    const auto right = core::readJson(after + R"("n": 300, "tls": {"cert": "b"}})");
    const auto traits = core::traitsOf(left.tree().root(), right.tree().root());
    QCOMPARE(traits.kind, SuspectKind::Certificate);
    QVERIFY(traits.isLargeStep);
}

void TestSuspicion::theLaterTheLikelier()
{
    int last = 1001;
    for (const auto minutes : {0min, 5min, 30min, 60min, 120min}) {
        const int score = weighed(suspect(minutes)).score;
        QVERIFY(score < last && score > 0);
        last = score;
    }
    QVERIFY(std::ranges::count(weighed(suspect(5min)).reasons, SuspectReason::Shortly) == 1);
    QVERIFY(std::ranges::count(weighed(suspect(11min)).reasons, SuspectReason::Shortly) == 0);
}

void TestSuspicion::moreAgentsWeighMore()
{
    QVERIFY(weighed(suspect(5min, 1)).score < weighed(suspect(5min, 5)).score);
    QVERIFY(weighed(suspect(5min, 5)).score < weighed(suspect(5min)).score);
    QCOMPARE(weighed(suspect(30min)).reasons,
        (std::vector{SuspectReason::Everywhere, SuspectReason::Own}));
}

void TestSuspicion::whatIsTheirOwnWeighsMore()
{
    auto far = suspect(5min);
    far.link = core::DependencyKind::Refers;
    auto inherited = suspect(5min);
    inherited.link = core::DependencyKind::Inherits;
    QVERIFY(weighed(far).score < weighed(inherited).score);
    QVERIFY(weighed(inherited).score < weighed(suspect(5min)).score);
    QVERIFY(std::ranges::count(weighed(far).reasons, SuspectReason::Through) == 1);
}

void TestSuspicion::circumstancesWeigh()
{
    const int plain = weighed(suspect(40min)).score;
    QVERIFY(weighed(suspect(40min), {true, false, false}).score > plain);
    QVERIFY(weighed(suspect(40min), {false, true, false}).score > plain);
    QVERIFY(weighed(suspect(40min), {false, false, true}).score > plain);
    auto refused = suspect(40min);
    refused.refusals = 1;
    QVERIFY(weighed(refused).score > plain);
    auto alone = suspect(40min);
    alone.approvers.clear();
    QVERIFY(weighed(alone).score > plain);
    QVERIFY(std::ranges::count(weighed(alone).reasons, SuspectReason::Unreviewed) == 1);
}

void TestSuspicion::theOrderIsAlwaysTheSame()
{
    auto one = weighed(suspect(5min));
    auto other = one;
    other.title = "shop/gateway/limits";
    QVERIFY(core::isLikelier(other, one) && !core::isLikelier(one, other));
    QVERIFY(!core::isLikelier(one, one));
    QVERIFY(core::isLikelier(weighed(suspect(5min)), weighed(suspect(6min))));
}

QTEST_GUILESS_MAIN(TestSuspicion)
#include "tst_suspicion.moc"
