// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/answers.h"
#include "engine/server/handlers/erasurescan.h"

// Work on a log of years goes in three steps: whether it may be done is asked first, in the writer;
// what it is about is looked for beside the writer, and it is done in it.
namespace chancery::server {

struct Service::Stepping {
    Request request;
    Gate gate;
    Steps steps;
    Done done;
};

std::optional<Response> Service::inSteps(Request request, Gate gate, Steps steps, Done done)
{
    const auto asked = std::make_shared<Stepping>(
        Stepping{std::move(request), std::move(gate), std::move(steps), std::move(done)});
    // Nothing is done yet, and no answer to it is one to be repeated.
    auto question = asked->request;
    question.idempotencyKey.clear();
    return write(
        std::move(question), asked->gate,
        [asked](Unit &unit) {
            asked->steps.demand(unit);
            return Response();
        },
        [this, asked](Response allowed) {
            if (allowed.status >= 400)
                asked->done(std::move(allowed));
            else
                lookFor(asked);
        });
}

void Service::lookFor(const std::shared_ptr<Stepping> &asked)
{
    const auto id = asked->request.requestId;
    const auto apply = [this, asked, id](Found found) {
        if (!found)
            return asked->done(answerOf(std::move(found).error(), id));
        if (asked->steps.handOver)
            asked->steps.handOver();
        auto refused = write(
            std::move(asked->request), std::move(asked->gate), *std::move(found), asked->done);
        if (refused)
            asked->done(std::move(*refused));
    };
    const bool isTaken = m_scanner->submit(
        [this, asked, apply] { m_post([apply, found = asked->steps.look()] { apply(found); }); });
    if (!isTaken)
        asked->done(tooBusy(id, std::chrono::seconds(1), "Too much is being looked for"));
}

std::optional<Response> Service::erase(Request request, Gate gate, Done done)
{
    Steps steps;
    const auto mark = std::make_shared<std::uint64_t>(0);
    steps.demand = [mark](Unit &unit) { *mark = beginErasure(unit); };
    steps.look = [this, mark, principal = gate.arguments.front()]() -> Found {
        auto scan = scanForErasure(*m_store, principal, *mark, m_isEnding);
        if (!scan)
            return std::move(scan).error();
        return std::function<Response(Unit &)>(
            [scan = *std::move(scan)](Unit &unit) { return erasePersonalData(unit, scan); });
    };
    return inSteps(std::move(request), std::move(gate), std::move(steps), std::move(done));
}

} // namespace chancery::server
