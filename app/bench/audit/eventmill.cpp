// SPDX-License-Identifier: Apache-2.0
#include "eventmill.h"

#include "engine/core/auditevent.h"

#include <array>

namespace chancery::bench {

namespace {

using core::AuditKind;

const std::string origin = "bench.example/audit";

constexpr std::array<std::string_view, 25> dictionary{"alpha", "bravo", "cache", "config", "deploy",
    "edge", "fleet", "gateway", "header", "ingest", "journal", "kernel", "ledger", "metric", "node",
    "owner", "policy", "quota", "region", "secret", "token", "upstream", "vault", "worker", "zone"};
constexpr std::array kinds{AuditKind::ConfigUpdateDraft, AuditKind::ChangeRequestApprove,
    AuditKind::DeploymentRollback, AuditKind::DeploymentStart, AuditKind::DeploymentAbort,
    AuditKind::SecretReveal, AuditKind::KeyRotate, AuditKind::AuthnLogin,
    AuditKind::BreakglassActivate, AuditKind::FreezeOverride};
constexpr std::array<std::string_view, 5> environments{
    "dev", "staging", "prod", "edge-eu", "edge-us"};

core::Result<core::SigningKey> signer()
{
    return core::SigningKey::fromSeed(core::Secret(std::string(32, 'b')));
}

} // namespace

std::string_view wordNumber(std::uint64_t number)
{
    return dictionary[number % dictionary.size()];
}

std::string actorNumber(std::uint64_t number)
{
    return "user" + std::to_string(number) + "@example.com";
}

EventMill::EventMill()
    : m_time(core::Instant(std::chrono::milliseconds(1'700'000'000'000)))
{
}

core::Secret EventMill::key()
{
    return core::Secret(std::string(32, 's'));
}

core::Result<audit::LogIdentity> EventMill::identity()
{
    const auto key = signer();
    if (!key)
        return key.error();
    return audit::LogIdentity{origin, {{origin, key->publicKey()}}};
}

std::string EventMill::words(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        (text += ' ') += wordNumber(below(dictionary.size()));
    return text;
}

std::string EventMill::leaf()
{
    m_time += std::chrono::milliseconds(1 + below(12'000));
    auto event = core::auditEvent(
        kinds[below(100) < 60 ? below(3) : below(kinds.size())], core::AuditOutcome::Success);
    event.seq = std::int64_t(m_tree.size());
    event.eventId = "evt-" + std::to_string(event.seq);
    event.time = m_time;
    event.recordedTime = m_time;
    event.actor.id = actorNumber(below(100) < 50 ? below(40) : below(2000));
    event.environment = environments[below(environments.size())];
    event.nameSpace = std::string(wordNumber(below(25))) + '/' + std::string(wordNumber(below(25)));
    event.target = {"config", "cfg-" + std::to_string(below(12'500)), ""};
    // What is about requests says about which; they are over after a few entries.
    if (event.event.starts_with("c") || event.event.starts_with("deployment"))
        event.correlationId = "CR-" + std::to_string(event.seq / 8);
    event.ticket = "CHG" + std::to_string(below(100'000));
    event.reason = event.ticket + words(9);
    event.requestId = "req-" + std::to_string(event.seq);
    auto made = core::toLeaf(event);
    return made ? *std::move(made) : std::string();
}

core::Result<audit::AuditBatch> EventMill::next(std::size_t count)
{
    const auto from = m_tree.size();
    audit::AuditBatch batch;
    for (std::size_t i = 0; i < count; ++i) {
        batch.leaves.push_back(leaf());
        std::vector<core::MerkleNode> completed;
        m_tree.append(core::leafHash(batch.leaves.back()), &completed);
        m_nodes.add(completed);
    }
    const auto key = signer();
    if (!key)
        return key.error();
    auto note = core::signCheckpoint({origin, m_tree.size(), m_tree.root()}, *key);
    if (!note)
        return note.error();
    batch.note = *std::move(note);
    if (from > 0) {
        auto proof = core::consistencyProof(from, m_tree.size(), m_nodes.lookup());
        if (!proof)
            return proof.error();
        batch.consistency = *std::move(proof);
    }
    return batch;
}

} // namespace chancery::bench
