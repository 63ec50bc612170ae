// SPDX-License-Identifier: Apache-2.0
#include "prunedlog.h"

#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

#include <algorithm>
#include <charconv>

namespace chancery::core::evidence {

namespace {

// The lines, each ended; nothing where the last is not.
std::optional<std::vector<Sha256>> hashesIn(std::string_view text)
{
    std::vector<Sha256> hashes;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto bytes = fromBase64(text.substr(0, end));
        const auto hash = bytes ? sha256FromBytes(*bytes) : std::nullopt;
        if (end == std::string_view::npos || !hash)
            return std::nullopt;
        hashes.push_back(*hash);
        text.remove_prefix(end + 1);
    }
    return hashes;
}

} // namespace

std::optional<PrunedLog> readPrunedLog(const std::string &note, std::string_view text)
{
    const auto read = readNote(note);
    const auto checkpoint = read ? readCheckpoint(read->text) : Result<Checkpoint>(read.error());
    const auto hashes = hashesIn(text);
    if (!checkpoint || !hashes)
        return std::nullopt;
    PrunedLog pruned{*checkpoint, {}, {}};
    auto tree = MerkleTree::restore(
        checkpoint->size, [&](int level, std::uint64_t index) -> Result<Sha256> {
            if (pruned.nodes.size() == hashes->size())
                return Error{ErrorKind::Invalid, "pruned-unreadable", {}, {}, {}, {}};
            pruned.nodes.push_back({level, index, (*hashes)[pruned.nodes.size()]});
            return pruned.nodes.back().hash;
        });
    if (!tree || pruned.nodes.size() != hashes->size())
        return std::nullopt;
    pruned.tree = std::move(*tree);
    return pruned;
}

std::string prunedHashesText(std::span<const MerkleNode> nodes)
{
    std::string text;
    for (const auto &node : nodes)
        text += toBase64(bytesOf(node.hash)) + '\n';
    return text;
}

bool tellsOfPruning(std::string_view leaf, std::uint64_t before)
{
    static constexpr std::string_view name = "audit.prune";
    static constexpr std::string_view digits = "0123456789";
    static constexpr std::size_t mostDigits = 19;
    // Few are worth being read.
    if (before == 0 || leaf.find(name) == std::string_view::npos)
        return false;
    const auto reading = readJson(std::string(leaf), Limits::wide());
    if (!reading || !reading.tree().root().isObject())
        return false;
    const auto root = reading.tree().root();
    const auto range = root["target"]["id"].text();
    const auto dash = range.find('-');
    const auto from = range.substr(0, dash);
    std::uint64_t first = 0;
    return root["event"].text() == name && root["outcome"].text() == "success"
        && root["target"]["type"].text() == "audit_entries" && dash != std::string_view::npos
        && !from.empty() && from.size() <= mostDigits
        && from.find_first_not_of(digits) == std::string_view::npos
        && std::from_chars(from.data(), from.data() + from.size(), first).ec == std::errc()
        && first < before && range.substr(dash + 1) == std::to_string(before - 1);
}

} // namespace chancery::core::evidence
