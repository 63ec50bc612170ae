// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/answers.h"
#include "engine/server/logreading.h"

#include <charconv>

// What the log tells of itself: who reads it, and that it begins and ends.
namespace chancery::server {

namespace {

// Nothing where it cannot be read: then its handler says so.
std::optional<std::uint64_t> beginningAsked(const Request &request)
{
    const auto text = request.parameter("from");
    std::uint64_t from = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), from);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        return std::nullopt;
    return from;
}

} // namespace

// Nobody reads before it stands in the log that they do.
std::optional<Response> Service::readLog(Request request, Gate gate, Done done)
{
    std::optional<LogReading> reading;
    try {
        if (const auto from = beginningAsked(request)) {
            const bool isOfNames = gate.route->operation == api::Operation::getPersonalValues;
            reading = unrecordedReading(View(*m_reader), *gate.actor,
                {{}, isOfNames, *from, {}, m_facts.clock.now()}, m_checkpoint.size());
        }
    } catch (Refusal &refusal) {
        return answerOf(std::move(refusal.error), request.requestId);
    }
    if (!reading)
        return read(request, gate);
    Gate writing;
    writing.actor = gate.actor;
    writing.route = gate.route; // whose rights are looked at once more where it is written
    const auto asked = std::make_shared<const std::pair<Request, Gate>>(request, std::move(gate));
    return write(
        std::move(request), std::move(writing),
        [reading = *std::move(reading)](Unit &unit) {
            recordLogReading(unit, reading);
            return Response();
        },
        [this, asked, done = std::move(done)](Response written) {
            done(written.status < 400 ? read(asked->first, asked->second) : std::move(written));
        });
}

// The last that is written. Who is killed leaves none, and the next start says so.
void Service::recordStop()
{
    WriteJob job;
    job.request.requestId = "stop";
    job.work = [](Unit &unit) {
        Deed deed{.kind = core::AuditKind::AuditStop, .targetType = "server"};
        deed.targetId = unit.facts().logOrigin;
        unit.record(deed);
        unit.remove(keys::running);
        return Response();
    };
    if (!m_writer->submit(std::move(job)))
        m_facts.journal.write(JournalLevel::Error, "stop.unrecorded", {});
}

} // namespace chancery::server
