// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/storage/sealedvfs.h"

#include <algorithm>
#include <cstdint>

// Where the units of a sealed file lie. SQLite speaks of logical offsets; the disk has physical
// ones. Before a database's pages stands a head (sealedcipher.h). A log is a header of 32 bytes and
// frames of 24 bytes of header and a page; on the disk each header has its tail behind it.
namespace chancery::core {

enum class SealedKind { Database, Log };

inline constexpr std::int64_t sealedHeadBytes = sealedPageBytes;
inline constexpr int sealedTailBytes = 32; // nonce, tag and epoch
inline constexpr int logHeaderBytes = 32;
inline constexpr int logFrameBytes = 24;

// What is sealed as one.
struct SealedUnit {
    SealedKind kind = SealedKind::Database;
    std::int64_t logical = 0; // where SQLite sees its first byte
    std::int64_t physical = 0; // and where it lies
    int length = 0; // as SQLite sees it
    int payload = 0; // the bytes that are sealed: all but the reserved ones of a page
    int stored = 0; // on the disk
};

inline constexpr std::int64_t logicalFrame = logFrameBytes + sealedPageBytes;
inline constexpr std::int64_t physicalFrame
    = logFrameBytes + sealedTailBytes + std::int64_t(sealedPageBytes);
inline constexpr std::int64_t physicalHeader = logHeaderBytes + sealedTailBytes;

constexpr SealedUnit pageUnit(SealedKind kind, std::int64_t logical, std::int64_t physical)
{
    return {kind, logical, physical, sealedPageBytes, sealedPageBytes - sealedReservedBytes,
        sealedPageBytes};
}

constexpr SealedUnit headerUnit(std::int64_t logical, std::int64_t physical, int length)
{
    return {SealedKind::Log, logical, physical, length, length, length + sealedTailBytes};
}

constexpr SealedUnit unitAt(SealedKind kind, std::int64_t offset)
{
    if (kind == SealedKind::Database) {
        const auto begin = offset / sealedPageBytes * sealedPageBytes;
        return pageUnit(kind, begin, begin + sealedHeadBytes);
    }
    if (offset < logHeaderBytes)
        return headerUnit(0, 0, logHeaderBytes);
    const auto frame = (offset - logHeaderBytes) / logicalFrame;
    const auto logical = logHeaderBytes + frame * logicalFrame;
    const auto physical = physicalHeader + frame * physicalFrame;
    if (offset < logical + logFrameBytes)
        return headerUnit(logical, physical, logFrameBytes);
    return pageUnit(kind, logical + logFrameBytes, physical + logFrameBytes + sealedTailBytes);
}

// Of a whole file; a unit that is begun counts as a whole.
constexpr std::int64_t physicalSize(SealedKind kind, std::int64_t logical)
{
    if (kind == SealedKind::Database)
        return sealedHeadBytes + std::max<std::int64_t>(logical, 0);
    if (logical <= 0)
        return 0;
    const auto last = unitAt(kind, logical - 1);
    return last.physical + last.stored;
}

// Of a whole file; a unit that is not there to its end does not count.
constexpr std::int64_t logicalSize(SealedKind kind, std::int64_t physical)
{
    if (kind == SealedKind::Database)
        return std::max<std::int64_t>(physical - sealedHeadBytes, 0);
    if (physical < physicalHeader)
        return 0;
    const auto frames = (physical - physicalHeader) / physicalFrame;
    const auto rest = (physical - physicalHeader) % physicalFrame;
    const bool hasHeader = rest >= logFrameBytes + sealedTailBytes;
    return logHeaderBytes + frames * logicalFrame + (hasHeader ? logFrameBytes : 0);
}

} // namespace chancery::core
