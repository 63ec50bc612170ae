// SPDX-License-Identifier: Apache-2.0
#include "models/auditshelf.h"
#include "models/qtconvert.h"

#include <limits>

// AUD-9, the fetching side. The checkpoint first, the proof that the log only grew, then entries in
// pieces: each is proved, written and trusted before the next is asked for, so that a log of any
// length needs the memory of one piece. What is no answer at all is an alarm here; what an answer
// says is the cache's to judge. After an alarm the server is asked for proofs until the first entry
// is known that is not as it was.

namespace chancery::models {

namespace {

// A piece is written whole: the more entries it has, the fewer pages of the indexes are written
// twice. What bounds its memory are the bytes.
constexpr std::uint64_t leavesAtOnce = 20'000;
constexpr std::size_t bytesAtOnce = std::size_t(16) << 20;
constexpr std::size_t longestProof = 63;
constexpr int ofAbsences = 20; // looks in turn
constexpr int mostPrunings = 4; // in the time of one sync

std::optional<std::vector<core::Sha256>> hashesOf(const std::vector<std::string> &texts)
{
    std::vector<core::Sha256> hashes;
    for (const std::string &text : texts) {
        const auto bytes = core::fromBase64(text);
        const auto hash = bytes ? core::sha256FromBytes(*bytes) : std::nullopt;
        if (!hash || hashes.size() == longestProof)
            return std::nullopt;
        hashes.push_back(*hash);
    }
    return hashes;
}

// How many looks in turn at what the server has signed and does not show are an alarm; none where
// it is this console that cannot ask. A refusal is an answer. A server that fails may be mended,
// one that cannot be reached may come back: but it has just given the checkpoint.
std::optional<int> mostRefusals(const core::Error &error)
{
    constexpr int ofFailures = 3;
    switch (error.kind) {
    case core::ErrorKind::Forbidden:
    case core::ErrorKind::NotFound:
    case core::ErrorKind::Conflict:
    case core::ErrorKind::Invalid:
        return 1;
    case core::ErrorKind::Server: {
        const bool isAway = error.code == "http-502" || error.code == "http-503"
            || error.code == "http-504" || error.code.ends_with("-unavailable");
        return isAway ? ofAbsences : ofFailures;
    }
    case core::ErrorKind::Protocol:
        return ofFailures;
    case core::ErrorKind::Offline:
    case core::ErrorKind::Timeout:
    case core::ErrorKind::RateLimited:
        return ofAbsences;
    default:
        return std::nullopt;
    }
}

} // namespace

// An answer, or the error that stands in its place.
struct AuditStore::Refused {
    Lines lines;
    std::optional<core::Error> error;
};

std::function<core::Call(core::Handler<AuditStore::Status>)> AuditStore::statusAfter(
    std::function<core::Result<>(Shelf &)> job)
{
    return [this, job = std::move(job)](core::Handler<Status> done) {
        return m_storage.run<Status>(
            [shelf = m_shelf, job](const core::CancelToken &) -> core::Result<Status> {
                if (auto cache = shelf->open(); !cache)
                    return cache.error();
                const auto did = job(*shelf);
                // What cannot be noted now is noted by the next job.
                static_cast<void>(shelf->noteSide());
                if (!did)
                    return did.error();
                return shelf->status();
            },
            std::move(done));
    };
}

void AuditStore::sync()
{
    noteReceipts();
    if (m_syncing.isRunning())
        return;
    m_pruned.reset();
    m_prunings = 0;
    m_syncing.start<Status>(tr("Reading the cached audit log"),
        statusAfter([](Shelf &) { return core::Result<>(core::Done()); }),
        [this](const Status &status) {
            take(status);
            if (!status.alarm)
                fetchCheckpoint();
        });
}

void AuditStore::take(const Status &status)
{
    m_size = status.size;
    m_first = status.first;
    m_trusted = status.trusted;
    m_raised = status.alarm;
    m_openReceipts = status.openReceipts;
    m_isKeyInFile = status.isKeyInFile;
    m_alarm = m_raised ? toQt(std::string(audit::name(m_raised->alarm))) : QString();
    Q_EMIT stateChanged();
    investigate(status.wish);
}

void AuditStore::fetchCheckpoint()
{
    m_syncing.start<std::string>(
        tr("Syncing the audit log"),
        [this](core::Handler<std::string> done) { return m_api.checkpoint(std::move(done)); },
        [this](std::string note) {
            const auto read = core::readNote(note);
            const auto checkpoint = read ? core::readCheckpoint(read->text)
                                         : core::Result<core::Checkpoint>(read.error());
            m_batch = {std::move(note), {}, {}, {}};
            m_batch.pruned = m_size == 0 ? m_pruned : std::nullopt;
            m_batchBytes = 0;
            // What cannot be read is the cache's to judge.
            m_target = checkpoint ? checkpoint->size : 0;
            if (m_target > std::uint64_t(m_trusted) && m_trusted > 0)
                fetchProof();
            else
                fetchLeaves();
        });
}

bool AuditStore::takeProof(const std::vector<std::string> &texts, std::vector<core::Sha256> &proof)
{
    auto hashes = hashesOf(texts);
    if (hashes)
        proof = std::move(*hashes);
    else
        report(audit::Alarm::ProofUnreadable, std::to_string(texts.size()) + " hashes");
    return hashes.has_value();
}

// Other is asked of a refusal first, whether it takes care of it.
void AuditStore::fetchOwed(audit::Alarm alarm, std::function<core::Call(core::Handler<Lines>)> ask,
    std::function<void(Lines)> use, std::function<bool(const core::Error &)> other)
{
    m_syncing.start<Refused>(
        m_syncing.title(),
        [ask = std::move(ask)](core::Handler<Refused> done) {
            return ask([done = std::move(done)](core::Result<Lines> answer) {
                if (!answer && mostRefusals(answer.error()))
                    done(Refused{{}, answer.error()});
                else if (!answer)
                    done(answer.error());
                else
                    done(Refused{std::move(*answer), {}});
            });
        },
        [this, alarm, use = std::move(use), other = std::move(other)](Refused answer) {
            if (answer.error && other && other(*answer.error))
                return;
            if (answer.error)
                noteRefusal(alarm, *answer.error);
            else
                use(std::move(answer.lines));
        });
}

// Until it is an alarm, it is the failure that it looks like.
void AuditStore::noteRefusal(audit::Alarm alarm, const core::Error &error)
{
    m_syncing.start<Status>(tr("Checking the audit log"),
        statusAfter([alarm, error, note = m_batch.note](Shelf &shelf) {
            const auto noted = shelf.cache->noteRefusal(
                alarm, note, error.code, mostRefusals(error).value_or(1));
            return core::Result<>(noted ? error : noted.error());
        }),
        [](const Status &) {});
}

void AuditStore::fetchProof()
{
    fetchOwed(
        audit::Alarm::HistoryUnproven,
        [this](core::Handler<Lines> done) {
            return m_api.consistencyProof(std::uint64_t(m_trusted), m_target, std::move(done));
        },
        [this](const Lines &proof) {
            if (takeProof(proof, m_batch.consistency))
                fetchLeaves();
        });
}

std::uint64_t AuditStore::nextEntry() const
{
    const auto begin = m_batch.pruned ? m_batch.pruned->before : std::uint64_t(m_size);
    return begin + m_batch.leaves.size();
}

// The entries have gone, says the server; that is the log's own word or it is none. A new copy
// begins behind them, from the record that the log has signed; the checkpoint is asked for once
// more, for it has to have the entry that tells of the pruning.
void AuditStore::fetchPruned(const core::Error &refusal)
{
    m_syncing.start<core::PruneRecord>(
        m_syncing.title(),
        [this](core::Handler<core::PruneRecord> done) {
            return m_api.pruneRecord(
                [done = std::move(done)](core::Result<core::PruneRecord> record) {
                    // Who refuses it as well has none.
                    done(!record && mostRefusals(record.error()) ? core::PruneRecord()
                                                                 : std::move(record));
                });
        },
        [this, refusal](core::PruneRecord record) {
            // More may go while this is asked, but not again and again.
            const bool isNew
                = (!m_pruned || m_pruned->before < record.before) && ++m_prunings <= mostPrunings;
            if (record.before <= nextEntry() || !isNew) {
                noteRefusal(audit::Alarm::EntriesWithheld, refusal);
            } else if (m_size > 0) {
                judgeBehind(std::move(record));
            } else {
                m_pruned = std::move(record);
                fetchCheckpoint();
            }
        });
}

// What the log has signed of its beginning is no proof yet that it was pruned as it should: that
// is told by an entry behind it, which this copy does not reach. So it is said to whoever looks,
// and it goes on counting as entries that are signed and not shown.
void AuditStore::judgeBehind(core::PruneRecord record)
{
    static constexpr auto behind = "audit-copy-behind";
    m_batch.leaves.clear();
    m_batch.pruned = std::move(record);
    m_syncing.start<Status>(tr("Checking the audit log"),
        statusAfter([batch = m_batch](Shelf &shelf) {
            const auto judged = shelf.cache->append(batch);
            if (judged || judged.error().code != behind)
                return judged;
            const auto noted = shelf.cache->noteRefusal(
                audit::Alarm::EntriesWithheld, batch.note, behind, ofAbsences);
            return noted ? judged : noted;
        }),
        [](const Status &) {});
}

void AuditStore::fetchLeaves()
{
    const auto from = nextEntry();
    if (from >= m_target) {
        append();
        return;
    }
    if (m_batch.leaves.size() >= leavesAtOnce || m_batchBytes >= bytesAtOnce) {
        fetchRemainder();
        return;
    }
    const auto to = std::min(m_target, from - m_batch.leaves.size() + leavesAtOnce);
    fetchOwed(
        audit::Alarm::EntriesWithheld,
        [this, from, to](
            core::Handler<Lines> done) { return m_api.entries(from, to, std::move(done)); },
        [this, from, to](Lines leaves) { takeLeaves(std::move(leaves), to - from); },
        [this](const core::Error &error) {
            const bool isGone = error.code == "gone-compacted";
            if (isGone)
                fetchPruned(error);
            return isGone;
        });
}

void AuditStore::takeLeaves(std::vector<std::string> leaves, std::uint64_t asked)
{
    const auto here = nextEntry();
    if (leaves.empty()) {
        report(audit::Alarm::EntriesWithheld,
            std::to_string(m_target) + " were signed, the server gives none from "
                + std::to_string(here));
        return;
    }
    if (leaves.size() > asked) {
        report(audit::Alarm::EntriesSurplus,
            std::to_string(leaves.size()) + " entries for " + std::to_string(asked));
        return;
    }
    for (auto &leaf : leaves) {
        m_batchBytes += leaf.size();
        m_batch.leaves.push_back(std::move(leaf));
    }
    m_syncing.setProgress({qint64(nextEntry()), qint64(m_target)});
    fetchLeaves();
}

void AuditStore::fetchRemainder()
{
    const auto here = nextEntry();
    fetchOwed(
        audit::Alarm::HistoryUnproven,
        [this, here](core::Handler<Lines> done) {
            return m_api.consistencyProof(here, m_target, std::move(done));
        },
        [this](const Lines &proof) {
            if (proof.empty())
                report(audit::Alarm::ProofUnreadable, "no hashes for what is missing");
            else if (takeProof(proof, m_batch.remainder))
                append();
        });
}

// What an alarm says is read after it, by readAlarm(): it is on record in the cache.
void AuditStore::append()
{
    const auto note = m_batch.note;
    const auto before = m_size;
    m_syncing.start<Status>(tr("Checking the audit log"),
        statusAfter(
            [batch = std::move(m_batch)](Shelf &shelf) { return shelf.cache->append(batch); }),
        [this, note, before](const Status &status) {
            m_pruned.reset();
            take(status);
            if (status.size != before) {
                runSearch(std::nullopt);
                runOverview();
            }
            m_batch = {note, {}, {}, {}};
            m_batchBytes = 0;
            if (!status.alarm && status.size != before && std::uint64_t(status.size) < m_target)
                fetchLeaves();
        });
}

void AuditStore::report(audit::Alarm alarm, const std::string &detail)
{
    m_syncing.start<Status>(tr("Checking the audit log"),
        statusAfter([alarm, detail, note = m_batch.note](Shelf &shelf) {
            return core::Result<>(shelf.cache->report(alarm, note, detail));
        }),
        [](const Status &) {});
}

void AuditStore::readAlarm()
{
    m_investigating.start<Status>(tr("Looking at the alarm"),
        statusAfter([](Shelf &) { return core::Result<>(core::Done()); }),
        [this](const Status &status) { take(status); });
}

// A server that gives no proof is asked no more; the alarm stands without the entry's number.
void AuditStore::investigate(const std::optional<audit::ProofWish> &wish)
{
    if (!wish)
        return;
    m_investigating.start<std::vector<std::string>>(
        tr("Looking for the first entry that differs"),
        [this, wish](core::Handler<std::vector<std::string>> done) {
            return m_api.inclusionProof(wish->seq, wish->size, std::move(done));
        },
        [this](const std::vector<std::string> &texts) {
            const auto proof = hashesOf(texts).value_or(std::vector<core::Sha256>());
            m_investigating.start<Status>(m_investigating.title(),
                statusAfter([proof](Shelf &shelf) { return shelf.cache->takeProof(proof); }),
                [this](const Status &status) { take(status); });
        });
}

void AuditStore::acknowledge(const std::string &who)
{
    m_acknowledging.startWrite<Status>(tr("Acknowledging the alarm"),
        statusAfter([who](Shelf &shelf) { return shelf.cache->acknowledgeAlarm(who); }),
        [this](const Status &status) {
            m_verification.reset();
            m_syncing.dismiss();
            take(status);
        });
}

void AuditStore::startAnew()
{
    m_syncing.start<core::Done>(
        tr("Putting the copy of the log aside"),
        [this](core::Handler<core::Done> done) {
            return m_storage.run<core::Done>(
                [shelf = m_shelf](const core::CancelToken &) { return shelf->putAside(); },
                std::move(done));
        },
        [this](core::Done) {
            m_verification.reset();
            m_rows.clear();
            runSearch(std::nullopt);
            runOverview();
            m_syncing.dismiss();
            sync();
        });
}

void AuditStore::addReceipt(std::uint64_t seq, const std::string &requestId)
{
    constexpr auto most = std::uint64_t(std::numeric_limits<std::int64_t>::max());
    m_receipts.push_back({std::int64_t(std::min(seq, most)), requestId});
    Q_EMIT stateChanged();
    noteReceipts();
}

// One after another, because starting an operation again would drop what it has not done yet. What
// is not on record stays here, and is tried again: on a full disk, or before the file can be
// opened.
void AuditStore::noteReceipts()
{
    if (m_noting.isRunning() || m_receipts.empty())
        return;
    m_notingAgain.stop();
    m_noting.start<Status>(tr("Noting a receipt"),
        statusAfter([receipts = m_receipts](Shelf &shelf) {
            for (const Receipt &receipt : receipts) {
                auto added = shelf.cache->addReceipt(receipt.seq, receipt.requestId);
                if (!added)
                    return added;
            }
            return core::Result<>(core::Done());
        }),
        [this, count = m_receipts.size()](const Status &status) {
            m_receipts.erase(m_receipts.begin(), m_receipts.begin() + std::ptrdiff_t(count));
            take(status);
            noteReceipts();
        });
}

} // namespace chancery::models
