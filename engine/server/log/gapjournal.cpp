// SPDX-License-Identifier: Apache-2.0
#include "gapjournal.h"

#include "engine/api/describeemergency.h"
#include "engine/api/json.h"
#include "engine/core/digest.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

// The file: a head of the generation and its MAC, then records one behind the other, each the
// length of its text, a MAC over generation, place and text, and the text. A length of zero ends
// them. All numbers are eight hexadecimal digits, sixteen for the generation.
namespace chancery::server {

namespace {

constexpr std::size_t macBytes = 32;
constexpr std::size_t lengthDigits = 8;
constexpr std::size_t generationDigits = 16;
constexpr std::size_t headBytes = generationDigits + macBytes;

std::string digitsOf(std::uint64_t number, std::size_t count)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text(count, '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, number >>= 4)
        *at = digits[number & 0xf];
    return text;
}

std::optional<std::uint64_t> numberIn(std::string_view text)
{
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(number)
                                                                           : std::nullopt;
}

core::Error failed(const std::filesystem::path &file, std::string_view what)
{
    return {core::ErrorKind::Storage, "gap-journal",
        std::string(what) + ' ' + file.string() + " failed", {}, {}, {}};
}

} // namespace

template <typename Visitor>
void describe(Visitor &visit, GapRecord &value)
{
    visit("at", value.at);
    visit("code", value.code);
    visit("leaf", value.leaf);
    visit("personal", value.personal);
    visit("actor", value.actor);
    visit("environment", value.environment);
    visit("secret", value.secret);
}

GapJournal::~GapJournal()
{
    if (m_file >= 0)
        ::close(m_file);
}

core::Result<std::unique_ptr<GapJournal>> GapJournal::open(
    const std::filesystem::path &file, const core::Secret &key, std::uint64_t told)
{
    std::unique_ptr<GapJournal> journal(new GapJournal);
    journal->m_key = key;
    if (auto loaded = journal->load(file); !loaded)
        return loaded.error();
    journal->goOnAfter(told);
    return journal;
}

// A file that is gone, older than what the log told of, or without a head may have held something.
// Its number must be a new one, or the log would seem to have told of what comes.
void GapJournal::goOnAfter(std::uint64_t told)
{
    if (told == 0 || (m_isHeadRead && m_generation >= told))
        return;
    m_hasGap = m_gap.isDamaged = true;
    m_generation = told + 1;
    m_isHeadOwed = true;
}

core::Result<> GapJournal::load(const std::filesystem::path &file)
{
    m_file = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_file < 0)
        return failed(file, "opening");
    std::string bytes(fileBytes, '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        const auto count = ::pread(m_file, bytes.data() + got, bytes.size() - got, off_t(got));
        if (count < 0 && errno != EINTR)
            return failed(file, "reading");
        if (count == 0)
            break;
        got += std::size_t(std::max<ssize_t>(count, 0));
    }
    const bool isCut = got > headBytes && bytes.find_first_not_of('\0', headBytes) < got;
    if (got == bytes.size() || isCut) {
        read(bytes);
        if (isCut && got < bytes.size())
            m_hasGap = m_gap.isDamaged = true;
        return core::Done();
    }
    // A new one, or one whose making was cut off.
    std::string fresh(fileBytes, '\0');
    fresh.replace(0, headBytes, head(m_generation));
    m_used = headBytes;
    return write(0, fresh) ? core::Result<>(core::Done()) : failed(file, "writing");
}

std::string GapJournal::macOf(
    std::uint64_t generation, std::size_t at, const std::string &text) const
{
    const auto what = "cms.gap-journal.v1\n" + digitsOf(generation, generationDigits)
        + digitsOf(at, generationDigits) + text;
    return std::string(core::bytesOf(core::hmacSha256(m_key.reveal(), what)));
}

std::string GapJournal::head(std::uint64_t generation) const
{
    return digitsOf(generation, generationDigits) + macOf(generation, 0, {});
}

void GapJournal::read(const std::string &bytes)
{
    const auto generation = numberIn(bytes.substr(0, generationDigits));
    m_used = headBytes;
    if (!generation || bytes.substr(0, headBytes) != head(*generation)) {
        m_hasGap = m_gap.isDamaged = true;
        return;
    }
    m_generation = *generation;
    m_isHeadRead = true;
    while (m_used + lengthDigits + macBytes < bytes.size() && bytes[m_used] != '\0') {
        const auto length = numberIn(bytes.substr(m_used, lengthDigits));
        const auto at = m_used + lengthDigits + macBytes;
        const auto text = length && *length <= bytes.size() - at
            ? bytes.substr(at, std::size_t(*length))
            : std::string();
        auto record = api::fromJson<GapRecord>(text, core::Limits::wide());
        if (bytes.substr(m_used + lengthDigits, macBytes) != macOf(m_generation, m_used, text)
            || !record) {
            m_hasGap = m_gap.isDamaged = true;
            return;
        }
        m_used = at + text.size();
        take(std::move(*record));
    }
}

void GapJournal::take(GapRecord record)
{
    const auto when = core::fromRfc3339(record.at);
    const auto at = when ? *when : core::Instant();
    if (!m_hasGap) {
        m_gap.from = at;
        m_gap.code = record.code;
    }
    m_hasGap = true;
    m_gap.to = std::max(m_gap.to, at);
    if (record.leaf.empty())
        ++m_gap.refused;
    else
        m_gap.done.push_back(std::move(record));
}

bool GapJournal::write(std::size_t at, const std::string &bytes) const
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto count
            = ::pwrite(m_file, bytes.data() + done, bytes.size() - done, off_t(at + done));
        if (count <= 0)
            return false;
        done += std::size_t(count);
    }
    return ::fdatasync(m_file) == 0;
}

bool GapJournal::append(const GapRecord &record)
{
    const auto text = api::toJson(record);
    const auto bytes
        = digitsOf(text.size(), lengthDigits) + macOf(m_generation, m_used, text) + text;
    // One byte behind them always ends them.
    if (m_used + bytes.size() >= fileBytes || !writeOwedHead() || !write(m_used, bytes))
        return false;
    m_used += bytes.size();
    return true;
}

void GapJournal::refuse(core::Instant at, const std::string &code)
{
    GapRecord record;
    record.at = core::toRfc3339(at);
    record.code = code;
    // Where the file fails too, it is known as long as the server lives.
    if (!m_hasGap)
        (void)append(record);
    take(std::move(record));
}

bool GapJournal::keep(GapRecord record, core::Instant at, const std::string &code)
{
    record.at = core::toRfc3339(at);
    record.code = code;
    if (record.leaf.empty() || !append(record))
        return false;
    take(std::move(record));
    return true;
}

void GapJournal::clear()
{
    const auto used = m_used;
    ++m_generation;
    m_hasGap = false;
    m_gap = {};
    m_used = headBytes;
    // First the generation, by which nothing that follows is a record any more.
    if (!m_isHeadOwed && write(0, head(m_generation)))
        (void)write(headBytes, std::string(std::min(used, fileBytes) - headBytes, '\0'));
    else
        m_isHeadOwed = true;
    (void)writeOwedHead();
}

// Under the number that the file still has, nothing that is written is of this gap.
bool GapJournal::writeOwedHead()
{
    if (!m_isHeadOwed)
        return true;
    std::string bytes(fileBytes, '\0');
    bytes.replace(0, headBytes, head(m_generation));
    m_isHeadOwed = !write(0, bytes);
    return !m_isHeadOwed;
}

} // namespace chancery::server
