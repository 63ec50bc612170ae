// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/lineage.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace chancery::models {

// Which versions of a graph are looked for, as one line of words: those without a colon stand
// anywhere in a version's words; "author:", "path:", "key:", "kind:", "request:", "is:live",
// "is:quarantined", "after:2026-11-02" and "before:…T14:05" say where. All must hold; quotes keep
// blanks together; case does not matter. A value, of any thread.
class LineageFilter {
    Q_DECLARE_TR_FUNCTIONS(LineageFilter)

public:
    LineageFilter() = default;
    // A word that cannot be understood is left out and told of.
    static LineageFilter parse(const QString &text);
    // What "kind:" finds it by, in no language of the console; empty for one that nothing is known
    // of.
    static QString kindWord(core::EdgeKind kind);

    bool isEmpty() const { return m_terms.empty(); }
    // In the words of the reader; empty when all was understood.
    const QString &problem() const { return m_problem; }
    // Of a key it is also true where the version changed so many keys that nobody knows. A key in a
    // list is found by its index of then, and by the name of its item wherever that stood:
    // "key:/routes[name=checkout]/port".
    bool matches(const core::LineageEntry &entry) const;
    // It matches, and perhaps should not.
    bool isUnsure(const core::LineageEntry &entry) const;

    friend bool operator==(const LineageFilter &, const LineageFilter &) = default;

private:
    enum class Field { Any, Author, Path, Key, Kind, Request, State, After, Before };
    struct Term {
        Field field = Field::Any;
        std::string text; // lower case
        core::EdgeKind kind = core::EdgeKind::Unknown;
        core::Instant time;
        friend bool operator==(const Term &, const Term &) = default;
    };

    void add(const QString &name, const QString &value);
    static bool holds(const Term &term, const core::LineageEntry &entry);

    std::vector<Term> m_terms;
    QString m_problem;
};

// "2026-11-02", "2026-11-02 14:05", in UTC, as all times are shown.
std::optional<core::Instant> instantFromText(const QString &text);

} // namespace chancery::models
