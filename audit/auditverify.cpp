// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"
#include "audit/indexcheck.h"
#include "audit/recordcheck.h"
#include "audit/sidejobs.h"
#include "audit/tally.h"

#include <map>

// The whole file against what was signed. Every leaf is hashed again; its own hash, the subtrees
// that it completes, its row in the event table, and every signed checkpoint at its size must
// agree. A change that was carried through leaf, hash and nodes still fails at the first signed
// checkpoint above it, which then names the entries since the one before. The search index is not
// looked at: it decides what is found, not what is shown, and rebuilding it is cheap.

namespace chancery::audit {

using core::Error;
using core::ErrorKind;
using core::MerkleNode;
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

class Verifier {
public:
    Verifier(core::Database &database, const LogIdentity &identity, const RowMarks &marks,
        const Watch &watch)
        : m_database(database)
        , m_identity(identity)
        , m_marks(marks)
        , m_watch(watch)
    {
        m_database.watch([&watch] { return watch.wantsEnd(); });
    }
    ~Verifier() { m_database.watch({}); }
    Verifier(const Verifier &) = delete;
    Verifier &operator=(const Verifier &) = delete;

    // All but what stands beside, of which it is told when it asks.
    Result<LocalVerification> run(const std::function<Result<Beside>()> &beside)
    {
        if (auto loaded = loadCheckpoints(); !loaded)
            return loaded.error();
        for (const auto step :
            {&Verifier::walk, &Verifier::countLeftovers, &Verifier::checkTally}) {
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
        return LocalVerification{m_proved, m_finding};
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
    Result<> loadCheckpoints();
    Result<> walk();
    Result<> checkLeaf(const core::Statement &row, core::Statement &events);
    Result<> checkEvent(std::string_view raw, core::Statement &events);
    Result<> checkNode(const MerkleNode &node);
    void checkCheckpoint();
    Result<> countLeftovers();
    Result<> checkTally();
    Result<> judge(const Beside &beside);
    Result<> checkRecords();
    Result<bool> isProvedBy(const core::Checkpoint &checkpoint);

    core::Database &m_database;
    const LogIdentity &m_identity;
    const RowMarks &m_marks;
    const Watch &m_watch;
    std::int64_t m_total = 0; // entries, for whoever looks on
    std::optional<core::Checkpoint> m_latest;
    Tally m_tally;
    std::map<std::uint64_t, core::Sha256> m_checkpoints; // root by size
    std::vector<core::Statement> m_levels; // one walk over the nodes of each level above the leaves
    core::MerkleTree m_tree;
    std::vector<MerkleNode> m_completed; // by the last leaf
    EventScan m_scan;
    std::uint64_t m_proved = 0;
    std::int64_t m_nodes = 0;
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

Result<> Verifier::walk()
{
    auto select = m_database.prepare("SELECT seq, raw, leaf_hash FROM leaf ORDER BY seq");
    auto events
        = m_database.prepare("SELECT " + std::string(eventColumns) + " FROM event ORDER BY seq");
    if (!select || !events)
        return !select ? select.error() : events.error();
    const auto total = m_database.integer("SELECT coalesce(max(seq) + 1, 0) FROM leaf");
    m_total = total ? *total : 0;
    while (!m_finding) {
        if (m_tree.size() % rowsBetweenLooks == 0) {
            if (m_watch.wantsEnd())
                return Watch::ended();
            m_watch.tell(std::int64_t(m_tree.size()), m_total);
        }
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (auto checked = checkLeaf(*select, *events); !checked)
            return checked;
        checkCheckpoint();
    }
    if (m_finding)
        return core::Done();
    // Entries that no checkpoint has, or that one has and the file has not.
    const auto signedSize = m_latest ? m_latest->size : 0;
    if (m_tree.size() > signedSize)
        find(signedSize, m_tree.size() - 1, "leaf");
    else if (m_tree.size() < signedSize) {
        const auto isProved = isProvedBy(*m_latest);
        if (!isProved)
            return isProved.error();
        if (*isProved)
            m_proved = m_tree.size();
        else
            find(m_tree.size(), signedSize - 1, "leaf");
    }
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
    if (!*row || select->integer(0) != std::int64_t(m_tree.size()))
        return false;
    std::vector<core::Sha256> proof;
    for (auto bytes = select->blob(1); bytes.size() >= 32; bytes.remove_prefix(32))
        proof.push_back(*core::sha256FromBytes(bytes.substr(0, 32)));
    return m_tree.size() == 0
        || core::verifyConsistency(
            m_tree.size(), checkpoint.size, proof, m_tree.root(), checkpoint.root);
}

Result<> Verifier::checkLeaf(const core::Statement &row, core::Statement &events)
{
    const auto seq = m_tree.size();
    const auto raw = row.blob(1);
    const auto hash = core::leafHash(raw);
    if (row.integer(0) != std::int64_t(seq) || row.blob(2) != core::bytesOf(hash)) {
        find(seq, seq, "leaf");
        return core::Done();
    }
    if (auto checked = checkEvent(raw, events); !checked)
        return checked;
    m_completed.clear();
    m_tree.append(hash, &m_completed);
    for (std::size_t i = 1; i < m_completed.size() && !m_finding; ++i) {
        if (auto checked = checkNode(m_completed[i]); !checked)
            return checked;
    }
    return core::Done();
}

// Both tables are walked in step: where a row is missing, the next one has another number.
Result<> Verifier::checkEvent(std::string_view raw, core::Statement &events)
{
    const auto seq = m_tree.size();
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

// Nodes of a level are completed in the order of their index, so one reading of each level will do.
Result<> Verifier::checkNode(const MerkleNode &node)
{
    ++m_nodes;
    while (m_levels.size() < std::size_t(node.level)) {
        auto walk = m_database.prepare("SELECT idx, hash FROM node WHERE level = ? ORDER BY idx");
        if (!walk)
            return walk.error();
        walk->bindAll(m_levels.size() + 1);
        m_levels.push_back(std::move(*walk));
    }
    auto &level = m_levels[std::size_t(node.level) - 1];
    const auto row = level.step();
    if (!row)
        return row.error();
    const auto first = node.index << node.level;
    if (!*row || level.integer(0) != std::int64_t(node.index)
        || level.blob(1) != core::bytesOf(node.hash))
        find(first, first + (std::uint64_t(1) << node.level) - 1, "node");
    return core::Done();
}

void Verifier::checkCheckpoint()
{
    const auto checkpoint = m_checkpoints.find(m_tree.size());
    if (m_finding || checkpoint == m_checkpoints.end())
        return;
    if (checkpoint->second == m_tree.root())
        m_proved = m_tree.size();
    else
        find(m_proved, m_tree.size() - 1, "leaf");
}

// Rows that belong to no leaf.
Result<> Verifier::countLeftovers()
{
    const auto events = m_database.integer("SELECT count(*) FROM event");
    const auto nodes = m_database.integer("SELECT count(*) FROM node");
    if (!events || !nodes)
        return !events ? events.error() : nodes.error();
    if (*events != std::int64_t(m_tree.size()))
        find(m_tree.size(), m_tree.size(), "event");
    if (*nodes != m_nodes)
        find(m_tree.size(), m_tree.size(), "node");
    return core::Done();
}

Result<> Verifier::checkTally()
{
    const auto differs = m_tally.differsFrom(m_database);
    if (!differs)
        return differs.error();
    if (*differs)
        find(0, m_tree.size(), "count");
    return core::Done();
}

Result<> Verifier::judge(const Beside &beside)
{
    for (const auto *verdict : {&beside.isSound, &beside.isSearchable}) {
        const bool isKnown = verdict->has_value();
        if (isKnown && !**verdict && (*verdict)->error().code != "sqlite-corrupt")
            return (*verdict)->error();
        if (!isKnown || !**verdict || !***verdict)
            find(0, m_tree.size(), "search");
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
Result<LocalVerification> verifyAlone(core::Database &database, const LogIdentity &identity,
    const RowMarks &marks, const Watch &watch)
{
    return Verifier(database, identity, marks, watch).run([&]() -> Result<Beside> {
        Beside beside;
        beside.isSound = isIntact(database);
        if (*beside.isSound && **beside.isSound)
            beside.isSearchable = isSearchable(database);
        if (watch.wantsEnd())
            return Watch::ended();
        return beside;
    });
}

// Three parts that need nothing of each other. The entries are walked here, where whoever looks on
// is asked and told; the cache's own connection, which may write, goes to the search index.
Result<LocalVerification> verifyBeside(core::Database &database, core::Database &walked,
    core::Database &looked, const LogIdentity &identity, const RowMarks &marks, const Watch &watch)
{
    Beside beside;
    SideJobs jobs;
    database.watch([&jobs] { return jobs.isEnding(); });
    looked.watch([&jobs] { return jobs.isEnding(); });
    jobs.start([&] { beside.isSearchable = isSearchable(database); });
    jobs.start([&] { beside.isSound = isSoundInside(looked); });
    auto verified = Verifier(walked, identity, marks, watch).run([&]() -> Result<Beside> {
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
    auto verification = walked && looked
        ? verifyBeside(m_database, *walked, *looked, m_identity, m_marks, watch)
        : verifyAlone(m_database, m_identity, m_marks, watch);
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
