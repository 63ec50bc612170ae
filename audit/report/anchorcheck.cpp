// SPDX-License-Identifier: Apache-2.0
#include "anchorcheck.h"

#include "engine/core/digest.h"
#include "engine/core/evidence/anchorstamp.h"
#include "engine/core/timestamp.h"

namespace chancery::audit {

namespace {

// Roots of longer logs than the one that is there, by their sizes.
using Longer = std::map<std::uint64_t, core::Sha256>;

void take(AnchorFinding &finding, Longer &longer, const ReportAnchor &anchor,
    const EvidenceLog &log, std::span<const core::NoteVerifier> verifiers,
    const std::string &authorities)
{
    const auto checkpoint = core::openCheckpoint(anchor.note, log.checkpoint.origin, verifiers);
    if (!checkpoint || checkpoint->size == 0) {
        ++finding.refused;
        return;
    }
    if (checkpoint->size > log.checkpoint.size) {
        ++finding.later;
        // What they are worth is not known yet, but both cannot be: the log has signed two.
        if (longer.try_emplace(checkpoint->size, checkpoint->root).first->second
            != checkpoint->root) {
            finding.contradicts = checkpoint->size;
            finding.contradictingNote = anchor.note;
        }
        return;
    }
    // Whatever its stamp is worth: the log has signed it.
    const auto root = core::rootAt(checkpoint->size, log.nodes);
    if (root && *root != checkpoint->root) {
        finding.contradicts = checkpoint->size;
        finding.contradictingNote = anchor.note;
        return;
    }
    const auto stamp = core::evidence::readStamp(anchor.answer);
    if (checkpoint->size < log.first || (!root && root.error().code == "merkle-node-missing")) {
        ++finding.later; // of entries that had been pruned before the copy was begun
        return;
    }
    if (!root || !stamp || anchor.answer.size() > core::mostTimestampBytes
        || stamp->imprint != core::sha256(anchor.note)) {
        ++finding.refused;
        return;
    }
    if (finding.byTrusted.contains(checkpoint->size))
        return;
    // The question is not at hand any more, and with it the nonce.
    const bool isTrusted = !authorities.empty()
        && core::verifyTimestamp(anchor.answer, anchor.note, {}, authorities).ok();
    if (isTrusted)
        finding.anchors.insert_or_assign(checkpoint->size, anchor);
    else
        finding.anchors.emplace(checkpoint->size, anchor);
    if (isTrusted)
        finding.byTrusted.insert(checkpoint->size);
}

std::string timeOf(const AnchorFinding &finding, std::uint64_t size)
{
    const auto stamp = core::evidence::readStamp(finding.anchors.at(size).answer);
    return stamp ? stamp->time : std::string();
}

// What is said of those that are left.
void count(AnchorFinding &finding)
{
    finding.trusted = finding.byTrusted.size();
    finding.newestSize = finding.anchors.empty() ? 0 : finding.anchors.rbegin()->first;
    finding.newestTime = finding.anchors.empty() ? "" : timeOf(finding, finding.newestSize);
    finding.trustedSize = finding.byTrusted.empty() ? 0 : *finding.byTrusted.rbegin();
    finding.trustedTime = finding.byTrusted.empty() ? "" : timeOf(finding, finding.trustedSize);
}

} // namespace

void checkLonger(AnchorFinding &finding, std::span<const ReportAnchor> kept,
    const std::string &origin, std::uint64_t known, std::span<const core::NoteVerifier> verifiers)
{
    for (const auto &anchor : kept) {
        const auto checkpoint = core::openCheckpoint(anchor.note, origin, verifiers);
        if (!checkpoint || checkpoint->size <= known) {
            ++finding.refused;
            continue;
        }
        finding.contradicts = checkpoint->size;
        finding.contradictingNote = anchor.note;
    }
}

AnchorFinding checkAnchors(std::span<const ReportAnchor> anchors, const EvidenceLog &log,
    std::span<const core::NoteVerifier> verifiers, const std::string &authorities)
{
    AnchorFinding finding;
    finding.isTrustKnown = !authorities.empty();
    Longer longer;
    for (const auto &anchor : anchors)
        take(finding, longer, anchor, log, verifiers, authorities);
    count(finding);
    return finding;
}

void keepNewest(AnchorFinding &finding, std::size_t most)
{
    for (auto one = finding.anchors.begin();
        finding.anchors.size() > most && one != finding.anchors.end();)
        one = finding.byTrusted.contains(one->first) ? std::next(one) : finding.anchors.erase(one);
    while (finding.anchors.size() > most) {
        finding.byTrusted.erase(finding.anchors.begin()->first);
        finding.anchors.erase(finding.anchors.begin());
    }
    count(finding);
}

ReportStamps stampsIn(const AnchorFinding &finding)
{
    return {finding.anchors.size(), finding.trusted, finding.isTrustKnown, finding.newestSize,
        finding.newestTime, finding.trustedSize, finding.trustedTime};
}

} // namespace chancery::audit
