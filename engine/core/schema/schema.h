// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"
#include "engine/core/schema/library.h"

namespace chancery::core {

struct Plan;

struct CompileOptions {
    SchemaDraft defaultDraft = SchemaDraft::Draft202012; // for documents without a known "$schema"
    bool assertFormats = false; // else "format" is an annotation
    bool warningsAreErrors = false; // for schemas that are about to be published
    std::string baseUri; // what relative references of the root are resolved against
    std::size_t maxSubschemas = 500'000;
};

// Something in the schema that validation has to pass over. A keyword with an invalid value
// constrains nothing; a "pattern" that is no regular expression accepts everything, and one in
// "patternProperties" applies to no property.
struct SchemaWarning {
    std::string code; // "invalid-pattern", "invalid-keyword", "unknown-type", "costly-pattern",
                      // "reference-loop"
    std::string message;
    std::string location; // URI with a JSON pointer as its fragment
};

// The work that one validation may do. A document beyond it is not valid, and the verdict says why.
struct ValidateOptions {
    std::size_t maxErrors = 100;
    std::uint64_t steps = 1'000'000;
    std::uint64_t stepsPerNode = 100; // added for every node of the instance's tree
    std::size_t depth = 2000; // of subschemas inside each other
};

// One thing that is wrong with the instance.
struct Violation {
    std::uint32_t node = 0; // in the instance's tree; a Key where the name itself is wrong
    std::size_t begin = 0; // byte span of the node in the source
    std::size_t end = 0;
    std::string instancePointer; // from the validated value, RFC 6901
    // The keyword location: the keywords passed on the way from the root schema, references
    // included ("/properties/server/$ref/required").
    std::string schemaPointer;
    // Where that keyword is written: the URI of the schema document and a pointer into it.
    std::string schemaLocation;
    std::string code; // the keyword ("required"), or "budget"
    // A whole sentence that says what was expected. It never contains a value of the instance, and
    // none of the schema's where "x-sensitive" is set on the way.
    std::string message;
    // Of a value that fits none of several alternatives, what each of them finds wrong.
    std::vector<std::vector<Violation>> alternatives = {};
    // What alternatives find that were taken for not meant, beside the first violation of the one
    // that was.
    std::vector<Violation> elsewhere = {};
};

struct Verdict {
    bool valid = false;
    bool budgetExceeded = false;
    std::vector<Violation> violations; // in the order of the document
};

// A JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12, compiled to a flat plan. It owns the
// documents that it was compiled from. A cheap handle to an immutable object: copy it freely, use
// it from any thread.
class CompiledSchema {
public:
    // Every reference that validation could follow must lead somewhere in the schema itself or the
    // library ("unresolved-reference"), and the root not into a circle ("reference-loop"; elsewhere
    // a circle is a warning, and whoever runs into it a violation of the budget).
    static Result<CompiledSchema> compile(std::shared_ptr<const Tree> root,
        const CompileOptions &options, const SchemaLibrary &library);
    static Result<CompiledSchema> compile(
        Tree root, const CompileOptions &options, const SchemaLibrary &library);

    // Only yes or no, several times as fast as finding out why not.
    bool accepts(Value instance, const ValidateOptions &options = {}) const;
    Verdict validate(Value instance, const ValidateOptions &options = {}) const;

    SchemaDraft draft() const;
    const std::vector<SchemaWarning> &warnings() const;
    const Plan &plan() const { return *m_plan; }

private:
    explicit CompiledSchema(std::shared_ptr<const Plan> plan)
        : m_plan(std::move(plan))
    {
    }

    std::shared_ptr<const Plan> m_plan;
};

// For the API and the log: the violation with its line and column.
FieldError toFieldError(const Violation &violation, const LineIndex &lines);

} // namespace chancery::core
