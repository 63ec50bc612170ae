// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/merge/valuemerge.h"
#include "engine/core/result.h"

namespace chancery::core {

struct MergeInput {
    std::string base; // blank: there was nothing
    std::string theirs;
    std::string mine;
    Format format = Format::Json;
};

enum class MergeChoice : std::uint8_t { Theirs, Mine, Both };

// What two people made of one text, put together: by key where all three texts can be read, else by
// lines. The merged text is one of the two texts with the least change, so that its comments, order
// and quotes survive; where the sides conflict it has mine. It reads as the merged value, which is
// proved, and merge(b,b,m) is m, merge(b,t,b) is t, merge(b,x,x) is x to the byte. Without a
// conflict no comment is lost that a side wrote or both left, and an alias of YAML stays one: what
// it stands for is changed where that is written. Texts for which that has no way are merged by
// lines, and are never clean then. Immutable; may be shared between threads.
class ThreeWayMerge {
public:
    // A cancelled token leaves a result without meaning.
    explicit ThreeWayMerge(MergeInput input, const CancelToken *token = nullptr);

    const MergeInput &input() const { return m_input; }
    const std::string &text() const { return m_text; }
    const std::vector<MergeConflict> &conflicts() const { return m_conflicts; }
    bool isClean() const { return m_conflicts.empty(); }
    bool isByKey() const { return m_isByKey; }
    // How many of their changes are in the text by themselves.
    std::size_t takenCount() const { return m_takenCount; }
    // Where they are; empty for a merge by lines.
    const std::vector<MergePlace> &taken() const { return m_taken; }

    // Conflicts are answered in the merged text as somebody may have edited it since: the text that
    // gives one of them that answer. Refused with Error{Invalid}: "no-such-place" when the place is
    // gone, "no-such-choice", "cannot-patch", or the syntax problem of the edited text.
    Result<std::string> answered(
        const std::string &edited, std::size_t conflict, MergeChoice choice) const;
    // Which answer the edited text gives to each conflict; none where it is another one. Nothing at
    // all while a text that is merged by key cannot be read.
    using Answers = std::vector<std::optional<MergeChoice>>;
    std::optional<Answers> answers(const std::string &edited) const;
    // Where a conflict stands in the edited text, or else what it would stand in: bytes. An empty
    // span at the beginning when the text cannot be read.
    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
        friend bool operator==(const Span &, const Span &) = default;
    };
    Span spanIn(const std::string &edited, std::size_t conflict) const;
    Span spanIn(const std::string &edited, const MergePlace &place) const;

private:
    bool mergeByKey(const CancelToken *token);
    void mergeByLines(const CancelToken *token);

    MergeInput m_input;
    std::string m_text;
    std::vector<MergeConflict> m_conflicts;
    std::vector<MergePlace> m_taken;
    std::size_t m_takenCount = 0;
    bool m_isByKey = true;
    bool m_isReadable = false; // all three texts
};

} // namespace chancery::core
