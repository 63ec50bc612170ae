// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/rules/annotations.h"
#include "engine/core/schema/schema.h"

namespace chancery::core {

// "x-invariants": conditions over several values of one document, written as data beside the rest
// of a schema object. Their pointers begin at the value that the schema object is about; "*" stands
// for every member or item.
//
//   {"compare": ["/pool/min", "<=", "/pool/max"], "message": "…"}
//   {"compare": [{"sum": "/backends/*/weight"}, "==", 100]}
//   {"if": {"present": "/tls"}, "then": {"compare": ["/port", "!=", 80]}}
//
// A comparison of what is not there holds: whether it has to be there is for "required" or
// "present" to say. docs/hierarchy.md has the whole vocabulary.

// What is not in its form in the value of an "x-invariants".
void checkInvariantForm(Value list, std::vector<AnnotationProblem> &problems);

// The violations of all that apply to the document, in its order; their code is "x-invariants".
// Behind them those of checkEntries(), so that whoever asks for the one cannot forget the other.
// Messages never contain a value of the document.
std::vector<Violation> checkInvariants(
    const CompiledSchema &schema, Value document, const ValidateOptions &options = {});

// Of the violations found in a document those that it did not have before (GOV-22): the others have
// nothing to do with the change. One is the same where it is of the same value, wherever that
// stands now (Counterparts), by the same keyword and, for what is missing, of the same name. What
// could not be checked to the end is always new.
std::vector<Violation> introducedViolations(
    Value before, const std::vector<Violation> &old, Value after, std::vector<Violation> found);

} // namespace chancery::core
