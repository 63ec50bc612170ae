// SPDX-License-Identifier: Apache-2.0
#include "auditshelf.h"

#include "models/atomicfile.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace fs = std::filesystem;

fs::path AuditStore::Shelf::noteFile() const
{
    auto file = place.file;
    return file += ".checkpoint";
}

core::Result<audit::AuditCache *> AuditStore::Shelf::open()
{
    if (cache)
        return &*cache;
    if (place.keyFault)
        return *place.keyFault;
    auto verifier = core::readVerifier(place.verifierKey);
    if (!verifier)
        return verifier.error();
    std::error_code ignored;
    fs::create_directories(place.file.parent_path(), ignored);
    if (!lock) {
        auto made = std::make_unique<QLockFile>(toQt(place.file.string() + ".lock"));
        made->setStaleLockTime(0); // it ends with its process, and with nothing else
        if (!made->tryLock() && made->error() == QLockFile::LockFailedError)
            return core::Error{core::ErrorKind::Storage, "audit-cache-in-use", {}, {}, {}, {}};
        lock = std::move(made);
    }
    auto opened
        = audit::AuditCache::open(place.file, {place.origin, {*verifier}}, clock, place.key);
    if (!opened)
        return opened.error();
    if (const auto note = readWholeFile(noteFile())) {
        if (auto expected = opened->expect(*note); !expected)
            return expected.error();
    }
    cache.emplace(std::move(*std::move(opened)));
    return &*cache;
}

AuditStore::Status AuditStore::Shelf::status() const
{
    return {std::int64_t(cache->size()), std::int64_t(cache->trusted().size), cache->alarm(),
        cache->wantedProof()};
}

// A failure is no failure of the sync: the next one writes it again.
void AuditStore::Shelf::noteTrust() const
{
    const auto &note = cache->trustedNote();
    const auto known = readWholeFile(noteFile());
    if (note.empty() || (known && *known == note))
        return;
    if (auto staged = StagedFile::stage(noteFile(), note))
        static_cast<void>(staged->commit());
}

core::Result<> AuditStore::Shelf::putAside()
{
    cache.reset();
    std::string when = core::toRfc3339(clock.now());
    std::erase_if(when, [](char c) { return c == ':' || c == '.'; });
    for (const char *suffix : {"", "-wal", "-shm"}) {
        auto from = place.file;
        from += suffix;
        auto to = place.file;
        to += ".evidence-" + when + suffix;
        std::error_code fault;
        if (fs::exists(from, fault))
            fs::rename(from, to, fault);
        if (fault)
            return core::Error{
                core::ErrorKind::Storage, "audit-cache-not-moved", fault.message(), {}, {}, {}};
    }
    return core::Done();
}

} // namespace chancery::models
