// SPDX-License-Identifier: Apache-2.0
#include "auditshelf.h"

#include "audit/reportfilesapi.h"
#include "models/atomicfile.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace fs = std::filesystem;

fs::path AuditStore::Shelf::noteFile() const
{
    auto file = place.file;
    return file += ".checkpoint";
}

core::Result<std::optional<std::string>> AuditStore::Shelf::readSide() const
{
    auto text = readWholeFile(noteFile());
    if (text)
        return std::optional(std::move(*text));
    if (text.error().kind == core::ErrorKind::NotFound)
        return std::optional<std::string>();
    return text.error();
}

core::Result<> AuditStore::Shelf::lockFile()
{
    if (lock)
        return core::Done();
    auto made = std::make_unique<QLockFile>(toQt(place.file.string() + ".lock"));
    made->setStaleLockTime(0); // it ends with its process, and with nothing else
    if (!made->tryLock() && made->error() == QLockFile::LockFailedError)
        return core::Error{core::ErrorKind::Storage, "audit-cache-in-use", {}, {}, {}, {}};
    lock = std::move(made);
    return core::Done();
}

// A copy from before there was a key. Where a sealed one was noted, a plain one was put there by
// somebody else.
core::Result<std::optional<std::string>> AuditStore::Shelf::sealPlain(
    const audit::LogIdentity &identity, std::optional<std::string> side) const
{
    if (place.key.isEmpty() || !audit::isPlainCopy(place.file))
        return side;
    const audit::RowMarks marks(place.key);
    const auto known = side ? audit::SideNote::of(*side, marks) : std::nullopt;
    if (known && known->generation > 0)
        return core::Error{core::ErrorKind::Storage, "audit-cache-plain",
            "a sealed copy was here before", {}, {}, {}};
    if (auto sealed = audit::sealPlainCopy(place.file, identity, clock, place.key); !sealed)
        return sealed.error();
    // In those days the checkpoint alone was kept beside the file.
    const bool isOld = side && !known && core::readNote(*side).ok();
    audit::SideNote begun;
    begun.checkpoint = isOld ? *side : std::string();
    return std::optional(begun.toText(marks));
}

core::Result<audit::AuditCache *> AuditStore::Shelf::open()
{
    if (cache) {
        // An alarm that could not be written down stands in memory until it can.
        static_cast<void>(cache->recordPending());
        return &*cache;
    }
    if (place.keyFault)
        return *place.keyFault;
    auto verifier = core::readVerifier(place.verifierKey);
    if (!verifier)
        return verifier.error();
    std::error_code ignored;
    fs::create_directories(place.file.parent_path(), ignored);
    if (auto locked = lockFile(); !locked)
        return locked.error();
    const audit::LogIdentity identity{place.origin, {*verifier}};
    StagedFile::sweep(noteFile());
    audit::ScratchFolder::sweep();
    auto side = readSide();
    if (!side)
        return side.error();
    side = sealPlain(identity, std::move(*side));
    if (!side)
        return side.error();
    auto opened = audit::AuditCache::open(place.file, identity, clock, place.key);
    if (!opened)
        return opened.error();
    for (const Receipt &receipt : carried) {
        if (auto added = opened->addReceipt(receipt.seq, receipt.requestId); !added)
            return added.error();
    }
    if (auto expected = opened->expect(*side); !expected)
        return expected.error();
    carried.clear();
    cache.emplace(std::move(*std::move(opened)));
    noted = side->value_or(std::string());
    // A new file's first note is there before anything is written to the file, or its absence would
    // say nothing later. One that is behind is written again by the next job.
    auto written = noteSide();
    if (!written && !*side) {
        cache.reset();
        return written.error();
    }
    return &*cache;
}

// The server is held to what it promised, also when the copy is begun anew.
void AuditStore::Shelf::takeReceipts()
{
    auto select = cache->database().prepare("SELECT seq, request_id FROM receipt WHERE state < 2");
    while (select) {
        const auto row = select->step();
        if (!row || !*row)
            return;
        carried.push_back({select->integer(0), std::string(select->text(1))});
    }
}

core::Result<AuditStore::Status> AuditStore::Shelf::status()
{
    const auto receipts = cache->openReceipts();
    if (!receipts)
        return receipts.error();
    // It goes into the keychain as soon as there is one.
    std::error_code ignored;
    const bool isKeyInFile = !place.keyFile.empty() && fs::exists(place.keyFile, ignored);
    return Status{std::int64_t(cache->size()), std::int64_t(cache->first()),
        std::int64_t(cache->trusted().size), cache->alarm(), cache->wantedProof(), *receipts,
        isKeyInFile};
}

core::Result<> AuditStore::Shelf::noteSide()
{
    auto text = cache->sideNote();
    if (!text || *text == noted)
        return text ? core::Result<>(core::Done()) : core::Result<>(text.error());
    auto staged = StagedFile::stage(noteFile(), *text);
    if (!staged)
        return staged.error();
    if (auto committed = staged->commit(); !committed)
        return committed;
    noted = std::move(*text);
    return core::Done();
}

// What the next copy is held to: what was trusted, and the alarms and receipts, which nobody loses
// by putting a copy aside. A note that says nothing of them is an alarm of the next copy.
core::Result<std::string> AuditStore::Shelf::noteOfNext()
{
    const audit::RowMarks marks(place.key);
    std::optional<std::string> text;
    if (cache) {
        auto own = cache->sideNote();
        if (!own)
            return own.error();
        text = std::move(*own);
    } else {
        auto present = readSide();
        if (!present)
            return present.error();
        text = std::move(*present);
    }
    std::error_code ignored;
    if (!text && fs::exists(place.file, ignored))
        text = "nothing was noted beside the copy that was put aside\n";
    auto side = text ? audit::SideNote::of(*text, marks) : audit::SideNote();
    if (!side)
        return *text;
    side->generation = 0;
    if (cache) {
        takeReceipts();
        side->receipts = std::int64_t(carried.size());
    }
    return side->toText(marks);
}

core::Result<> AuditStore::Shelf::putAside()
{
    const auto next = noteOfNext();
    if (!next)
        return next.error();
    cache.reset();
    std::string when = core::toRfc3339(clock.now());
    std::erase_if(when, [](char c) { return c == ':' || c == '.'; });
    std::error_code fault;
    auto evidence = place.file;
    evidence += ".evidence-" + when;
    if (fs::exists(noteFile(), fault))
        fs::copy_file(noteFile(), fs::path(evidence) += ".checkpoint", fault);
    // First what the new copy begins with.
    auto staged = StagedFile::stage(noteFile(), *next);
    if (auto done = staged ? staged->commit() : core::Result<>(staged.error()); !done)
        return done;
    for (const char *suffix : {"", "-wal", "-shm"}) {
        auto from = place.file;
        from += suffix;
        if (fs::exists(from, fault))
            fs::rename(from, fs::path(evidence) += suffix, fault);
        if (fault)
            return core::Error{
                core::ErrorKind::Storage, "audit-cache-not-moved", fault.message(), {}, {}, {}};
    }
    return core::Done();
}

} // namespace chancery::models
