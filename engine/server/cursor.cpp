// SPDX-License-Identifier: Apache-2.0
#include "cursor.h"

#include "engine/core/digest.h"

#include <charconv>

namespace chancery::server {

namespace {

constexpr std::size_t sealLength = 16;
// How many keys one request may look at for a filter that takes few of them.
constexpr std::size_t stepsPerRead = 512;
// And how much it may read and give: a page with fewer items than asked for still has a next one.
constexpr std::size_t bytesPerPage = std::size_t(8) << 20;

std::string sealOf(
    const Request &request, const Facts &facts, std::string_view filter, std::string_view position)
{
    std::string message(request.path);
    message += '\n';
    message += filter;
    message += '\n';
    message += position;
    const auto mac = core::hmacSha256(facts.cursorKey.reveal(), message);
    return std::string(core::bytesOf(mac).substr(0, sealLength));
}

// What distinguishes one list of a path from another: the query without the page's own words.
std::string filterOf(std::string_view query)
{
    std::string filter;
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        if (!pair.starts_with("cursor=") && !pair.starts_with("limit="))
            filter.append(pair).push_back('&');
    }
    return filter;
}

} // namespace

PageWalk PageWalk::of(const Request &request, const Facts &facts, std::string_view filter)
{
    PageWalk walk;
    if (const auto text = request.parameter("limit"); !text.empty()) {
        const auto end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data(), end, walk.limit);
        if (parsed.ec != std::errc() || parsed.ptr != end || walk.limit < 1 || walk.limit > 500)
            refuse("bad-request", "limit must be a number from 1 to 500");
    }
    const auto cursor = request.parameter("cursor");
    if (cursor.empty())
        return walk;
    const auto bytes = core::fromBase64Url(cursor);
    if (!bytes || bytes->size() < sealLength)
        refuse("bad-cursor", "The cursor is not one of this server's");
    const auto position = bytes->substr(sealLength);
    if (!core::constantTimeEquals(
            bytes->substr(0, sealLength), sealOf(request, facts, filter, position)))
        refuse("bad-cursor", "The cursor belongs to another list");
    walk.after = position;
    return walk;
}

std::string sealCursor(
    const Request &request, const Facts &facts, std::string_view filter, std::string_view position)
{
    return core::toBase64Url(sealOf(request, facts, filter, position) + std::string(position));
}

Response pageOf(const Scene &scene, const KeyRange &range, const TakeItem &take)
{
    const auto filter = filterOf(scene.request.query);
    const auto walk = PageWalk::of(scene.request, scene.facts, filter);
    // Of another list of the same path, such as somebody else's own.
    if (!walk.after.empty() && (walk.after < range.from || walk.after >= range.to))
        refuse("bad-cursor", "The cursor belongs to another list");
    auto rest = range;
    if (!walk.after.empty())
        (rest.backwards ? rest.to : rest.from) = rest.backwards ? walk.after : walk.after + '\0';
    std::string body = "{\"items\":[";
    std::string next;
    std::string last = walk.after;
    std::size_t looked = 0;
    rest.bytes = bytesPerPage;
    for (std::size_t count = 0; next.empty();) {
        rest.limit = std::min(stepsPerRead, walk.limit + 1);
        const auto entries = scene.view.scan(rest);
        for (const auto &entry : entries) {
            if (looked >= bytesPerPage) {
                next = sealCursor(scene.request, scene.facts, filter, last);
                break;
            }
            std::string json;
            looked += entry.value->size();
            if (!take(entry, json)) {
                last = entry.key;
                continue;
            }
            if (count == walk.limit) {
                // One more than asked for: there is another page behind the last one taken.
                next = sealCursor(scene.request, scene.facts, filter, last);
                break;
            }
            body += count++ > 0 ? "," : "";
            body += json;
            looked += json.size();
            last = entry.key;
        }
        if (rest.isExhausted(entries))
            break;
        (rest.backwards ? rest.to : rest.from) = rest.backwards ? last : last + '\0';
    }
    return Response::json(body + "],\"next\":\"" + next + "\"}");
}

} // namespace chancery::server
