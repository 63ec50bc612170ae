// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/server/cursor.h"
#include "engine/server/log/pruned.h"

#include <charconv>

namespace chancery::server {

namespace {

constexpr std::uint64_t mostEntries = 1000;

std::uint64_t numberOf(const Scene &scene, std::string_view name)
{
    const auto text = scene.request.parameter(name);
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        refuse("bad-request", std::string(name) + " must be a number of zero or more");
    return value;
}

Response proofOf(const core::Result<std::vector<core::Sha256>> &proof)
{
    if (!proof && proof.error().kind == core::ErrorKind::Invalid)
        refuse("bad-request", "There is no such proof: the numbers do not fit the log");
    if (!proof)
        refuse(proof.error());
    std::string body = "{\"hashes\":[";
    for (std::size_t i = 0; i < proof->size(); ++i) {
        body += i > 0 ? ",\"" : "\"";
        body += core::toBase64(core::bytesOf((*proof)[i])) + '"';
    }
    return Response::json(body + "]}");
}

void demandSize(const Scene &scene, std::uint64_t size)
{
    if (size > scene.checkpoint.size())
        refuse(
            "bad-request", "The log has " + std::to_string(scene.checkpoint.size()) + " entries");
}

} // namespace

Response getAuditCheckpoint(const Scene &scene)
{
    auto response = Response::json(orRefuse(scene.checkpoint.note()));
    response.contentType = "text/plain; charset=utf-8";
    response.cacheControl = "no-store";
    return response;
}

std::pair<std::uint64_t, std::uint64_t> entriesAsked(const Scene &scene, std::uint64_t most)
{
    const auto from = numberOf(scene, "from");
    const auto end = from + std::min(most, UINT64_MAX - from);
    const auto to = std::min({numberOf(scene, "to"), end, scene.checkpoint.size()});
    return {from, std::max(from, to)};
}

Response getAuditEntries(const Scene &scene)
{
    const auto [from, to] = entriesAsked(scene, mostEntries);
    // What follows would be taken for what was asked for.
    if (const auto first = firstLeaf(scene.view); from < first)
        refuse("gone-compacted",
            "Entries before " + std::to_string(first) + " were pruned; see /v1/audit/pruned");
    auto range = KeyRange::under(keys::join(keys::leaf, ""));
    range.from = keys::join(keys::leaf, keys::number(from));
    range.to = keys::join(keys::leaf, keys::number(to));
    std::string body;
    for (const auto &entry : scene.view.scan(range)) {
        body += *entry.value;
        body += '\n';
    }
    auto response = Response::json(std::move(body));
    response.contentType = "application/x-ndjson";
    return response;
}

Response getInclusionProof(const Scene &scene)
{
    const auto size = numberOf(scene, "size");
    demandSize(scene, size);
    const bool isShort = !scene.request.parameter("seq").empty();
    const auto sequence = numberOf(scene, isShort ? "seq" : "sequence");
    return proofOf(core::inclusionProof(sequence, size, nodesOf(scene.reader)));
}

Response getConsistencyProof(const Scene &scene)
{
    const auto to = numberOf(scene, "to");
    demandSize(scene, to);
    return proofOf(core::consistencyProof(numberOf(scene, "from"), to, nodesOf(scene.reader)));
}

Response getAuditKeys(const Scene &scene)
{
    return Response::json(api::toJson(api::Page<std::string>{{scene.facts.logKey}, {}}));
}

Response listChanges(const Scene &scene)
{
    const auto since = scene.request.parameter("since").empty() ? 0 : numberOf(scene, "since");
    auto range = KeyRange::under(keys::join(keys::change, ""));
    range.from = keys::join(keys::change, keys::number(since + 1));
    range.limit = 500;
    api::Page<core::ChangeHint> page;
    page.next = std::to_string(since);
    for (const auto &entry : scene.view.scan(range)) {
        page.items.push_back(View::parse<core::ChangeHint>(entry.value));
        page.next = std::to_string(page.items.back().revision);
    }
    const bool isGap = !page.items.empty() && page.items.front().revision != since + 1;
    if (isGap && since > 0)
        refuse("gone-compacted", "Read everything again");
    return Response::json(api::toJson(page));
}

Response listAuditAnchors(const Scene &scene)
{
    auto range = KeyRange::under(keys::join(keys::anchor, ""));
    range.backwards = true;
    return pageOf(scene, range, [](const Entry &entry, std::string &json) {
        json = *entry.value;
        return true;
    });
}

} // namespace chancery::server
