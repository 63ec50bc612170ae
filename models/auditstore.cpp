// SPDX-License-Identifier: Apache-2.0
#include "auditstore.h"

#include "models/atomicfile.h"
#include "models/auditshelf.h"
#include "models/qtconvert.h"

#include <fstream>

namespace chancery::models {

namespace {

constexpr int pageSize = 500;

// Under another name until it is complete.
core::Result<qint64> writeExport(audit::AuditCache &cache, const audit::AuditFilter &filter,
    audit::ExportFormat format, const std::filesystem::path &file, const audit::Watch &watch)
{
    const auto fault = [&file](const char *code) {
        return core::Error{core::ErrorKind::Storage, code, file.filename().string(), {}, {}, {}};
    };
    auto partial = file;
    partial += ".part";
    std::error_code ignored;
    std::ofstream out(partial, std::ios::binary | std::ios::trunc);
    if (!out)
        return fault("file-not-made");
    const auto sink = [&](std::string_view piece) {
        out.write(piece.data(), std::streamsize(piece.size()));
        return out ? core::Result<>(core::Done()) : core::Result<>(fault("file-not-written"));
    };
    auto written = audit::exportEntries(cache, filter, format, sink, watch);
    out.close();
    if (written && !out)
        written = fault("file-not-written");
    if (written && watch.wantsEnd())
        written = audit::Watch::ended();
    std::error_code failure;
    if (written)
        std::filesystem::rename(partial, file, failure);
    if (!written || failure)
        std::filesystem::remove(partial, ignored);
    if (failure)
        return fault("file-not-renamed");
    return written ? core::Result<qint64>(qint64(*written)) : written.error();
}

} // namespace

AuditStore::AuditStore(
    client::AuditApi &api, core::Executor &storage, const core::Clock &clock, AuditPlace place)
    : m_api(api)
    , m_storage(storage)
    , m_shelf(std::make_shared<Shelf>(Shelf{std::move(place), clock, std::nullopt}))
{
    connect(&m_syncing, &Operation::changed, this, [this] {
        if (m_syncing.hasFailed() && audit::alarmNamed(m_syncing.error().code)) {
            m_alarm = toQt(m_syncing.error().code);
            readAlarm();
        }
        Q_EMIT stateChanged();
    });
    m_notingAgain.setSingleShot(true);
    m_notingAgain.setInterval(std::chrono::seconds(5));
    connect(&m_notingAgain, &QTimer::timeout, this, &AuditStore::noteReceipts);
    connect(&m_noting, &Operation::changed, this, [this] {
        if (m_noting.hasFailed())
            m_notingAgain.start();
    });
    m_looking.setInterval(std::chrono::milliseconds(100));
    connect(&m_looking, &QTimer::timeout, this, &AuditStore::tellSteps);
}

void AuditStore::tellSteps()
{
    const auto tell = [](Operation &operation, const Steps &steps) {
        if (operation.isRunning())
            operation.setProgress({qint64(steps.done), qint64(steps.total)});
    };
    if (m_verifyingSteps)
        tell(m_verifying, *m_verifyingSteps);
    if (m_exportingSteps)
        tell(m_exporting, *m_exportingSteps);
    if (!m_verifying.isRunning() && !m_exporting.isRunning())
        m_looking.stop();
}

// The last handle goes to the storage thread, where the file is closed after all jobs before.
AuditStore::~AuditStore()
{
    (void)m_storage.run<core::Done>(
        [shelf = std::move(m_shelf)](const core::CancelToken &) { return core::Done(); },
        [](auto) {});
}

void AuditStore::start()
{
    runSearch(std::nullopt);
    runOverview();
    sync();
}

void AuditStore::setFilter(const audit::AuditFilter &filter)
{
    m_filter = filter;
    m_rows.clear();
    runSearch(std::nullopt);
    runOverview();
}

void AuditStore::loadMore()
{
    if (m_hasMore && !m_searching.isRunning() && !m_rows.empty())
        runSearch(m_rows.back().seq);
}

void AuditStore::runSearch(std::optional<std::int64_t> after)
{
    audit::AuditQuery query;
    query.filter = m_filter;
    // A sync must not take away what somebody has scrolled to.
    const int limit = after ? pageSize : std::max(pageSize, int(m_rows.size()));
    query.limit = limit;
    query.after = after;
    m_searching.start<std::vector<audit::EventRow>>(tr("Searching the audit log"),
        onShelf<std::vector<audit::EventRow>>(
            [query](audit::AuditCache &cache, const audit::Watch &) {
                return audit::find(cache, query);
            }),
        [this, after, limit](std::vector<audit::EventRow> rows) {
            m_hasMore = int(rows.size()) == limit;
            if (!after)
                m_rows.clear();
            std::ranges::move(rows, std::back_inserter(m_rows));
            Q_EMIT rowsChanged();
        });
}

void AuditStore::runOverview()
{
    m_counting.start<audit::AuditOverview>(tr("Counting events"),
        onShelf<audit::AuditOverview>(
            [filter = m_filter](audit::AuditCache &cache, const audit::Watch &) {
                return audit::overview(cache, filter);
            }),
        [this](audit::AuditOverview overview) {
            m_overview = std::move(overview);
            Q_EMIT overviewChanged();
        });
}

void AuditStore::showDetail(std::int64_t seq)
{
    m_detailing.start<audit::AuditDetail>(tr("Reading event %1").arg(seq),
        onShelf<audit::AuditDetail>([seq](audit::AuditCache &cache, const audit::Watch &) {
            return audit::detail(cache, seq);
        }),
        [this](audit::AuditDetail detail) {
            m_detail = std::move(detail);
            Q_EMIT detailChanged();
        });
}

void AuditStore::verify()
{
    m_verifyingSteps = std::make_shared<Steps>();
    m_looking.start();
    m_verifying.start<audit::LocalVerification>(tr("Verifying the audit log"),
        onShelf<audit::LocalVerification>(
            [](audit::AuditCache &cache, const audit::Watch &watch) {
                return cache.verifyLocal(watch);
            },
            m_verifyingSteps),
        [this](audit::LocalVerification verification) {
            m_verification = std::move(verification);
            Q_EMIT stateChanged();
            if (m_verification->finding)
                readAlarm();
        });
}

void AuditStore::exportTo(const std::filesystem::path &file, audit::ExportFormat format)
{
    m_exportingSteps = std::make_shared<Steps>();
    m_looking.start();
    m_exporting.start<qint64>(tr("Exporting events"),
        onShelf<qint64>(
            [filter = m_filter, file, format](audit::AuditCache &cache, const audit::Watch &watch) {
                return writeExport(cache, filter, format, file, watch);
            },
            m_exportingSteps),
        [this, format](qint64 entries) {
            tellExport(format, entries);
            Q_EMIT exported(entries);
        });
}

// What was written stays written where the server cannot be told.
void AuditStore::tellExport(audit::ExportFormat format, qint64 entries)
{
    using Told = client::Acknowledged<core::AuditActivity>;
    core::AuditActivity activity{core::AuditActivityKind::LogExport, {}, {}, {}, m_size, {}};
    activity.subject = std::to_string(entries) + " entries as ";
    activity.subject += audit::exportFormatName(format);
    m_telling.start<Told>(
        tr("Telling the log of an export"),
        [this, activity](auto done) { return m_api.tellActivity(activity, std::move(done)); },
        [](const Told &) {});
}

} // namespace chancery::models
