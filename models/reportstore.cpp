// SPDX-License-Identifier: Apache-2.0
#include "reportstore.h"

#include "audit/reportfilesapi.h"
#include "models/atomicfile.h"
#include "models/qtconvert.h"
#include "models/reportanchors.h"

#include <atomic>

namespace chancery::models {

namespace {

using core::Result;
using Stage = audit::ReportWatch::Stage;

constexpr std::size_t pieceSize = 5000;

core::Error refused(const char *code)
{
    return {core::ErrorKind::Conflict, code, {}, {}, {}, {}};
}

ReportStep::Phase phaseOf(Stage stage)
{
    switch (stage) {
    case Stage::Reading:
        return ReportStep::Phase::Reading;
    case Stage::Counting:
        return ReportStep::Phase::Counting;
    case Stage::Asking:
        return ReportStep::Phase::Asking;
    case Stage::Writing:
        break;
    }
    return ReportStep::Phase::Writing;
}

Result<core::SigningKey> keyIn(const std::filesystem::path &file)
{
    auto text = readWholeFile(file);
    if (!text)
        return core::Error{core::ErrorKind::Invalid, "report-key",
            file.filename().string() + " cannot be read", {}, {}, {}};
    const core::Secret secret(std::move(*text));
    return audit::reportKeyFrom(secret.reveal());
}

Result<std::string> tablesIn(const audit::ReportRun &run, const audit::ReportWatch &watch)
{
    core::evidence::Files files;
    for (const auto &table : audit::tablesOf(run)) {
        auto csv = audit::toCsv(table, watch);
        if (!csv)
            return csv.error();
        files[table.name + ".csv"] = std::move(*csv);
    }
    return core::evidence::writeZip(files);
}

Result<std::string> exceptionsIn(const audit::ReportRun &run, const audit::ReportWatch &watch)
{
    for (const auto &table : audit::tablesOf(run)) {
        if (table.name == "exceptions")
            return audit::toCsv(table, watch);
    }
    return refused("report-none");
}

// What one file is made of, in the thread of reports.
struct Order {
    std::shared_ptr<ReportResult> result;
    std::optional<std::uint64_t> toldAs;
    std::optional<audit::ReportMaking> making;
    ReportFormat format;
    ReportSigning signing;
    std::filesystem::path programs;
    std::filesystem::path file;

    Result<std::string> bundle(const audit::ReportWatch &watch) const
    {
        const auto key = keyIn(signing.keyFile);
        if (!key)
            return key.error();
        auto files
            = audit::reportFiles(result->run, result->log, audit::pdfByProgram(programs), watch);
        if (!files)
            return files.error();
        std::vector<audit::ReportAnchor> anchors;
        for (const auto &[size, anchor] : result->anchors.anchors)
            anchors.push_back(anchor);
        if (auto added = audit::addAnchors(*files, result->log, anchors); !added)
            return added.error();
        return audit::bundleOf(result->run, std::move(*files), {signing.name, *key});
    }
    Result<std::string> bytes(const audit::ReportWatch &watch) const
    {
        switch (format) {
        case ReportFormat::Pdf:
            return audit::pdfByProgram(programs)(result->run, watch);
        case ReportFormat::Exceptions:
            return exceptionsIn(result->run, watch);
        case ReportFormat::Tables:
            return tablesIn(result->run, watch);
        case ReportFormat::Workbook:
            return audit::workbookOf(audit::tablesOf(result->run), watch);
        case ReportFormat::Data:
            return audit::reportData(result->log, watch);
        case ReportFormat::Oscal:
            return audit::oscalOf(result->run);
        case ReportFormat::Bundle:
            break;
        }
        return bundle(watch);
    }
    // Whoever cancels before the last step finds no file.
    Result<> carryOut(const audit::ReportWatch &watch) const
    {
        result->run.toldAs = toldAs;
        result->run.making = making;
        const auto made = bytes(watch);
        if (!made)
            return made.error();
        auto staged = StagedFile::stage(file, *made);
        if (!staged)
            return staged.error();
        if (auto going = watch.at(Stage::Writing, 1, 1); !going)
            return going;
        return staged->commit();
    }
};

} // namespace

// Written by the thread of reports, looked at by this one.
struct ReportStore::Follower {
    std::atomic<Stage> stage = Stage::Reading;
    std::atomic<std::uint64_t> done = 0;
    std::atomic<std::uint64_t> total = 0;

    static audit::ReportWatch watch(
        const core::CancelToken &token, const std::shared_ptr<Follower> &follower)
    {
        return {[&token] { return token.isCancelled(); },
            [follower](Stage stage, std::uint64_t done, std::uint64_t total) {
                follower->stage = stage;
                follower->done = done;
                follower->total = total;
            }};
    }
};

struct ReportStore::Taken {
    audit::ReportLog log;
    AuditPlace place;
};

const char *suffixOf(ReportFormat format)
{
    switch (format) {
    case ReportFormat::Pdf:
        return ".pdf";
    case ReportFormat::Exceptions:
        return "-exceptions.csv";
    case ReportFormat::Tables:
        return "-csv.zip";
    case ReportFormat::Workbook:
        return ".xlsx";
    case ReportFormat::Data:
        return ".ndjson";
    case ReportFormat::Oscal:
        return "-oscal.json";
    case ReportFormat::Bundle:
        break;
    }
    return ".cmsr";
}

ReportStore::ReportStore(client::AuditApi &api, AuditStore &audit, core::Executor &reports)
    : m_api(api)
    , m_audit(audit)
    , m_reports(reports)
    , m_follower(std::make_shared<Follower>())
{
    m_looking.setInterval(std::chrono::milliseconds(100));
    connect(&m_looking, &QTimer::timeout, this, &ReportStore::stepped);
    connect(&m_running, &Operation::changed, this, &ReportStore::follow);
    connect(&m_exporting, &Operation::changed, this, &ReportStore::follow);
    connect(&m_telling, &Operation::changed, this, &ReportStore::changed);
    connect(&m_telling, &Operation::changed, this, &ReportStore::beginFile);
    connect(&m_readingOwn, &Operation::changed, this, &ReportStore::beginFile);
    connect(&audit, &AuditStore::stateChanged, this, &ReportStore::changed);
}

ReportStore::~ReportStore()
{
    bury();
}

// A report of a long log is large: its memory is given back in the thread of reports.
void ReportStore::bury()
{
    m_begin = {};
    m_readingOwn.cancel();
    m_readingOwn.dismiss();
    m_ranAs.reset();
    m_own.reset();
    m_making.reset();
    if (m_result)
        (void)m_reports.run<core::Done>(
            [result = std::move(m_result)](const core::CancelToken &) { return core::Done(); },
            [](auto) {});
    m_result.reset();
}

void ReportStore::follow()
{
    if (m_running.hasFailed())
        m_taken.reset();
    if (m_running.isRunning() || m_exporting.isRunning())
        m_looking.start();
    else
        m_looking.stop();
    Q_EMIT changed();
}

ReportStore::State ReportStore::state() const
{
    if (m_running.isRunning())
        return State::Running;
    if (m_running.hasFailed())
        return State::Failed;
    if (m_isCancelled)
        return State::Cancelled;
    return m_result ? State::Done : State::Idle;
}

ReportStep ReportStore::step() const
{
    if (m_taken)
        return {ReportStep::Phase::Taking, m_running.progress().done, m_running.progress().total};
    return {phaseOf(m_follower->stage), qint64(m_follower->done), qint64(m_follower->total)};
}

audit::Standing ReportStore::standing() const
{
    if (!m_result || !m_audit.alarm().isEmpty())
        return audit::Standing::Failed;
    return m_result->standing;
}

std::string ReportStore::fault() const
{
    if (!m_audit.alarm().isEmpty())
        return fromQt(m_audit.alarm());
    return m_result ? m_result->fault : std::string();
}

void ReportStore::run(audit::ReportRequest request)
{
    m_exporting.cancel();
    m_exporting.dismiss();
    bury();
    m_telling.cancel();
    m_telling.dismiss();
    m_toldAs.reset();
    m_request = std::move(request);
    m_isCancelled = false;
    m_taken = std::make_shared<Taken>();
    take();
}

void ReportStore::cancel()
{
    if (!m_running.isRunning())
        return;
    m_isCancelled = true;
    m_taken.reset();
    m_running.cancel();
}

void ReportStore::take()
{
    // Before the piece is on its way, for it is another thread's then.
    const Progress soFar{qint64(m_taken->log.taken()), qint64(m_taken->log.size())};
    m_running.start<core::Done>(
        tr("Reading the audit log for a report"),
        [this, taken = m_taken](core::Handler<core::Done> done) {
            return m_audit.withCopy(
                [taken](audit::AuditCache &cache, const AuditPlace &place) {
                    taken->place = place;
                    return taken->log.take(cache, pieceSize);
                },
                std::move(done));
        },
        [this](core::Done) {
            if (m_taken->log.isComplete())
                askForAnchors();
            else
                take();
        });
    m_running.setProgress(soFar);
}

// Those of a server that has none, or that cannot be asked now, are the ones that are kept here.
void ReportStore::askForAnchors()
{
    m_offered.clear();
    m_running.start<Anchors>(
        tr("Asking for time stamps of the log"),
        [this](core::Handler<Anchors> done) { return offeredAnchors(m_api, std::move(done)); },
        [this](Anchors offered) {
            m_offered = std::move(offered);
            ask();
        });
}

void ReportStore::ask()
{
    m_follower = std::make_shared<Follower>();
    const auto make = [taken = std::exchange(m_taken, nullptr), request = m_request,
                          follower = m_follower, offered = std::exchange(m_offered, {})](
                          const core::CancelToken &token) -> Result<std::shared_ptr<ReportResult>> {
        auto verifier = core::readVerifier(taken->place.verifierKey);
        if (!verifier)
            return verifier.error();
        auto judged = std::move(taken->log).judge({taken->place.origin, {*verifier}});
        auto run = audit::runReport(judged.log, request, Follower::watch(token, follower));
        if (!run)
            return run.error();
        auto anchors = anchorsOf(offered, taken->place, judged.log, judged.log.checkpoint.size);
        if (anchors.contradicts > 0 && judged.standing != audit::Standing::Failed) {
            judged.standing = audit::Standing::Failed;
            judged.fault = "anchor-contradicts";
        }
        run->stamps = audit::stampsIn(anchors);
        return std::make_shared<ReportResult>(ReportResult{std::move(judged.log), std::move(*run),
            judged.standing, std::move(judged.fault), std::move(anchors)});
    };
    m_running.start<std::shared_ptr<ReportResult>>(
        tr("Making a report"),
        [this, make](core::Handler<std::shared_ptr<ReportResult>> done) {
            return m_reports.run<std::shared_ptr<ReportResult>>(make, std::move(done));
        },
        [this](std::shared_ptr<ReportResult> result) {
            m_own = std::move(result);
            m_result = m_own;
            tell(core::AuditActivityKind::ReportRun);
        });
}

void ReportStore::tell(core::AuditActivityKind kind)
{
    using Told = client::Acknowledged<core::AuditActivity>;
    const auto activity = audit::activityOf(m_result->run, kind);
    m_telling.start<Told>(
        tr("Telling the log of a report"),
        [this, activity](auto done) { return m_api.tellActivity(activity, std::move(done)); },
        [this, activity](const Told &told) {
            m_toldAs = told.auditSequence;
            if (activity.kind != core::AuditActivityKind::ReportRun)
                return;
            m_ranAs = m_toldAs;
            readOwnEntry(activity);
        });
}

// What the log says of the run stands in the report's header (CMP-3).
void ReportStore::readOwnEntry(const core::AuditActivity &told)
{
    using Lines = std::vector<std::string>;
    const auto entry = *m_ranAs;
    m_readingOwn.start<Lines>(
        tr("Reading what the log says of the report"),
        [this, entry](auto done) { return m_api.entries(entry, entry + 1, std::move(done)); },
        [this, entry, told](const Lines &leaves) {
            auto making = leaves.size() == 1 ? audit::makingFrom(leaves.front(), entry, told)
                                             : Result<audit::ReportMaking>(core::Error());
            if (!making)
                return;
            audit::addHere(*making, "chancery");
            m_making = *std::move(making);
        });
}

std::optional<core::Error> ReportStore::refusal(
    ReportFormat format, const ReportSigning &signing) const
{
    if (!m_result)
        return refused("report-none");
    if (standing() != audit::Standing::Verified)
        return refused("report-not-verified");
    if (format != ReportFormat::Bundle)
        return std::nullopt;
    if (!m_result->run.request.queries.empty())
        return refused("report-partial");
    if (signing.name.empty() || signing.keyFile.empty())
        return refused("report-key-missing");
    return std::nullopt;
}

void ReportStore::exportTo(
    const std::filesystem::path &file, ReportFormat format, ReportSigning signing)
{
    const auto title = tr("Writing a report");
    if (auto error = refusal(format, signing)) {
        m_exporting.refuse(title, std::move(*error));
        return;
    }
    m_follower = std::make_shared<Follower>();
    m_follower->stage = Stage::Writing;
    // Not kept for another try, for a report is large.
    const auto work = [this, file, format, signing = std::move(signing)] {
        return [order = Order{m_own, m_ranAs, m_making, format, signing, m_programs, file},
                   follower = m_follower](const core::CancelToken &token) {
            return order.carryOut(Follower::watch(token, follower));
        };
    };
    m_begin = [this, title, work, file] {
        m_exporting.start<core::Done>(
            title,
            [this, work](core::Handler<core::Done> done) {
                return m_reports.run<core::Done>(work(), std::move(done));
            },
            [this, file](core::Done) {
                tell(core::AuditActivityKind::ReportExport);
                Q_EMIT exported(toQt(file.string()));
            });
    };
    // Until then it runs, and can be cancelled like any other.
    m_exporting.start<core::Done>(
        title, [](const auto &) { return core::Call(std::make_shared<core::CancelToken>()); },
        [](core::Done) {});
    beginFile();
}

// Its header says what the log has answered, so it waits for that.
void ReportStore::beginFile()
{
    if (!m_begin || m_telling.isRunning() || m_readingOwn.isRunning())
        return;
    const auto begin = std::exchange(m_begin, {});
    if (m_exporting.isRunning())
        begin();
}

} // namespace chancery::models
