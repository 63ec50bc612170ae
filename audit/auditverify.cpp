// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"
#include "audit/evidencewalk.h"
#include "audit/indexcheck.h"
#include "audit/prunewitness.h"
#include "audit/recordcheck.h"
#include "audit/sidejobs.h"
#include "audit/tally.h"

#include <map>

// The whole file against what was signed. Every leaf is hashed again; its own hash, the subtrees
// that it completes and every signed checkpoint at its size must agree, then its row in the event
// table and all that is made of those. A change that was carried through leaf, hash and nodes still
// fails at the first signed checkpoint above it, which then names the entries since the one before.

namespace chancery::audit {

using core::Error;
using core::ErrorKind;
using core::Result;

namespace {

constexpr std::uint64_t rowsBetweenLooks = 1024;

// What two threads find out beside the walk over the entries, each with a connection of its own.
struct Beside {
    std::optional<Result<bool>> isSearchable; // the search index is that of the entries
    std::optional<Result<bool>> isSound; // so are the other indexes, and every page
};

// Compares the search index with the texts of all entries. It asks for a connection that may write.
Result<bool> isSearchable(core::Database &database)
{
    const auto search
        = database.execute("INSERT INTO event_fts(event_fts, rank) VALUES ('integrity-check', 1)");
    if (search)
        return true;
    const auto &code = search.error().code;
    return code == "sqlite-corrupt" || code == "sqlite-error" ? Result<bool>(false)
                                                              : search.error();
}

Result<bool> isIntact(core::Database &database)
{
    const auto verdict = database.text("PRAGMA integrity_check(1)");
    return verdict ? Result<bool>(*verdict == "ok") : verdict.error();
}

// What the file is held against.
struct Copy {
    const LogIdentity &identity;
    const RowMarks &marks;
    std::uint64_t first; // entry that is there
};

class Verifier {
public:
    // Of the connections the first is for all but the entries, which are read by all of them.
    Verifier(std::vector<core::Database *> readers, const Copy &copy, const Watch &watch)
        : m_readers(std::move(readers))
        , m_database(*m_readers.front())
        , m_identity(copy.identity)
        , m_marks(copy.marks)
        , m_first(copy.first)
        , m_watch(watch)
        , m_witness(copy.first)
    {
        m_database.watch([&watch] { return watch.wantsEnd(); });
    }
    ~Verifier() { m_database.watch({}); }
    Verifier(const Verifier &) = delete;
    Verifier &operator=(const Verifier &) = delete;

    // All but what stands beside, which begins when the entries are proved, and of which it is told
    // when it asks.
    Result<LocalVerification> run(
        const std::function<void()> &startBeside, const std::function<Result<Beside>()> &beside)
    {
        if (auto loaded = loadCheckpoints(); !loaded)
            return loaded.error();
        if (auto done = take(&Verifier::proveEntries); !done)
            return done.error();
        if (!m_finding)
            startBeside();
        for (const auto step :
            {&Verifier::compareRows, &Verifier::countLeftovers, &Verifier::checkTally}) {
            if (auto done = take(step); !done)
                return done.error();
        }
        if (!m_finding) {
            const auto others = beside();
            if (!others)
                return others.error();
            if (auto judged = judge(*others); !judged)
                return judged.error();
        }
        if (auto done = take(&Verifier::checkRecords); !done)
            return done.error();
        return LocalVerification{m_proved - std::min(m_proved, m_first), m_finding};
    }

private:
    // One more look, unless something was found.
    Result<> take(Result<> (Verifier::*step)())
    {
        if (m_finding)
            return core::Done();
        auto done = (this->*step)();
        return m_watch.wantsEnd() ? Result<>(Watch::ended()) : done;
    }
    void find(std::uint64_t first, std::uint64_t last, const char *part)
    {
        if (!m_finding)
            m_finding = Finding{first, last, part};
    }
    // The entries are walked twice, once for themselves and once for their rows.
    Watch half(int which) const
    {
        return {m_watch.isCancelled, [this, which](std::int64_t done, std::int64_t total) {
                    m_watch.tell(which * total + done, 2 * total);
                }};
    }
    Result<> loadCheckpoints();
    Result<> proveEntries();
    void checkCheckpoints();
    Result<> compareRows();
    Result<> checkEvent(std::uint64_t seq, std::string_view raw, core::Statement &events);
    Result<> countLeftovers();
    Result<> checkTally();
    Result<> judge(const Beside &beside);
    Result<> checkRecords();
    Result<bool> isProvedBy(const core::Checkpoint &checkpoint);

    std::vector<core::Database *> m_readers;
    core::Database &m_database;
    const LogIdentity &m_identity;
    const RowMarks &m_marks;
    const std::uint64_t m_first;
    const Watch &m_watch;
    PruneWitness m_witness;
    std::optional<core::Checkpoint> m_latest;
    Tally m_tally;
    std::map<std::uint64_t, core::Sha256> m_checkpoints; // root by size
    Evidence m_evidence;
    EventScan m_scan;
    std::uint64_t m_proved = 0;
    std::optional<Finding> m_finding;
};

Result<> Verifier::loadCheckpoints()
{
    auto select = m_database.prepare("SELECT size, note FROM checkpoint ORDER BY size");
    if (!select)
        return select.error();
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return core::Done();
        const auto size = std::uint64_t(select->integer(0));
        const auto checkpoint
            = core::openCheckpoint(select->text(1), m_identity.origin, m_identity.verifiers);
        if (!checkpoint || checkpoint->size != size)
            find(size, size, "checkpoint");
        else
            m_checkpoints.emplace(size, checkpoint->root);
        if (checkpoint)
            m_latest = *checkpoint;
    }
}

// The entries first: what nobody could have signed is told before anything that is made of it.
Result<> Verifier::proveEntries()
{
    std::vector<std::uint64_t> sizes;
    for (const auto &[size, root] : m_checkpoints)
        sizes.push_back(size);
    auto evidence = walkEvidence(m_readers, sizes, half(0), evidencePieceLevel, m_first);
    if (!evidence)
        return evidence.error();
    m_evidence = *std::move(evidence);
    checkCheckpoints();
    if (m_finding)
        return core::Done();
    // Entries that no checkpoint has, or that one has and the file has not.
    const auto signedSize = m_latest ? m_latest->size : 0;
    if (m_evidence.entries > signedSize)
        find(signedSize, m_evidence.entries - 1, "leaf");
    else if (m_evidence.entries < signedSize) {
        const auto isProved = isProvedBy(*m_latest);
        if (!isProved)
            return isProved.error();
        if (*isProved)
            m_proved = m_evidence.entries;
        else
            find(m_evidence.entries, signedSize - 1, "leaf");
    }
    if (!m_finding && m_watch.proved)
        m_watch.proved(std::int64_t(m_proved - std::min(m_proved, m_first)));
    return core::Done();
}

// In the order of the log: a signature that fails below what else was found comes first.
void Verifier::checkCheckpoints()
{
    if (m_first > 0 && !m_checkpoints.contains(m_first))
        return find(m_first, m_first, "checkpoint");
    for (const auto &[size, root] : m_checkpoints) {
        if (size < m_first)
            continue; // of entries that had gone before the copy was begun
        const auto &finding = m_evidence.finding;
        const auto known = m_evidence.roots.find(size);
        if (known == m_evidence.roots.end() || (finding && size > finding->last))
            break;
        if (known->second != root)
            return find(m_proved, size - 1, "leaf");
        m_proved = size;
    }
    if (m_evidence.finding)
        m_finding = m_evidence.finding;
}

Result<> Verifier::compareRows()
{
    auto leaves = m_database.prepare("SELECT raw FROM leaf ORDER BY seq");
    auto events
        = m_database.prepare("SELECT " + std::string(eventColumns) + " FROM event ORDER BY seq");
    if (!leaves || !events)
        return !leaves ? leaves.error() : events.error();
    const auto watch = half(1);
    for (auto seq = m_first; seq < m_evidence.entries && !m_finding; ++seq) {
        if (seq % rowsBetweenLooks == 0) {
            if (watch.wantsEnd())
                return Watch::ended();
            watch.tell(std::int64_t(seq), std::int64_t(m_evidence.entries));
        }
        const auto row = leaves->step();
        if (!row)
            return row.error();
        if (!*row)
            find(seq, seq, "leaf"); // it was there a moment ago
        else if (auto checked = checkEvent(seq, leaves->blob(0), *events); !checked)
            return checked;
        else if (m_first > 0)
            m_witness.look(leaves->blob(0));
    }
    const bool isWhole = m_latest && m_latest->size == m_evidence.entries;
    if (isWhole && !m_witness.isBacked())
        find(0, m_first - 1, "leaf"); // nobody tells that they were pruned
    return core::Done();
}

// A log that is still being fetched: what is here is the beginning of what was signed.
Result<bool> Verifier::isProvedBy(const core::Checkpoint &checkpoint)
{
    auto select = m_database.prepare("SELECT covered, remainder FROM trust");
    if (!select)
        return select.error();
    const auto row = select->step();
    if (!row)
        return row.error();
    if (!*row || select->integer(0) != std::int64_t(m_evidence.entries))
        return false;
    std::vector<core::Sha256> proof;
    for (auto bytes = select->blob(1); bytes.size() >= 32; bytes.remove_prefix(32))
        proof.push_back(*core::sha256FromBytes(bytes.substr(0, 32)));
    return m_evidence.entries == 0
        || core::verifyConsistency(
            m_evidence.entries, checkpoint.size, proof, m_evidence.root, checkpoint.root);
}

// Both tables are walked in step: where a row is missing, the next one has another number.
Result<> Verifier::checkEvent(std::uint64_t seq, std::string_view raw, core::Statement &events)
{
    const auto row = events.step();
    if (!row)
        return row.error();
    bool isSame = false;
    if (m_scan.read(std::int64_t(seq), raw)) {
        m_tally.add(m_scan);
        isSame = *row && isRow(events, 0, m_scan);
    } else {
        const auto event = rowOf(std::int64_t(seq), raw);
        m_tally.add(event);
        isSame = *row && readRow(events, 0) == event;
    }
    if (!isSame)
        find(seq, seq, "event");
    return core::Done();
}

// Rows that belong to no leaf.
Result<> Verifier::countLeftovers()
{
    const auto events = m_database.integer("SELECT count(*) FROM event");
    const auto nodes = m_database.integer("SELECT count(*) FROM node");
    if (!events || !nodes)
        return !events ? events.error() : nodes.error();
    if (*events != std::int64_t(m_evidence.entries - m_first))
        find(m_evidence.entries, m_evidence.entries, "event");
    if (*nodes != m_evidence.nodes)
        find(m_evidence.entries, m_evidence.entries, "node");
    return core::Done();
}

Result<> Verifier::checkTally()
{
    const auto differs = m_tally.differsFrom(m_database);
    if (!differs)
        return differs.error();
    if (*differs)
        find(0, m_evidence.entries, "count");
    return core::Done();
}

Result<> Verifier::judge(const Beside &beside)
{
    for (const auto *verdict : {&beside.isSound, &beside.isSearchable}) {
        const bool isKnown = verdict->has_value();
        if (isKnown && !**verdict && (*verdict)->error().code != "sqlite-corrupt")
            return (*verdict)->error();
        if (!isKnown || !**verdict || !***verdict)
            find(0, m_evidence.entries, "search");
    }
    return core::Done();
}

Result<> Verifier::checkRecords()
{
    const auto found = checkMarks(m_database, m_marks);
    if (!found)
        return found.error();
    m_finding = *found;
    return core::Done();
}

// One after the other, for a file that cannot be opened a second time.
Result<LocalVerification> verifyAlone(
    core::Database &database, const Copy &copy, const Watch &watch)
{
    Verifier verifier({&database}, copy, watch);
    return verifier.run([] {},
        [&]() -> Result<Beside> {
            Beside beside;
            beside.isSound = isIntact(database);
            if (*beside.isSound && **beside.isSound)
                beside.isSearchable = isSearchable(database);
            if (watch.wantsEnd())
                return Watch::ended();
            return beside;
        });
}

// The entries by both readers, then three parts that need nothing of each other. Rows are compared
// here, where whoever looks on is asked and told; the cache's own connection, which may write, goes
// to the search index.
Result<LocalVerification> verifyBeside(core::Database &database, core::Database &walked,
    core::Database &looked, const Copy &copy, const Watch &watch)
{
    Beside beside;
    SideJobs jobs;
    const auto start = [&] {
        database.watch([&jobs] { return jobs.isEnding(); });
        looked.watch([&jobs] { return jobs.isEnding(); });
        jobs.start([&] { beside.isSearchable = isSearchable(database); });
        jobs.start([&] { beside.isSound = isSoundInside(looked); });
    };
    auto verified = Verifier({&walked, &looked}, copy, watch).run(start, [&]() -> Result<Beside> {
        jobs.wait([&watch] { return watch.wantsEnd(); });
        if (const auto ended = jobs.outcome(); !ended)
            return ended.error();
        return beside;
    });
    jobs.end();
    jobs.wait([] { return true; });
    database.watch({});
    return verified;
}

} // namespace

Result<LocalVerification> AuditCache::verifyLocal(const Watch &watch)
{
    auto walked = m_database.openReader();
    auto looked = m_database.openReader();
    // What is verified would not be what stands there for the next start.
    for (const auto *reader : {&walked, &looked}) {
        if (!*reader && reader->error().code == "database-moved")
            return raise(
                Alarm::CacheChanged, "", "another file stands in the place of the copy, or none");
    }
    const Copy copy{m_identity, m_marks, m_first};
    auto verification = walked && looked ? verifyBeside(m_database, *walked, *looked, copy, watch)
                                         : verifyAlone(m_database, copy, watch);
    const bool isDamaged = !verification
        && (verification.error().code == "sqlite-corrupt"
            || verification.error().code == "sqlite-not-a-database");
    if (isDamaged)
        raise(Alarm::CacheChanged, "", "a page of the file is not what was written to it");
    if (verification && verification->finding) {
        const auto &finding = *verification->finding;
        raise(Alarm::CacheChanged, "",
            finding.part + " of entries " + std::to_string(finding.first) + " to "
                + std::to_string(finding.last),
            finding.first);
    }
    return verification;
}

} // namespace chancery::audit
