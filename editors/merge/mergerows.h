// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/merge/threeway.h"
#include "models/tablemodel.h"

namespace chancery::editors {

// One place of a merge: a conflict, or what was taken from theirs by itself.
struct MergeRow {
    std::size_t number = 0; // of the conflicts, or of the taken places
    bool isConflict = true;
    QString place;
    QString what;
    QString answer;
    bool isOpen = false; // waits for an answer

    QString id() const;
    friend bool operator==(const MergeRow &, const MergeRow &) = default;
};

// Where the conflicts of a merge and what was taken by itself stand, in their order, as it may be
// shown: what names an item is covered where it is sensitive.
struct MergePlaces {
    std::vector<std::string> conflicts;
    std::vector<std::string> taken;
};
// While nobody has looked at the texts: with no name of any item.
MergePlaces unnamedPlaces(const core::ThreeWayMerge &merge);
// By what the schema says (null: nothing) and by the look of values. Of any thread.
MergePlaces shownPlaces(const core::ThreeWayMerge &merge, const SchemaAdvisor *advisor);

// What somebody has decided about the conflicts of one merge so far. An answer counts while the
// text says what was chosen, or anything but mine, which is what stands there from the beginning.
class MergeProgress {
public:
    MergeProgress() = default;
    // Of the merged text, which says mine in each conflict.
    explicit MergeProgress(std::shared_ptr<const core::ThreeWayMerge> merge);

    void decide(std::size_t conflict, core::MergeChoice choice) { m_decided[conflict] = choice; }
    // Reads the text as it is now. False when it cannot be read.
    bool look(const std::string &edited);
    bool isReadable() const { return m_isReadable; }
    // What another one, of the same merge, has read.
    void takeReading(const MergeProgress &other);
    int openCount() const;
    // Until told otherwise no item has its name.
    void setPlaces(MergePlaces places) { m_places = std::move(places); }
    std::vector<MergeRow> rows() const;

private:
    bool isOpen(std::size_t conflict) const;

    std::shared_ptr<const core::ThreeWayMerge> m_merge;
    std::vector<std::optional<core::MergeChoice>> m_decided;
    core::ThreeWayMerge::Answers m_answers;
    MergePlaces m_places;
    bool m_isReadable = true;
};

std::unique_ptr<models::TableModel<MergeRow>> makeMergeModel();

} // namespace chancery::editors
