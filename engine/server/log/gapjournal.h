// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/emergency/session.h"
#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace chancery::server {

// What somebody saw in an emergency while the log could not be written: the entry that would have
// told of it, and what the session remembers of it.
struct GapRecord {
    bool isWanted = false; // by who does it; nothing else is kept
    std::string at; // RFC 3339
    std::string code; // why the log could not be written
    std::string leaf; // empty: something was refused
    std::string personal; // beside the leaf
    core::PrincipalId actor;
    core::EnvironmentId environment;
    core::EmergencyRotation secret;
};

// A time in which the log could not be written.
struct Gap {
    core::Instant from;
    core::Instant to;
    std::uint64_t refused = 0;
    std::string code;
    std::vector<GapRecord> done;
    bool isDamaged = false; // the file was changed or taken away, and held more than can be read
};

// AUD-12: a bounded journal beside the log, for the time in which the log cannot be written. A file
// of one size, all of it written when the server starts, so that a full disk does not matter; each
// record bears a MAC and is on the disk before it counts. It holds that there was a gap and what
// was done in it in an emergency, and is emptied when the log has told of both. Of the writer's
// thread.
class GapJournal {
public:
    static constexpr std::size_t fileBytes = std::size_t(256) << 10;

    // The file is made where there is none. What an earlier life left is there. The number of the
    // last gap that the log told of, 0 for none, shows whether the file is the one that followed.
    static core::Result<std::unique_ptr<GapJournal>> open(
        const std::filesystem::path &file, const core::Secret &key, std::uint64_t told = 0);
    ~GapJournal();
    GapJournal(const GapJournal &) = delete;
    GapJournal &operator=(const GapJournal &) = delete;

    // Of an open gap all refusals but the first are counted in memory alone.
    void refuse(core::Instant at, const std::string &code);
    // True once it is durable; false where there is no room, or the file cannot be written either.
    bool keep(GapRecord record, core::Instant at, const std::string &code);

    bool hasGap() const { return m_hasGap; }
    const Gap &gap() const { return m_gap; }
    // Which gap it is, over all lives of the server.
    std::uint64_t generation() const { return m_generation; }
    // The log tells of it now. Nothing of it stays in the file.
    void clear();

private:
    GapJournal() = default;
    core::Result<> load(const std::filesystem::path &file);
    void read(const std::string &bytes);
    void goOnAfter(std::uint64_t told);
    bool writeOwedHead();
    void take(GapRecord record);
    bool write(std::size_t at, const std::string &bytes) const;
    bool append(const GapRecord &record);
    std::string macOf(std::uint64_t generation, std::size_t at, const std::string &text) const;
    std::string head(std::uint64_t generation) const;

    int m_file = -1;
    core::Secret m_key;
    std::uint64_t m_generation = 1;
    std::size_t m_used = 0;
    bool m_isHeadRead = false; // of what was there
    bool m_isHeadOwed = false; // the file still has another number
    bool m_hasGap = false;
    Gap m_gap;
};

} // namespace chancery::server
