// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/handlers/schemapublishing.h"

// All that is live under a schema is held against its next text, which takes long where that is
// much: beside the writer, as erasing looks through the log.
namespace chancery::server {

std::optional<Response> Service::publishSchema(Request request, Gate gate, Done done)
{
    Steps steps;
    const auto asked = std::make_shared<core::NewSchema>();
    steps.demand = [asked](Unit &unit) { *asked = askedSchema(unit); };
    steps.look = [this, asked]() -> Found {
        auto replay = replayBesideWriter(*m_store, *asked, [this] { return bool(m_isEnding); });
        if (!replay)
            return std::move(replay).error();
        return std::function<Response(Unit &)>(
            [replay = *std::move(replay)](Unit &unit) { return createSchema(unit, replay); });
    };
    return inSteps(std::move(request), std::move(gate), std::move(steps), std::move(done));
}

} // namespace chancery::server
