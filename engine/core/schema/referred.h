// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/domain/config.h"

#include <set>

namespace chancery::core {

// The URIs of the other documents that a schema refers to, without their fragments; relative ones
// are resolved against its own URI and what its "$id"s say.
std::set<std::string> referredUris(Value schema, std::string_view uri = {});

// Which of the published schemas, in the order of their ids, a reference leads to: the newest of
// that URI, or else of the name that its last segment is, up to the schema that refers to it. That
// is what it means for good (ADR 26). Null: there is none.
const Schema *referredSchema(
    const std::vector<Schema> &schemas, const std::string &uri, const SchemaId &referring);

} // namespace chancery::core
