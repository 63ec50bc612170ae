// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/executor.h"
#include "models/auditstore.h"

#include <QLockFile>

#include <memory>

namespace chancery::models {

// What a sync and an alarm need to know of the cache after each step.
struct AuditStore::Status {
    std::int64_t size = 0;
    std::int64_t trusted = 0;
    std::optional<audit::RaisedAlarm> alarm;
    std::optional<audit::ProofWish> wish;
};

// The cache with the files around it. Touched by the storage thread only, from its opening on.
struct AuditStore::Shelf {
    AuditPlace place;
    const core::Clock &clock;
    std::optional<audit::AuditCache> cache;
    // Two consoles would each write what the other has not seen.
    std::unique_ptr<QLockFile> lock = {};

    core::Result<audit::AuditCache *> open();
    Status status() const;
    // The checkpoint once more, beside the file: a whole file that was put back by an older one of
    // itself is found by it, and a new file goes on from there.
    void noteTrust() const;
    // The files of a copy that cannot be used are kept as evidence under another name.
    core::Result<> putAside();

private:
    std::filesystem::path noteFile() const;
};

template <typename T>
std::function<core::Call(core::Handler<T>)> AuditStore::onShelf(
    std::function<core::Result<T>(audit::AuditCache &)> job)
{
    return [this, job = std::move(job)](core::Handler<T> done) {
        return m_storage.run<T>(
            [shelf = m_shelf, job](const core::CancelToken &) -> core::Result<T> {
                auto cache = shelf->open();
                if (!cache)
                    return cache.error();
                return job(**cache);
            },
            std::move(done));
    };
}

} // namespace chancery::models
