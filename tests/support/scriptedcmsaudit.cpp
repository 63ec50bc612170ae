// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scriptedanswer.h"

// The log in memory: a real tree under a real signature.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

std::string base64(const core::Sha256 &hash)
{
    constexpr std::string_view alphabet
        = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < hash.size(); at += 3) {
        std::uint32_t bits = 0;
        for (std::size_t byte = 0; byte < 3; ++byte)
            bits = bits << 8 | (at + byte < hash.size() ? hash[at + byte] : 0U);
        for (int shift = 18; shift >= 0; shift -= 6)
            text += alphabet[bits >> unsigned(shift) & 63U];
    }
    text.back() = '=';
    return text;
}

Result<std::vector<std::string>> asTexts(const Result<std::vector<core::Sha256>> &proof)
{
    if (!proof)
        return proof.error();
    std::vector<std::string> hashes;
    for (const core::Sha256 &hash : *proof)
        hashes.push_back(base64(hash));
    return hashes;
}

core::Error unscripted()
{
    return anError(ErrorKind::Internal, "unscripted");
}

} // namespace

Call ScriptedCms::checkpoint(Handler<std::string> done)
{
    return answer<std::string>("checkpoint", std::move(done), [&] {
        core::MerkleTree tree;
        logTree(tree);
        return core::signCheckpoint({meta.logOrigin, tree.size(), tree.root()}, logKey);
    });
}

Call ScriptedCms::entries(std::uint64_t from, std::uint64_t to, Handler<Strings> done)
{
    return answer<Strings>("entries", std::move(done), [&] {
        const auto begin = std::min<std::size_t>(from, auditLeaves.size());
        const auto end = std::min<std::size_t>(to, auditLeaves.size());
        return Strings(
            auditLeaves.begin() + std::ptrdiff_t(begin), auditLeaves.begin() + std::ptrdiff_t(end));
    });
}

Call ScriptedCms::inclusionProof(std::uint64_t sequence, std::uint64_t size, Handler<Strings> done)
{
    return answer<Strings>("inclusionProof", std::move(done), [&]() -> Result<Strings> {
        core::MerkleTree tree;
        const auto store = logTree(tree);
        return asTexts(core::inclusionProof(sequence, size, store.lookup()));
    });
}

Call ScriptedCms::consistencyProof(std::uint64_t from, std::uint64_t to, Handler<Strings> done)
{
    return answer<Strings>("consistencyProof", std::move(done), [&]() -> Result<Strings> {
        core::MerkleTree tree;
        const auto store = logTree(tree);
        return asTexts(core::consistencyProof(from, to, store.lookup()));
    });
}

Call ScriptedCms::keys(Handler<Strings> done)
{
    return answer<Strings>("keys", std::move(done), [] { return unscripted(); });
}

// All on one page: no script has so many.
Call ScriptedCms::anchors(
    const client::PageQuery & /*page*/, Handler<api::Page<core::AuditAnchor>> done)
{
    using Anchors = api::Page<core::AuditAnchor>;
    return answer<Anchors>("anchors", std::move(done), [&] { return Anchors{auditAnchors, {}}; });
}

Call ScriptedCms::tellActivity(
    const core::AuditActivity &activity, Handler<client::Acknowledged<core::AuditActivity>> done)
{
    using Told = client::Acknowledged<core::AuditActivity>;
    return answer<Told>("tellActivity", std::move(done),
        [&]() -> Result<Told> { return Told{activity, auditLeaves.size()}; });
}

Call ScriptedCms::personalValues(
    std::uint64_t from, std::uint64_t to, Handler<std::vector<core::PersonalValue>> done)
{
    using Values = std::vector<core::PersonalValue>;
    return answer<Values>("personalValues", std::move(done), [&] {
        Values values;
        for (const auto &value : personal) {
            if (value.sequence >= from && value.sequence < to)
                values.push_back(value);
        }
        return values;
    });
}

} // namespace chancery::support
