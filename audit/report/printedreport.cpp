// SPDX-License-Identifier: Apache-2.0
#include "printedreport.h"

#include "audit/report/jsontext.h"
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/productversion.h"

#include <ranges>

namespace chancery::audit {

namespace {

// On paper; all of them stand in the other files.
constexpr std::size_t mostRows = 40;

std::vector<std::vector<std::string>> textsOf(
    const std::vector<std::vector<Cell>> &rows, std::initializer_list<std::size_t> columns)
{
    std::vector<std::vector<std::string>> texts;
    for (const auto &row : rows) {
        auto &line = texts.emplace_back();
        for (const auto column : columns)
            line.push_back(row[column].text);
    }
    return texts;
}

// A year as it was; of longer periods the latest months in which there was something.
std::vector<TrendPoint> barsOf(std::vector<TrendPoint> trend)
{
    static constexpr std::size_t year = 12;
    static constexpr std::size_t most = 36;
    if (trend.size() > year)
        std::erase_if(trend, [](const TrendPoint &point) { return point.count.population == 0; });
    if (trend.size() > most)
        trend.erase(trend.begin(), trend.end() - most);
    return trend;
}

// A day stands for its beginning; what begins within one is told to the second.
std::string shortTime(core::Instant instant)
{
    auto text = core::toRfc3339(instant);
    static constexpr std::size_t date = 10;
    static constexpr std::size_t second = 19;
    if (text.substr(date) == "T00:00:00.000000Z")
        return text.substr(0, date);
    text[date] = ' ';
    return text.substr(0, second);
}

const Table &named(const std::vector<Table> &tables, std::string_view name)
{
    return *std::ranges::find(tables, name, &Table::name);
}

std::string plural(std::int64_t count, const char *noun)
{
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string verdictOf(const EvidenceResult &result)
{
    const auto count = result.count();
    std::string text
        = count.exceptions == 0 ? "No exceptions" : plural(count.exceptions, "exception");
    text += " found in population " + std::to_string(count.population) + '.';
    if (result.agrees())
        return text + " Counted again over the raw entries: the same.";
    return text
        + " COUNTED AGAIN over the raw entries: " + plural(result.recounted.exceptions, "exception")
        + " in population " + std::to_string(result.recounted.population) + '.';
}

PrintedSection summary(const std::vector<Table> &tables)
{
    PrintedSection section{"Summary", 1,
        {"Every query is counted twice: by statements over tables that are made from the entries, "
         "and "
         "by code of its own over the raw entries."},
        {"Query", "Name", "Population", "Exceptions", "Listed", "Counted again"}, {}, {}};
    for (const auto &row : named(tables, "summary").rows) {
        if (row[3].text == "collected")
            section.rows.push_back({row[0].text, row[2].text, row[4].text, row[5].text, row[6].text,
                row[7].text + " / " + row[8].text});
    }
    return section;
}

PrintedSection controls(const std::vector<Table> &tables)
{
    PrintedSection section{"Controls and coverage", 1,
        {"A control is covered where all queries that speak of it are collected, covered in part "
         "where "
         "some are."},
        {"Control", "Wording", "Coverage", "Exceptions", "Queries"}, {}, {}};
    section.rows = textsOf(named(tables, "controls").rows, {0, 1, 2, 3, 4});
    return section;
}

PrintedSection missing(const ReportRun &run)
{
    PrintedSection section{"Not covered by this tool", 1,
        {"These queries are not collected. Nothing follows from their silence."},
        {"Query", "Name", "Why"}, {}, {}};
    for (const auto &query : run.queries) {
        const auto &definition = query.result.definition;
        if (!definition.isCollected)
            section.rows.push_back({definition.id, definition.name, definition.limits});
    }
    return section;
}

void addQuery(PrintedReport &report, const ReportRun &run, const ReportQuery &query,
    const std::vector<Table> &tables)
{
    const auto &definition = query.result.definition;
    PrintedSection section{
        definition.id + "  " + definition.name, 2, {}, {}, {}, barsOf(query.trend)};
    section.paragraphs.push_back(verdictOf(query.result));
    section.paragraphs.push_back("Population: " + definition.population);
    section.paragraphs.push_back("Exception: " + definition.exception);
    if (!definition.limits.empty())
        section.paragraphs.push_back("What it does not show: " + definition.limits);
    for (const auto &row : named(tables, "summary").rows) {
        if (row[0].text == definition.id && !row[13].text.empty())
            section.paragraphs.push_back("With: " + row[13].text);
    }
    section.paragraphs.push_back(
        "Definition: version " + std::to_string(definition.version) + ", " + definition.digest);
    report.sections.push_back(std::move(section));
    const auto add
        = [&](const std::vector<EvidenceRow> &all, const char *table, const char *heading) {
              PrintedSection rows{
                  heading, 3, {}, {"Entry", "Time", "Event", "Actor", "Target", "Detail"}, {}, {}};
              std::vector<Table::Row> own;
              for (const auto &row : all | std::views::take(mostRows))
                  own.push_back(rowOf(run, definition, row));
              if (all.size() > mostRows)
                  rows.paragraphs.push_back("The first " + std::to_string(mostRows) + " of "
                      + std::to_string(all.size()) + "; all stand in " + table + ".csv.");
              rows.rows = textsOf(own, {2, 3, 4, 5, 8, 10});
              if (!rows.rows.empty())
                  report.sections.push_back(std::move(rows));
          };
    add(query.result.exceptions, "exceptions", "Exceptions");
    add(query.result.listed, "listed", "Listed, no exceptions");
}

void writeSection(JsonText &json, const PrintedSection &section)
{
    json.openObject();
    json.member("heading", section.heading);
    json.member("level", std::int64_t(section.level));
    json.member("paragraphs", section.paragraphs);
    json.member("columns", section.columns);
    json.key("rows");
    json.openArray();
    for (const auto &row : section.rows) {
        json.openArray();
        for (const auto &cell : row)
            json.text(cell);
        json.close();
    }
    json.close();
    json.key("bars");
    json.openArray();
    for (const auto &point : section.bars) {
        json.openObject();
        json.member("month", point.month);
        json.member("population", point.count.population);
        json.member("exceptions", point.count.exceptions);
        json.close();
    }
    json.close();
    json.close();
}

std::vector<std::string> textsIn(core::Value list)
{
    std::vector<std::string> texts;
    for (const auto &item : list)
        texts.emplace_back(item.value().text());
    return texts;
}

PrintedSection sectionFrom(core::Value value)
{
    PrintedSection section;
    section.heading = value["heading"].text();
    section.level = int(value["level"].integer().value_or(1));
    section.paragraphs = textsIn(value["paragraphs"]);
    section.columns = textsIn(value["columns"]);
    for (const auto &row : value["rows"]) {
        section.rows.push_back(textsIn(row.value()));
        section.rows.back().resize(section.columns.size());
    }
    for (const auto &bar : value["bars"])
        section.bars.push_back({std::string(bar.value()["month"].text()),
            {bar.value()["population"].integer().value_or(0),
                bar.value()["exceptions"].integer().value_or(0)}});
    return section;
}

} // namespace

PrintedReport printedReport(const ReportRun &run)
{
    const auto tables = tablesOf(run);
    PrintedReport report;
    report.title = "Evidence for " + run.framework.name;
    report.subtitle
        = shortTime(run.request.from) + " to " + shortTime(run.request.to) + " (exclusive), UTC";
    report.statement = statementOf(run);
    report.footer = run.id + "  ·  " + report.subtitle + "  ·  log " + run.checkpoint.origin
        + ", root " + core::toBase64(core::bytesOf(run.checkpoint.root)).substr(0, 12) + "…";
    PrintedSection about{"About this report", 1, {}, {"", ""}, {}, {}};
    about.rows = textsOf(named(tables, "about").rows, {0, 1});
    report.sections.push_back(std::move(about));
    report.sections.push_back(summary(tables));
    if (!run.controls.empty())
        report.sections.push_back(controls(tables));
    auto notCollected = missing(run);
    if (!notCollected.rows.empty())
        report.sections.push_back(std::move(notCollected));
    report.sections.push_back({"Queries", 1, {}, {}, {}, {}});
    for (const auto &query : run.queries) {
        if (query.result.isCollected())
            addQuery(report, run, query, tables);
    }
    report.sections.push_back({"How to check this report", 1,
        {"This paper is for reading. What can be checked is the bundle it came in: "
         "\"chancery-cli bundle verify FILE --key KEY\", or \"verify_bundle.py\" of the auditor's "
         "guide, tells whether every file is the one that was signed, whether the entries are "
         "those "
         "of the signed checkpoint, and counts every query again."},
        {}, {}, {}});
    return report;
}

std::string toJson(const PrintedReport &report)
{
    JsonText json;
    json.openObject();
    json.member("title", report.title);
    json.member("subtitle", report.subtitle);
    json.member("statement", report.statement);
    json.member("footer", report.footer);
    json.key("sections");
    json.openArray();
    for (const auto &section : report.sections)
        writeSection(json, section);
    json.close();
    json.close();
    return json.take();
}

core::Result<PrintedReport> printedReportFrom(std::string json)
{
    const auto reading = core::readJson(std::move(json), core::Limits::wide());
    if (!reading || !reading.tree().root()["sections"].isArray())
        return core::Error{core::ErrorKind::Invalid, "printed-report", {}, {}, {}, {}};
    const auto root = reading.tree().root();
    PrintedReport report;
    report.title = root["title"].text();
    report.subtitle = root["subtitle"].text();
    report.statement = root["statement"].text();
    report.footer = root["footer"].text();
    for (const auto &section : root["sections"])
        report.sections.push_back(sectionFrom(section.value()));
    return report;
}

} // namespace chancery::audit
