// SPDX-License-Identifier: Apache-2.0
#include "auditstore.h"

#include "models/qtconvert.h"

namespace chancery::models {

namespace {

constexpr int pageSize = 500;
constexpr std::uint64_t leavesAtOnce = 5000;

std::vector<core::Sha256> hashesOf(const std::vector<std::string> &texts)
{
    std::vector<core::Sha256> hashes;
    for (const std::string &text : texts) {
        const QByteArray bytes = QByteArray::fromBase64(QByteArray::fromStdString(text));
        core::Sha256 hash{};
        std::copy_n(
            bytes.begin(), std::min<qsizetype>(bytes.size(), qsizetype(hash.size())), hash.begin());
        hashes.push_back(hash);
    }
    return hashes;
}

} // namespace

struct AuditStore::Shelf {
    AuditPlace place;
    const core::Clock &clock;
    std::optional<audit::AuditCache> cache;

    core::Result<audit::AuditCache *> open()
    {
        if (cache)
            return &*cache;
        auto verifier = core::readVerifier(place.verifierKey);
        if (!verifier)
            return verifier.error();
        std::error_code ignored;
        std::filesystem::create_directories(place.file.parent_path(), ignored);
        auto opened = audit::AuditCache::open(place.file, {place.origin, {*verifier}}, clock);
        if (!opened)
            return opened.error();
        cache.emplace(std::move(*std::move(opened)));
        return &*cache;
    }
};

AuditStore::AuditStore(
    client::AuditApi &api, core::Executor &storage, const core::Clock &clock, AuditPlace place)
    : m_api(api)
    , m_storage(storage)
    , m_shelf(std::make_shared<Shelf>(Shelf{std::move(place), clock, std::nullopt}))
{
    connect(&m_syncing, &Operation::changed, this, [this] {
        if (m_syncing.hasFailed() && m_syncing.error().kind == core::ErrorKind::Conflict)
            m_alarm = toQt(m_syncing.error().code);
        Q_EMIT stateChanged();
    });
}

// The last handle goes to the storage thread, where the file is closed after all jobs before.
AuditStore::~AuditStore()
{
    (void)m_storage.run<core::Done>(
        [shelf = std::move(m_shelf)](const core::CancelToken &) { return core::Done(); },
        [](auto) {});
}

template <typename T>
std::function<core::Call(core::Handler<T>)> AuditStore::onShelf(
    std::function<core::Result<T>(audit::AuditCache &)> job)
{
    return [this, job = std::move(job)](core::Handler<T> done) {
        return m_storage.run<T>(
            [shelf = m_shelf, job](const core::CancelToken &) -> core::Result<T> {
                auto cache = shelf->open();
                if (!cache)
                    return cache.error();
                return job(**cache);
            },
            std::move(done));
    };
}

const audit::EventRow *AuditStore::find(std::int64_t seq) const
{
    const auto found = std::ranges::find(m_rows, seq, &audit::EventRow::seq);
    return found == m_rows.end() ? nullptr : &*found;
}

void AuditStore::start()
{
    runSearch(std::nullopt);
    sync();
}

void AuditStore::sync()
{
    if (m_syncing.isRunning())
        return;
    m_syncing.start<std::int64_t>(tr("Reading the cached audit log"),
        onShelf<std::int64_t>([](audit::AuditCache &cache) { return std::int64_t(cache.size()); }),
        [this](std::int64_t size) {
            takeSize(size);
            fetchCheckpoint();
        });
}

void AuditStore::takeSize(std::int64_t size)
{
    m_size = size;
    Q_EMIT stateChanged();
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
            m_batch = {std::move(note), {}, {}};
            // What cannot be read is the cache's to judge.
            m_target = checkpoint ? checkpoint->size : 0;
            if (m_target > std::uint64_t(m_size) && m_size > 0)
                fetchProof();
            else
                fetchLeaves();
        });
}

void AuditStore::fetchProof()
{
    m_syncing.start<std::vector<std::string>>(
        m_syncing.title(),
        [this](core::Handler<std::vector<std::string>> done) {
            return m_api.consistencyProof(std::uint64_t(m_size), m_target, std::move(done));
        },
        [this](const std::vector<std::string> &proof) {
            m_batch.consistency = hashesOf(proof);
            fetchLeaves();
        });
}

void AuditStore::fetchLeaves()
{
    const std::uint64_t from = std::uint64_t(m_size) + m_batch.leaves.size();
    if (from >= m_target) {
        append();
        return;
    }
    m_syncing.start<std::vector<std::string>>(
        m_syncing.title(),
        [this, from](core::Handler<std::vector<std::string>> done) {
            return m_api.entries(from, std::min(m_target, from + leavesAtOnce), std::move(done));
        },
        [this](std::vector<std::string> leaves) {
            const bool isEnd = leaves.empty();
            std::ranges::move(leaves, std::back_inserter(m_batch.leaves));
            m_syncing.setProgress({qint64(m_batch.leaves.size()), qint64(m_target) - m_size});
            if (isEnd)
                append();
            else
                fetchLeaves();
        });
}

void AuditStore::append()
{
    m_syncing.start<std::int64_t>(tr("Checking the audit log"),
        onShelf<std::int64_t>(
            [batch = std::move(m_batch)](audit::AuditCache &cache) -> core::Result<std::int64_t> {
                if (auto appended = cache.append(batch); !appended)
                    return appended.error();
                return std::int64_t(cache.size());
            }),
        [this](std::int64_t size) {
            const bool hasGrown = size != m_size;
            takeSize(size);
            if (hasGrown)
                runSearch(std::nullopt);
        });
}

void AuditStore::search(const QString &text)
{
    m_text = text;
    m_rows.clear();
    runSearch(std::nullopt);
}

void AuditStore::loadMore()
{
    if (m_hasMore && !m_searching.isRunning() && !m_rows.empty())
        runSearch(m_rows.back().seq);
}

void AuditStore::runSearch(std::optional<std::int64_t> after)
{
    audit::AuditQuery query;
    query.filter.text = fromQt(m_text);
    // A sync must not take away what somebody has scrolled to.
    const int limit = after ? pageSize : std::max(pageSize, int(m_rows.size()));
    query.limit = limit;
    query.after = after;
    m_searching.start<std::vector<audit::EventRow>>(tr("Searching the audit log"),
        onShelf<std::vector<audit::EventRow>>(
            [query](audit::AuditCache &cache) { return audit::find(cache, query); }),
        [this, after, limit](std::vector<audit::EventRow> rows) {
            m_hasMore = int(rows.size()) == limit;
            if (!after)
                m_rows.clear();
            std::ranges::move(rows, std::back_inserter(m_rows));
            Q_EMIT rowsChanged();
        });
}

void AuditStore::showDetail(std::int64_t seq)
{
    m_detailing.start<audit::AuditDetail>(tr("Reading event %1").arg(seq),
        onShelf<audit::AuditDetail>(
            [seq](audit::AuditCache &cache) { return audit::detail(cache, seq); }),
        [this](audit::AuditDetail detail) {
            m_detail = std::move(detail);
            Q_EMIT detailChanged();
        });
}

void AuditStore::verify()
{
    m_verifying.start<audit::LocalVerification>(tr("Verifying the audit log"),
        onShelf<audit::LocalVerification>(
            [](audit::AuditCache &cache) { return cache.verifyLocal(); }),
        [this](audit::LocalVerification verification) {
            m_verification = std::move(verification);
            Q_EMIT stateChanged();
        });
}

} // namespace chancery::models
