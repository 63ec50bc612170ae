// SPDX-License-Identifier: Apache-2.0
#include "writer.h"

#include "engine/core/digest.h"
#include "engine/server/gaptelling.h"
#include "engine/server/idempotency.h"
#include "engine/server/notifications/news.h"
#include "engine/server/sealkeys.h"
#include "engine/server/validator.h"

#include <algorithm>

// Group commit. A flush to the disk costs a millisecond where a mutation costs a tenth of one, so
// the writer never waits for company and never works alone for long: whatever has queued up while
// the last flush ran is the next batch. Inside a batch every job has a mark of its own, with the
// counters and the edge of the Merkle tree kept beside it in memory; undoing a job restores all
// three. Nothing is told to anyone before the commit has returned.
namespace chancery::server {

namespace {

constexpr std::size_t longestQueue = 4096;
constexpr std::size_t longestBatch = 256;

core::Error unstorable(const core::Error &error)
{
    const bool isFull = error.code == "sqlite-full" || error.code == "sqlite-ioerr-write"
        || error.code == "sqlite-ioerr" || error.code == "store-full";
    return isFull ? api::problem("storage-full", "Nothing was changed")
                  : api::problem("audit-unavailable", "Nothing was changed");
}

bool isStorageFailure(const core::Error &error)
{
    return error.kind == core::ErrorKind::Storage && error.code.starts_with("sqlite-");
}

} // namespace

Writer::Writer(Store &store, const Parts &parts, const Facts &facts, Deliver deliver)
    : m_store(store)
    , m_log(parts.log)
    , m_validator(parts.validator)
    , m_sealKeys(parts.sealKeys)
    , m_gaps(parts.gaps)
    , m_facts(facts)
    , m_deliver(std::move(deliver))
{
}

Writer::~Writer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

core::Result<Committed> Writer::restore(Reader &reader)
{
    auto range = KeyRange::under(keys::join(keys::change, ""));
    range.limit = 1;
    const auto first = reader.scan(range);
    range.backwards = true;
    const auto last = reader.scan(range);
    range = KeyRange::under(keys::join(keys::request, ""));
    range.limit = 1;
    range.backwards = true;
    const auto request = reader.scan(range);
    if (!first || !last || !request)
        return !first ? first.error() : !last ? last.error() : request.error();
    m_counters.revision = last->empty() ? 0 : keys::numberAtEnd(last->front().key);
    m_floor = first->empty() ? 1 : keys::numberAtEnd(first->front().key);
    m_counters.lastRequest = request->empty() ? 0 : keys::numberAtEnd(request->front().key);
    if (auto done = m_log.restore(reader); !done)
        return done.error();
    Committed committed;
    committed.checkpoint = m_log.checkpoint();
    return committed;
}

void Writer::start()
{
    m_thread = std::thread([this] { work(); });
}

bool Writer::submit(WriteJob job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_jobs.size() >= longestQueue)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

bool Writer::runOnce()
{
    std::deque<WriteJob> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_jobs);
    }
    return runBatch(std::move(jobs));
}

void Writer::work()
{
    for (;;) {
        std::deque<WriteJob> jobs;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            const auto count = std::min(m_jobs.size(), longestBatch);
            for (std::size_t i = 0; i < count; ++i) {
                jobs.push_back(std::move(m_jobs.front()));
                m_jobs.pop_front();
            }
        }
        runBatch(std::move(jobs));
    }
}

bool Writer::runBatch(std::deque<WriteJob> jobs)
{
    const auto counters = m_counters;
    const auto log = m_log.state();
    Committed committed;
    auto transaction = m_store.begin();
    core::Result<> outcome = core::Done();
    if (!transaction) {
        outcome = transaction.error();
    } else {
        tellGap(**transaction, committed);
        for (auto &job : jobs) {
            auto response = run(job, **transaction, committed);
            if (m_question) {
                committed.looks.push_back({std::move(job), std::exchange(m_question, nullptr)});
                continue;
            }
            committed.answers.push_back({std::move(job.done), std::move(response)});
        }
        jobs.clear();
        compact(**transaction);
        outcome = (*transaction)->commit();
    }
    if (!outcome) {
        m_counters = counters;
        m_log.setState(log);
        m_validator.forget();
        fail(std::move(jobs), committed, outcome.error());
    } else if (m_log.size() != log.tree.size()) {
        committed.checkpoint = m_log.checkpoint();
    }
    if (outcome && m_isGapTold)
        m_gaps->clear();
    if (const auto settled = m_sealKeys.settle(m_store); !settled)
        m_facts.journal.write(JournalLevel::Error, "sealing.unsettled",
            {{"code", settled.error().code}, {"detail", settled.error().detail}});
    // What others are told does not wait for files that are written anew.
    auto erased = takeErased(committed);
    m_deliver(std::move(committed));
    if (!erased.answers.empty()) {
        if (outcome)
            scrub(erased);
        m_deliver(std::move(erased));
    }
    return outcome.ok();
}

Committed Writer::takeErased(Committed &committed)
{
    const auto kept = std::ranges::partition(committed.answers,
        [](const Committed::Answer &answer) { return !answer.response.mustScrub; });
    Committed erased;
    std::ranges::move(kept, std::back_inserter(erased.answers));
    committed.answers.erase(kept.begin(), kept.end());
    return erased;
}

// Nothing of the batch has happened; everybody in it is told so.
void Writer::fail(std::deque<WriteJob> jobs, Committed &committed, const core::Error &error)
{
    m_facts.journal.write(
        JournalLevel::Error, "commit.failed", {{"code", error.code}, {"detail", error.detail}});
    committed.hints.clear();
    committed.touched.clear();
    for (auto &job : jobs)
        committed.answers.push_back({std::move(job.done), {}});
    for (auto &look : committed.looks)
        committed.answers.push_back({std::move(look.job.done), {}});
    committed.looks.clear();
    for (auto &answer : committed.answers) {
        if (isKeptInJournal(answer.response, error))
            continue;
        auto unstored = unstorable(error);
        unstored.requestId = answer.response.requestId;
        answer.response = Response::problem(unstored);
        answer.response.requestId = unstored.requestId;
    }
}

// AUD-12. What it tells of is on the disk then, and its own entry follows.
bool Writer::isKeptInJournal(Response &response, const core::Error &error)
{
    if (!m_gaps)
        return false;
    const auto now = m_facts.clock.now();
    const auto witness = std::exchange(response.witness, nullptr);
    if (!witness || !m_gaps->keep(*witness, now, error.code)) {
        m_gaps->refuse(now, error.code);
        return false;
    }
    response.hasAudit = false;
    response.auditSequence = 0;
    return true;
}

// With the first batch after it, before all else that it has to tell.
void Writer::tellGap(Transaction &transaction, Committed &committed)
{
    m_isGapTold = false;
    if (!m_gaps || !m_gaps->hasGap())
        return;
    const auto log = m_log.state();
    const auto counters = m_counters;
    const std::vector<std::string> none;
    Request request;
    request.requestId = "gap";
    try {
        orRefuse(transaction.mark());
        Unit unit(tools(transaction), request, none, nullptr);
        if (!wasGapTold(unit.view(), *m_gaps))
            tellOfGap(unit, *m_gaps);
        orRefuse(transaction.keepToMark());
        m_changed.note(unit.touched());
        std::ranges::move(unit.touched(), std::back_inserter(committed.touched));
        std::ranges::move(unit.hints(), std::back_inserter(committed.hints));
        m_isGapTold = true;
    } catch (const Refusal &refusal) {
        m_log.setState(log);
        m_counters = counters;
        (void)transaction.undoToMark();
        m_facts.journal.write(JournalLevel::Error, "gap.untold", {{"code", refusal.error.code}});
    }
}

bool Writer::scrubStore()
{
    const auto complain = [this](const char *event, const core::Error &error) {
        m_facts.journal.write(
            JournalLevel::Error, event, {{"code", error.code}, {"detail", error.detail}});
    };
    if (const auto scrubbed = m_store.scrub(); !scrubbed) {
        complain("scrub.failed", scrubbed.error());
        return false;
    }
    // Where that cannot be noted it is done once more, by the next start.
    auto transaction = m_store.begin();
    auto noted = transaction ? (*transaction)->remove(keys::mustScrub)
                             : core::Result<>(transaction.error());
    if (noted)
        noted = (*transaction)->commit();
    if (!noted)
        complain("scrub.unnoted", noted.error());
    return true;
}

void Writer::finishScrub(Reader &reader)
{
    const auto mark = reader.get(keys::mustScrub);
    if (!mark || !*mark)
        return;
    m_facts.journal.write(JournalLevel::Warning, "scrub.resumed", {});
    (void)scrubStore();
}

// What was erased is answered as such when no file holds it any more.
void Writer::scrub(Committed &erased)
{
    if (scrubStore())
        return;
    for (auto &answer : erased.answers) {
        auto unfinished = api::problem("internal",
            "It is done and logged, but the server's files may still hold the bytes; ask again");
        unfinished.requestId = answer.response.requestId;
        answer.response = Response::problem(unfinished);
        answer.response.requestId = unfinished.requestId;
    }
}

Unit::Tools Writer::tools(Transaction &transaction, GapRecord *witness)
{
    return {transaction, m_log, m_counters, m_validator, m_sealKeys, m_facts, &m_changed,
        &m_effects, witness};
}

Response Writer::run(WriteJob &job, Transaction &transaction, Committed &committed)
{
    const auto counters = m_counters;
    const auto log = m_log.state();
    Refusal refusal;
    try {
        orRefuse(transaction.mark());
        auto response = attempt(job, transaction, committed);
        response.requestId = job.request.requestId;
        return response;
    } catch (Refusal &caught) {
        refusal = std::move(caught);
    } catch (LookNeeded &needed) {
        m_question = std::move(needed.question);
    } catch (const std::exception &exception) {
        m_facts.journal.write(JournalLevel::Error, "handler.threw",
            {{"request", job.request.requestId}, {"what", exception.what()}});
        refusal.error = api::problem("internal", {});
    }
    m_counters = counters;
    m_log.setState(log);
    if (auto undone = transaction.undoToMark(); !undone)
        m_facts.journal.write(JournalLevel::Error, "undo.failed", {{"code", undone.error().code}});
    if (m_question)
        return {};
    auto response = refused(job, transaction, refusal);
    response.requestId = job.request.requestId;
    return response;
}

Response Writer::attempt(WriteJob &job, Transaction &transaction, Committed &committed)
{
    if (auto earlier = replay(job, transaction)) {
        orRefuse(transaction.keepToMark());
        return std::move(*earlier);
    }
    GapRecord witness;
    m_effects.begin(job.verdicts);
    Unit unit(tools(transaction, &witness), job.request, job.arguments, job.actor.get());
    auto response = job.work(unit);
    if (witness.isWanted)
        response.witness = std::make_shared<const GapRecord>(std::move(witness));
    tellOfRequests(unit);
    response.auditSequence = unit.auditSequence().value_or(0);
    response.hasAudit = unit.auditSequence().has_value();
    // Repeated, it has to scrub again: an answer alone would be a promise.
    if (!response.mustScrub)
        remember(job, unit, response);
    else
        unit.put(keys::mustScrub, "-"); // whoever is killed before the files are does it then
    orRefuse(transaction.keepToMark());
    m_changed.note(unit.touched());
    m_effects.note(unit.touched());
    for (auto &key : unit.touched())
        committed.touched.push_back(std::move(key));
    for (auto &hint : unit.hints())
        committed.hints.push_back(std::move(hint));
    return response;
}

Response Writer::refused(WriteJob &job, Transaction &transaction, const Refusal &refusal)
{
    auto error = isStorageFailure(refusal.error) ? unstorable(refusal.error) : refusal.error;
    error.requestId = job.request.requestId;
    auto response = Response::problem(error);
    response.etag = refusal.currentETag;
    if (error.kind != core::ErrorKind::Forbidden || !job.actor)
        return response;
    // What was denied is told to the log too.
    try {
        orRefuse(transaction.mark());
        Unit unit(tools(transaction), job.request, job.arguments, job.actor.get());
        Deed deed{.kind = core::AuditKind::AuthzDenied, .targetType = "operation"};
        deed.targetId = job.route ? job.route->operationId : "";
        deed.outcome = core::AuditOutcome::Denied;
        deed.status = response.status;
        deed.problem = error.code;
        deed.correlation = job.arguments.empty() ? "" : job.arguments.front();
        unit.record(deed);
        orRefuse(transaction.keepToMark());
        response.auditSequence = unit.auditSequence().value_or(0);
        response.hasAudit = true;
    } catch (const Refusal &caught) {
        m_facts.journal.write(
            JournalLevel::Error, "denial.unrecorded", {{"code", caught.error.code}});
        (void)transaction.undoToMark();
    }
    return response;
}

std::optional<Response> Writer::replay(const WriteJob &job, Transaction &transaction) const
{
    if (job.request.idempotencyKey.empty() || !job.actor || !job.route)
        return std::nullopt;
    return replayedAnswer(job.request, *job.actor, *job.route, {transaction, m_sealKeys, m_facts});
}

void Writer::remember(const WriteJob &job, Unit &unit, const Response &response) const
{
    if (job.request.idempotencyKey.empty() || !job.actor || !job.route || response.status >= 500)
        return;
    // A token or an opened value is shown and never stored; whoever asks again is answered anew.
    using enum api::Operation;
    const auto operation = job.route->operation;
    if (operation == createServiceToken || operation == revealValue || operation == openVersion)
        return;
    rememberAnswer(unit, *job.route, response);
}

// Hints older than the last ones are dropped now and then; who asks for them is told to start over.
void Writer::compact(Transaction &transaction)
{
    static constexpr std::uint64_t slack = 1024;
    if (m_counters.revision < m_floor + m_facts.changesKept + slack)
        return;
    const auto newFloor = m_counters.revision - m_facts.changesKept;
    for (; m_floor < newFloor; ++m_floor) {
        if (!transaction.remove(keys::join(keys::change, keys::number(m_floor))))
            return;
    }
}

} // namespace chancery::server
