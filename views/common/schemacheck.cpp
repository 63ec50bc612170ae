// SPDX-License-Identifier: Apache-2.0
#include "schemacheck.h"

#include "editors/coreschemaadvisor.h"
#include "models/schemacompiler.h"

namespace chancery::views {

core::Result<SchemaCheck> checkSchema(
    const std::string &text, const models::SchemaParts &parts, bool isPart)
{
    auto compiled = models::compileText(text, parts);
    if (!compiled)
        return std::move(compiled).error();
    SchemaCheck check;
    check.title = compiled->title;
    check.references = std::move(compiled->references);
    if (compiled->schema) {
        check.schema = compiled->schema;
        check.advisor = std::make_shared<editors::CoreSchemaAdvisor>(*compiled->schema, isPart);
    }
    return check;
}

} // namespace chancery::views
