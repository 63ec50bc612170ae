// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/schema/schema.h"
#include "engine/server/view.h"

#include <functional>
#include <set>

namespace chancery::server {

class Validator;

// What became of holding all that is live under a schema against its next text (API-14). A value.
struct SchemaReplay {
    std::optional<core::SchemaId> before; // the text it was held against; nothing: there was none
    std::string state; // of the store when it began
    // Config, environment and version of what was looked at, or would not do so again.
    std::set<std::string> seen;
    std::size_t of = 0; // live documents: configs in environments
    std::optional<std::string> refused; // path of a config that the text before takes, and this not

    bool isWhole() const { return refused || seen.size() >= of; }
};

struct ReplayLimits {
    std::size_t documents = 0;
    std::size_t bytes = 0; // of texts, and of what is merged from them
    std::function<bool()> isOver; // may be absent
};
// The writer waits for it, and whoever may publish a schema chooses what it costs.
ReplayLimits limitsInWriter();

// Looks at what a replay before has not seen yet: at each document that is live under any text of
// the schema's URI, merged from its layers in all of their places where it has any, and at those
// that inherit its invariants. Sealed values are not opened: who publishes a schema could find them
// out with it. Of any thread; a refusal where the asked text is no schema.
void replayLive(const View &view, Validator &validator, const core::NewSchema &asked,
    const ReplayLimits &limits, SchemaReplay &replay);
// The same with a reader of its own, beside the writer, for half a minute at most.
core::Result<SchemaReplay> replayBesideWriter(
    Store &store, const core::NewSchema &asked, const std::function<bool()> &isEnding);

} // namespace chancery::server
