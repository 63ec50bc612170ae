// SPDX-License-Identifier: Apache-2.0
#include "sealedvfs.h"

#include "engine/core/random.h"
#include "engine/core/storage/sealedcipher.h"

#include <sqlite3.h>

#include <cstring>
#include <fstream>

// A layer over SQLite's own file system. Only two kinds of file may be opened through it: the
// database and its write-ahead log. Everything else would be plain text on the disk, or would be
// taken from it unproved (a planted rollback journal is played back into the database), so it is
// refused; temporary tables live in memory. The index beside the log (-shm) is SQLite's own: it
// holds numbers of pages and frames, never their content.
//
// A page is sealed in place: SQLite leaves its last 32 bytes free, which take nonce, tag and epoch.
// The log has no such room in its headers, so that its units lie further apart on the disk than
// SQLite believes (sealedlayout.h). Headers are sealed as well: their checksums are made over the
// plain text, and a page number that can be changed puts a page where it does not belong.
//
// What cannot be opened is an error, with the exceptions that SQLite's own rules for a power cut
// need. The end of the log may be half written, and so may its header when it begins anew;
// recovery reads whole headers first, and must find the end. There such a header reads as zeros,
// which no checksum matches. A page that is read alone is one that the log's index vouches for,
// and its failure is an error. The first page may be half written while the log is copied back, and
// SQLite looks at its first bytes before it opens the log: they read as zeros where there is a log
// of this file, from which the whole page comes then, or its failure. A file that was begun and
// never finished has a head and at most one page; it is begun again.

namespace chancery::core {

namespace {

// SQLite gives the memory; the file below follows it.
struct SealedFile {
    sqlite3_file base;
    SealedKind kind;
    PageCipher *cipher;
    sqlite3_filename name; // lives as long as the file is open
};

SealedFile *sealed(sqlite3_file *file)
{
    return reinterpret_cast<SealedFile *>(file);
}

sqlite3_file *below(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(sealed(file) + 1);
}

enum class ReadFailure { Error, Zeros };

// One unit, opened. SQLITE_IOERR_SHORT_READ where the file ends before it.
int readUnit(sqlite3_file *file, const SealedUnit &unit, ReadFailure failure, SealedBuffer &plain)
{
    SealedBuffer stored;
    auto *lower = below(file);
    const int outcome
        = lower->pMethods->xRead(lower, stored.data(), unit.stored, sqlite3_int64(unit.physical));
    if (outcome != SQLITE_OK)
        return outcome;
    if (sealed(file)->cipher->open(unit, stored.data(), plain.data()))
        return SQLITE_OK;
    if (failure == ReadFailure::Error)
        return unit.logical == 0 ? SQLITE_NOTADB : SQLITE_CORRUPT;
    plain.fill(0);
    return SQLITE_OK;
}

// Whether there is a log whose header was sealed for this very file.
bool hasOwnLog(sqlite3_filename database, PageCipher &cipher)
{
    std::ifstream log(sqlite3_filename_wal(database), std::ios::binary);
    const auto header = unitAt(SealedKind::Log, 0);
    SealedBuffer stored;
    SealedBuffer plain;
    return log.read(reinterpret_cast<char *>(stored.data()), header.stored)
        && cipher.open(header, stored.data(), plain.data());
}

ReadFailure failureFor(sqlite3_file *file, const SealedUnit &first, int count)
{
    const auto *self = sealed(file);
    if (self->kind == SealedKind::Log && first.length < sealedPageBytes)
        return ReadFailure::Zeros;
    const bool isGlance = first.logical == 0 && count < sealedPageBytes;
    return self->kind == SealedKind::Database && isGlance && hasOwnLog(self->name, *self->cipher)
        ? ReadFailure::Zeros
        : ReadFailure::Error;
}

int xRead(sqlite3_file *file, void *target, int count, sqlite3_int64 offset)
{
    auto *out = static_cast<unsigned char *>(target);
    const auto kind = sealed(file)->kind;
    const auto failure = failureFor(file, unitAt(kind, offset), count);
    SealedBuffer plain;
    while (count > 0) {
        const auto unit = unitAt(kind, offset);
        const int outcome = readUnit(file, unit, failure, plain);
        if (outcome != SQLITE_OK) {
            std::memset(out, 0, std::size_t(count));
            return outcome;
        }
        const int begin = int(offset - unit.logical);
        const int taken = std::min(count, unit.length - begin);
        std::memcpy(out, plain.data() + begin, std::size_t(taken));
        out += taken;
        offset += taken;
        count -= taken;
    }
    return SQLITE_OK;
}

// SQLite writes whole pages and headers; anything else would have to be read first.
int xWrite(sqlite3_file *file, const void *source, int count, sqlite3_int64 offset)
{
    const auto *in = static_cast<const unsigned char *>(source);
    SealedBuffer stored;
    auto *lower = below(file);
    while (count > 0) {
        const auto unit = unitAt(sealed(file)->kind, offset);
        if (unit.logical != offset || unit.length > count)
            return SQLITE_IOERR_WRITE;
        if (!sealed(file)->cipher->seal(unit, in, stored.data()))
            return SQLITE_IOERR_WRITE;
        const int outcome = lower->pMethods->xWrite(
            lower, stored.data(), unit.stored, sqlite3_int64(unit.physical));
        if (outcome != SQLITE_OK)
            return outcome;
        in += unit.length;
        offset += unit.length;
        count -= unit.length;
    }
    return SQLITE_OK;
}

int xClose(sqlite3_file *file)
{
    return below(file)->pMethods->xClose(below(file));
}

int xTruncate(sqlite3_file *file, sqlite3_int64 size)
{
    return below(file)->pMethods->xTruncate(
        below(file), sqlite3_int64(physicalSize(sealed(file)->kind, size)));
}

int xSync(sqlite3_file *file, int flags)
{
    return below(file)->pMethods->xSync(below(file), flags);
}

int xFileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    const int outcome = below(file)->pMethods->xFileSize(below(file), size);
    *size = sqlite3_int64(logicalSize(sealed(file)->kind, *size));
    return outcome;
}

int xLock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xLock(below(file), level);
}

int xUnlock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

int xCheckReservedLock(sqlite3_file *file, int *isReserved)
{
    return below(file)->pMethods->xCheckReservedLock(below(file), isReserved);
}

int xFileControl(sqlite3_file *file, int operation, void *argument)
{
    // Sizes of the log are not those on the disk.
    if (operation == SQLITE_FCNTL_SIZE_HINT && sealed(file)->kind == SealedKind::Log)
        return SQLITE_OK;
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}

int xSectorSize(sqlite3_file *file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

// Without the promise that a write leaves its neighbours alone, SQLite would pad the log and write
// parts of pages.
int xDeviceCharacteristics(sqlite3_file *)
{
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int xShmMap(sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
    return below(file)->pMethods->xShmMap(below(file), region, size, extend, memory);
}

int xShmLock(sqlite3_file *file, int offset, int count, int flags)
{
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

void xShmBarrier(sqlite3_file *file)
{
    below(file)->pMethods->xShmBarrier(below(file));
}

int xShmUnmap(sqlite3_file *file, int deletes)
{
    return below(file)->pMethods->xShmUnmap(below(file), deletes);
}

// Version 2: without memory mapping, which would go round xRead.
constexpr sqlite3_io_methods methods{2, xClose, xRead, xWrite, xTruncate, xSync, xFileSize, xLock,
    xUnlock, xCheckReservedLock, xFileControl, xSectorSize, xDeviceCharacteristics, xShmMap,
    xShmLock, xShmBarrier, xShmUnmap, nullptr, nullptr};

// A new file's head; it is on the disk before the first page.
int writeHead(SealedFile &file, sqlite3_file *lower)
{
    const auto id = randomBytes(32);
    const auto head = sealedHead(file.cipher->key(), id);
    int outcome = lower->pMethods->xTruncate(lower, 0);
    if (outcome == SQLITE_OK)
        outcome = lower->pMethods->xWrite(lower, head.data(), int(head.size()), 0);
    if (outcome == SQLITE_OK)
        outcome = lower->pMethods->xSync(lower, SQLITE_SYNC_FULL);
    file.cipher->useFile(id);
    return outcome == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

// Whether the only page of a file that holds nothing yet was torn when it was made.
bool isUnfinished(SealedFile &file, sqlite3_file *lower, sqlite3_int64 size)
{
    const auto first = unitAt(SealedKind::Database, 0);
    if (size > first.physical + first.stored || hasOwnLog(file.name, *file.cipher))
        return false;
    SealedBuffer stored;
    SealedBuffer plain;
    const int outcome
        = lower->pMethods->xRead(lower, stored.data(), first.stored, sqlite3_int64(first.physical));
    return outcome == SQLITE_IOERR_SHORT_READ
        || (outcome == SQLITE_OK && !file.cipher->open(first, stored.data(), plain.data()));
}

int takeHead(SealedFile &file, sqlite3_file *lower, bool isWritable)
{
    sqlite3_int64 size = 0;
    if (lower->pMethods->xFileSize(lower, &size) != SQLITE_OK)
        return SQLITE_IOERR_FSTAT;
    std::string head(std::size_t(std::min<sqlite3_int64>(size, sealedHeadBytes)), '\0');
    if (!head.empty() && lower->pMethods->xRead(lower, head.data(), int(head.size()), 0))
        return SQLITE_IOERR_READ;
    const auto id = sealedHeadId(file.cipher->key(), head);
    if (id.empty() && (!isWritable || size > sealedHeadBytes || !isUnfinishedHead(head)))
        return SQLITE_NOTADB;
    file.cipher->useFile(id);
    if (id.empty() || (isWritable && size > sealedHeadBytes && isUnfinished(file, lower, size)))
        return writeHead(file, lower);
    return SQLITE_OK;
}

} // namespace

struct SealedVfs::Registration {
    explicit Registration(const Secret &key)
        : cipher(key)
    {
    }

    static int open(
        sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags)
    {
        auto *self = static_cast<Registration *>(vfs->pAppData);
        auto *wanted = sealed(file);
        wanted->base.pMethods = nullptr;
        if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0)
            return SQLITE_CANTOPEN;
        wanted->kind = flags & SQLITE_OPEN_WAL ? SealedKind::Log : SealedKind::Database;
        wanted->cipher = &self->cipher;
        wanted->name = name;
        auto *lower = below(file);
        int outcome = self->lower->xOpen(self->lower, name, lower, flags, outFlags);
        if (outcome != SQLITE_OK)
            return outcome;
        if (wanted->kind == SealedKind::Database)
            outcome = takeHead(*wanted, lower, (flags & SQLITE_OPEN_READWRITE) != 0);
        if (outcome == SQLITE_OK)
            wanted->base.pMethods = &methods;
        else
            lower->pMethods->xClose(lower);
        return outcome;
    }

    PageCipher cipher;
    sqlite3_vfs *lower = nullptr;
    sqlite3_vfs vfs{};
    std::string name;
};

SealedVfs::SealedVfs(std::unique_ptr<Registration> registration)
    : m_registration(std::move(registration))
{
}

SealedVfs::~SealedVfs()
{
    sqlite3_vfs_unregister(&m_registration->vfs);
}

const char *SealedVfs::name() const
{
    return m_registration->name.c_str();
}

const Secret &SealedVfs::key() const
{
    return m_registration->cipher.key();
}

Result<std::unique_ptr<SealedVfs>> SealedVfs::make(const Secret &key)
{
    if (key.reveal().size() != sealedKeyBytes)
        return Error{ErrorKind::Invalid, "sealed-key-unusable", "a key has 32 bytes", {}, {}, {}};
    auto made = std::make_unique<Registration>(key);
    made->lower = sqlite3_vfs_find(nullptr);
    if (!made->lower)
        return Error{ErrorKind::Internal, "no-file-system", "SQLite has none", {}, {}, {}};
    // The name is one of its own, so that each database has its key.
    made->name = "chancery-sealed-" + std::to_string(reinterpret_cast<std::uintptr_t>(made.get()));
    made->vfs = *made->lower;
    made->vfs.pNext = nullptr;
    made->vfs.zName = made->name.c_str();
    made->vfs.szOsFile = int(sizeof(SealedFile)) + made->lower->szOsFile;
    made->vfs.pAppData = made.get();
    made->vfs.xOpen = &Registration::open;
    if (sqlite3_vfs_register(&made->vfs, 0) != SQLITE_OK)
        return Error{ErrorKind::Internal, "no-file-system", "not registered", {}, {}, {}};
    return std::unique_ptr<SealedVfs>(new SealedVfs(std::move(made)));
}

} // namespace chancery::core
