// SPDX-License-Identifier: Apache-2.0
#include "models/auditstore.h"
#include "models/mailpump.h"
#include "models/sessionstore.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QSettings>
#include <QTemporaryDir>

using namespace chancery;
using core::ErrorKind;
using models::SessionStore;
using Stage = models::SessionStore::Stage;

// The two stores that outlive a server's good will: the way in and out, and the copy of the log.
class SessionAndAuditTest : public support::TestCase, public models::ServerLauncher {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void unreachableServerIsTriedAgain();
    void serverThatCannotBeStartedIsSaid();
    void unusableAddressIsRefusedAtOnce();
    void answerAfterLeavingIsNotTaken();
    void signInFailures_data();
    void signInFailures();
    void signingOutNeedsNoServer();
    void auditFailuresKeepWhatIsCached_data();
    void auditFailuresKeepWhatIsCached();
    void logThatWasRewrittenIsAnAlarm();
    void logThatHoldsLessThanItSignsIsNotTaken();
    void scrolledListOutlivesASync();

public:
    core::Call launch(const models::Profile &, core::Handler<models::Endpoint> done) override
    {
        auto token = std::make_shared<core::CancelToken>();
        m_mailbox->post(token, [result = m_endpoint, done = std::move(done)] { done(result); });
        return core::Call(token);
    }

private:
    std::unique_ptr<SessionStore> makeSession();
    std::unique_ptr<models::AuditStore> makeAudit();
    bool sync(models::AuditStore &store);
    void grow(int count);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::shared_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<core::Executor> m_storage;
    std::unique_ptr<QSettings> m_settings;
    core::SystemClock m_clock;
    core::Result<models::Endpoint> m_endpoint = models::Endpoint{"scripted", {}, {}};
};

void SessionAndAuditTest::init()
{
    m_storage.reset(); // it may be busy in the folder still
    m_folder = std::make_unique<QTemporaryDir>();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_shared<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_storage = std::make_unique<core::Executor>(m_mailbox);
    m_settings = std::make_unique<QSettings>(
        m_folder->filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
    m_endpoint = models::Endpoint{"scripted", {}, {}};
}

std::unique_ptr<SessionStore> SessionAndAuditTest::makeSession()
{
    return std::make_unique<SessionStore>(*m_settings, *this,
        [this](const models::Endpoint &endpoint) -> core::Result<std::shared_ptr<client::CmsApi>> {
            if (endpoint.url != "scripted")
                return support::anError(ErrorKind::Invalid, "bad-url");
            return std::shared_ptr<client::CmsApi>(m_cms);
        });
}

void SessionAndAuditTest::unreachableServerIsTriedAgain()
{
    const auto session = makeSession();
    m_cms->failNext("getMeta", support::anError(ErrorKind::Offline));
    session->connectTo(models::Profile(session->profiles().front()));
    QTRY_VERIFY(session->connecting().hasFailed());
    QVERIFY(session->stage() == Stage::Connecting);
    session->connecting().retry();
    QTRY_VERIFY(session->stage() == Stage::SigningIn);
}

void SessionAndAuditTest::serverThatCannotBeStartedIsSaid()
{
    const auto session = makeSession();
    m_endpoint = support::anError(ErrorKind::Offline, "server-missing");
    session->connectTo(models::Profile(session->profiles().front()));
    QTRY_VERIFY(session->connecting().hasFailed());
    QCOMPARE(session->connecting().error().code, std::string("server-missing"));
    QVERIFY(!session->api());
}

void SessionAndAuditTest::unusableAddressIsRefusedAtOnce()
{
    const auto session = makeSession();
    models::Profile profile;
    profile.id = QStringLiteral("x");
    profile.url = QStringLiteral("ftp://nowhere");
    session->connectTo(profile);
    QVERIFY(session->connecting().hasFailed());
    QCOMPARE(session->connecting().error().code, std::string("bad-url"));
    session->disconnectFromServer();
    QVERIFY(session->stage() == Stage::Choosing);
    QVERIFY(!session->connecting().hasFailed());
}

void SessionAndAuditTest::answerAfterLeavingIsNotTaken()
{
    const auto session = makeSession();
    m_cms->hang("getMeta");
    session->connectTo(models::Profile(session->profiles().front()));
    QTRY_COMPARE(m_cms->callCount("getMeta"), 1);
    session->disconnectFromServer();
    m_cms->release();
    m_cms->hang("signIn");
    session->connectTo(models::Profile(session->profiles().front()));
    QTRY_VERIFY(session->stage() == Stage::SigningIn);
    QSignalSpy signedIn(session.get(), &SessionStore::signedIn);
    session->signIn(QStringLiteral("alice"), QStringLiteral("alice-password"));
    session->disconnectFromServer();
    m_cms->release();
    session->connectTo(models::Profile(session->profiles().front()));
    QTRY_VERIFY(session->stage() == Stage::SigningIn);
    QCOMPARE(signedIn.count(), 0);
    QVERIFY(session->permissions().granted.empty());
}

void SessionAndAuditTest::signInFailures_data()
{
    QTest::addColumn<int>("kind");
    for (const ErrorKind kind : {ErrorKind::Offline, ErrorKind::Timeout, ErrorKind::Unauthorized,
             ErrorKind::Forbidden, ErrorKind::RateLimited, ErrorKind::Server, ErrorKind::Protocol})
        QTest::newRow(std::string(core::name(kind)).c_str()) << int(kind);
}

void SessionAndAuditTest::signInFailures()
{
    QFETCH(int, kind);
    const auto session = makeSession();
    session->connectTo(models::Profile(session->profiles().front()));
    QTRY_VERIFY(session->stage() == Stage::SigningIn);
    m_cms->failNext("signIn", support::anError(ErrorKind(kind)));
    session->signIn(QStringLiteral("alice"), QStringLiteral("alice-password"));
    QTRY_VERIFY(session->signingIn().hasFailed());
    QCOMPARE(int(session->signingIn().error().kind), kind);
    QVERIFY(session->stage() == Stage::SigningIn);
    QVERIFY(session->profiles().front().lastUser.isEmpty());
    session->signIn(QStringLiteral("alice"), QStringLiteral("alice-password"));
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QCOMPARE(session->profiles().front().lastUser, QStringLiteral("alice"));
}

void SessionAndAuditTest::signingOutNeedsNoServer()
{
    const auto session = makeSession();
    session->connectTo(models::Profile(session->profiles().front()));
    QTRY_VERIFY(session->stage() == Stage::SigningIn);
    session->signIn(QStringLiteral("alice"), QStringLiteral("alice-password"));
    QTRY_VERIFY(session->stage() == Stage::SignedIn);
    QSignalSpy leaving(session.get(), &SessionStore::signingOut);
    m_cms->failNext("signOut", support::anError(ErrorKind::Offline));
    session->signOut();
    session->signOut();
    QCOMPARE(leaving.count(), 1);
    QVERIFY(session->stage() == Stage::SigningIn);
    QVERIFY(!session->permissions().has("view"));
}

std::unique_ptr<models::AuditStore> SessionAndAuditTest::makeAudit()
{
    models::AuditPlace place;
    place.file = m_folder->filePath(QStringLiteral("log.sqlite")).toStdString();
    place.origin = m_cms->meta.logOrigin;
    place.verifierKey = m_cms->meta.logKey;
    return std::make_unique<models::AuditStore>(*m_cms, *m_storage, m_clock, place);
}

bool SessionAndAuditTest::sync(models::AuditStore &store)
{
    store.sync();
    return QTest::qWaitFor(
        [&] { return !store.syncing().isRunning() && !store.searching().isRunning(); });
}

void SessionAndAuditTest::grow(int count)
{
    for (int number = 0; number < count; ++number)
        m_cms->auditLeaves.push_back(R"({"number":)" + std::to_string(number) + "}");
}

void SessionAndAuditTest::auditFailuresKeepWhatIsCached_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"checkpoint", "consistencyProof", "entries"})
        QTest::newRow(method) << QByteArray(method);
}

void SessionAndAuditTest::auditFailuresKeepWhatIsCached()
{
    QFETCH(QByteArray, method);
    const auto store = makeAudit();
    QVERIFY(sync(*store));
    const auto size = store->size();
    QVERIFY(size > 0);
    QCOMPARE(std::int64_t(store->rows().size()), size);
    grow(3);
    // The third failure of a server in turn would be an alarm.
    for (const ErrorKind kind : {ErrorKind::Server, ErrorKind::Offline, ErrorKind::RateLimited}) {
        m_cms->failNext(method.toStdString(), support::anError(kind));
        QVERIFY(sync(*store));
        QVERIFY(store->syncing().hasFailed());
        QVERIFY2(store->syncing().error().kind == kind, store->syncing().error().code.c_str());
        QCOMPARE(store->size(), size);
        QVERIFY(store->alarm().isEmpty());
    }
    QVERIFY(sync(*store));
    QCOMPARE(store->size(), size + 3);
    store->verify();
    QTRY_VERIFY(store->verification() && !store->verification()->finding);
}

void SessionAndAuditTest::logThatWasRewrittenIsAnAlarm()
{
    const auto store = makeAudit();
    QVERIFY(sync(*store));
    const auto size = store->size();
    m_cms->auditLeaves.front() = R"({"event":"nothing.happened"})";
    grow(2);
    QVERIFY(sync(*store));
    QVERIFY(store->syncing().hasFailed());
    QVERIFY(!store->alarm().isEmpty());
    QCOMPARE(store->size(), size);
    // A good answer later does not take the alarm back.
    const QString alarm = store->alarm();
    m_cms->failNext("checkpoint", support::anError(ErrorKind::Offline));
    QVERIFY(sync(*store));
    QCOMPARE(store->alarm(), alarm);
}

void SessionAndAuditTest::logThatHoldsLessThanItSignsIsNotTaken()
{
    const auto store = makeAudit();
    QVERIFY(sync(*store));
    const auto size = store->size();
    grow(5);
    m_cms->hang("entries");
    store->sync();
    QTRY_COMPARE(m_cms->callCount("entries"), 2);
    // The answer that is held was made of five; the next is asked of fewer.
    m_cms->auditLeaves.resize(m_cms->auditLeaves.size() - 5);
    m_cms->release();
    QTRY_VERIFY(!store->syncing().isRunning());
    QCOMPARE(store->size(), size + 5); // what was signed and sent belongs to the log
    QVERIFY(sync(*store)); // and now it has fewer than that
    QVERIFY(store->syncing().hasFailed());
    QCOMPARE(store->size(), size + 5);
}

void SessionAndAuditTest::scrolledListOutlivesASync()
{
    grow(1'200);
    const auto store = makeAudit();
    QVERIFY(sync(*store));
    QCOMPARE(store->rows().size(), std::size_t(500));
    store->loadMore();
    QTRY_COMPARE(store->rows().size(), std::size_t(1'000));
    grow(1);
    QVERIFY(sync(*store));
    QCOMPARE(store->rows().size(), std::size_t(1'000));
    QCOMPARE(store->rows().front().seq, store->size() - 1);
    store->loadMore();
    QTRY_COMPARE(std::int64_t(store->rows().size()), store->size());
}

QTEST_GUILESS_MAIN(SessionAndAuditTest)
#include "tst_sessionandaudit.moc"
