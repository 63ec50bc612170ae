// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/unit.h"

namespace chancery::server {

// Holds what would be effective after the items against schemas, invariants and references: of the
// configs that they change, and of all that inherit from them, are laid over them or refer to them.
// 422 with what is wrong then and was not before (GOV-22), and with what the step from here to
// there must not do ("x-capacity", "x-max-removal"), or what not every build that reads it is able
// to ("x-requires"). A rollback is such a step in the other
// direction, to what was live before, and only its end counts.
enum class Step { Forward, Rollback };
// Overridden: schemas and invariants do not count (GOV-43); what cannot be read or put together,
// and circles, always do.
enum class Validation { Demanded, Overridden };
void checkEffects(Unit &unit, const std::vector<core::RequestItem> &items, Step step,
    Validation validation = Validation::Demanded);

// The same, told instead of refused.
struct EffectFinding {
    std::size_t item = 0; // that brings it about
    std::string path; // of the config in whose effective document it shows
    core::FieldError field;
    bool isViolation = false; // of a schema or of its invariants
};
std::vector<EffectFinding> findEffects(
    Unit &unit, const std::vector<core::RequestItem> &items, Step step);

// Keeps which configs the item's text refers to, in the place of those that the live text does.
// Before the head moves.
void keepReferences(Unit &unit, const core::RequestItem &item);

} // namespace chancery::server
