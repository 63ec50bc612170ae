// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeauditanchor.h"
#include "engine/core/digest.h"
#include "engine/core/signednote.h"
#include "engine/core/timestamp.h"
#include "engine/server/notifications/outbound.h"
#include "tests/server/serviceworld.h"
#include "tests/support/stampauthority.h"
#include "tests/support/testcase.h"

#include <condition_variable>
#include <mutex>

using namespace chancery;
using namespace chancery::server;
using namespace std::chrono_literals;
using support::ServiceWorld;
using support::StampAuthority;

namespace {

// An authority behind a wire that does what the test says.
class StampedOutbound final : public Outbound {
public:
    explicit StampedOutbound(const StampAuthority &authority)
        : m_authority(&authority)
    {
    }
    core::Result<> post(const WebhookPost &) override { return core::Done(); }
    core::Result<> mail(const Mail &) override { return core::Done(); }
    core::Result<std::string> stamp(const StampPost &post) override
    {
        std::unique_lock lock(m_mutex);
        ++m_asked;
        m_wake.notify_all();
        m_wake.wait(lock, [this] { return !m_hangs || m_isStopped; });
        // A name that is looked up cannot be called off.
        if (m_isStopped && m_isStubborn)
            m_wasReleased
                = m_wake.wait_for(lock, std::chrono::seconds(5), [this] { return m_isReleased; });
        if (m_isStopped)
            return core::Error{core::ErrorKind::Offline, "stopped", {}, {}, {}, {}};
        if (!m_failure.empty())
            return core::Error{core::ErrorKind::Offline, m_failure, {}, {}, {}, {}};
        return m_authority->answer(post.query);
    }
    void stop() override
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
        m_wake.notify_all();
    }
    void set(const std::string &failure, const StampAuthority &authority)
    {
        const std::lock_guard lock(m_mutex);
        m_failure = failure;
        m_authority = &authority;
    }
    void go() // after a stop
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = false;
    }
    void hang()
    {
        const std::lock_guard lock(m_mutex);
        m_hangs = true;
    }
    void hangOn()
    {
        const std::lock_guard lock(m_mutex);
        m_hangs = m_isStubborn = true;
    }
    void release()
    {
        const std::lock_guard lock(m_mutex);
        m_isReleased = true;
        m_wake.notify_all();
    }
    bool wasReleased()
    {
        const std::lock_guard lock(m_mutex);
        return m_wasReleased;
    }
    int asked()
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    const StampAuthority *m_authority;
    std::string m_failure;
    int m_asked = 0;
    bool m_hangs = false;
    bool m_isStopped = false;
    bool m_isStubborn = false;
    bool m_isReleased = false;
    bool m_wasReleased = false;
};

} // namespace

// The server has its log stamped by itself.
class TestAnchoring : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theLogIsStampedWhileItGoesOn();
    void aFailureIsToldOnceAndTriedAgain();
    void aForgedStampIsNone();
    void aNewLifeGoesOnFromTheLastStamp();
    void anEndDoesNotWaitForTheAuthority();
    void theStopIsLoggedBeforeItIsWaitedFor();
    void stampsAreForWhoReadsTheLog();

private:
    using Anchors = api::Page<core::AuditAnchor>;
    std::vector<core::AuditAnchor> anchors()
    {
        const auto page = m_world->read<Anchors>(m_world->ask("GET", "/v1/audit/anchors"));
        return page ? page->items : std::vector<core::AuditAnchor>();
    }
    // What was asked for meanwhile is looked at; no time goes by.
    std::size_t anchorCount()
    {
        m_world->tick(0us, 0us);
        return anchors().size();
    }
    int entriesOf(const std::string &event)
    {
        m_world->tick(0us, 0us);
        int count = 0;
        for (const auto &[key, value] : *m_world->store->present()) {
            const bool isOne = key.starts_with("audit-leaf/")
                && value->find("\"event\":\"" + event + '"') != std::string::npos;
            count += isOne ? 1 : 0;
        }
        return count;
    }
    void pass(std::chrono::seconds time) { m_world->tick(time, time); }

    StampAuthority m_authority;
    StampAuthority m_other;
    std::unique_ptr<StampedOutbound> m_outbound;
    std::unique_ptr<ServiceWorld> m_world;
};

void TestAnchoring::initTestCase()
{
    QVERIFY(m_authority.make());
    QVERIFY(m_other.make());
}

void TestAnchoring::init()
{
    m_outbound = std::make_unique<StampedOutbound>(m_authority);
    m_world = std::make_unique<ServiceWorld>();
    // As the authority's: it stamps by the time of this machine.
    m_world->clock.time = core::SystemClock().now();
    m_world->prepare = [this](ServiceOptions &options) {
        m_outbound->go();
        options.outbound = m_outbound.get();
        options.anchors
            = AnchorOptions{"https://tsa.example/tsr?secret", m_authority.certificate(), 600s, 60s};
    };
    m_world->begin();
}

void TestAnchoring::cleanup()
{
    m_world.reset();
}

void TestAnchoring::theLogIsStampedWhileItGoesOn()
{
    QTRY_COMPARE(anchorCount(), std::size_t(1));
    const auto first = anchors().front();
    QCOMPARE(entriesOf("audit.checkpoint_cosign"), 1);
    const auto answer = core::fromBase64(first.answer);
    const auto stamp = core::verifyTimestamp(*answer, first.note, {}, m_authority.certificate());
    QVERIFY(stamp.ok());
    QCOMPARE(stamp->time, first.at);
    const auto keys = m_world->ask("GET", "/v1/audit/keys");
    const auto verifier = core::readVerifier(ServiceWorld::at(keys, "/items/0")).value();
    const auto checkpoint
        = core::openCheckpoint(first.note, verifier.name, std::span(&verifier, 1));
    QVERIFY(checkpoint.ok());
    QCOMPARE(checkpoint->size, first.size);
    // What it wrote about that itself is nothing new.
    pass(700s);
    QCOMPARE(anchorCount(), std::size_t(1));
    QCOMPARE(m_outbound->asked(), 1);
    QVERIFY(!m_world->config("a/one").empty());
    QTRY_COMPARE(anchorCount(), std::size_t(2));
    QVERIFY(!m_world->config("a/two").empty());
    pass(500s);
    QCOMPARE(anchorCount(), std::size_t(2)); // not yet
    pass(101s);
    QTRY_COMPARE(anchorCount(), std::size_t(3));
    QVERIFY(anchors()[0].size > anchors()[1].size); // the newest first
    QCOMPARE(entriesOf("audit.sink_fail"), 0);
}

void TestAnchoring::aFailureIsToldOnceAndTriedAgain()
{
    m_outbound->set("offline", m_authority);
    QTRY_COMPARE(entriesOf("audit.sink_fail"), 1);
    QCOMPARE(m_outbound->asked(), 1);
    pass(59s);
    QCOMPARE(entriesOf("audit.sink_fail"), 1);
    QCOMPARE(m_outbound->asked(), 1);
    pass(1s);
    QTRY_COMPARE((m_world->tick(0us, 0us), m_outbound->asked()), 2);
    pass(119s);
    QCOMPARE(m_outbound->asked(), 2); // longer and longer
    m_outbound->set({}, m_authority);
    pass(2s);
    QTRY_COMPARE(anchorCount(), std::size_t(1));
    QCOMPARE(entriesOf("audit.sink_fail"), 1);
    for (const auto &[key, value] : *m_world->store->present())
        QVERIFY2(value->find("tsr?secret") == std::string::npos, key.c_str());
    // Another outage is told of again.
    m_outbound->set("timeout", m_authority);
    QVERIFY(!m_world->config("a/one").empty());
    pass(700s);
    QTRY_COMPARE(entriesOf("audit.sink_fail"), 2);
}

void TestAnchoring::aForgedStampIsNone()
{
    m_outbound->set({}, m_other);
    QTRY_COMPARE(entriesOf("audit.sink_fail"), 1);
    QCOMPARE(anchorCount(), std::size_t(0));
    for (const auto &[key, value] : *m_world->store->present())
        QVERIFY(!key.starts_with("audit-anchor/"));
}

void TestAnchoring::aNewLifeGoesOnFromTheLastStamp()
{
    QTRY_COMPARE(anchorCount(), std::size_t(1));
    m_world->open({});
    pass(1s);
    QCOMPARE(anchorCount(), std::size_t(1)); // not at every start
    QCOMPARE(m_outbound->asked(), 1);
    pass(700s);
    QTRY_COMPARE(anchorCount(), std::size_t(2));
}

void TestAnchoring::anEndDoesNotWaitForTheAuthority()
{
    QTRY_COMPARE(anchorCount(), std::size_t(1));
    QVERIFY(!m_world->config("a/one").empty());
    m_outbound->hang();
    pass(700s);
    QTRY_COMPARE(m_outbound->asked(), 2);
    m_world.reset();
    QCOMPARE(m_outbound->asked(), 2);
}

void TestAnchoring::theStopIsLoggedBeforeItIsWaitedFor()
{
    QTRY_COMPARE(anchorCount(), std::size_t(1));
    QVERIFY(!m_world->config("a/one").empty());
    m_outbound->hangOn();
    pass(700s);
    QTRY_COMPARE(m_outbound->asked(), 2);
    m_world->store->onEnd = [](const MemoryStore::Map &map) {
        QVERIFY(!map.contains("running")); // it has stopped as it should
    };
    m_world->store->failsPut = [this](std::string_view key) {
        if (key.starts_with("audit-leaf/"))
            m_outbound->release();
        return false;
    };
    m_world.reset();
    QVERIFY(m_outbound->wasReleased());
}

void TestAnchoring::stampsAreForWhoReadsTheLog()
{
    QTRY_COMPARE(anchorCount(), std::size_t(1));
    m_world->signUp("vera", {"viewer"});
    QCOMPARE(m_world->ask("GET", "/v1/audit/anchors").status, 403);
    m_world->signUp("ida", {"auditor"});
    QCOMPARE(m_world->ask("GET", "/v1/audit/anchors").status, 200);
}

QTEST_GUILESS_MAIN(TestAnchoring)
#include "tst_anchoring.moc"
