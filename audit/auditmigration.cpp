// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"
#include "audit/plaincopy.h"

#include <fcntl.h>
#include <fstream>
#include <unistd.h>

// A copy from before there was a key is taken over once: its entries go through append() as if a
// server had sent them, so that nothing of the plain file is believed but what the log's key has
// signed. Then the sealed file takes its place, in one rename, and the plain bytes are overwritten
// before they are let go; on a disk that moves blocks about, copies of them may remain.

namespace chancery::audit {

namespace fs = std::filesystem;
using core::Database;
using core::Done;
using core::Error;
using core::ErrorKind;
using core::Result;

namespace {

constexpr std::uint64_t entriesAtOnce = 5000;
constexpr std::string_view plainBeginning("SQLite format 3\0", 16);

Error unproved(std::string detail)
{
    return {ErrorKind::Storage, "audit-cache-plain", std::move(detail), {}, {}, {}};
}

fs::path beside(const fs::path &file, const char *suffix)
{
    auto path = file;
    return path += suffix;
}

void removeAll(const fs::path &file)
{
    std::error_code ignored;
    for (const char *suffix : {"", "-wal", "-shm"})
        fs::remove(beside(file, suffix), ignored);
}

core::MerkleLookup nodesOf(Database &database)
{
    return [&database](int level, std::uint64_t index) -> Result<core::Sha256> {
        auto select
            = database.prepare(level == 0 ? "SELECT leaf_hash FROM leaf WHERE seq = ?2"
                                          : "SELECT hash FROM node WHERE level = ?1 AND idx = ?2");
        if (!select)
            return select.error();
        if (level > 0)
            select->bind(1, level);
        const auto row = select->bind(2, index).step();
        if (!row)
            return row.error();
        const auto hash = *row ? core::sha256FromBytes(select->blob(0)) : std::nullopt;
        return hash ? Result(*hash) : Result<core::Sha256>(unproved("a node is missing"));
    };
}

Result<std::vector<std::string>> leavesOf(Database &database, std::uint64_t from, std::uint64_t to)
{
    auto select = database.prepare("SELECT raw FROM leaf WHERE seq >= ? AND seq < ? ORDER BY seq");
    if (!select)
        return select.error();
    select->bindAll(from, to);
    std::vector<std::string> leaves;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return leaves;
        leaves.emplace_back(select->blob(0));
    }
}

// The file's bytes as zeros, through a handle that is older than the rename.
void overwrite(int handle)
{
    const auto size = ::lseek(handle, 0, SEEK_END);
    const std::string zeros(1 << 16, '\0');
    for (off_t at = 0; at < size; at += off_t(zeros.size())) {
        if (::pwrite(handle, zeros.data(), zeros.size(), at) < 0)
            break;
    }
    ::fsync(handle);
    ::close(handle);
}

Result<> replace(const fs::path &plain, const fs::path &sealed)
{
    const int handle = ::open(plain.c_str(), O_WRONLY | O_CLOEXEC);
    std::error_code fault;
    fs::rename(sealed, plain, fault);
    if (fault) {
        ::close(handle);
        return Error{ErrorKind::Storage, "audit-cache-not-moved", fault.message(), {}, {}, {}};
    }
    for (const char *suffix : {"-wal", "-shm"})
        fs::remove(beside(plain, suffix), fault);
    const int folder = ::open(plain.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ::fsync(folder);
    ::close(folder);
    if (handle >= 0)
        overwrite(handle);
    return Done();
}

} // namespace

bool isPlainCopy(const fs::path &file)
{
    std::string beginning(plainBeginning.size(), '\0');
    std::ifstream in(file, std::ios::binary);
    return in.read(beginning.data(), std::streamsize(beginning.size()))
        && beginning == plainBeginning;
}

Result<> AuditCache::takeOver(Database &plain)
{
    auto latest = plain.prepare("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1");
    const auto count = plain.integer("SELECT coalesce(max(seq) + 1, 0) FROM leaf");
    if (!latest || !count)
        return latest ? count.error() : latest.error();
    const auto row = latest->step();
    if (!row)
        return row.error();
    if (!*row)
        return *count == 0 ? takeRecords(plain) : unproved("entries without a checkpoint");
    const std::string note(latest->text(0));
    latest->reset();
    const auto checkpoint = core::openCheckpoint(note, m_identity.origin, m_identity.verifiers);
    if (!checkpoint)
        return unproved(checkpoint.error().code);
    // Of a log that was not fetched to its end only the trust is taken.
    if (std::uint64_t(*count) < checkpoint->size) {
        if (auto done = goOnFrom(*checkpoint, note); !done)
            return done;
        return takeRecords(plain);
    }
    while (m_tree.size() < checkpoint->size) {
        const auto to = std::min(m_tree.size() + entriesAtOnce, checkpoint->size);
        auto leaves = leavesOf(plain, m_tree.size(), to);
        if (!leaves)
            return leaves.error();
        AuditBatch batch{note, {}, std::move(*leaves), {}};
        if (to < checkpoint->size) {
            auto proof = core::consistencyProof(to, checkpoint->size, nodesOf(plain));
            if (!proof)
                return proof.error();
            batch.remainder = std::move(*proof);
        }
        if (auto appended = append(batch); !appended)
            return appended.error().kind == ErrorKind::Storage ? appended.error()
                                                               : unproved(appended.error().code);
    }
    return takeRecords(plain);
}

Result<> sealPlainCopy(const fs::path &file, const LogIdentity &identity, const core::Clock &clock,
    const core::Secret &key)
{
    const auto staged = beside(file, ".sealing");
    removeAll(staged); // of a program that was killed
    const auto seal = [&]() -> Result<> {
        core::DatabaseOptions options;
        options.create = false;
        auto plain = Database::open(file, options);
        if (!plain)
            return plain.error();
        auto sealed = AuditCache::open(staged, identity, clock, key);
        return sealed ? sealed->takeOver(*plain) : Result<>(sealed.error());
    };
    // Both files are closed, their logs written back.
    auto done = seal();
    if (done && fs::exists(beside(staged, "-wal")))
        done = unproved("the sealed copy is not complete");
    if (done)
        done = replace(file, staged);
    if (!done)
        removeAll(staged);
    return done;
}

} // namespace chancery::audit
