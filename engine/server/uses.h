// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/graph/walks.h"
#include "engine/server/unit.h"

// What texts refer to, kept beside them at every change, and what follows from it: which circles
// are refused, and who stands against the removal of a config.
namespace chancery::server {

struct Uses {
    std::string author; // of a draft
    std::vector<std::string> paths; // without the slash in front
};
Uses usesIn(std::string_view stored);
// What a text refers to; nothing where it cannot be read.
std::vector<std::string> pathsUsedBy(const std::string &text, core::Format format);

void keepLiveUses(Unit &unit, const core::RequestItem &item);
void keepDraftUses(Unit &unit, const core::Draft &draft, core::Format format);
void dropDraftUses(Unit &unit, const core::Draft &draft);
void keepRequestUses(Unit &unit, const core::RequestItem &item, std::uint64_t number);
void dropRequestUses(Unit &unit, const core::RequestItem &item, std::uint64_t number);
// For a store in which nothing of this was kept yet: all of it, once.
void keepAllUses(Unit &unit);

// What some configs would need in an environment, in the place of what they do now.
using ProposedUses = std::map<std::string, std::vector<std::string>>; // by path
using ProposedDeclarations = std::map<std::string, std::vector<core::Dependency>>;

// 422 with the way named when the proposal closes a circle in which a dependency is declared.
void demandNoCircle(const View &view, const std::string &environment, const ProposedUses &uses,
    const ProposedDeclarations &declared, const std::string &pointer);
// The same of one's own text, and also when one of its values would need itself (ADR 11).
// Why nobody could look, where it reaches too much to be put together; a draft is saved all the
// same.
[[nodiscard]] std::optional<std::string> demandNoCircleOfDraft(
    Unit &unit, const core::Config &config, const core::Draft &draft);

// 422 with each who needs the config, live, in a draft or in an open request.
void demandUnused(const Unit &unit, const core::Config &config);

} // namespace chancery::server
