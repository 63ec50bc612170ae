// SPDX-License-Identifier: Apache-2.0
#include "engine/server/drafttexts.h"
#include "engine/server/idempotency.h"
#include "engine/server/service.h"

// What an earlier server wrote of drafts stands in the store in plain (docs/adr/0027).
namespace chancery::server {

// Once in the life of a store, before anybody is served: encrypted, and then written over wherever
// the files may still hold it. Where it cannot be done the server serves; the next start tries
// again, and each draft is encrypted when it is next saved.
void Service::sealOldTexts()
{
    const auto mark = m_reader->get(keys::draftsSealed);
    if (!mark || *mark)
        return;
    bool isDone = false;
    bool isAny = false;
    WriteJob job;
    job.request.requestId = "drafts";
    job.work = [&](Unit &unit) {
        isAny = sealOldDrafts(unit);
        isAny = sealOldAnswers(unit) || isAny;
        unit.put(keys::draftsSealed, "-");
        if (isAny)
            unit.put(keys::mustScrub, "-");
        isDone = true;
        return Response();
    };
    m_writer->submit(std::move(job));
    if (!m_writer->runOnce() || !isDone) {
        m_facts.journal.write(JournalLevel::Error, "drafts.plain", {});
        return;
    }
    if (!isAny)
        return;
    m_facts.journal.write(JournalLevel::Info, "drafts.encrypted", {});
    m_writer->finishScrub(*m_reader);
    m_reader->forget(std::string(keys::mustScrub));
}

} // namespace chancery::server
