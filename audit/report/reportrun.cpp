// SPDX-License-Identifier: Apache-2.0
#include "reportrun.h"

#include "audit/evidence/secondway.h"
#include "audit/report/jsontext.h"
#include "audit/report/visibletext.h"
#include "engine/core/digest.h"
#include "engine/core/evidence/bundle.h"
#include "engine/core/personalfields.h"

#include <map>
#include <numeric>
#include <set>

namespace chancery::audit {

namespace {

using core::Result;
using core::evidence::Definition;

core::Error refused(const char *code, std::string detail)
{
    return {core::ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

Result<core::evidence::Framework> frameworkNamed(const std::string &id)
{
    const auto known = core::evidence::frameworks();
    if (!known)
        return known.error();
    core::evidence::Framework all{"all", "All evidence queries", {}, "{}", {}};
    if (id == all.id)
        return all;
    std::string names = all.id;
    for (const auto &framework : *known) {
        if (framework.id == id)
            return framework;
        names += ", " + framework.id;
    }
    return refused("report-framework", id + " is none of " + names);
}

std::set<std::string> queriesOf(const core::evidence::Framework &framework)
{
    std::set<std::string> queries;
    for (const auto &control : framework.controls)
        queries.insert(control.queries.begin(), control.queries.end());
    return queries;
}

std::string monthOf(std::int64_t time)
{
    static constexpr std::size_t yearAndMonth = 7;
    return core::toRfc3339(core::Instant(std::chrono::microseconds(time))).substr(0, yearAndMonth);
}

// Every month that the period touches, in UTC.
std::map<std::string, core::evidence::Count> monthsOf(const core::evidence::Period &period)
{
    static constexpr std::int64_t step = 20LL * 24 * 3600 * 1'000'000; // shorter than any month
    std::map<std::string, core::evidence::Count> months;
    for (auto at = period.from; at < period.to; at += step)
        months[monthOf(at)];
    months[monthOf(period.to - 1)];
    return months;
}

std::vector<TrendPoint> trendOf(const EvidenceResult &result, const ReportRun &run)
{
    static constexpr std::int64_t day = 24LL * 3600 * 1'000'000;
    auto months = monthsOf(run.period);
    // Rows that follow each other are mostly of one day.
    std::int64_t known = -1;
    core::evidence::Count *current = nullptr;
    const auto add = [&](const std::vector<EvidenceRow> &rows, auto member) {
        for (const auto &row : rows) {
            const auto *fact = row.seq ? &run.facts->at(*row.seq) : nullptr;
            if (!fact || fact->time < run.period.from || fact->time >= run.period.to)
                continue;
            if (fact->time / day != known) {
                known = fact->time / day;
                current = &months[monthOf(fact->time)];
            }
            ++(current->*member);
        }
    };
    add(result.population, &core::evidence::Count::population);
    add(result.exceptions, &core::evidence::Count::exceptions);
    std::vector<TrendPoint> trend;
    for (const auto &[month, count] : months)
        trend.push_back({month, count});
    return trend;
}

std::vector<std::string> sampleOf(const EvidenceResult &result, const ReportRequest &request)
{
    core::evidence::Sampler sampler(request.seed, request.sampleSize);
    for (const auto &row : result.population)
        sampler.offer(row.id);
    return sampler.take();
}

// What a query that asks about some environments does not look at.
std::map<std::string, std::int64_t> leftOutOf(const EvidenceResult &result, const ReportRun &run)
{
    std::map<std::string, std::int64_t> others;
    const auto asked = result.parameters.texts.find("environments");
    if (asked == result.parameters.texts.end())
        return others;
    for (const auto *head : run.facts->named("head.update")) {
        const bool isOfPeriod = head->time >= run.period.from && head->time < run.period.to;
        if (isOfPeriod && std::ranges::count(asked->second, head->env) == 0)
            ++others[head->env];
    }
    return others;
}

ReportControl controlOf(const core::evidence::Control &control, const ReportRun &run)
{
    ReportControl entry{control, Coverage::None, 0};
    std::size_t collected = 0;
    // What holds at a time, and whether something is an exception, is asked of entries before the
    // period as well; where some are gone, in part.
    const bool isCut = run.firstEntry > 0;
    for (const auto &query : run.queries) {
        if (std::ranges::count(control.queries, query.result.definition.id) == 0)
            continue;
        collected += query.result.isCollected() ? 1 : 0;
        entry.exceptions += query.result.count().exceptions;
    }
    if (collected > 0)
        entry.coverage
            = collected == control.queries.size() && !isCut ? Coverage::Full : Coverage::Partly;
    return entry;
}

// By all that goes into a report, so that two different ones have different names.
std::string idOf(const ReportRun &run)
{
    JsonText json;
    json.openObject();
    json.member("by", run.request.by);
    json.member("framework", run.framework.digest);
    json.member("from", core::toRfc3339(run.request.from));
    json.key("given");
    json.openObject();
    for (const auto &[name, values] : run.request.given)
        json.member(name, values);
    json.close();
    json.member("note", run.note);
    json.member("sample", std::int64_t(run.request.sampleSize));
    json.member("seed", run.request.seed);
    json.member("to", core::toRfc3339(run.request.to));
    json.key("queries");
    json.openArray();
    for (const auto &query : run.queries)
        json.text(query.result.definition.digest);
    json.close();
    json.close();
    const auto day = [](core::Instant instant) {
        auto text = core::toRfc3339(instant).substr(0, 10);
        std::erase(text, '-');
        return text;
    };
    static constexpr std::size_t shownDigits = 8;
    const auto digest = core::toHex(core::bytesOf(core::sha256("cms.report.v1\n", json.take())));
    return run.framework.id + '-' + day(run.request.from) + '-' + day(run.request.to) + '-'
        + digest.substr(0, shownDigits);
}

// What shows otherwise than it is would be compared by what it is and read by what it shows.
Result<> checkTexts(const ReportRequest &request)
{
    std::vector<std::string> texts{request.seed, request.by};
    for (const auto &[name, values] : request.given) {
        texts.push_back(name);
        texts.insert(texts.end(), values.begin(), values.end());
    }
    for (const auto &text : texts) {
        if (visibleText(text) != text)
            return refused(
                "report-parameter", visibleText(text) + " has characters that do not show");
    }
    return core::Done();
}

// Those of the framework, or the ones of them that were asked for.
Result<std::vector<Definition>> chosenQueries(const ReportRun &run)
{
    auto all = core::evidence::definitions();
    if (!all)
        return all.error();
    if (auto checked = core::evidence::checkGiven(*all, run.request.given); !checked)
        return checked.error();
    const auto wanted = queriesOf(run.framework);
    if (!wanted.empty())
        std::erase_if(*all, [&](const auto &one) { return !wanted.contains(one.id); });
    const auto &asked = run.request.queries;
    for (const auto &id : asked) {
        if (std::ranges::find(*all, id, &Definition::id) == all->end())
            return refused("report-queries", visibleText(id) + " is no query of this framework");
    }
    if (!asked.empty())
        std::erase_if(
            *all, [&](const auto &one) { return std::ranges::count(asked, one.id) == 0; });
    return all;
}

Result<> askQueries(ReportRun &run, EventBase &base, const std::vector<Definition> &chosen,
    const ReportWatch &watch)
{
    for (const auto &definition : chosen) {
        const auto going = watch.at(ReportWatch::Stage::Asking, run.queries.size(), chosen.size());
        if (!going)
            return going;
        auto result = askQuery(base, definition, run.request.given, run.period, watch.isCancelled);
        if (!result)
            return result.error();
        ReportQuery query{std::move(*result), {}, {}};
        if (query.result.isCollected()) {
            query.leftOut = leftOutOf(query.result, run);
            query.trend = trendOf(query.result, run);
            query.sample = sampleOf(query.result, run.request);
        }
        run.queries.push_back(std::move(query));
    }
    return core::Done();
}

Result<> runQueries(ReportRun &run, EventBase &base, const std::vector<Definition> &chosen,
    SecondWay &second, const ReportWatch &watch)
{
    if (auto done = askQueries(run, base, chosen, watch); !done)
        return done;
    const auto again = second.counts(watch.isCancelled);
    if (!again)
        return again.error();
    for (std::size_t i = 0; i < again->size(); ++i)
        run.queries[i].result.recounted = (*again)[i];
    for (const auto &control : run.framework.controls)
        run.controls.push_back(controlOf(control, run));
    return core::Done();
}

} // namespace

Result<> ReportWatch::at(Stage stage, std::uint64_t done, std::uint64_t total) const
{
    if (isCancelled && isCancelled())
        return core::Error{core::ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
    if (progress)
        progress(stage, done, total);
    return core::Done();
}

EvidenceLog watched(const EvidenceLog &log, const ReportWatch &watch, ReportWatch::Stage stage)
{
    EvidenceLog same = log;
    same.leaf = [&log, watch, stage](std::uint64_t seq) -> Result<std::string> {
        if (const auto going = watch.at(stage, seq, log.checkpoint.size); !going)
            return going.error();
        return log.leaf(seq);
    };
    return same;
}

std::string_view name(Coverage coverage)
{
    switch (coverage) {
    case Coverage::None:
        return "not covered by this tool";
    case Coverage::Partly:
        return "covered in part";
    case Coverage::Full:
        break;
    }
    return "covered";
}

std::int64_t ReportRun::exceptions() const
{
    return std::accumulate(queries.begin(), queries.end(), std::int64_t(0),
        [](std::int64_t sum, const ReportQuery &query) {
            return sum + query.result.count().exceptions;
        });
}

std::size_t ReportRun::collected() const
{
    return std::size_t(std::ranges::count_if(
        queries, [](const ReportQuery &query) { return query.result.isCollected(); }));
}

bool ReportRun::agrees() const
{
    return std::ranges::all_of(queries, [](const ReportQuery &query) {
        return !query.result.isCollected() || query.result.agrees();
    });
}

bool ReportRun::isWithoutGap() const
{
    return extent.count == 0 || extent.last - extent.first + 1 == extent.count;
}

namespace {

// Of a request that can be answered: all that needs no entry.
Result<ReportRun> begun(const EvidenceLog &log, const ReportRequest &request)
{
    // Years of four digits, so that every time is written in one way.
    static constexpr core::Instant latest(std::chrono::seconds(253'370'764'800));
    if (request.from >= request.to || request.from < core::Instant() || request.to > latest)
        return refused("report-period", "the period ends before it begins, or is out of reach");
    if (auto checked = checkTexts(request); !checked)
        return checked.error();
    auto framework = frameworkNamed(request.framework);
    auto tables = core::evidence::tables();
    if (!framework || !tables)
        return !framework ? framework.error() : tables.error();
    ReportRun run;
    run.request = request;
    run.framework = std::move(*framework);
    run.tables = std::move(*tables);
    run.checkpoint = log.checkpoint;
    run.note = log.note;
    run.signers = log.signers;
    run.firstEntry = log.first;
    run.period
        = {request.from.time_since_epoch().count(), request.to.time_since_epoch().count(), 0};
    return run;
}

// The tables of the first way, beside which the second one goes on.
Result<EventBase> tablesFor(ReportRun &run, SecondWay &second, const ReportWatch &watch)
{
    const core::evidence::EntryRange entries{run.firstEntry, run.checkpoint.size};
    const auto size = entries.end;
    const auto treeAt = [&second](std::uint64_t seq) { return second.at(seq); };
    auto base = EventBase::buildFrom(run.tables, entries, treeAt, watch.isCancelled);
    if (!base)
        return base;
    const auto facts = second.facts(watch.isCancelled);
    if (!facts)
        return facts.error();
    if (const auto going = watch.at(ReportWatch::Stage::Counting, size - (size > 0 ? 1 : 0), size);
        !going)
        return going.error();
    run.facts = *facts;
    run.firstTime = (*facts)->all().empty() ? 0 : (*facts)->all().front().time;
    run.period.asOf = base->last();
    const auto extent = base->extent(run.period);
    if (!extent)
        return extent.error();
    run.extent = *extent;
    run.unreadable = base->unreadable();
    return base;
}

} // namespace

Result<ReportRun> runReport(
    const EvidenceLog &log, const ReportRequest &request, const ReportWatch &watch)
{
    auto run = begun(log, request);
    if (!run)
        return run;
    const auto chosen = chosenQueries(*run);
    if (!chosen)
        return chosen.error();
    const auto entries = watched(log, watch, ReportWatch::Stage::Reading);
    const auto leafAt = [&entries, &run](std::uint64_t seq) {
        auto leaf = entries.leaf(seq);
        run->erasedFields += leaf ? core::erasedFieldsToldBy(*leaf) : 0;
        return leaf;
    };
    SecondWay second(log.entries(), leafAt, {*chosen, request.given, run->period});
    auto base = tablesFor(*run, second, watch);
    if (!base)
        return base.error();
    if (auto done = runQueries(*run, *base, *chosen, second, watch); !done)
        return done.error();
    run->id = idOf(*run);
    return run;
}

std::string prunedText(const ReportRun &run)
{
    if (run.firstEntry == 0)
        return {};
    const auto begin = core::toRfc3339(core::Instant(std::chrono::microseconds(run.firstTime)));
    return "the first " + std::to_string(run.firstEntry) + " entries, before " + begin
        + "; no query has looked at them"
        + (run.reachesPruned() ? ", and the period begins before what is left" : "");
}

std::string leftOutText(const ReportQuery &query)
{
    std::string text;
    for (const auto &[environment, count] : query.leftOut)
        text += (text.empty() ? "" : ", ") + environment + ": " + std::to_string(count);
    return text;
}

std::string definitionsOf(const ReportRun &run)
{
    auto text = "tables " + run.tables.digest + '\n';
    for (const auto &query : run.queries)
        text += query.result.definition.id + ' ' + query.result.definition.digest + '\n';
    return core::sha256Id("cms.definitions.v1\n", text);
}

core::AuditActivity activityOf(const ReportRun &run, core::AuditActivityKind kind)
{
    core::AuditActivity told;
    told.kind = kind;
    told.subject = run.id;
    told.definitions = definitionsOf(run);
    told.parameters = {"framework=" + run.framework.id, "from=" + core::toRfc3339(run.request.from),
        "to=" + core::toRfc3339(run.request.to), "seed=" + run.request.seed,
        "sample=" + std::to_string(run.request.sampleSize)};
    for (const auto &[name, values] : run.request.given) {
        std::string text;
        for (const auto &value : values)
            text += (text.empty() ? "" : ",") + value;
        told.parameters.push_back(name + '=' + text);
    }
    told.treeSize = std::int64_t(run.checkpoint.size);
    told.root = core::toBase64(core::bytesOf(run.checkpoint.root));
    return told;
}

std::string statementOf(const ReportRun &run)
{
    return core::evidence::statementFor(run.framework.name);
}

} // namespace chancery::audit
