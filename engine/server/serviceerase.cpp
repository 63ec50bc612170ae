// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/answers.h"
#include "engine/server/handlers/erasurescan.h"

// Personal data goes in two steps.
namespace chancery::server {

// Looked for beside the writer, erased in it.
std::optional<Response> Service::erase(Request request, Gate gate, Done done)
{
    struct Asked {
        Request request;
        Gate gate;
        Done done;
    };
    const auto id = request.requestId;
    const auto asked
        = std::make_shared<Asked>(Asked{std::move(request), std::move(gate), std::move(done)});
    const auto apply = [this, asked](const core::Result<ErasureScan> &found) {
        if (!found)
            return asked->done(answerOf(found.error(), asked->request.requestId));
        auto refused = write(
            std::move(asked->request), std::move(asked->gate),
            [scan = *found](Unit &unit) { return erasePersonalData(unit, scan); }, asked->done);
        if (refused)
            asked->done(std::move(*refused));
    };
    const bool isTaken = m_scanner->submit([this, asked, apply] {
        m_post(
            [apply, found = scanForErasure(*m_store, asked->gate.arguments.front(), m_isEnding)] {
                apply(found);
            });
    });
    if (isTaken)
        return std::nullopt;
    auto error = api::problem("quota-exceeded", "Too much is being erased");
    error.retryAfter = std::chrono::seconds(1);
    return answerOf(std::move(error), id);
}

} // namespace chancery::server
