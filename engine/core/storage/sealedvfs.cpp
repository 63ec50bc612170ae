// SPDX-License-Identifier: Apache-2.0
#include "sealedvfs.h"

#include "engine/core/storage/sealedlayout.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sqlite3.h>

#include <array>
#include <cstring>

// A layer over SQLite's own file system. Only two kinds of file may be opened through it: the
// database and its write-ahead log. Everything else would be plain text on the disk, or would be
// taken from it unproved (a planted rollback journal is played back into the database), so it is
// refused; temporary tables live in memory. The index beside the log (-shm) is SQLite's own: it
// holds numbers of pages and frames, never their content.
//
// A page is sealed in place: SQLite leaves its last 32 bytes free, which take nonce, tag and four
// zeros. The log has no such room in its headers, so that its units lie further apart on the disk
// than SQLite believes (sealedlayout.h). Headers are sealed as well: their checksums are made over
// the plain text, and a page number that can be changed puts a page where it does not belong.
//
// What cannot be opened is an error, with one exception. A crash may leave the end of the log half
// written; recovery reads whole frames, header first, and must find its end. There such a frame
// reads as zeros, which no checksum matches. A page that is read alone is one that the log's index
// vouches for, and its failure is an error.
//
// Nonces are random, 96 bits: below 2^32 pages for one key the chance of a repetition is
// negligible.

namespace chancery::core {

namespace {

constexpr int nonceBytes = 12;
constexpr int tagBytes = 16;
static_assert(nonceBytes + tagBytes == sealedTailBytes);
static_assert(sealedTailBytes <= sealedReservedBytes);

using Buffer = std::array<unsigned char, sealedPageBytes>;

struct ContextCloser {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, ContextCloser>;

// The key, ready for use in both directions. Of one connection's thread.
class PageCipher {
public:
    explicit PageCipher(const Secret &key)
        : m_seal(EVP_CIPHER_CTX_new())
        , m_open(EVP_CIPHER_CTX_new())
    {
        const auto *bytes = reinterpret_cast<const unsigned char *>(key.reveal().data());
        EVP_EncryptInit_ex(m_seal.get(), EVP_aes_256_gcm(), nullptr, bytes, nullptr);
        EVP_DecryptInit_ex(m_open.get(), EVP_aes_256_gcm(), nullptr, bytes, nullptr);
    }

    bool seal(const SealedUnit &unit, const unsigned char *plain, unsigned char *stored)
    {
        unsigned char *nonce = stored + unit.payload;
        const auto place = placeOf(unit);
        int length = 0;
        auto *context = m_seal.get();
        std::memset(nonce, 0, std::size_t(unit.stored - unit.payload));
        return RAND_bytes(nonce, nonceBytes) == 1
            && EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce) == 1
            && EVP_EncryptUpdate(context, nullptr, &length, place.data(), int(place.size())) == 1
            && EVP_EncryptUpdate(context, stored, &length, plain, unit.payload) == 1
            && EVP_EncryptFinal_ex(context, stored + length, &length) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, tagBytes, nonce + nonceBytes)
            == 1;
    }
    bool open(const SealedUnit &unit, unsigned char *stored, unsigned char *plain)
    {
        unsigned char *nonce = stored + unit.payload;
        const auto place = placeOf(unit);
        int length = 0;
        auto *context = m_open.get();
        const bool isOpen = EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce) == 1
            && EVP_DecryptUpdate(context, nullptr, &length, place.data(), int(place.size())) == 1
            && EVP_DecryptUpdate(context, plain, &length, stored, unit.payload) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, tagBytes, nonce + nonceBytes) == 1
            && EVP_DecryptFinal_ex(context, plain + length, &length) == 1
            && std::all_of(nonce + sealedTailBytes, stored + unit.stored,
                [](unsigned char spare) { return spare == 0; });
        std::memset(plain + unit.payload, 0, std::size_t(unit.length - unit.payload));
        return isOpen;
    }

private:
    // Where it belongs: the kind of file, then the offset.
    static std::array<unsigned char, 9> placeOf(const SealedUnit &unit)
    {
        std::array<unsigned char, 9> place{};
        place[0] = unit.kind == SealedKind::Database ? 'd' : 'w';
        for (std::size_t at = 0; at < 8; ++at)
            place[at + 1] = static_cast<unsigned char>(std::uint64_t(unit.physical) >> 8 * at);
        return place;
    }

    Context m_seal;
    Context m_open;
};

// SQLite gives the memory; the file below follows it.
struct SealedFile {
    sqlite3_file base;
    SealedKind kind;
    PageCipher *cipher;
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
int readUnit(sqlite3_file *file, const SealedUnit &unit, ReadFailure failure, Buffer &plain)
{
    Buffer stored;
    auto *lower = below(file);
    const int outcome
        = lower->pMethods->xRead(lower, stored.data(), unit.stored, sqlite3_int64(unit.physical));
    if (outcome != SQLITE_OK)
        return outcome;
    if (sealed(file)->cipher->open(unit, stored.data(), plain.data()))
        return SQLITE_OK;
    if (failure == ReadFailure::Error)
        return unit.physical == 0 ? SQLITE_NOTADB : SQLITE_CORRUPT;
    plain.fill(0);
    return SQLITE_OK;
}

int xRead(sqlite3_file *file, void *target, int count, sqlite3_int64 offset)
{
    auto *out = static_cast<unsigned char *>(target);
    const auto kind = sealed(file)->kind;
    const auto first = unitAt(kind, offset);
    const bool isRecovery
        = kind == SealedKind::Log && first.physical > 0 && first.length == logFrameBytes;
    const auto failure = isRecovery ? ReadFailure::Zeros : ReadFailure::Error;
    Buffer plain;
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
    Buffer stored;
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
        const int outcome = self->lower->xOpen(self->lower, name, below(file), flags, outFlags);
        if (outcome == SQLITE_OK)
            wanted->base.pMethods = &methods;
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
