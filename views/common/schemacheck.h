// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/schema/schema.h"
#include "models/schemaset.h"

namespace chancery::views {

// What the editor makes of a schema; of any thread.
struct SchemaCheck {
    std::shared_ptr<const editors::SchemaAdvisor> advisor; // null: it does not compile
    std::shared_ptr<const core::CompiledSchema> schema; // the same
    QString title;
    std::set<std::string> references; // URIs of other documents, of the parts as well
};

// For a whole document, or for one of the layers that make it up.
core::Result<SchemaCheck> checkSchema(
    const std::string &text, const models::SchemaParts &parts, bool isPart);

} // namespace chancery::views
