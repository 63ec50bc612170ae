// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportbundle.h"

#include <map>
#include <set>

namespace chancery::audit {

// What time stamps say of a log, held against it. Who stamped is looked at where somebody says whom
// to trust; a stamp of anybody else is kept and counted apart, and proves no time. A value.
struct AnchorFinding {
    // Signed by the log, beginnings of it, with a stamp over them; by their size.
    std::map<std::uint64_t, ReportAnchor> anchors;
    std::size_t later = 0; // of a longer log: they say nothing yet
    std::size_t refused = 0; // of another log, not signed by it, or no stamp
    std::uint64_t newestSize = 0;
    std::string newestTime; // as the stamp says it: "20261130120000Z"
    bool isTrustKnown = false; // there were authorities to hold them against
    std::set<std::uint64_t> byTrusted; // of the anchors, stamped by one of those
    std::size_t trusted = 0; // how many they are
    std::uint64_t trustedSize = 0; // of the newest of them
    std::string trustedTime;
    // The log signed another past than the one it has: nothing of it is to be believed.
    std::uint64_t contradicts = 0; // the size at which it did; zero where it did not
    std::string contradictingNote;
};

// Of several of one size one by a trusted authority is taken, else the first. The authorities are
// certificates (PEM); empty: nobody has said whom to trust.
AnchorFinding checkAnchors(std::span<const ReportAnchor> anchors, const EvidenceLog &log,
    std::span<const core::NoteVerifier> verifiers, const std::string &authorities = {});
// The newest that many stay, those of trusted authorities before all others.
void keepNewest(AnchorFinding &finding, std::size_t most);
// For a report's header.
ReportStamps stampsIn(const AnchorFinding &finding);

// Those were beginnings of the log when they were kept: one that the log has signed, and that is
// longer than all that it has shown by now, contradicts it.
void checkLonger(AnchorFinding &finding, std::span<const ReportAnchor> kept,
    const std::string &origin, std::uint64_t known, std::span<const core::NoteVerifier> verifiers);

} // namespace chancery::audit
