// SPDX-License-Identifier: Apache-2.0
#include "oscal.h"

#include "audit/report/jsontext.h"
#include "engine/core/digest.h"
#include "engine/core/productversion.h"

namespace chancery::audit {

namespace {

std::string uuidOf(const ReportRun &run, const std::string &what)
{
    auto digits = core::toHex(core::bytesOf(core::sha256("cms.oscal.v1\n" + run.id + '\n', what)))
                      .substr(0, 32);
    digits[12] = '5'; // by a digest
    digits[16] = '8';
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        digits.insert(at, 1, '-');
    return digits;
}

// A token begins with a letter and has letters, digits, ".", "-", "_".
std::string controlId(const ReportRun &run, const std::string &control)
{
    auto id = run.framework.id + '_';
    for (const char c : control) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        const bool isKept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (isUpper)
            id += static_cast<char>(c - 'A' + 'a');
        else if (isKept)
            id += c;
        else if (id.back() != '-')
            id += '-';
    }
    while (id.back() == '-')
        id.pop_back();
    return id;
}

std::string numbersOf(const EvidenceResult &result)
{
    const auto count = result.count();
    return (count.exceptions == 0 ? "No exceptions"
                                  : std::to_string(count.exceptions) + " exceptions")
        + std::string(" found in population ") + std::to_string(count.population) + ".";
}

void writeMetadata(JsonText &json, const ReportRun &run)
{
    json.key("metadata");
    json.openObject();
    json.member("title", "Evidence for " + run.framework.name);
    json.member("last-modified",
        core::toRfc3339(core::Instant(std::chrono::microseconds(run.period.asOf))));
    json.member("version", run.id);
    json.member("oscal-version", "1.1.2");
    json.member("remarks", statementOf(run));
    json.close();
}

void writeReviewed(JsonText &json, const ReportRun &run)
{
    json.key("reviewed-controls");
    json.openObject();
    json.key("control-selections");
    json.openArray();
    json.openObject();
    if (run.controls.empty()) {
        json.key("include-all");
        json.openObject();
        json.close();
    } else {
        json.key("include-controls");
        json.openArray();
        for (const auto &entry : run.controls) {
            json.openObject();
            json.member("control-id", controlId(run, entry.control.id));
            json.close();
        }
        json.close();
    }
    json.close();
    json.close();
    json.close();
}

void writeProperty(JsonText &json, const char *name, const std::string &value)
{
    json.openObject();
    json.member("name", name);
    json.member("ns", "https://chancery.invalid/ns/oscal");
    json.member("value", value);
    json.close();
}

void writeObservation(JsonText &json, const ReportRun &run, const EvidenceResult &result)
{
    json.openObject();
    json.member("uuid", uuidOf(run, "observation " + result.definition.id));
    json.member("title", result.definition.id + " " + result.definition.name);
    json.member(
        "description", result.definition.population + " Exception: " + result.definition.exception);
    json.key("props");
    json.openArray();
    writeProperty(json, "population", std::to_string(result.count().population));
    writeProperty(json, "exceptions", std::to_string(result.count().exceptions));
    writeProperty(json, "definition", result.definition.digest);
    json.close();
    json.member("methods", std::vector<std::string>{"TEST"});
    json.member("types", std::vector<std::string>{"control-objective"});
    json.member(
        "collected", core::toRfc3339(core::Instant(std::chrono::microseconds(run.period.asOf))));
    json.member("remarks", numbersOf(result) + " " + result.definition.limits);
    json.close();
}

void writeFinding(JsonText &json, const ReportRun &run, const ReportControl &entry)
{
    json.openObject();
    json.member("uuid", uuidOf(run, "finding " + entry.control.id));
    json.member("title", entry.control.id + " " + entry.control.wording);
    json.member("description",
        std::string(name(entry.coverage)) + "; " + std::to_string(entry.exceptions)
            + " exceptions over its queries. " + statementOf(run));
    json.key("target");
    json.openObject();
    json.member("type", "objective-id");
    json.member("target-id", controlId(run, entry.control.id));
    json.key("status");
    json.openObject();
    json.member("state", entry.exceptions == 0 ? "satisfied" : "not-satisfied");
    json.member("reason", "other");
    json.member("remarks", "Says whether the queries found exceptions, and nothing more.");
    json.close();
    json.close();
    json.key("related-observations");
    json.openArray();
    for (const auto &query : run.queries) {
        const auto &definition = query.result.definition;
        if (!definition.isCollected
            || std::ranges::count(entry.control.queries, definition.id) == 0)
            continue;
        json.openObject();
        json.member("observation-uuid", uuidOf(run, "observation " + definition.id));
        json.close();
    }
    json.close();
    json.close();
}

void writeResult(JsonText &json, const ReportRun &run)
{
    json.openObject();
    json.member("uuid", uuidOf(run, "result"));
    json.member("title", run.id);
    json.member("description", statementOf(run));
    json.member("start", core::toRfc3339(run.request.from));
    json.member("end", core::toRfc3339(run.request.to));
    writeReviewed(json, run);
    if (run.collected() > 0) {
        json.key("observations");
        json.openArray();
        for (const auto &query : run.queries) {
            if (query.result.isCollected())
                writeObservation(json, run, query.result);
        }
        json.close();
    }
    // Of a control that is covered in part nobody can say that it is satisfied.
    const auto isCovered = [](const ReportControl &entry) {
        return entry.coverage == Coverage::Full
            || (entry.coverage == Coverage::Partly && entry.exceptions > 0);
    };
    if (std::ranges::any_of(run.controls, isCovered)) {
        json.key("findings");
        json.openArray();
        for (const auto &entry : run.controls) {
            if (isCovered(entry))
                writeFinding(json, run, entry);
        }
        json.close();
    }
    json.close();
}

} // namespace

std::string oscalOf(const ReportRun &run)
{
    JsonText json;
    json.openObject();
    json.key("assessment-results");
    json.openObject();
    json.member("uuid", uuidOf(run, "report"));
    writeMetadata(json, run);
    json.key("import-ap");
    json.openObject();
    json.member("href", "framework.json");
    json.close();
    json.key("results");
    json.openArray();
    writeResult(json, run);
    json.close();
    json.close();
    json.close();
    return json.take() + '\n';
}

} // namespace chancery::audit
