// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/documentsearch.h"

namespace chancery::core {

enum class BulkKind {
    Replace, // hits of a pattern by a text
    Set, // the values at places by a JSON value
    Remove, // the keys or items at places
    Rename, // the keys at places, with the references that lead there
    Add, // a number to the numbers at places
    Multiply
};

// A config whose keys are renamed, in one environment: elsewhere its keys stay, and references to
// them too.
struct KeyOwner {
    std::string path; // with a slash in front
    EnvironmentId environment;

    friend bool operator==(const KeyOwner &, const KeyOwner &) = default;
};

// An object that a config takes over from another one by a reference, in one environment: its keys
// are at "at" what they are below "pointer" in the configs whose keys are renamed.
struct ReferredPart {
    std::string path; // of the config that refers, with a slash in front
    EnvironmentId environment;
    std::string at;
    std::string pointer;

    friend bool operator==(const ReferredPart &, const ReferredPart &) = default;
};

// One change that is made in many documents.
struct BulkOperation {
    BulkKind kind = BulkKind::Replace;
    DocumentSearch what; // of all but Replace only the places count
    std::string with; // text with groups, JSON, the new name, or the number
    bool addsMissing = false; // Set: also where only the object around it is there
    std::vector<KeyOwner> owners; // Rename: whose keys; references to them follow
    std::vector<ReferredPart> parts; // references that go on through them follow as well

    friend bool operator==(const BulkOperation &, const BulkOperation &) = default;
};

// One place of a document that the operation changes, and what it makes of it alone.
struct BulkHit {
    SearchHit span; // in the text before
    Position at;
    std::string pointer;
    std::string before; // the line, without its end
    std::string after; // the same line changed; empty where it goes
    bool isReference = false; // follows a renamed key
    std::optional<FieldError> refusal; // why it cannot be done here

    friend bool operator==(const BulkHit &, const BulkHit &) = default;
};

struct BulkPlan {
    std::vector<BulkHit> hits; // in the order of the text
    bool isComplete = true; // false: there are more than one plan takes
    int proofs = 0; // how often the whole text was read anew; of places, few however many hits
    std::string after; // the text with all chosen hits that can be done
};

// A document of the operation; the tree is of the text and both outlive the plan.
struct BulkSubject {
    std::string path; // of its config, with a slash in front; for references to itself
    EnvironmentId environment; // references lead to what is live in the same one
    SearchedDocument document;
};

// Makes the text patches of one operation, document by document. Comments, order, quoting and
// indentation of all else stay; each result has been read again and differs from what was there
// before in nothing but the values of the hits. A hit that cannot be had that way carries its
// refusal, and the others go on. Pure; a value, safe in any thread.
class BulkPlanner {
public:
    static constexpr std::size_t mostHits = 2000; // in one document

    // Error{Invalid} with the field that is wrong: "/pattern", "/places", "/with".
    static Result<BulkPlanner> compile(const BulkOperation &operation);

    const BulkOperation &operation() const { return m_operation; }
    // What has to be looked for to find the documents that it may change.
    static DocumentSearch searchFor(const BulkOperation &operation);
    // The numbers of hits in leftOut stay as they are. Error{Invalid} where the document cannot be
    // read, Error{Cancelled}.
    Result<BulkPlan> plan(const BulkSubject &subject, const std::vector<std::size_t> &leftOut,
        const CancelToken &token) const;

private:
    BulkPlanner(BulkOperation operation, DocumentFinder finder)
        : m_operation(std::move(operation))
        , m_finder(std::move(finder))
    {
    }

    BulkOperation m_operation;
    DocumentFinder m_finder;
    Glob m_around; // of addsMissing: the objects that may get the key
    std::string m_missingKey; // which one
};

} // namespace chancery::core
