// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core {

// Reads one YAML 1.2 document (core schema); an empty one is null. Aliases are expanded under the
// node limit, their nodes have the span of the alias; merge keys are applied; streams of several
// documents, tags outside the core schema, duplicate keys, keys that are not scalars, and numbers
// without a JSON value are refused. Never throws.
Reading readYaml(std::shared_ptr<const std::string> source, const Limits &limits = {});

// The documents of a stream, each with the whole stream as its source; those before the first
// problem when there is one. The limits are those of the whole stream. This reads the language, not
// a configuration: a node with a tag outside the core schema is the string, list or mapping that it
// is without the tag.
struct YamlStream {
    std::vector<Tree> documents;
    std::optional<Problem> problem;
};
YamlStream readYamlStream(std::shared_ptr<const std::string> source, const Limits &limits = {});

} // namespace chancery::core
