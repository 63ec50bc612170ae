// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/server/notifications/outbound.h"
#include "tests/server/notificationworld.h"
#include "tests/support/testcase.h"

#include <filesystem>
#include <fstream>
#include <mutex>

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;
using namespace std::chrono_literals;

namespace {

// Takes everything, or refuses as it is told to; remembers both.
class FakeOutbound final : public Outbound {
public:
    core::Result<> post(const WebhookPost &post) override
    {
        const std::lock_guard lock(m_mutex);
        m_posts.push_back(post);
        return answerTo(post.url);
    }
    core::Result<> mail(const Mail &mail) override
    {
        const std::lock_guard lock(m_mutex);
        m_mails.push_back(mail);
        return answerTo("mail");
    }
    core::Result<std::string> stamp(const StampPost &post) override { return post.query; }
    void stop() override { }

    void answer(const std::string &code, const std::string &url = {}, int retryAfter = 0)
    {
        const std::lock_guard lock(m_mutex);
        m_code = code;
        m_url = url;
        m_retryAfter = retryAfter;
    }
    std::vector<WebhookPost> posts()
    {
        const std::lock_guard lock(m_mutex);
        return m_posts;
    }
    std::vector<Mail> mails()
    {
        const std::lock_guard lock(m_mutex);
        return m_mails;
    }

private:
    core::Result<> answerTo(const std::string &url)
    {
        if (m_code.empty() || (!m_url.empty() && url != m_url))
            return core::Done();
        core::Error error{core::ErrorKind::Offline, m_code, {}, {}, {}, {}};
        if (m_retryAfter > 0)
            error.retryAfter = std::chrono::seconds(m_retryAfter);
        return error;
    }

    std::mutex m_mutex;
    std::vector<WebhookPost> m_posts;
    std::vector<Mail> m_mails;
    std::string m_code;
    std::string m_url;
    int m_retryAfter = 0;
};

// One that is named in the document, its address after its id.
std::string webhook(const std::string &id, const std::string &more = {})
{
    const std::string url = "https:" + std::string(2, '/') + id + ".example/";
    return "{\"id\":" + inQuotes(id) + ",\"url\":" + inQuotes(url) + ",\"secret\":\"one\"" + more
        + '}';
}

const std::string secretLine = "whsec_" + core::toBase64(std::string(32, 's'));

// Outlives the services that use them.
struct Outbounds {
    FakeOutbound *fresh()
    {
        all.push_back(std::make_unique<FakeOutbound>());
        return all.back().get();
    }
    std::vector<std::unique_ptr<FakeOutbound>> all;
};

} // namespace

// What is told to receivers outside: in order, at least once and under one id, without losing
// anything to a crash and without anybody having to wait for a receiver.
class TestDeliveries : public support::TestCase,
                       private Outbounds,
                       private support::NotificationWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { clock.time = TurnedClock().time; }
    void nobodyIsNamed();
    void aWebhookIsSignedAndKnown();
    void onlyTheKindsThatAreWanted();
    void aFailureIsTriedAgainLater();
    void aReceiverSaysWhenToComeBack();
    void itIsGivenUpInTheEnd();
    void whatIsGoneIsGone();
    void aDeadReceiverKeepsNobodyWaiting();
    void aFullQueueDropsAndSaysSo();
    void aCrashLosesNothing();
    void aRefusedDeedSendsNothing();
    void theClockIsTurnedBack();
    void withoutASecretNothingIsSent();
    void secretsAreOfTheirOwnEnvironment();
    void aReceiverThatIsNoMoreIsToldNothing();
    void aDocumentThatCannotGovernIsRefused();
    void mailsToAnAudience();
    void aDigestGathers();
    void aTest();
    void whoMayTest();

private:
    void name(const std::string &webhooks, const std::string &mails = {});
    void secret(const std::string &place, const std::string &text);
    std::string submit(const std::string &text) { return at(submitted(text), "/id"); }
    std::vector<core::Delivery> deliveries();
    // "delivered 1, waiting 2 timeout": the oldest first.
    std::string states();
    bool until(const std::function<bool()> &isSo);
    bool untilStates(const std::string &wanted);

    FakeOutbound *m_outbound = nullptr;
    std::unique_ptr<QTemporaryDir> m_secrets;
    std::string m_document;
    std::size_t m_mostWaiting = 1000;
};

void TestDeliveries::init()
{
    m_outbound = fresh();
    m_secrets = std::make_unique<QTemporaryDir>();
    m_mostWaiting = 1000;
    prepare = [this](ServiceOptions &options) {
        options.outbound = m_outbound;
        options.notifications.secrets = m_secrets->path().toStdString();
        options.notifications.mailFrom = "cms@example.org";
        options.notifications.limits.mostWaiting = m_mostWaiting;
    };
    beginEmergencies();
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    actAs(ann);
    m_document = config("sys/notifications");
    actAs({});
    secret("live", secretLine + '\n');
}

void TestDeliveries::secret(const std::string &place, const std::string &text)
{
    const auto folder = m_secrets->path().toStdString() + '/' + place;
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/one") << text;
}

// Makes them live in "live", by Ann with Bob's vote.
void TestDeliveries::name(const std::string &webhooks, const std::string &mails)
{
    const auto text = R"({"webhooks":[)" + webhooks + R"(],"mails":[)" + mails + "]}";
    QVERIFY(!publishLive(m_document, text).empty());
}

std::vector<core::Delivery> TestDeliveries::deliveries()
{
    auto page = read<api::Page<core::Delivery>>(
        ask("GET", "/v1/notification-deliveries", {}, {}, "limit=500"));
    if (!page)
        return {};
    std::ranges::reverse(page->items);
    std::erase_if(page->items, [](const core::Delivery &delivery) {
        return delivery.event.kind == core::NotificationKind::RequestApplied; // of the document
    });
    return std::move(page->items);
}

std::string TestDeliveries::states()
{
    std::string text;
    for (const auto &delivery : deliveries())
        text += (text.empty() ? "" : ", ") + std::string(api::toWire(delivery.state)) + ' '
            + std::to_string(delivery.attempts)
            + (delivery.failure.empty() ? "" : ' ' + delivery.failure);
    return text;
}

bool TestDeliveries::until(const std::function<bool()> &isSo)
{
    // Each round has the writer and the couriers go on; none of them waits for a clock.
    for (int i = 0; i < 20'000; ++i) {
        if (isSo())
            return true;
        tick(0s, 0s);
    }
    return false;
}

bool TestDeliveries::untilStates(const std::string &wanted)
{
    const bool isSo = until([&] { return states() == wanted; });
    if (!isSo)
        qWarning("%s", states().c_str());
    return isSo;
}

void TestDeliveries::nobodyIsNamed()
{
    (void)submit(R"({"limit":11})");
    QCOMPARE(states(), std::string());
    QVERIFY(m_outbound->posts().empty());
}

void TestDeliveries::aWebhookIsSignedAndKnown()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    const auto id = submit(R"({"limit":11})");
    QVERIFY(untilStates("delivered 1"));
    const auto post = m_outbound->posts().front();
    QCOMPARE(post.url, std::string("https://pager.example/"));
    const auto delivery = deliveries().front();
    QCOMPARE(post.id, delivery.id);
    QCOMPARE(delivery.event.subject, id);
    QCOMPARE(delivery.event.id, inbox(bob).items.front().event.id);
    // Checked here by another way than it was made.
    const auto mac
        = core::hmacSha256(std::string(32, 's'), post.id + '.' + post.timestamp + '.' + post.body);
    QCOMPARE(post.signature, "v1," + core::toBase64(core::bytesOf(mac)));
    // No text, no value and no reason is in it.
    QVERIFY(post.body.find("limit") == std::string::npos);
    QVERIFY(post.body.find("\"subject\":" + inQuotes(id)) != std::string::npos);
}

void TestDeliveries::onlyTheKindsThatAreWanted()
{
    name(webhook("pager", R"(,"kinds":["emergency-opened"])") + ','
        + webhook("all", R"(,"kinds":["review-asked","emergency-opened"])"));
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("delivered 1"));
    const auto session = EmergencyWorld::open(ann);
    QVERIFY(untilStates("delivered 1, delivered 1, delivered 1"));
    QCOMPARE(deliveries().back().event.subject, session.id.text());
}

void TestDeliveries::aFailureIsTriedAgainLater()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("http-500");
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("waiting 1 http-500"));
    const auto first = *deliveries().front().nextAt - clock.time;
    QVERIFY(first >= 8s && first <= 12s);
    for (int i = 0; i < 50; ++i)
        tick(0s, 0s);
    QCOMPARE(states(), std::string("waiting 1 http-500")); // not before
    tick(13s);
    QVERIFY(untilStates("waiting 2 http-500"));
    const auto second = *deliveries().front().nextAt - clock.time;
    QVERIFY(second >= 16s && second <= 24s);
    m_outbound->answer({});
    tick(25s);
    QVERIFY(untilStates("delivered 3 http-500"));
    const auto posts = m_outbound->posts();
    QCOMPARE(posts.size(), std::size_t(3));
    QCOMPARE(posts[0].id, posts[2].id);
    QCOMPARE(posts[0].body, posts[2].body);
    QVERIFY(posts[0].timestamp != posts[2].timestamp); // a receiver refuses old ones
}

void TestDeliveries::aReceiverSaysWhenToComeBack()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("http-429", {}, 600);
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("waiting 1 http-429"));
    QCOMPARE(*deliveries().front().nextAt - clock.time, core::Instant::duration(600s));
    // But not when it says never.
    m_outbound->answer("http-429", {}, 100'000'000);
    tick(601s);
    QVERIFY(untilStates("waiting 2 http-429"));
    QVERIFY(*deliveries().front().nextAt - clock.time <= 2h);
}

void TestDeliveries::itIsGivenUpInTheEnd()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("timeout");
    (void)submit(R"({"limit":11})");
    for (int i = 1; i <= 12; ++i) {
        QVERIFY(until([&] { return deliveries().front().attempts == i; }));
        if (i < 12)
            QCOMPARE(deliveries().front().state, core::DeliveryState::Waiting);
        tick(73min); // never a day in all
    }
    QCOMPARE(states(), std::string("given-up 12 timeout"));
    QCOMPARE(countOf("webhook.deliver_fail"), 1);
    // The next one is tried again, and brings the receiver back.
    m_outbound->answer({});
    ann = signIn("ann");
    (void)submit(R"({"limit":12})");
    tick(73min); // it is not asked before its time, though another thing is told now
    QVERIFY(untilStates("given-up 12 timeout, delivered 1"));
}

void TestDeliveries::whatIsGoneIsGone()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("http-410");
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("given-up 1 http-410"));
    QCOMPARE(countOf("webhook.deliver_fail"), 1);
}

void TestDeliveries::aDeadReceiverKeepsNobodyWaiting()
{
    name(webhook("dead", R"(,"kinds":["review-asked"])") + ','
        + webhook("alive", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("timeout", "https://dead.example/");
    for (int i = 0; i < 3; ++i)
        (void)submit(R"({"limit":1)" + std::to_string(i + 1) + '}');
    QVERIFY(until([&] {
        const auto all = deliveries();
        return std::ranges::count(all, core::DeliveryState::Delivered, &core::Delivery::state) == 3;
    }));
    // In order, and one at a time: the second waits behind the first.
    std::string dead;
    for (const auto &delivery : deliveries()) {
        if (delivery.receiver == "dead")
            dead += std::to_string(delivery.attempts);
    }
    QCOMPARE(dead, std::string("100"));
}

void TestDeliveries::aFullQueueDropsAndSaysSo()
{
    m_mostWaiting = 2;
    ServiceWorld::open(store->snapshot());
    name(webhook("dead", R"(,"kinds":["review-asked"])"));
    forgetAll();
    m_outbound->answer("timeout");
    for (int i = 0; i < 5; ++i)
        (void)submit(R"({"limit":1)" + std::to_string(i + 1) + '}');
    QVERIFY(untilStates("waiting 1 timeout, waiting 0, dropped 0 queue-full"));
    QCOMPARE(countOf("webhook.deliver_fail"), 1); // once, not for each
    QCOMPARE(inbox(bob).unread, std::uint64_t(5)); // who reads here is told it all
}

void TestDeliveries::aCrashLosesNothing()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("stopped");
    (void)submit(R"({"limit":11})");
    // Whatever was on its way when the server went away is what the store says.
    const auto map = store->snapshot();
    m_outbound = fresh();
    ServiceWorld::open(map);
    tick(20s);
    QVERIFY(until([&] { return deliveries().front().state == core::DeliveryState::Delivered; }));
    QCOMPARE(deliveries().size(), std::size_t(1));
    QCOMPARE(m_outbound->posts().front().id, deliveries().front().id);
}

void TestDeliveries::aRefusedDeedSendsNothing()
{
    name(webhook("pager"));
    const auto before = states();
    QCOMPARE(submitted("no document").status, 422);
    QVERIFY(untilStates(before.empty() ? "" : states()));
    QVERIFY(m_outbound->posts().size() <= deliveries().size() + 1);
}

void TestDeliveries::theClockIsTurnedBack()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("timeout");
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("waiting 1 timeout"));
    m_outbound->answer({});
    tick(-48h);
    QVERIFY(untilStates("delivered 2 timeout"));
}

void TestDeliveries::withoutASecretNothingIsSent()
{
    secret("live", "not a secret\n");
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("waiting 1 secret-unusable"));
    QVERIFY(m_outbound->posts().empty());
    // It is read anew for each message.
    secret("live", secretLine);
    tick(20s);
    QVERIFY(untilStates("delivered 2 secret-unusable"));
}

void TestDeliveries::secretsAreOfTheirOwnEnvironment()
{
    std::filesystem::rename(
        m_secrets->path().toStdString() + "/live", m_secrets->path().toStdString() + "/prod");
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("waiting 1 secret-missing"));
}

void TestDeliveries::aReceiverThatIsNoMoreIsToldNothing()
{
    name(webhook("pager", R"(,"kinds":["review-asked"])"));
    m_outbound->answer("timeout");
    (void)submit(R"({"limit":11})");
    QVERIFY(untilStates("waiting 1 timeout"));
    name(webhook("other", R"(,"kinds":["emergency-opened"])"));
    m_outbound->answer({});
    tick(20s);
    QVERIFY(until([&] { return deliveries().front().failure == "receiver-gone"; }));
    QCOMPARE(deliveries().front().state, core::DeliveryState::GivenUp);
}

void TestDeliveries::aDocumentThatCannotGovernIsRefused()
{
    const auto made = askAs(ann, "POST", "/v1/change-requests",
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
            + item(m_document, "live", R"({"webhooks":[{"id":"a","url":"ftp://x","secret":"s"}]})")
            + "]}");
    QCOMPARE(made.status, 422);
}

void TestDeliveries::mailsToAnAudience()
{
    name({},
        R"({"id":"bobs","to":["bob@example.org"],"kinds":["review-asked","request-approved"],)"
        R"("audience":["bob"]},)"
        R"({"id":"list","to":["a@example.org","b@example.org"],"kinds":["request-approved"]})");
    const auto id = submit(R"({"limit":11})");
    QVERIFY(untilStates("delivered 1"));
    QCOMPARE(m_outbound->mails().front().to, std::vector<std::string>{"bob@example.org"});
    QCOMPARE(votes(bob, id).status, 200); // which is told to ann, and to the list
    QVERIFY(untilStates("delivered 1, delivered 1"));
    QCOMPARE(m_outbound->mails().back().to.size(), std::size_t(2));
    QVERIFY(
        m_outbound->mails().back().text.find("Subject: [Chancery] live: " + id + " was approved")
        != std::string::npos);
}

void TestDeliveries::aDigestGathers()
{
    name({}, R"({"id":"list","to":["a@example.org"],"kinds":["review-asked"],"digestMinutes":30})");
    for (int i = 0; i < 3; ++i)
        (void)submit(R"({"limit":1)" + std::to_string(i + 1) + '}');
    for (int i = 0; i < 50; ++i)
        tick(0s, 0s);
    QCOMPARE(states(), std::string("waiting 0, waiting 0, waiting 0"));
    tick(31min);
    QVERIFY(untilStates("delivered 1, delivered 1, delivered 1"));
    QCOMPARE(m_outbound->mails().size(), std::size_t(1));
    QVERIFY(m_outbound->mails().front().text.find("live: 3 notifications") != std::string::npos);
}

void TestDeliveries::aTest()
{
    name(webhook("pager", R"(,"kinds":["emergency-opened"])"));
    const auto pia = person("pia", R"(["viewer","policy.edit"])");
    const auto path = "/v1/environments/live:test-receiver";
    QCOMPARE(askAs(pia, "POST", path, R"({"receiver":"nobody"})").status, 404);
    const auto sent = askAs(pia, "POST", path, R"({"receiver":"pager"})");
    QCOMPARE(sent.status, 201);
    QVERIFY(untilStates("delivered 1"));
    QCOMPARE(deliveries().front().event.kind, core::NotificationKind::Test);
    QCOMPARE(deliveries().front().id, at(sent, "/id"));
    QCOMPARE(
        askAs(pia, "POST", "/v1/environments/none:test-receiver", R"({"receiver":"pager"})").status,
        404);
}

void TestDeliveries::whoMayTest()
{
    name(webhook("pager", R"(,"kinds":["emergency-opened"])"));
    const auto path = "/v1/environments/live:test-receiver";
    QCOMPARE(askAs(bob, "POST", path, R"({"receiver":"pager"})").status, 403);
    QCOMPARE(askAs({}, "POST", path, R"({"receiver":"pager"})").status, 401);
    QCOMPARE(states(), std::string());
}

QTEST_GUILESS_MAIN(TestDeliveries)
#include "tst_deliveries.moc"
