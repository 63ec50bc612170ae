// SPDX-License-Identifier: Apache-2.0
#include "models/auditshelf.h"
#include "models/auditstore.h"

namespace chancery::models {

core::Call AuditStore::withCopy(Job job, core::Handler<core::Done> done)
{
    return m_storage.run<core::Done>(
        [shelf = m_shelf, job = std::move(job)](const core::CancelToken &) -> core::Result<> {
            auto cache = shelf->open();
            if (!cache)
                return cache.error();
            return job(**cache, shelf->place);
        },
        std::move(done));
}

} // namespace chancery::models
