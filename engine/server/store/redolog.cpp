// SPDX-License-Identifier: Apache-2.0
#include "redolog.h"

#include "engine/core/digest.h"
#include "engine/server/secretfile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// A record is SHA-256 of the rest, sequence, size of the payload, payload; the payload is for each
// key its size, the value's size or all ones for a removal, the key and the value. Numbers are
// little-endian. A file is read from its beginning for as long as digests are right and sequences
// grow by one: what stands behind is an older turn's, or a batch that was cut off.
namespace chancery::server {

namespace {

constexpr std::size_t digestSize = 32;
constexpr std::size_t headerSize = digestSize + 16;
constexpr std::uint32_t removed = UINT32_MAX;

template <typename Number>
void putNumber(std::string &bytes, Number number)
{
    for (std::size_t i = 0; i < sizeof number; ++i)
        bytes += char((std::uint64_t(number) >> (8 * i)) & 0xff);
}

template <typename Number>
Number takeNumber(std::string_view &bytes)
{
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        number |= std::uint64_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
    bytes.remove_prefix(sizeof(Number));
    return Number(number);
}

void encode(std::string &record, std::uint64_t sequence, const Changes &changes)
{
    std::size_t size = 0;
    for (const auto &[key, value] : changes)
        size += 8 + key.size() + (value ? value->size() : 0);
    record.clear();
    record.reserve(headerSize + size);
    record.append(digestSize, '\0');
    putNumber(record, sequence);
    putNumber(record, std::uint64_t(size));
    for (const auto &[key, value] : changes) {
        putNumber(record, std::uint32_t(key.size()));
        putNumber(record, value ? std::uint32_t(value->size()) : removed);
        record += key;
        if (value)
            record += *value;
    }
    const auto digest = core::sha256(std::string_view(record).substr(digestSize));
    record.replace(0, digestSize, core::bytesOf(digest));
}

std::optional<Changes> decodePayload(std::string_view payload)
{
    Changes changes;
    while (!payload.empty()) {
        if (payload.size() < 8)
            return std::nullopt;
        const auto keySize = takeNumber<std::uint32_t>(payload);
        const auto valueSize = takeNumber<std::uint32_t>(payload);
        const std::size_t valueBytes = valueSize == removed ? 0 : valueSize;
        if (payload.size() < keySize + valueBytes)
            return std::nullopt;
        Bytes value;
        if (valueSize != removed)
            value = std::make_shared<const std::string>(payload.substr(keySize, valueBytes));
        changes.insert_or_assign(std::string(payload.substr(0, keySize)), std::move(value));
        payload.remove_prefix(keySize + valueBytes);
    }
    return changes;
}

// Takes a record off the front; nothing where none stands.
std::optional<LoggedBatch> decode(std::string_view &bytes)
{
    if (bytes.size() < headerSize)
        return std::nullopt;
    auto rest = bytes.substr(digestSize);
    const auto sequence = takeNumber<std::uint64_t>(rest);
    const auto size = takeNumber<std::uint64_t>(rest);
    if (size > rest.size())
        return std::nullopt;
    const auto digest = core::sha256(bytes.substr(digestSize, 16 + size));
    if (core::bytesOf(digest) != bytes.substr(0, digestSize))
        return std::nullopt;
    auto changes = decodePayload(rest.substr(0, size));
    bytes.remove_prefix(headerSize + size);
    if (!changes)
        return std::nullopt;
    return LoggedBatch{sequence, std::move(*changes)};
}

// Zero, or why not.
int writeAt(int file, std::string_view bytes, std::size_t offset)
{
    while (!bytes.empty()) {
        const auto count = ::pwrite(file, bytes.data(), bytes.size(), off_t(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : ENOSPC;
        bytes.remove_prefix(std::size_t(count));
        offset += std::size_t(count);
    }
    return 0;
}

std::size_t sizeOf(int file)
{
    struct stat state{};
    return ::fstat(file, &state) == 0 ? std::size_t(state.st_size) : 0;
}

std::optional<std::string> contentOf(int file)
{
    std::string content(sizeOf(file), '\0');
    for (std::size_t have = 0; have < content.size();) {
        const auto count = ::pread(file, content.data() + have, content.size() - have, off_t(have));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return std::nullopt;
        have += std::size_t(count);
    }
    return content;
}

core::Error failed(std::string_view what, int reason)
{
    const bool isFull = reason == ENOSPC || reason == EFBIG || reason == EDQUOT;
    return {core::ErrorKind::Storage, isFull ? "store-full" : "store-io",
        std::string(what) + " the redo log failed: " + std::strerror(reason), {}, {}, {}};
}

} // namespace

RedoLog::~RedoLog()
{
    for (const int file : m_files) {
        if (file >= 0)
            ::close(file);
    }
}

core::Result<std::unique_ptr<RedoLog>> RedoLog::open(const std::filesystem::path &stem)
{
    std::unique_ptr<RedoLog> log(new RedoLog);
    for (std::size_t i = 0; i < log->m_files.size(); ++i) {
        const auto name = stem.string() + '.' + std::to_string(i);
        const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        log->m_files[i] = file;
        if (file < 0)
            return failed("opening", errno);
        if (::flock(file, LOCK_EX | LOCK_NB) != 0)
            return core::Error{core::ErrorKind::Storage, "store-in-use",
                "another server uses " + stem.parent_path().string(), {}, {}, {}};
        log->m_sizes[i] = sizeOf(file);
    }
    if (auto synced = syncFolder(stem.parent_path()); !synced)
        return synced.error();
    return log;
}

core::Result<std::vector<LoggedBatch>> RedoLog::batchesAfter(std::uint64_t sequence) const
{
    std::vector<LoggedBatch> batches;
    for (const int file : m_files) {
        const auto content = contentOf(file);
        if (!content)
            return failed("reading", EIO);
        std::string_view bytes = *content;
        std::uint64_t last = 0;
        for (auto batch = decode(bytes); batch; batch = decode(bytes)) {
            if (last != 0 && batch->sequence != last + 1)
                break;
            last = batch->sequence;
            if (last > sequence)
                batches.push_back(std::move(*batch));
        }
    }
    std::sort(batches.begin(), batches.end(),
        [](const LoggedBatch &a, const LoggedBatch &b) { return a.sequence < b.sequence; });
    for (const auto &batch : batches) {
        if (batch.sequence != ++sequence)
            return core::Error{core::ErrorKind::Storage, "store-damaged",
                "batch " + std::to_string(sequence) + " of the redo log cannot be read", {}, {},
                {}};
    }
    return batches;
}

core::Result<> RedoLog::append(std::uint64_t sequence, const Changes &changes)
{
    if (m_failure)
        return *m_failure;
    encode(m_record, sequence, changes);
    return append(m_record);
}

core::Result<> RedoLog::append(const std::string &record)
{
    const int file = m_files[m_active];
    if (const int reason = writeAt(file, record, m_used); reason != 0)
        return failed("writing", reason);
    if (::fdatasync(file) != 0) {
        m_failure = failed("flushing", errno);
        // It is answered as not done, so it should not come back; more cannot be tried.
        (void)writeAt(file, std::string(headerSize, '\0'), m_used);
        return *m_failure;
    }
    m_used += record.size();
    m_sizes[m_active] = std::max(m_sizes[m_active], m_used);
    return core::Done();
}

void RedoLog::turn()
{
    m_active = 1 - m_active;
    m_used = 0;
}

void RedoLog::prepareSpare(std::size_t size)
{
    const auto spare = 1 - m_active;
    if (m_sizes[spare] >= size)
        return;
    // Written, not only reserved: the first write to a reserved block changes the file's map.
    const int file = m_files[spare];
    if (writeAt(file, std::string(size - m_sizes[spare], '\0'), m_sizes[spare]) == 0
        && ::fdatasync(file) == 0)
        m_sizes[spare] = size;
    else
        m_sizes[spare] = sizeOf(file);
}

core::Result<> RedoLog::wipe()
{
    static constexpr std::size_t pieceSize = std::size_t(1) << 20;
    const std::string zeros(pieceSize, '\0');
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        m_sizes[i] = sizeOf(m_files[i]);
        for (std::size_t at = 0; at < m_sizes[i]; at += pieceSize) {
            const auto piece
                = std::string_view(zeros).substr(0, std::min(pieceSize, m_sizes[i] - at));
            if (const int reason = writeAt(m_files[i], piece, at); reason != 0)
                return failed("wiping", reason);
        }
        if (::fdatasync(m_files[i]) != 0)
            return failed("flushing", errno);
    }
    m_record.assign(m_record.size(), '\0');
    return core::Done();
}

} // namespace chancery::server
