// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/server/view.h"

namespace chancery::server {

// Reads documents in their format and holds them against their schemas. Compiled schemas are kept
// by id, as their texts never change. Writer's thread.
class Validator {
public:
    // The tree, or 422 with the place and the reader's code.
    core::Tree read(
        const std::string &text, core::Format format, std::string_view pointer = {}) const;
    // 422 unless the text is a schema that compiles together with what it refers to.
    void checkSchema(const View &view, const core::NewSchema &schema);
    // 422 with every violation.
    void check(const View &view, const core::SchemaId &schema, const core::Tree &tree);
};

} // namespace chancery::server
