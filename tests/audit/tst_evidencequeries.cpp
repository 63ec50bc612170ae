// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/bothways.h"
#include "tests/audit/storylog.h"
#include "tests/audit/writtenevents.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <random>
#include <set>

using namespace chancery;
using core::evidence::Definition;
using support::StoryLog;

namespace {

std::vector<Definition> allQueries()
{
    return core::evidence::definitions().value();
}

struct Case {
    std::string story;
    core::evidence::Given given;
    std::string expected;
    bool showsRows = false;
};

// A story file: lines of the log, "! name=value" for parameters, "== …" for what is expected.
Case caseOf(const std::string &query)
{
    Case read;
    std::istringstream lines(support::contentOf(support::dataFile("evidence/" + query + ".txt")));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("! ")) {
            const auto equals = line.find('=');
            read.given[line.substr(2, equals - 2)] = {line.substr(equals + 1)};
        } else if (line.starts_with("== ")) {
            read.expected += line.substr(3) + '\n';
            read.showsRows = read.showsRows || line.starts_with("== rows");
        } else {
            read.story += line + '\n';
        }
    }
    return read;
}

std::string printed(const audit::EvidenceResult &result)
{
    std::string text = "population " + std::to_string(result.population.size()) + '\n';
    const auto add = [&text](const char *kind, const std::vector<audit::EvidenceRow> &rows) {
        for (const auto &row : rows)
            text += std::string(kind) + ' ' + row.id + ' ' + row.detail + '\n';
    };
    add("exception", result.exceptions);
    add("listed", result.listed);
    return text;
}

const Definition &named(const std::vector<Definition> &all, const std::string &id)
{
    return *std::ranges::find(all, id, &Definition::id);
}

// "not json" stands in a story for a leaf that cannot be read.
StoryLog logOf(const std::string &story)
{
    StoryLog log("");
    std::istringstream lines(story);
    for (std::string line; std::getline(lines, line);) {
        if (line == "not json")
            log.log.appendLeaf("not json");
        else if (!line.empty() && line.front() != '#')
            log.add(line);
    }
    return log;
}

} // namespace

class TestEvidenceQueries : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void allFortyTwoAreDefined();
    void whatIsNotCollectedSaysWhy();
    void collectedQueriesNeedWhatIsWritten();
    void everyFrameworkNamesKnownQueries();
    void everyControlOfTheMapIsThere_data();
    void everyControlOfTheMapIsThere();
    void plantedCasesAreFound_data();
    void plantedCasesAreFound();
    void anEmptyLogHasNoExceptions();
    void bothWaysOfCountingAgree_data();
    void bothWaysOfCountingAgree();
    void aPeriodIsHalfOpenInEveryZone();
    void parametersAreChecked();
    void statementsOnlyRead_data();
    void statementsOnlyRead();
    void aLogThatDoesNotVerifyGivesNoEvidence();
    void theConsolesCopyGivesTheSameEvidence();
};

void TestEvidenceQueries::allFortyTwoAreDefined()
{
    const auto all = core::evidence::definitions();
    QVERIFY(all.ok());
    QCOMPARE(all->size(), 42u);
    std::string collected;
    for (std::size_t i = 0; i < all->size(); ++i) {
        const auto &one = (*all)[i];
        QCOMPARE(one.id, QStringLiteral("Q%1").arg(i + 1, 2, 10, QLatin1Char('0')).toStdString());
        QVERIFY(one.version > 0 && !one.name.empty() && !one.population.empty());
        QVERIFY(!one.exception.empty() && !one.unit.empty() && !one.needs.empty());
        QVERIFY2(one.digest.starts_with("sha256:"), one.id.c_str());
        QCOMPARE(one.isCollected, !one.populationSql.empty());
        QCOMPARE(one.isCollected, !one.exceptionsSql.empty());
        collected += one.isCollected ? one.id + ' ' : "";
    }
    QCOMPARE(collected,
        std::string(
            "Q01 Q02 Q03 Q04 Q05 Q06 Q07 Q08 Q09 Q11 Q12 Q13 Q15 Q17 Q18 Q19 Q20 Q21 Q22 Q26 "
            "Q27 Q28 Q29 Q32 Q33 Q34 Q36 Q39 Q40 Q42 "));
}

void TestEvidenceQueries::whatIsNotCollectedSaysWhy()
{
    for (const auto &one : allQueries()) {
        if (one.isCollected)
            continue;
        QVERIFY2(one.limits.size() > 20, one.id.c_str());
        const auto result
            = core::evidence::recount(core::evidence::Facts({}), one.id, {}, StoryLog::november(0));
        QVERIFY(!result);
    }
}

// What the server's sources write, without the place that only reads events.
void TestEvidenceQueries::collectedQueriesNeedWhatIsWritten()
{
    const auto sources = support::writersOfTheLog();
    QVERIFY(!sources.empty());
    for (const auto &one : allQueries()) {
        for (const auto &event : one.needs) {
            const auto enumerator = support::enumeratorOf(event);
            const bool isKnown = std::ranges::any_of(core::auditCatalogue(),
                [&event](const auto &entry) { return entry.event == event; });
            QVERIFY2(isKnown, event.c_str());
            // authz.denied is what a Deed is by default.
            const bool isWritten = sources.find(enumerator) != std::string::npos;
            QVERIFY2(isWritten || !one.isCollected, (one.id + ' ' + enumerator).c_str());
        }
    }
}

void TestEvidenceQueries::everyFrameworkNamesKnownQueries()
{
    const auto all = allQueries();
    const auto frameworks = core::evidence::frameworks();
    QVERIFY(frameworks.ok());
    std::string names;
    std::set<std::string> used;
    for (const auto &framework : *frameworks) {
        names += framework.id + ' ';
        for (const auto &control : framework.controls) {
            const bool isSaid
                = control.wording.find("no query speaks of it: ") != std::string::npos;
            QVERIFY2(
                !control.wording.empty() && control.queries.empty() == isSaid, control.id.c_str());
            for (const auto &query : control.queries) {
                QVERIFY2(std::ranges::count(all, query, &Definition::id) == 1, query.c_str());
                used.insert(query);
            }
        }
    }
    QCOMPARE(names, std::string("gdpr hipaa iso27001 nist pci soc2 "));
    QCOMPARE(used.size(), 42u);
}

// As CMP-2 lists them; what no query speaks of is there as well, and says so.
void TestEvidenceQueries::everyControlOfTheMapIsThere_data()
{
    QTest::addColumn<QString>("controls");
    QTest::newRow("soc2") << "CC2.1 CC4.1 CC6.1 CC6.2 CC6.3 CC6.6 CC6.7 CC6.8 CC7.1 CC7.2 CC7.3 "
                             "CC7.4 CC7.5 CC8.1";
    QTest::newRow("iso27001") << "A.5.3 A.5.15 A.5.16 A.5.18 A.5.28 A.5.33 A.5.34 A.5.36 A.8.2 "
                                 "A.8.3 A.8.5 A.8.9 A.8.11 A.8.15 A.8.16 A.8.17 A.8.24 A.8.31 "
                                 "A.8.32";
    QTest::newRow("hipaa") << "164.308(a)(1)(ii)(D) 164.308(a)(3) 164.308(a)(4) "
                              "164.308(a)(5)(ii)(C) 164.308(a)(6) 164.308(a)(7) 164.312(a)(1) "
                              "164.312(a)(2)(ii) 164.312(a)(2)(iv) 164.312(b) 164.312(c) "
                              "164.312(d) 164.312(e)";
    QTest::newRow("gdpr") << "5(1)(f) 5(2) 17 25 30 32 33 44-49";
    QTest::newRow("pci") << "6.5.1 6.5.2 6.5.3 6.5.4 7.2 8.2 8.3 8.4 10.2.1 10.2.2 10.3 10.4.1 "
                            "10.5.1 10.6 10.7";
    QTest::newRow("nist") << "AC-2(4) AC-5 AC-6(9) AU-2 AU-3 AU-5 AU-6 AU-8 AU-9 AU-10 AU-11 "
                             "AU-12(3) CM-2(3) CM-3 CM-3(6) CM-4 CM-5 CM-6";
}

void TestEvidenceQueries::everyControlOfTheMapIsThere()
{
    QFETCH(QString, controls);
    const auto frameworks = core::evidence::frameworks().value();
    const auto framework
        = std::ranges::find(frameworks, QTest::currentDataTag(), &core::evidence::Framework::id);
    QStringList ids;
    for (const auto &control : framework->controls)
        ids << QString::fromStdString(control.id).remove(QStringLiteral("Art. "));
    QCOMPARE(ids.join(QLatin1Char(' ')), controls);
}

void TestEvidenceQueries::plantedCasesAreFound_data()
{
    QTest::addColumn<QString>("query");
    for (const auto &one : allQueries()) {
        if (one.isCollected)
            QTest::newRow(one.id.c_str()) << QString::fromStdString(one.id);
    }
}

void TestEvidenceQueries::plantedCasesAreFound()
{
    QFETCH(QString, query);
    const auto test = caseOf(query.toStdString());
    QVERIFY2(!test.expected.empty(), "there is no planted case");
    const auto story = logOf(test.story);
    const auto log = story.evidence();
    QVERIFY2(log.ok(), log ? "" : core::toString(log.error()).c_str());
    auto base = audit::baseOf(core::evidence::tables().value(), *log);
    QVERIFY2(base.ok(), base ? "" : core::toString(base.error()).c_str());
    const auto facts = audit::factsOf(*log);
    const auto definitions = allQueries();
    const auto period = StoryLog::november(base->last());
    QCOMPARE(facts->last(), base->last());
    const auto result = support::runQuery(
        *base, *facts, named(definitions, query.toStdString()), test.given, period);
    QVERIFY2(result.ok(), result ? "" : core::toString(result.error()).c_str());
    if (test.showsRows) {
        std::string text = "population " + std::to_string(result->population.size()) + '\n';
        for (std::size_t i = 0; i < 2; ++i)
            text += "rows " + result->population[i].id + ' ' + result->population[i].detail + '\n';
        QCOMPARE(text, test.expected);
    } else {
        QVERIFY2(printed(*result) == test.expected, printed(*result).c_str());
    }
    QCOMPARE(result->recounted.population, std::int64_t(result->population.size()));
    QCOMPARE(result->recounted.exceptions, std::int64_t(result->exceptions.size()));
}

void TestEvidenceQueries::anEmptyLogHasNoExceptions()
{
    const StoryLog story("");
    auto base = audit::baseOf(core::evidence::tables().value(), story.evidence().value());
    QVERIFY(base.ok());
    const core::evidence::Facts facts({});
    for (const auto &one : allQueries()) {
        const auto result = support::runQuery(*base, facts, one, {}, StoryLog::november(0));
        QVERIFY2(result.ok(), one.id.c_str());
        QVERIFY2(result->agrees() || !one.isCollected, one.id.c_str());
        QCOMPARE(result->count().population, 0);
    }
}

namespace {

// Any events in any order, few names, so that they meet: what no server would write, too.
std::string randomStory(unsigned seed)
{
    std::mt19937 random(seed);
    const auto pick = [&random](std::initializer_list<const char *> list) {
        return std::string(*(list.begin() + std::ptrdiff_t(random() % list.size())));
    };
    std::string story;
    int minutes = 0;
    for (int i = 0; i < 400; ++i) {
        minutes += random() % 20 == 0 ? -int(random() % 3) : int(random() % 240);
        minutes = std::max(minutes, 0);
        const auto catalogue = core::auditCatalogue();
        const auto event = random() % 3 == 0
            ? std::string(catalogue[random() % catalogue.size()].event)
            : pick({"change_request.create", "change_request.approve", "head.update",
                  "change_request.apply", "change_request.update", "breakglass.activate",
                  "breakglass.use", "breakglass.review_due", "authn.login", "role.grant",
                  "secret.reveal", "change_request.reject", "change_request.request_changes",
                  "change_request.dismiss_stale", "change_request.comment", "freeze.create",
                  "freeze.delete", "freeze.override", "policy.auto_approved", "audit.start",
                  "audit.stop", "audit.sink_fail", "audit.read", "audit.export", "key.rotate",
                  "principal.link", "principal.unlink", "principal.create",
                  "audit.checkpoint_cosign", "audit.checkpoint_cosign"});
        const bool isSession = event.starts_with("breakglass");
        const auto request = pick({"CR-1", "CR-2", "CR-3", "CR-4"});
        const auto person = pick({"ada", "bob", "cy"});
        const bool isAccount = event.starts_with("role") || event.starts_with("principal")
            || event.starts_with("authn");
        story += std::to_string(minutes) + "m " + event + ' ' + person
            + " req=" + pick({"a", "b", "c"}) + " env=" + pick({"prod", "dev"})
            + " ns=" + pick({"sys", "shop", "shop", ""}) + " sub=" + person + " cycle="
            + pick({"", "1", "1", "1", "2"}) + " content=" + pick({"", "c1", "c1", "c2"})
            + " same=" + pick({"", "", "c1", "c1,c2"}) + " amr=" + pick({"", "pwd", "pwd,hwk"})
            + " demand=" + pick({"", "prod:1", "prod:2,sec:1"})
            + " counted=" + pick({"", "ada:prod", "ada:prod,bob:prod,bob:sec"})
            + " window=" + pick({"", "", "hard@prod", "soft@prod", "soft@dev"}) + " until="
            + std::to_string(minutes + int(random() % 900)) + 'm' + " idp=" + pick({"", "", "idp"})
            + " kind=" + pick({"user", "user", "service"}) + " held=" + pick({"admin", "viewer"})
            + " roles=" + pick({"admin", "viewer", "approver"}) + " reason=" + pick({"", "why"})
            + " same-person=" + pick({"", "ada", "bob", "bob,cy"}) + " ticket=" + pick({"", "T"})
            + " type=" + pick({"", "", "timestamp_authority", "checkpoint"})
            + " as=" + pick({"", "user", "service"}) + " rollback=" + pick({"", "", "v1"})
            + " ended=" + pick({"", "", "unclean"}) + " out="
            + pick({"success", "success", "success", "failure", "denied", "error"}) + " cr="
            + (isSession                ? pick({"bg_1", "bg_2"})
                    : random() % 5 == 0 ? ""
                                        : request)
            + " on="
            + (isSession ? pick({"bg_1", "bg_2", "bg_3"})
                    : event == "audit.checkpoint_cosign"
                    ? std::to_string(i + 3 - int(random() % 20))
                    : isAccount    ? pick({"ada", "bob", "cy"})
                    : random() % 2 ? request
                                   : pick({"cfg_1@prod", "cfg_2@dev"}))
            + '\n';
    }
    return story;
}

} // namespace

void TestEvidenceQueries::bothWaysOfCountingAgree_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void TestEvidenceQueries::bothWaysOfCountingAgree()
{
    QFETCH(unsigned, seed);
    const StoryLog story(randomStory(seed));
    const auto log = story.evidence().value();
    auto base = audit::baseOf(core::evidence::tables().value(), log);
    const auto facts = audit::factsOf(log);
    auto period = StoryLog::november(base->last());
    period.to = StoryLog::at("20d").time_since_epoch().count();
    core::evidence::Given given{{"days", {"5"}}, {"k", {"2"}}, {"most", {"1"}}, {"hours", {"1"}}};
    if (seed % 2 == 0)
        given["ticketDemanded"] = {"1"};
    for (const auto &one : allQueries()) {
        if (!one.isCollected)
            continue;
        const auto result = support::runQuery(*base, *facts, one, given, period);
        QVERIFY2(result.ok(), result ? "" : core::toString(result.error()).c_str());
        const auto said = one.id + " population " + std::to_string(result->count().population)
            + " and " + std::to_string(result->recounted.population) + ", exceptions "
            + std::to_string(result->count().exceptions) + " and "
            + std::to_string(result->recounted.exceptions);
        QVERIFY2(result->agrees(), said.c_str());
    }
}

// In Berlin the 25 October of 2026 has 25 hours; the counts of a month in UTC know nothing of it.
void TestEvidenceQueries::aPeriodIsHalfOpenInEveryZone()
{
    const auto micros = [](const char *text) {
        return core::fromRfc3339(text).value().time_since_epoch().count();
    };
    StoryLog story("");
    auto event = support::TestLog::event(core::AuditKind::AuthnLogin);
    for (const char *time : {"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T22:59:59Z",
             "2026-10-25T23:00:00Z"}) {
        event.seq = std::int64_t(story.log.size());
        event.eventId = time;
        event.time = core::fromRfc3339(time).value();
        story.log.appendLeaf(core::toLeaf(event).value());
    }
    const auto log = story.evidence().value();
    auto base = audit::baseOf(core::evidence::tables().value(), log);
    const auto facts = audit::factsOf(log);
    const auto definitions = allQueries();
    const auto &all = named(definitions, "Q36");
    const auto countIn = [&](const char *from, const char *to) {
        return support::runQuery(*base, *facts, all, {}, {micros(from), micros(to), base->last()})
            ->count()
            .population;
    };
    QCOMPARE(countIn("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"), 3);
    QCOMPARE(countIn("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 3);
    QCOMPARE(countIn("2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"), 1);
}

void TestEvidenceQueries::parametersAreChecked()
{
    const auto all = allQueries();
    const auto &review = named(all, "Q12");
    QCOMPARE(core::evidence::parametersOf(review, {})->numbers.at("hours"), 72);
    const core::evidence::Given given{{"hours", {"5"}}, {"Q12.hours", {"6"}}};
    QCOMPARE(core::evidence::parametersOf(review, given)->numbers.at("hours"), 6);
    for (const char *bad : {"", "x", "-1", "1x", "100001", "99999999999999999999"})
        QVERIFY2(!core::evidence::parametersOf(review, {{"hours", {bad}}}), bad);
    QVERIFY(core::evidence::checkGiven(all, given).ok());
    QVERIFY(!core::evidence::checkGiven(all, {{"Q11.hours", {"6"}}}));
    QVERIFY(!core::evidence::checkGiven(all, {{"colour", {"red"}}}));
}

void TestEvidenceQueries::statementsOnlyRead_data()
{
    QTest::addColumn<QString>("sql");
    for (const char *sql : {"DELETE FROM event", "UPDATE event SET actor = ''", "DROP VIEW applied",
             "INSERT INTO event(seq) VALUES(9)", "ATTACH '/tmp/x' AS x", "PRAGMA query_only = OFF",
             "SELECT load_extension('x') AS id, 1 AS seq, 1 AS detail", "CREATE TABLE x(a)",
             "SELECT writefile('/tmp/x', 'y') AS id, 1 AS seq, 1 AS detail", "VACUUM INTO '/tmp/x'",
             "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r)"
             " SELECT x AS id, x AS seq, x AS detail FROM r",
             "SELECT randomblob(1000000000) AS id, 1 AS seq, 1 AS detail",
             "SELECT seq AS id, seq, :nothing AS detail FROM event",
             "SELECT seq AS id, seq, actor FROM event",
             "SELECT 1 AS id, 1 AS seq, 1 AS detail; DROP VIEW applied", "not sql"})
        QTest::newRow(sql) << QString::fromLatin1(sql);
}

void TestEvidenceQueries::statementsOnlyRead()
{
    QFETCH(QString, sql);
    const StoryLog story("1d authn.login ada on=ada\n");
    auto base = audit::baseOf(core::evidence::tables().value(), story.evidence().value());
    QVERIFY(!base->run(sql.toStdString(), {}, StoryLog::november(0)));
    const auto rows
        = base->run("SELECT seq AS id, seq, actor AS detail FROM event", {}, StoryLog::november(0));
    QCOMPARE(rows->size(), 1u);
    QCOMPARE(rows->front().detail, std::string("ada"));
}

void TestEvidenceQueries::aLogThatDoesNotVerifyGivesNoEvidence()
{
    const StoryLog story("1d authn.login ada on=ada\n2d authn.login bob on=bob\n");
    const auto identity = story.log.identity();
    auto leaves = story.log.batchFrom(0).leaves;
    QVERIFY(audit::evidenceOf(leaves, story.log.note(), identity.verifiers).ok());
    QVERIFY(!audit::evidenceOf(leaves, story.log.note(), {}));
    QVERIFY(!audit::evidenceOf(leaves, story.log.note(1), identity.verifiers));
    std::swap(leaves[0], leaves[1]);
    QCOMPARE(audit::evidenceOf(leaves, story.log.note(), identity.verifiers).error().code,
        std::string("audit-broken"));
}

void TestEvidenceQueries::theConsolesCopyGivesTheSameEvidence()
{
    const auto story = logOf(caseOf("Q01").story);
    support::TestCache test;
    for (const auto &leaf : story.log.batchFrom(0).leaves)
        test.log.appendLeaf(leaf);
    const auto definitions = allQueries();
    const auto printedFrom = [&](const audit::EvidenceLog &log) {
        auto base = audit::baseOf(core::evidence::tables().value(), log);
        const auto facts = audit::factsOf(log);
        const auto period = StoryLog::november(base->last());
        return printed(
            support::runQuery(*base, *facts, named(definitions, "Q01"), {}, period).value());
    };
    {
        auto cache = test.open();
        QVERIFY(cache->append(test.log.batchFrom(0)).ok());
        const auto log = audit::evidenceOf(*cache);
        QVERIFY(log.ok());
        QCOMPARE(printedFrom(*log), printedFrom(story.evidence().value()));
        QVERIFY(core::inclusionProof(3, log->checkpoint.size, log->nodes).ok());
        QVERIFY(!log->leaf(log->checkpoint.size));
    }
    test.tamper("UPDATE leaf SET raw = CAST(replace(raw, 'ada', 'bob') AS BLOB) WHERE seq = 7");
    auto changed = test.open();
    const auto refused = audit::evidenceOf(*changed);
    QVERIFY(!refused);
    QVERIFY(refused.error().code == "audit-broken" || refused.error().code == "audit-alarm");
}

QTEST_GUILESS_MAIN(TestEvidenceQueries)
#include "tst_evidencequeries.moc"
