// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core {

// Reads one YAML 1.2 document (core schema). Aliases are expanded under the node limit and merge
// keys are applied; streams of several documents, tags outside the core schema, duplicate keys,
// keys that are not scalars, and numbers without a JSON value are refused. Never throws.
Reading readYaml(std::shared_ptr<const std::string> source, const Limits &limits = {});

} // namespace chancery::core
