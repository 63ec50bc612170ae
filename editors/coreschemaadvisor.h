// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/schema/schema.h"

namespace chancery::editors {

// A compiled JSON Schema as advisor. Immutable, of any thread.
class CoreSchemaAdvisor : public SchemaAdvisor {
public:
    explicit CoreSchemaAdvisor(core::CompiledSchema schema);

    std::optional<Advice> adviceFor(
        const core::Tree *tree, std::string_view pointer) const override;
    std::vector<KeyAdvice> keysFor(const core::Tree *tree, std::string_view pointer) const override;
    std::vector<EditorProblem> check(
        const core::Tree &tree, const core::CancelToken &token) const override;
    std::vector<bool> sensitiveNodes(const core::Tree &tree) const override;

private:
    core::CompiledSchema m_schema;
};

} // namespace chancery::editors
