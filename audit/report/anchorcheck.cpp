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
    const EvidenceLog &log, std::span<const core::NoteVerifier> verifiers)
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
    if (!root || !stamp || anchor.answer.size() > core::mostTimestampBytes
        || stamp->imprint != core::sha256(anchor.note)) {
        ++finding.refused;
        return;
    }
    finding.anchors.emplace(checkpoint->size, anchor);
    if (checkpoint->size > finding.newestSize) {
        finding.newestSize = checkpoint->size;
        finding.newestTime = stamp->time;
    }
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
    std::span<const core::NoteVerifier> verifiers)
{
    AnchorFinding finding;
    Longer longer;
    for (const auto &anchor : anchors)
        take(finding, longer, anchor, log, verifiers);
    return finding;
}

} // namespace chancery::audit
