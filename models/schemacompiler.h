// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"
#include "models/schemaset.h"

namespace chancery::models {

// What a schema's text comes to with the texts of other schemas that are known.
struct CompiledText {
    std::shared_ptr<const core::CompiledSchema> schema; // null: it does not compile
    QString title;
    std::set<std::string> references; // URIs of other documents, of the parts as well
};

// Of any thread. Error{Invalid} for a text that is no document.
core::Result<CompiledText> compileText(const std::string &text, const SchemaParts &parts);

} // namespace chancery::models
