// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/names.h"
#include "engine/core/domain/auditactivity.h"

// The part of the description that is about what is done with the log; included where such values
// are read or written.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::AuditActivity &value)
{
    visit("kind", value.kind);
    visit("subject", value.subject);
    visit("definitions", value.definitions);
    visit("parameters", value.parameters);
    auto size = static_cast<std::uint64_t>(value.treeSize);
    visit("treeSize", size);
    value.treeSize = static_cast<std::int64_t>(size);
    visit("root", value.root);
}

} // namespace chancery::api
