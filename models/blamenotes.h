// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/domain/lineage.h"

#include <QString>

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace chancery::models {

// Beside a line of a text: who set what stands there.
struct BlameNote {
    int line = 0; // from zero
    QString text; // "Ann Ardent, 3 d ago"; the same one is written once for lines that follow
    QString tip; // with the change, its reason and who approved it; empty where the text repeats
    bool isRepeated = false;

    friend bool operator==(const BlameNote &, const BlameNote &) = default;
};

// Who set one key: in short, and in a sentence with the change, its reason and who approved it.
struct KeyBlame {
    QString text; // "Ann Ardent, 3 d ago"
    QString tip;
    std::optional<core::ChangeRequestId> request;

    friend bool operator==(const KeyBlame &, const KeyBlame &) = default;
};

// What the places of a text are in what is live, by pointer: items of lists stand elsewhere as soon
// as another one goes in before them.
struct LivePlaces {
    std::unordered_set<std::string> changed; // since, with what is below them
    std::unordered_map<std::string, std::string> moved; // from the text's pointer to that in live

    LivePlaces() = default;
    LivePlaces(const core::Tree &text, const core::Tree &live);
    const std::string &of(const std::string &pointer) const;
};

// Who set each key of a text that may differ from what is live, which the report is of; of an
// object or array, whoever set the newest of what is in it. Immutable once made, of any thread.
class BlamedKeys {
public:
    BlamedKeys() = default;
    BlamedKeys(core::BlameReport report, const core::Tree &text, const core::Tree &live);

    // Nothing for what is no key of either.
    std::optional<KeyBlame> of(const std::string &pointer, core::Instant now) const;

private:
    core::BlameReport m_report;
    std::unordered_map<std::string, int> m_entries; // by pointer into live, also of what is around
    LivePlaces m_places;
};

// The notes of a text that may differ from what is live, which the report is of: a key that was
// changed since is nobody's yet. One note a line, of the newest of its keys. Pure; linear but for
// what differs.
std::vector<BlameNote> blameNotes(const core::BlameReport &report, const core::Tree &text,
    const core::Tree &live, core::Instant now);

} // namespace chancery::models
