// SPDX-License-Identifier: Apache-2.0
#include "engine/client/httpcms.h"
#include "tests/support/loop.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::httpAnswer;

namespace {

constexpr auto draftJson
    = R"({"id":"drf_1","config":"cfg_1","path":"a/b","environment":"dev","author":"usr_1","base":null,
        "text":"{}","parkedAs":"","updatedAt":"2026-11-20T21:04:05.123456Z","etag":"2-abc"})";

// The answers in turn, over however many connections.
support::RawHttpServer::Script inTurn(std::vector<std::string> answers)
{
    auto next = std::make_shared<std::atomic<std::size_t>>(0);
    return [answers = std::move(answers), next](support::RawConnection &connection) {
        while (!connection.readRequest().empty())
            connection.send(answers[std::min((*next)++, answers.size() - 1)]);
    };
}

core::Result<client::Acknowledged<core::Draft>> createDraft(
    client::MailLoop &loop, client::HttpCms &cms)
{
    return loop.await<client::Acknowledged<core::Draft>>([&cms](auto done) {
        return cms.createDraft(
            {core::ConfigId("cfg_1"), core::EnvironmentId("dev"), {}, "{}"}, std::move(done));
    });
}

} // namespace

// Whoever keeps the log's copy hears of every action, whoever asked for it.
class TestReceipts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void receiptsAreTold();
    void theRequestIsTheOneThatWasSent();
};

void TestReceipts::receiptsAreTold()
{
    client::MailLoop loop;
    support::RawHttpServer server(inTurn({httpAnswer(200, draftJson, "CMS-Audit-Seq: 41\r\n"),
        httpAnswer(200, draftJson), httpAnswer(200, "{}", "CMS-Audit-Seq: 42\r\n"),
        httpAnswer(200, draftJson, "CMS-Audit-Seq: 43\r\n"),
        httpAnswer(200, draftJson, "CMS-Audit-Seq: 4x\r\n")}));
    client::TransportOptions options;
    options.baseUrl = server.url();
    client::HttpCms cms(options, loop.mailbox());
    std::string told;
    cms.onReceipt([&told](std::uint64_t sequence, const std::string &) {
        told += std::to_string(sequence) + '\n';
    });
    QVERIFY(createDraft(loop, cms).ok());
    QCOMPARE(told, std::string("41\n"));
    QVERIFY(createDraft(loop, cms).ok()); // nothing was logged
    QCOMPARE(told, std::string("41\n"));
    QVERIFY(!createDraft(loop, cms).ok()); // an answer that cannot be used: it was logged
    QVERIFY(createDraft(loop, cms).ok());
    QVERIFY(createDraft(loop, cms).ok()); // no number
    QCOMPARE(told, std::string("41\n42\n43\n"));
}

// A server that names another request than ours would choose itself which entry is looked for.
void TestReceipts::theRequestIsTheOneThatWasSent()
{
    client::MailLoop loop;
    support::RawHttpServer server(
        inTurn({httpAnswer(200, draftJson, "CMS-Audit-Seq: 41\r\nX-Request-Id: of-another\r\n"),
            httpAnswer(200, draftJson, "CMS-Audit-Seq: 42\r\n")}));
    client::TransportOptions options;
    options.baseUrl = server.url();
    client::HttpCms cms(options, loop.mailbox());
    std::vector<std::string> told;
    cms.onReceipt(
        [&told](std::uint64_t, const std::string &requestId) { told.push_back(requestId); });
    QVERIFY(createDraft(loop, cms).ok());
    QVERIFY(createDraft(loop, cms).ok());
    const auto requests = server.requests();
    QCOMPARE(requests.size(), 2u);
    QCOMPARE(told.size(), 2u);
    for (std::size_t at = 0; at < 2; ++at) {
        QVERIFY(!told[at].empty());
        QCOMPARE(told[at], support::headerOf(requests[at], "X-Request-Id"));
    }
}

QTEST_GUILESS_MAIN(TestReceipts)
#include "tst_receipts.moc"
