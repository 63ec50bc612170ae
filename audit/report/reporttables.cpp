// SPDX-License-Identifier: Apache-2.0
#include "reporttables.h"

#include "audit/report/visibletext.h"
#include "engine/core/digest.h"
#include "engine/core/productversion.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace chancery::audit {

using core::Result;

namespace {

std::string timeText(std::int64_t time)
{
    return core::toRfc3339(core::Instant(std::chrono::microseconds(time)));
}

std::string givenText(const core::evidence::Parameters &parameters)
{
    std::string text;
    for (const auto &[name, number] : parameters.numbers)
        text += (text.empty() ? "" : "; ") + name + " = " + std::to_string(number);
    for (const auto &[name, list] : parameters.texts) {
        text += (text.empty() ? "" : "; ") + name + " = ";
        for (std::size_t i = 0; i < list.size(); ++i)
            text += (i > 0 ? ", " : "") + list[i];
    }
    return text;
}

std::string joined(const std::vector<std::string> &parts)
{
    std::string text;
    for (const auto &part : parts)
        text += (text.empty() ? "" : " ") + part;
    return text;
}

// What both counts say; a query that is not collected has none.
void addCounts(std::vector<Cell> &row, const EvidenceResult &result)
{
    if (!result.isCollected()) {
        row.insert(row.end(), 5, Cell(""));
        return;
    }
    row.emplace_back(result.count().population);
    row.emplace_back(result.count().exceptions);
    row.emplace_back(std::int64_t(result.listed.size()));
    row.emplace_back(result.recounted.population);
    row.emplace_back(result.recounted.exceptions);
}

Table summaryTable(const ReportRun &run)
{
    Table table{"summary",
        {"query", "version", "name", "status", "population", "exceptions", "listed",
            "population counted again", "exceptions counted again", "unit", "population is",
            "exception is", "limits", "parameters", "definition",
            "changes in environments that were not asked about"},
        {}};
    for (const auto &query : run.queries) {
        const auto &definition = query.result.definition;
        std::vector<Cell> row{definition.id, definition.version, definition.name,
            definition.isCollected ? "collected" : "not collected"};
        addCounts(row, query.result);
        for (const auto *text :
            {&definition.unit, &definition.population, &definition.exception, &definition.limits})
            row.emplace_back(*text);
        row.emplace_back(givenText(query.result.parameters));
        row.emplace_back(definition.digest);
        row.emplace_back(leftOutText(query));
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table controlTable(const ReportRun &run)
{
    Table table{"controls", {"control", "wording", "coverage", "exceptions", "queries"}, {}};
    for (const auto &entry : run.controls)
        table.rows.push_back({entry.control.id, entry.control.wording, name(entry.coverage),
            entry.exceptions, joined(entry.control.queries)});
    return table;
}

void makeRow(Table::Row &cells, const ReportRun &run, const core::evidence::Definition &definition,
    const EvidenceRow &row)
{
    static constexpr std::size_t columnCount = 11;
    cells.resize(columnCount, Cell(""));
    auto *cell = cells.data();
    (cell++)->show(definition.id);
    (cell++)->show(row.id);
    if (!row.seq) {
        for (auto *last = cells.data() + columnCount - 1; cell != last; ++cell)
            cell->show({});
    } else {
        const auto &fact = run.facts->at(*row.seq);
        (cell++)->count(*row.seq);
        // What is readable has its time in the one form in which we write it.
        (cell++)->show(fact.isReadable ? std::string_view(fact.written) : std::string_view());
        for (const auto *text :
            {&fact.event, &fact.actor, &fact.env, &fact.ns, &fact.target, &fact.request})
            (cell++)->show(*text);
    }
    cell->show(row.detail);
}

Table rowTable(
    const ReportRun &run, const char *name, const std::vector<EvidenceRow> EvidenceResult::*rows)
{
    Table table{name,
        {"query", "id", "entry", "time", "event", "actor", "environment", "namespace", "target",
            "request", "detail"},
        {}};
    // Where the rows of each query begin.
    std::vector<std::size_t> begins;
    for (const auto &query : run.queries) {
        begins.push_back(table.madeRows);
        table.madeRows += (query.result.*rows).size();
    }
    table.make = [&run, rows, begins = std::move(begins)](std::size_t at, Table::Row &cells) {
        const auto next = std::ranges::upper_bound(begins, at);
        const auto query = std::size_t(next - begins.begin()) - 1;
        const auto &result = run.queries[query].result;
        makeRow(cells, run, result.definition, (result.*rows)[at - begins[query]]);
    };
    return table;
}

Table trendTable(const ReportRun &run)
{
    Table table{"trends", {"query", "month", "population", "exceptions"}, {}};
    for (const auto &query : run.queries) {
        for (const auto &point : query.trend)
            table.rows.push_back({query.result.definition.id, point.month, point.count.population,
                point.count.exceptions});
    }
    return table;
}

Table sampleTable(const ReportRun &run)
{
    Table table{"sample", {"query", "position", "id", "entry", "dossier"}, {}};
    for (const auto &query : run.queries) {
        std::int64_t position = 0;
        for (const auto &id : query.sample) {
            const auto row = std::ranges::find(query.result.population, id, &EvidenceRow::id);
            ++position;
            table.rows.push_back(
                {query.result.definition.id, position, id, row->seq ? Cell(*row->seq) : Cell(""),
                    "dossiers/" + query.result.definition.id + '-' + std::to_string(position)
                        + ".txt"});
        }
    }
    return table;
}

void addQuoted(std::string &csv, std::string_view text)
{
    csv += '"';
    for (auto quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
        csv.append(text.substr(0, quote + 1)) += '"';
        text.remove_prefix(quote + 1);
    }
    csv.append(text) += '"';
}

void addLine(std::string &csv, const Table::Row &cells)
{
    bool isFirst = true;
    for (const auto &cell : cells) {
        csv += isFirst ? "" : ",";
        isFirst = false;
        if (!cell.isNumber && needsGuard(cell.text))
            addQuoted(csv, guardedText(cell.text));
        else
            addQuoted(csv, cell.text);
    }
    csv += "\r\n";
}

// Who has signed the checkpoint, by the names of the keys that were asked. Anybody can put a line
// with another name under a note.
std::string signedBy(const ReportRun &run)
{
    const auto names
        = run.signers.empty() ? std::string("nobody who was asked for") : joined(run.signers);
    const auto note = core::readNote(run.note);
    const auto all = note ? note->signatures.size() : 0;
    if (all <= run.signers.size())
        return names;
    return names + "; " + std::to_string(all - run.signers.size())
        + " more signatures that nobody has verified";
}

// What stands for the making of a run that is not known.
std::string unknownMaking(const ReportRun &run)
{
    if (!run.toldAs)
        return "not known: the log had not acknowledged this run when this was written";
    return "not known: the log has acknowledged this run as entry " + std::to_string(*run.toldAs)
        + ", which was not read when this was written";
}

std::string newestText(std::uint64_t size, const std::string &time)
{
    return "the newest over " + std::to_string(size) + " entries, at " + time;
}

std::string stampsOf(const ReportStamps &stamps)
{
    if (stamps.count == 0)
        return "none that was given to this report";
    if (!stamps.isTrustKnown)
        return std::to_string(stamps.count) + ", "
            + newestText(stamps.newestSize, stamps.newestTime)
            + "; nobody has looked at who made them";
    const auto others
        = std::to_string(stamps.count - stamps.trusted) + " by others, whose times prove nothing";
    if (stamps.trusted == 0)
        return "none by an authority that is trusted where this report was made; " + others;
    return std::to_string(stamps.trusted)
        + " by an authority that is trusted where this report was made, "
        + newestText(stamps.trustedSize, stamps.trustedTime) + "; " + others;
}

} // namespace

Cell::Cell(std::string_view shown)
    : text(visibleText(shown))
{
}

void Cell::show(std::string_view shown)
{
    showIn(text, shown);
    isNumber = false;
}

void Cell::count(std::int64_t number)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.assign(digits.data(), end);
    isNumber = true;
}

Table::Row rowOf(
    const ReportRun &run, const core::evidence::Definition &definition, const EvidenceRow &row)
{
    Table::Row cells;
    makeRow(cells, run, definition, row);
    return cells;
}

Table aboutTable(const ReportRun &run)
{
    Table table{"about", {"what", "value"}, {}};
    const auto add = [&table](const char *what, Cell value) {
        table.rows.push_back({what, std::move(value)});
    };
    add("report", run.id);
    add("statement", statementOf(run));
    add("framework", run.framework.name);
    add("made for", run.request.by.empty() ? "nobody named" : run.request.by);
    add("made by", "chancery " + std::string(core::productVersion()));
    if (run.making) {
        for (const auto &[what, value] : linesOf(*run.making))
            add(what.c_str(), value);
    } else {
        add("run by", unknownMaking(run));
    }
    add("period from", core::toRfc3339(run.request.from));
    add("period to, exclusive", core::toRfc3339(run.request.to));
    add("time zone", "UTC");
    add("log", run.checkpoint.origin);
    add("entries of the log", std::int64_t(run.checkpoint.size));
    if (run.firstEntry > 0)
        add("pruned", prunedText(run));
    add("root of the log", core::toBase64(core::bytesOf(run.checkpoint.root)));
    add("verification", "all entries proved by the signed checkpoint");
    add("signed by", signedBy(run));
    add("witnesses", "none: nobody else's signatures are collected");
    add("time stamps", stampsOf(run.stamps));
    add("last entry at", timeText(run.period.asOf));
    add("entries of the period", run.extent.count);
    add("first entry of the period", run.extent.first);
    add("last entry of the period", run.extent.last);
    add("gaps",
        run.isWithoutGap() ? "none: as many entries as numbers"
                           : "entries of the period are not next to each other in the log");
    add("entries that cannot be read, left out except where they are looked for", run.unreadable);
    add("personal fields erased", std::int64_t(run.erasedFields));
    add("redactions", "none were made: entries name versions and hold none of their values");
    add("queries", std::int64_t(run.queries.size()));
    add("queries collected", std::int64_t(run.collected()));
    add("exceptions", run.exceptions());
    add("second count", run.agrees() ? "agrees for every query" : "DIFFERS: see the summary");
    add("sample",
        std::to_string(run.request.sampleSize) + " of each population, seed \"" + run.request.seed
            + "\"");
    return table;
}

std::vector<Table> tablesOf(const ReportRun &run)
{
    return {aboutTable(run), summaryTable(run), controlTable(run),
        rowTable(run, "population", &EvidenceResult::population),
        rowTable(run, "exceptions", &EvidenceResult::exceptions),
        rowTable(run, "listed", &EvidenceResult::listed), trendTable(run), sampleTable(run)};
}

Result<std::string> toCsv(const Table &table, const ReportWatch &watch)
{
    static constexpr std::size_t betweenLooks = 256;
    static constexpr std::size_t mostReserved = std::size_t(512) << 20;
    std::string csv;
    Table::Row room;
    for (const auto &column : table.columns)
        room.emplace_back(column);
    addLine(csv, room);
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (i % betweenLooks == 0) {
            if (const auto going = watch.at(ReportWatch::Stage::Writing, i, table.size()); !going)
                return going.error();
        }
        // As long as those before it, within reason: a text of half a gigabyte would be copied
        // whenever it outgrows its place.
        if (i == betweenLooks)
            csv.reserve(std::min(
                csv.size() / i * (table.size() + table.size() / betweenLooks), mostReserved));
        addLine(csv, table.look(i, room));
    }
    return csv;
}

} // namespace chancery::audit
