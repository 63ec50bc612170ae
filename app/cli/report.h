// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/error.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace chancery::cli {

// What an offline command says about one document: a line of JSON,
// {"file":…,"valid":…,"errors":[{"line":…,"column":…,"pointer":…,…}],"sealed":…}, or lines for
// people.
struct Report {
    std::string file;
    bool valid = false;
    std::vector<core::FieldError> errors;
    std::size_t sealed = 0; // values that only the server can look into
    bool isOpen = false; // how values go together waits for what references lead to
};
void print(const Report &report, bool asJson, std::ostream &out);

// By the file's name; JSON when that says nothing.
core::Format formatOf(const std::string &file);

} // namespace chancery::cli
