// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery::support {

// How a server may misbehave once a console trusts what it has shown so far.
enum class Bend {
    Honest,
    Shrinks, // a checkpoint of fewer entries than before
    ShowsAnotherRoot, // to us, at the size that we have
    RewritesHistory, // an entry that we have, and everything after it
    Forks, // from our last checkpoint but one
    EditsAnEntry, // on the wire, not in what it signs
    SwapsEntries,
    LeavesOneOut,
    DoublesOne,
    KeepsTheTail, // signs more than it gives
    GivesMore, // than was asked for
    GivesAHugeEntry,
    GivesABadProof, // right in form
    GivesNoProof, // of hashes that are none
    GivesAnEndlessProof,
    SignsWithAnotherKey,
    SignsBadly,
    SignsAnotherLog,
    GivesGarbage,
    ReplacesTheReceipt, // our action's entry tells of another one
    SignsAnEntryTwice // a log that is consistent in itself
};

} // namespace chancery::support
