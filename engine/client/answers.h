// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/client/restclient.h"

// The readers and bodies that the methods of HttpCms share.
namespace chancery::client {

template <typename T>
core::Result<Acknowledged<T>> readAcknowledged(HttpResponse response)
{
    Acknowledged<T> answer;
    answer.auditSequence = auditSequenceOf(response);
    auto value = readBody<T>(std::move(response));
    if (!value)
        return std::move(value).error();
    answer.value = std::move(*value);
    return answer;
}

inline core::Result<core::Done> readNothing(HttpResponse)
{
    return core::Done{};
}

inline core::Result<std::string> readText(HttpResponse response)
{
    return std::move(response.body);
}

inline core::Result<std::vector<std::string>> readStrings(HttpResponse response)
{
    auto page = readBody<api::Page<std::string>>(std::move(response));
    if (!page)
        return std::move(page).error();
    return std::move(page->items);
}

// One leaf a line: leaves are canonical JSON and hold no line ends.
inline core::Result<std::vector<std::string>> readLines(HttpResponse response)
{
    std::vector<std::string> lines;
    std::string_view rest = response.body;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        // A last line without its end may have been cut.
        if (end == std::string_view::npos)
            return asProtocolError(
                {core::ErrorKind::Protocol, "cut-line", {}, {}, {}, {}}, response);
        lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    return lines;
}

struct ProofAnswer {
    std::vector<std::string> hashes;
};
template <typename Visitor>
void describe(Visitor &visit, ProofAnswer &answer)
{
    visit("hashes", answer.hashes);
}
inline core::Result<std::vector<std::string>> readProof(HttpResponse response)
{
    auto answer = readBody<ProofAnswer>(std::move(response));
    if (!answer)
        return std::move(answer).error();
    return std::move(answer->hashes);
}

// {"reason": "…"} and the like.
inline std::string oneMember(std::string_view name, std::string_view text)
{
    std::string body = "{";
    core::appendJsonString(body, name);
    body += ':';
    core::appendJsonString(body, text);
    return body + '}';
}

} // namespace chancery::client
