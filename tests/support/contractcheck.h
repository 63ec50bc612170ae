// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/schema/schema.h"

#include <map>
#include <string>

namespace chancery::support {

// Holds answers against engine/api/openapi.yaml. Used by one thread.
class ContractCheck {
public:
    // Empty, or why the answer is not what the contract promises for this operation.
    std::string problemWith(const std::string &operationId, int status,
        const std::string &contentType, const std::string &body);
    bool isLoaded() const { return !m_text.empty(); }
    ContractCheck();

private:
    const core::CompiledSchema *schemaOf(const std::string &pointer);

    core::Tree m_tree;
    std::string m_text; // the whole as JSON
    core::SchemaLibrary m_library;
    std::map<std::string, core::CompiledSchema> m_compiled;
};

} // namespace chancery::support
