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
};

void TestReceipts::receiptsAreTold()
{
    client::MailLoop loop;
    support::RawHttpServer server(
        inTurn({httpAnswer(200, draftJson, "CMS-Audit-Seq: 41\r\nX-Request-Id: r-1\r\n"),
            httpAnswer(200, draftJson, "X-Request-Id: r-2\r\n"),
            httpAnswer(200, "{}", "CMS-Audit-Seq: 42\r\nX-Request-Id: r-3\r\n"),
            httpAnswer(200, draftJson, "CMS-Audit-Seq: 43\r\nX-Request-Id: r-4\r\n")}));
    client::TransportOptions options;
    options.baseUrl = server.url();
    client::HttpCms cms(options, loop.mailbox());
    std::string told;
    cms.onReceipt([&told](std::uint64_t sequence, const std::string &requestId) {
        told += std::to_string(sequence) + ' ' + requestId + '\n';
    });
    QVERIFY(createDraft(loop, cms).ok());
    QCOMPARE(told, std::string("41 r-1\n"));
    QVERIFY(createDraft(loop, cms).ok()); // nothing was logged
    QVERIFY(!createDraft(loop, cms).ok()); // an answer that cannot be used
    QVERIFY(createDraft(loop, cms).ok());
    QCOMPARE(told, std::string("41 r-1\n43 r-4\n"));
}

QTEST_GUILESS_MAIN(TestReceipts)
#include "tst_receipts.moc"
