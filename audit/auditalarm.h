// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace chancery::audit {

// What a log that is not honest looks like (AUD-9), and what a cache looks like that somebody wrote
// to. None of them ever goes away by itself. Their names are kept in the file: new ones at the end.
enum class Alarm {
    LogShrank, // a checkpoint smaller than the trusted one
    SplitView, // the same size with another root
    HistoryRewritten, // no proof that the log only grew
    LeavesDoNotMatch, // an entry is not the one that was signed
    CacheChanged, // the file is not what was written to it
    EntryOutOfPlace, // an entry calls itself by another number: moved, left out or doubled
    EntriesWithheld, // fewer entries than were signed
    EntriesSurplus, // more entries than were asked for, or than were signed
    EntryOversized, // an entry no server writes
    KeyUnknown, // a checkpoint that none of the pinned keys has signed
    SignatureBad, // a signature that the pinned key has not made
    OtherLog, // a checkpoint of another log
    CheckpointUnreadable,
    ProofUnreadable, // no list of hashes
    ReceiptBroken, // the entry that an action of ours was promised tells of another one
    ReceiptDoubled, // one entry was promised to two actions of ours
    ReceiptOverdue, // the entry that an action was promised is not in the log that is signed later
    HistoryUnproven // the server signs a longer log and does not prove that it only grew
};
inline constexpr int alarmCount = int(Alarm::HistoryUnproven) + 1;
// "log-shrank": the code of its Error, and how the file calls it.
std::string_view name(Alarm alarm);
std::optional<Alarm> alarmNamed(std::string_view name);

// One that nobody has acknowledged yet.
struct RaisedAlarm {
    Alarm alarm = Alarm::CacheChanged;
    std::string trustedNote; // the two notes are the evidence
    std::string presentedNote;
    std::string detail;
    core::Instant raised;
    std::optional<std::uint64_t> firstBad; // the first entry that is not as it was, once known
    friend bool operator==(const RaisedAlarm &, const RaisedAlarm &) = default;
};

} // namespace chancery::audit
