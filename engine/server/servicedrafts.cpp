// SPDX-License-Identifier: Apache-2.0
#include "engine/server/drafttexts.h"
#include "engine/server/idempotency.h"
#include "engine/server/service.h"

// What an earlier server wrote of drafts stands in the store in plain (docs/adr/0027).
namespace chancery::server {

namespace {

using Seal = void (*)(Unit &, OldTexts &);

// All that the one speaks of, each piece a unit. The last one of all sets the mark.
core::Result<OldTexts> sealAll(Writer &writer, Seal seal, bool isLast)
{
    OldTexts texts;
    while (!texts.isAtEnd) {
        auto after = texts;
        core::Result<> outcome = api::problem("internal", "The store takes nothing");
        WriteJob job;
        job.request.requestId = "drafts";
        job.work = [&](Unit &unit) {
            try {
                seal(unit, after);
                // Also where no row is left: the files may still hold what was deleted.
                unit.put(keys::mustScrub, "-");
                if (isLast && after.isAtEnd)
                    unit.put(keys::draftsSealed, "-");
                outcome = core::Done();
            } catch (const Refusal &refusal) {
                outcome = refusal.error;
                throw;
            }
            return Response();
        };
        writer.submit(std::move(job));
        if (!writer.runOnce() && outcome)
            outcome = api::problem("internal", "The store could not keep it");
        if (!outcome)
            return outcome.error();
        texts = std::move(after);
    }
    return texts;
}

} // namespace

// Once in the life of a store, before anybody is served: encrypted, and then written over wherever
// the files may still hold it. Where it cannot be done the server serves; the next start tries
// again, and each draft is encrypted when it is next saved. A store that is begun by this server
// has the mark from its beginning.
void Service::sealOldTexts()
{
    const auto mark = m_reader->get(keys::draftsSealed);
    if (!mark || *mark)
        return;
    auto &journal = m_facts.journal;
    bool isAny = false;
    for (const auto seal : {Seal(sealOldDrafts), Seal(sealOldAnswers)}) {
        const auto texts = sealAll(*m_writer, seal, seal == Seal(sealOldAnswers));
        if (!texts) {
            journal.write(JournalLevel::Error, "drafts.plain",
                {{"code", texts.error().code}, {"detail", texts.error().detail}});
            return;
        }
        isAny = isAny || texts->isAny;
        for (const auto &row : texts->broken)
            journal.write(JournalLevel::Error, "drafts.broken", {{"row", row}});
    }
    if (isAny)
        journal.write(JournalLevel::Info, "drafts.encrypted", {});
    m_reader->forget(std::string(keys::draftsSealed));
    m_writer->finishScrub(*m_reader);
    m_reader->forget(std::string(keys::mustScrub));
}

} // namespace chancery::server
