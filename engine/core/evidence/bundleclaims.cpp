// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/domain/privacy.h"
#include "engine/core/evidence/bundleparts.h"
#include "engine/core/merkle.h"

// The manifest as it is needed. Strict, so that two programs that read it never read two things.
namespace chancery::core::evidence {

namespace {

std::optional<std::int64_t> microsOf(Value text)
{
    const auto instant = fromRfc3339(text.text());
    if (!instant || toRfc3339(*instant) != text.text())
        return std::nullopt;
    return instant->time_since_epoch().count();
}

std::optional<Count> countOf(Value value)
{
    const auto population = value["population"].integer();
    const auto exceptions = value["exceptions"].integer();
    if (!population || !exceptions)
        return std::nullopt;
    return Count{*population, *exceptions};
}

bool isText(Value value, std::string &text)
{
    text = value.text();
    return value.isString();
}

bool readNumber(Value value, std::int64_t &number)
{
    const auto integer = value.integer();
    number = integer.value_or(0);
    return integer.has_value();
}

bool readTexts(Value value, std::vector<std::string> &texts)
{
    if (!value.isArray())
        return false;
    for (const auto &item : value) {
        if (!item.value().isString())
            return false;
        texts.emplace_back(item.value().text());
    }
    return true;
}

bool readParameters(Value value, Parameters &parameters)
{
    if (!value.isObject())
        return false;
    for (const auto &member : value) {
        const std::string name(member.key());
        if (const auto number = member.value().integer()) {
            // What parametersOf() would refuse.
            if (*number < 0 || *number > 100'000)
                return false;
            parameters.numbers[name] = *number;
            continue;
        }
        if (!readTexts(member.value(), parameters.texts[name]))
            return false;
    }
    return true;
}

bool readQuery(Value value, QueryClaim &claim)
{
    const auto status = value["status"].text();
    claim.isCollected = status == "collected";
    const bool isRead = isText(value["id"], claim.id) && isText(value["name"], claim.name)
        && isText(value["limits"], claim.limits) && isText(value["digest"], claim.digest)
        && readNumber(value["version"], claim.version);
    if (!isRead || claim.id.empty() || claim.digest.empty()
        || (!claim.isCollected && status != "not collected"))
        return false;
    if (!claim.isCollected)
        return true;
    const auto count = countOf(value);
    const auto recounted = countOf(value["recount"]);
    if (!count || !recounted || !readNumber(value["listed"], claim.listed)
        || !readTexts(value["sample"], claim.sample)
        || !readParameters(value["params"], claim.parameters))
        return false;
    claim.count = *count;
    claim.recounted = *recounted;
    return true;
}

bool readFiles(Value value, std::map<std::string, FileClaim> &files)
{
    if (!value.isObject())
        return false;
    for (const auto &member : value) {
        const auto size = member.value()["size"].integer();
        if (!size || !member.value()["sha256"].isString())
            return false;
        files[std::string(member.key())] = {std::string(member.value()["sha256"].text()), *size};
    }
    return true;
}

bool readLog(Value value, Claims &claims)
{
    std::int64_t size = 0;
    const auto root = sha256FromBytes(fromBase64(value["root"].text()).value_or(""));
    auto &extent = claims.extent;
    const bool isRead = readNumber(value["size"], size)
        && readNumber(value["entriesOfPeriod"], extent.count)
        && readNumber(value["firstOfPeriod"], extent.first)
        && readNumber(value["lastOfPeriod"], extent.last) && isText(value["gaps"], claims.gaps)
        && isText(value["verification"], claims.verification);
    if (const auto unreadable = value.find("unreadable")) {
        claims.unreadable.emplace();
        if (!readNumber(unreadable, *claims.unreadable))
            return false;
    }
    if (const auto first = value.find("first")) {
        const auto number = first.integer().value_or(0);
        if (number <= 0 || number >= size || number % std::int64_t(pruneTile) != 0)
            return false;
        claims.first = std::uint64_t(number);
    }
    if (!isRead || size < 0 || !root || value["origin"].text().empty())
        return false;
    claims.checkpoint = {std::string(value["origin"].text()), std::uint64_t(size), *root};
    return true;
}

bool readRequest(Value root, Claims &claims)
{
    const auto from = microsOf(root["period"]["from"]);
    const auto to = microsOf(root["period"]["to"]);
    const auto asOf = microsOf(root["period"]["asOf"]);
    const auto framework = root["framework"];
    if (!from || !to || !asOf)
        return false;
    claims.period = {*from, *to, *asOf};
    return isText(root["period"]["zone"], claims.zone)
        && isText(root["sample"]["seed"], claims.seed)
        && readNumber(root["sample"]["size"], claims.sampleSize) && claims.sampleSize >= 0
        && isText(framework["id"], claims.frameworkId)
        && isText(framework["name"], claims.frameworkName)
        && isText(framework["digest"], claims.frameworkDigest);
}

} // namespace

bool readClaims(Value root, Claims &claims)
{
    const bool isRead = root["format"].text() == bundleFormat
        && isText(root["report"], claims.report) && isText(root["statement"], claims.statement)
        && isText(root["tables"], claims.tables) && readRequest(root, claims)
        && readLog(root["log"], claims) && readFiles(root["files"], claims.files)
        && root["queries"].isArray();
    if (!isRead || claims.report.empty())
        return false;
    for (const auto &item : root["queries"]) {
        QueryClaim claim;
        if (!readQuery(item.value(), claim))
            return false;
        claims.queries.push_back(std::move(claim));
    }
    return true;
}

} // namespace chancery::core::evidence
