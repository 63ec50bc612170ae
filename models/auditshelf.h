// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/executor.h"
#include "models/auditstore.h"

#include <QLockFile>

#include <memory>

namespace chancery::models {

// What a sync and an alarm need to know of the cache after each step.
struct AuditStore::Status {
    std::int64_t size = 0; // the number behind the last entry
    std::int64_t first = 0;
    std::int64_t trusted = 0;
    std::optional<audit::RaisedAlarm> alarm;
    std::optional<audit::ProofWish> wish;
    std::int64_t openReceipts = 0;
    bool isKeyInFile = false;
};

// How far a long job is, told by the storage thread and read by the store's.
struct AuditStore::Steps {
    std::atomic<std::int64_t> done = 0;
    std::atomic<std::int64_t> total = 0;
};

// The cache with the files around it. Touched by the storage thread only, from its opening on.
struct AuditStore::Shelf {
    AuditPlace place;
    const core::Clock &clock;
    std::optional<audit::AuditCache> cache;
    // Two consoles would each write what the other has not seen.
    std::unique_ptr<QLockFile> lock = {};

    std::string noted = {}; // what is beside the file
    std::vector<Receipt> carried = {}; // from a copy that was put aside to the next

    core::Result<audit::AuditCache *> open();
    core::Result<Status> status();
    // Once more beside the file what was trusted and how many records there are: a whole file that
    // was put back by an older one of itself is found by it, and a new file goes on from there.
    core::Result<> noteSide();
    // The files of a copy that cannot be used are kept as evidence under another name.
    core::Result<> putAside();

private:
    std::filesystem::path noteFile() const;
    core::Result<std::optional<std::string>> readSide() const;
    core::Result<> lockFile();
    void takeReceipts();
    core::Result<std::string> noteOfNext();
    core::Result<std::optional<std::string>> sealPlain(
        const audit::LogIdentity &identity, std::optional<std::string> side) const;
};

// The job is told when its answer is not wanted any more, and tells how far it is.
template <typename T>
std::function<core::Call(core::Handler<T>)> AuditStore::onShelf(
    std::function<core::Result<T>(audit::AuditCache &, const audit::Watch &)> job,
    std::shared_ptr<Steps> steps)
{
    return [this, job = std::move(job), steps = std::move(steps)](core::Handler<T> done) {
        return m_storage.run<T>(
            [shelf = m_shelf, job, steps](const core::CancelToken &token) -> core::Result<T> {
                auto cache = shelf->open();
                if (!cache)
                    return cache.error();
                audit::Watch watch;
                watch.isCancelled = [&token] { return token.isCancelled(); };
                if (steps) {
                    watch.progress = [steps](std::int64_t at, std::int64_t total) {
                        steps->done = at;
                        steps->total = total;
                    };
                }
                auto result = job(**cache, watch);
                // An alarm may have been raised; the next job tries again what cannot be noted now.
                static_cast<void>(shelf->noteSide());
                return result;
            },
            std::move(done));
    };
}

} // namespace chancery::models
