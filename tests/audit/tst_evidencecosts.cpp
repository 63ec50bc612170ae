// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/storylog.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::StoryLog;

namespace {

core::evidence::Definition queryNamed(const std::string &id)
{
    const auto all = core::evidence::definitions().value();
    return *std::ranges::find(all, id, &core::evidence::Definition::id);
}

} // namespace

// What a log of one kind costs: a query looks at its entries, and not at all pairs of them.
class TestEvidenceCosts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void burstsCostNoMoreThanTheyMust_data();
    void burstsCostNoMoreThanTheyMust();
    void oddLogsCostNoMoreThanTheyMust_data();
    void oddLogsCostNoMoreThanTheyMust();
};

void TestEvidenceCosts::burstsCostNoMoreThanTheyMust_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("line");
    QTest::newRow("Q19") << "Q19" << "m authn.login system out=failure sub=ada kind=system";
    QTest::newRow("Q21") << "Q21" << "m secret.reveal ada on=v1 reason=outage";
    QTest::newRow("Q22") << "Q22" << "m authz.denied mal out=denied";
}

// Everything of one name: what looks at all pairs takes sixteen times the steps for four times the
// entries.
void TestEvidenceCosts::burstsCostNoMoreThanTheyMust()
{
    QFETCH(QString, query);
    QFETCH(QString, line);
    const auto definition = queryNamed(query.toStdString());
    const auto parameters = core::evidence::parametersOf(definition, {}).value();
    std::vector<std::int64_t> steps;
    for (const int count : {1'000, 4'000}) {
        std::string story;
        for (int i = 0; i < count; ++i)
            story += std::to_string(i) + line.toStdString() + '\n';
        const StoryLog log(story);
        const auto evidence = log.evidence().value();
        auto base = audit::baseOf(core::evidence::tables().value(), evidence);
        const auto period = StoryLog::november(base->last());
        const auto rows = base->run(definition.exceptionsSql, parameters, period);
        QVERIFY2(rows.ok(), rows ? "" : core::toString(rows.error()).c_str());
        QVERIFY(rows->size() > std::size_t(count / 2));
        steps.push_back(base->steps());
        const auto facts = audit::factsOf(evidence);
        const auto again = core::evidence::recount(*facts, query.toStdString(), parameters, period);
        QCOMPARE(again->exceptions, std::int64_t(rows->size()));
    }
    QVERIFY2(steps[1] < 6 * steps[0],
        (std::to_string(steps[0]) + " and " + std::to_string(steps[1])).c_str());
    // The other way of counting, over so many that all pairs would never come to an end.
    std::vector<core::evidence::Fact> all(300'000);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto &fact = all[i];
        fact.seq = fact.ownSeq = fact.time = std::int64_t(i);
        fact.isReadable = true;
        fact.isSuccess = query == QStringLiteral("Q21");
        fact.event = definition.needs.front();
        fact.outcome = fact.isSuccess ? "success" : "denied";
        fact.reason = "outage";
    }
    const core::evidence::Facts many(std::move(all));
    const auto count
        = core::evidence::recount(many, query.toStdString(), parameters, {0, 300'000, 300'000});
    QCOMPARE(count->population, 300'000);
    QVERIFY(count->exceptions > 299'900);
}

void TestEvidenceCosts::oddLogsCostNoMoreThanTheyMust_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("odd");
    QTest::addColumn<QString>("even");
    QTest::newRow("approvals that name no request")
        << "Q02" << "change_request.approve ada" << "change_request.update ada";
    QTest::newRow("approvals of one request, by who contributed")
        << "Q02" << "change_request.approve ada cr=CR-1" << "change_request.update ada cr=CR-1";
    QTest::newRow("approvals of one request, by somebody else")
        << "Q02" << "change_request.approve bob cr=CR-1" << "change_request.update ada cr=CR-1";
    QTest::newRow("rotations of one key") << "Q29" << "key.rotate ada on=k ns=shop env=prod"
                                          << "key.create ada on=k ns=shop env=prod";
    QTest::newRow("starts and stops") << "Q33" << "audit.start system kind=system"
                                      << "audit.stop system kind=system";
}

// Two kinds of entries in turn, and both statements: what looks at all pairs shows.
void TestEvidenceCosts::oddLogsCostNoMoreThanTheyMust()
{
    QFETCH(QString, query);
    QFETCH(QString, odd);
    QFETCH(QString, even);
    const auto definition = queryNamed(query.toStdString());
    const auto parameters = core::evidence::parametersOf(definition, {}).value();
    std::map<int, std::int64_t> steps;
    for (const int count : {1'000, 4'000}) {
        std::string story;
        for (int i = 0; i < count; ++i)
            story += std::to_string(i) + "m " + (i % 2 ? odd : even).toStdString() + '\n';
        const auto evidence = StoryLog(story).evidence().value();
        auto base = audit::baseOf(core::evidence::tables().value(), evidence);
        const auto facts = audit::factsOf(evidence);
        const auto period = StoryLog::november(base->last());
        const auto again = core::evidence::recount(*facts, query.toStdString(), parameters, period);
        const auto all = base->run(definition.populationSql, parameters, period);
        steps[count] += base->steps();
        QVERIFY2(all.ok(), all ? "" : core::toString(all.error()).c_str());
        const auto exceptions = base->run(definition.exceptionsSql, parameters, period);
        steps[count] += base->steps();
        QVERIFY2(exceptions.ok(), exceptions ? "" : core::toString(exceptions.error()).c_str());
        QCOMPARE(std::int64_t(all->size()), again->population);
        QCOMPARE(std::int64_t(exceptions->size()), again->exceptions);
    }
    QVERIFY2(steps[4'000] < 6 * steps[1'000],
        (std::to_string(steps[1'000]) + " and " + std::to_string(steps[4'000])).c_str());
    // The other way of counting, over so many that all pairs would never come to an end.
    std::vector<core::evidence::Fact> all(200'000);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].seq = all[i].ownSeq = all[i].time = std::int64_t(i);
        all[i].isReadable = all[i].isSuccess = true;
        all[i].event = (i % 2 ? odd : even).section(QLatin1Char(' '), 0, 0).toStdString();
        all[i].request = odd.contains(QStringLiteral("cr=")) ? "CR-1" : "";
    }
    const core::evidence::Facts many(std::move(all));
    QVERIFY(core::evidence::recount(many, query.toStdString(), parameters, {0, 200'000, 200'000}));
}

QTEST_GUILESS_MAIN(TestEvidenceCosts)
#include "tst_evidencecosts.moc"
