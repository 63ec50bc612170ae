// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/domain/changerequest.h"
#include "engine/server/access.h"

// What holds for governing documents beyond what holds for every config (GOV-5, GOV-7, GOV-32).
namespace chancery::server {

// 403 where the path is a governing one and the caller may not edit policies.
void demandPolicyEdit(const Unit &unit, const Place &place);
// 422 unless the path is one that governs; its schema's id, published here where it is new. Nothing
// for any other path.
std::optional<core::SchemaId> governingSchema(Unit &unit, std::string_view path);
// 422 with the places for a document that cannot govern.
void checkGoverningForm(std::string_view path, const core::Tree &tree, const std::string &pointer);
// 422 where a rule among the items asks for more people than there are, or where nobody could ever
// change who may do what again.
void checkQuorums(Unit &unit, const std::vector<core::RequestItem> &items);
// After governing documents became live: open requests have another verdict at once (GOV-14).
void settleGoverned(Unit &unit, const core::ChangeRequest &applied);

} // namespace chancery::server
