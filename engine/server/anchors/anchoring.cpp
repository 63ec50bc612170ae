// SPDX-License-Identifier: Apache-2.0
#include "anchoring.h"

#include "engine/api/describeauditanchor.h"
#include "engine/core/digest.h"

#include <algorithm>

namespace chancery::server {

namespace {

std::string keyOf(std::uint64_t size)
{
    return keys::join(keys::anchor, keys::number(size));
}

// Of an address only where it leads: what stands behind that may be a secret.
std::string hostOf(const std::string &url)
{
    const auto begin = url.find("://");
    const auto rest = begin == std::string::npos ? url : url.substr(begin + 3);
    return rest.substr(0, rest.find_first_of("/?"));
}

void keep(Unit &unit, const core::AuditAnchor &anchor)
{
    unit.put(keyOf(anchor.size), api::toJson(anchor));
    Deed deed{.kind = core::AuditKind::AuditCheckpointCosign, .targetType = "checkpoint"};
    deed.targetId = std::to_string(anchor.size);
    deed.reason = "Stamped at " + core::toRfc3339(anchor.at) + " by " + anchor.authority;
    unit.record(deed);
}

} // namespace

Anchoring::Anchoring(AnchorOptions options, Outbound &outbound, const Facts &facts, Links links)
    : m_options(std::move(options))
    , m_outbound(outbound)
    , m_facts(facts)
    , m_links(std::move(links))
    , m_retryAfter(m_options.firstRetry)
{
}

void Anchoring::load(const View &view)
{
    auto range = KeyRange::under(keys::join(keys::anchor, ""));
    range.backwards = true;
    range.limit = 1;
    for (const auto &entry : view.scan(range)) {
        const auto last = View::parse<core::AuditAnchor>(entry.value);
        m_lastSize = last.size;
        m_lastAt = last.at;
    }
}

bool Anchoring::isDue(std::uint64_t size) const
{
    // The entry about the last stamp alone is nothing new to stamp.
    if (size == 0 || (m_lastSize > 0 && size <= m_lastSize + 1))
        return false;
    // A clock that was set back would wait for years.
    const auto now = m_facts.clock.now();
    return now < m_lastAt || now - m_lastAt >= m_options.interval;
}

void Anchoring::tick(LatestCheckpoint &checkpoint, std::chrono::steady_clock::time_point steady)
{
    m_now = steady;
    const auto size = checkpoint.size();
    if (m_isAsking || (m_retryAt && steady < *m_retryAt) || !isDue(size))
        return;
    const auto note = checkpoint.note();
    if (!note)
        return fail(note.error());
    m_isAsking = m_worker.submit([this, size, note = *note] {
        m_links.post([this, size, note, stamped = ask(note)] { take(size, note, stamped); });
    });
}

// In the worker's thread.
core::Result<Anchoring::Stamped> Anchoring::ask(const std::string &note)
{
    const auto query = core::timestampQuery(note);
    if (!query)
        return query.error();
    auto answer = m_outbound.stamp({m_options.url, query->der});
    if (!answer)
        return std::move(answer).error();
    auto stamp = core::verifyTimestamp(*answer, note, query->nonce, m_options.authorities);
    if (!stamp)
        return std::move(stamp).error();
    return Stamped{*std::move(stamp), *std::move(answer)};
}

void Anchoring::take(
    std::uint64_t size, const std::string &note, const core::Result<Stamped> &stamped)
{
    if (!stamped)
        return fail(stamped.error());
    const core::AuditAnchor anchor{
        size, stamped->stamp.time, stamped->stamp.authority, note, core::toBase64(stamped->answer)};
    m_links.write([anchor](Unit &unit) { keep(unit, anchor); },
        [this, size](bool isDone) {
            m_isAsking = false;
            if (!isDone)
                return wait();
            m_lastSize = size;
            m_lastAt = m_facts.clock.now();
            m_retryAt.reset();
            m_retryAfter = m_options.firstRetry;
            if (m_hasAlarmed)
                m_facts.journal.write(JournalLevel::Info, "anchor.again", {});
            m_hasAlarmed = false;
        });
}

void Anchoring::fail(const core::Error &error)
{
    m_isAsking = false;
    wait();
    const auto host = hostOf(m_options.url);
    m_facts.journal.write(JournalLevel::Warning, "anchor.failed",
        {{"authority", host}, {"code", error.code}, {"detail", error.detail}});
    if (m_hasAlarmed || error.code == "stopped")
        return;
    m_hasAlarmed = true; // of an outage only once: the news of it would fill the log
    const auto tell = [host, code = error.code](Unit &unit) {
        Deed deed{.kind = core::AuditKind::AuditSinkFail, .targetType = "timestamp_authority"};
        deed.targetId = host;
        deed.reason = "The log's checkpoint was not stamped; it is tried again";
        deed.outcome = core::AuditOutcome::Failure;
        deed.status = 0;
        deed.problem = code;
        unit.record(deed);
    };
    m_links.write(tell, [this](bool isDone) { m_hasAlarmed = m_hasAlarmed && isDone; });
}

void Anchoring::wait()
{
    m_retryAt = m_now + m_retryAfter;
    m_retryAfter = std::min(m_retryAfter * 2, std::max(m_options.firstRetry, m_options.interval));
}

} // namespace chancery::server
