// SPDX-License-Identifier: Apache-2.0
#include "syslogsink.h"

#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/random.h"
#include "engine/server/keys.h"
#include "engine/server/log/pruned.h"
#include "engine/server/secretfile.h"

#include <algorithm>
#include <fstream>

namespace chancery::server {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t mostEntries = 256; // read, and in memory, at once
constexpr std::size_t mostBytes = std::size_t(1) << 20;
constexpr auto restLength = 1000ms;
constexpr int mostGapsTold = 10; // to the log, in one life; the journal hears of all
constexpr auto noteEvery = 60s;

core::Result<std::uint64_t> sizeOf(Reader &reader)
{
    auto range = KeyRange::under(keys::join(keys::leaf, ""));
    range.limit = 1;
    range.backwards = true;
    const auto last = reader.scan(range);
    if (!last)
        return last.error();
    return last->empty() ? 0 : keys::numberAtEnd(last->front().key) + 1;
}

// The leaf hash of the entry before that one, in hexadecimal; of none: empty. It stays where
// entries are pruned.
core::Result<std::string> hashBefore(Reader &reader, std::uint64_t next)
{
    if (next == 0)
        return std::string();
    const auto bytes = reader.get(keys::join(keys::node, "0", keys::number(next - 1)));
    if (!bytes)
        return bytes.error();
    return *bytes ? core::toHex(**bytes) : std::string();
}

} // namespace

SyslogSink::SyslogSink(SinkOptions options, Parts parts)
    : m_options(std::move(options))
    , m_parts(std::move(parts))
    , m_message(m_options, m_parts.origin)
    , m_marks(m_options.settling)
    , m_retryAfter(m_options.firstRetry)
    , m_thread([this] { run(); })
{
}

SyslogSink::~SyslogSink()
{
    m_stop = true;
    {
        const std::lock_guard lock(m_mutex);
        m_hasNews = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void SyslogSink::announce(std::uint64_t size)
{
    m_size = size;
    {
        const std::lock_guard lock(m_mutex);
        m_hasNews = true;
    }
    m_wake.notify_one();
}

void SyslogSink::run()
{
    loadPosition();
    std::unique_ptr<Reader> reader;
    while (!m_stop) {
        if (!reader) {
            auto opened = m_parts.store.openReader();
            if (opened)
                reader = std::move(*opened);
            else
                fail(opened.error());
        }
        if (reader && !m_keptHash.empty()) {
            if (auto done = checkPosition(*reader); !done) {
                fail(done.error());
                tellOutage();
                pause(restLength);
                continue;
            }
        }
        if (reader && !m_link && mayConnect())
            connect();
        if (reader && m_link) {
            if (auto done = work(*reader); !done)
                fail(done.error());
        } else {
            pause(restLength);
        }
        tellOutage();
        savePosition(reader.get(), false);
    }
    savePosition(reader.get(), true);
}

// A file of another receiver, of another log, or of one that is longer than this is no position:
// everything is sent then.
void SyslogSink::loadPosition()
{
    std::ifstream in(m_parts.position, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto reading = core::readJson(text);
    if (reading) {
        const auto root = reading.tree().root();
        const auto next = root["next"].integer().value_or(-1);
        const bool isOurs = root["receiver"].text() == m_options.address.text()
            && root["origin"].text() == m_parts.origin && next >= 0;
        m_next = isOurs ? std::uint64_t(next) : 0;
        // Older servers kept none.
        m_keptHash = m_next > 0 ? std::string(root["hash"].text()) : std::string();
    }
    m_saved = m_next;
    m_marks.begin(m_next);
    note(JournalLevel::Info, "sink.begins");
}

// Whether the log is the one of which everything before the position was sent.
core::Result<> SyslogSink::checkPosition(Reader &reader)
{
    const auto hash = hashBefore(reader, m_next);
    if (!hash)
        return hash.error();
    if (*hash != m_keptHash)
        beginAgain(hash->empty() ? "sink.log_is_shorter" : "sink.log_is_another");
    m_keptHash.clear();
    return core::Done();
}

// The receiver has entries that this log has not: which ones, nobody here knows.
void SyslogSink::beginAgain(const char *why)
{
    note(JournalLevel::Error, why);
    m_next = 0;
    m_marks.begin(0);
    m_parts.alarm({m_options.address.text(), "log-went-back", behind()});
}

void SyslogSink::savePosition(Reader *reader, bool mustSave)
{
    const auto now = Clock::now();
    const auto delivered = m_marks.delivered();
    if (delivered == m_saved || (!mustSave && now - m_lastSave < restLength))
        return;
    m_lastSave = now;
    const auto hash
        = reader ? hashBefore(*reader, delivered) : core::Result<std::string>(core::Error{});
    if (!hash)
        return; // what was kept before stays
    std::string text
        = "{\"next\":" + std::to_string(delivered) + ",\"hash\":\"" + *hash + "\",\"origin\":";
    core::appendJsonString(text, m_parts.origin);
    text += ",\"receiver\":";
    core::appendJsonString(text, m_options.address.text());
    // No secret, but written as one: whole or not at all, and for the server's own user.
    if (auto written = writeSecret(m_parts.position, core::Secret(text + '}')); !written)
        note(JournalLevel::Error, "sink.position", written.error().code);
    else
        m_saved = delivered;
}

bool SyslogSink::mayConnect()
{
    return Clock::now() >= m_retryAt;
}

void SyslogSink::connect()
{
    auto link = SinkLink::open(m_options, m_stop);
    if (!link)
        return fail(link.error());
    m_link = std::move(*link);
    note(JournalLevel::Info, "sink.connected");
}

// Entries before it were pruned.
std::uint64_t SyslogSink::firstKept(Reader &reader) const
{
    try {
        return firstLeaf(View(reader));
    } catch (const Refusal &) {
        return 0;
    }
}

core::Result<> SyslogSink::work(Reader &reader)
{
    auto range = KeyRange::under(keys::join(keys::leaf, ""));
    range.from = keys::join(keys::leaf, keys::number(m_next));
    range.limit = mostEntries;
    range.bytes = mostBytes;
    auto entries = reader.scan(range);
    if (!entries)
        return entries.error();
    if (entries->empty()) {
        // The store knows; what was announced comes later than what can be read.
        const auto size = sizeOf(reader);
        if (!size)
            return size.error();
        if (m_next <= *size)
            return rest();
        beginAgain("sink.log_is_shorter");
        return core::Done();
    }
    const auto first = keys::numberAtEnd(entries->front().key);
    if (first != m_next)
        goBehind(first, first <= firstKept(reader));
    // What comes behind another gap is for the next round.
    const auto gap = std::ranges::adjacent_find(*entries, [](const Entry &one, const Entry &next) {
        return keys::numberAtEnd(one.key) + 1 != keys::numberAtEnd(next.key);
    });
    if (gap != entries->end())
        entries->erase(std::next(gap), entries->end());
    return send(*entries);
}

// The receiver will never have them, and waiting would keep all the others from it too.
void SyslogSink::goBehind(std::uint64_t first, bool arePruned)
{
    note(arePruned ? JournalLevel::Warning : JournalLevel::Error,
        arePruned ? "sink.entries_were_pruned" : "sink.entries_are_missing");
    // Who comes by once more, after a connection that broke, has told of it; and a log that is full
    // of holes shall not be filled with the news of them.
    if (first > m_toldUpTo && m_toldGaps < mostGapsTold) {
        ++m_toldGaps;
        m_toldUpTo = first;
        m_parts.alarm({m_options.address.text(), arePruned ? "entries-pruned" : "entries-missing",
            behind(), m_next, first});
    }
    m_next = first;
    m_marks.sent(first, 0);
}

core::Result<> SyslogSink::send(const std::vector<Entry> &entries)
{
    std::string bytes;
    for (const auto &entry : entries) {
        const auto sequence = keys::numberAtEnd(entry.key);
        auto message = m_message.of(sequence, *entry.value);
        if (message.size() > m_link->mostBytes())
            message = m_message.withoutEntry(sequence, *entry.value);
        if (m_link->isDatagram()) {
            if (auto sent = m_link->send(message); !sent)
                return sent;
            m_marks.sent(sequence + 1, message.size());
            m_marks.settleAll();
        }
        bytes += m_link->isDatagram() ? "" : SyslogMessage::framed(message);
        m_next = sequence + 1;
    }
    if (bytes.empty())
        return core::Done();
    m_marks.look(Clock::now(), m_link->isQuiet());
    if (auto sent = m_link->send(bytes); !sent)
        return sent;
    m_marks.sent(m_next, bytes.size());
    m_marks.look(Clock::now(), false); // its quiet time begins now
    return m_link->look();
}

// Nothing waits to be sent.
core::Result<> SyslogSink::rest()
{
    if (auto present = m_link->look(); !present)
        return present;
    m_marks.look(Clock::now(), m_link->isQuiet());
    caughtUp();
    pause(restLength);
    return core::Done();
}

void SyslogSink::fail(const core::Error &error)
{
    const bool isNew = !m_failingSince;
    m_link.reset();
    m_next = m_marks.delivered();
    m_marks.begin(m_next);
    if (m_stop)
        return;
    const auto now = Clock::now();
    if (isNew)
        m_failingSince = now;
    if (isNew || m_failure != error.code) {
        m_failure = error.code;
        note(JournalLevel::Warning, "sink.failed", error.code + ' ' + error.detail);
    }
    // Up to a fifth more, so that many servers do not come back at once.
    const auto part = static_cast<unsigned char>(core::randomBytes(1).front());
    m_retryAt = now + m_retryAfter + m_retryAfter * part / (5 * 255);
    m_retryAfter = std::min<std::chrono::milliseconds>(m_retryAfter * 2, m_options.longestRetry);
}

void SyslogSink::tellOutage()
{
    const auto now = Clock::now();
    const auto waiting = behind();
    if (waiting > 0 && now - m_lastNote > noteEvery) {
        m_lastNote = now;
        note(JournalLevel::Info, "sink.lag");
    }
    if (!m_failingSince || m_hasAlarmed || now - *m_failingSince < m_options.alarmAfter)
        return;
    m_hasAlarmed = true;
    note(JournalLevel::Error, "sink.outage", m_failure);
    m_parts.alarm({m_options.address.text(), m_failure, waiting});
}

// Only now: one that comes and goes would fill the log with the news of it.
void SyslogSink::caughtUp()
{
    m_retryAfter = m_options.firstRetry;
    if (!m_failingSince)
        return;
    m_failingSince.reset();
    m_failure.clear();
    m_hasAlarmed = false;
    note(JournalLevel::Info, "sink.caught_up");
}

void SyslogSink::pause(std::chrono::milliseconds most)
{
    std::unique_lock lock(m_mutex);
    // News do not make a receiver come back sooner.
    if (!m_link)
        m_hasNews = false;
    m_wake.wait_for(lock, most, [this] { return m_stop || m_hasNews; });
    m_hasNews = false;
}

std::uint64_t SyslogSink::behind() const
{
    const auto size = m_size.load();
    return size > m_next ? size - m_next : 0;
}

void SyslogSink::note(JournalLevel level, std::string_view event, std::string_view code) const
{
    m_parts.journal.write(level, event,
        {{"receiver", m_options.address.text()}, {"behind", std::to_string(behind())},
            {"next", std::to_string(m_next)}, {"code", std::string(code)}});
}

} // namespace chancery::server
