// SPDX-License-Identifier: Apache-2.0
#include "engine/api/json.h"
#include "engine/api/problem.h"
#include "engine/api/routes.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

core::ChangeRequest aRequest()
{
    core::ChangeRequest request;
    request.id = core::ChangeRequestId("CR-7");
    request.title = "Raise the limit \"now\"";
    request.state = core::RequestState::Approved;
    request.cycle = 2;
    request.contributors = {core::PrincipalId("usr_1"), core::PrincipalId("usr_2")};
    request.items.push_back({core::ConfigId("cfg_1"), "shop/api", core::EnvironmentId("prod"),
        core::VersionId("sha256:00"), "{\"a\": 1}\n", core::Format::Yaml, true});
    core::Review review;
    review.kind = core::VoteKind::RequestChanges;
    review.at = core::Instant(std::chrono::microseconds(1'700'000'000'123'456));
    request.reviews.push_back(review);
    request.rollbackTo = core::VersionId("sha256:ff");
    return request;
}

std::string routed(std::string_view method, std::string_view path)
{
    const auto found = api::match(method, path);
    if (!found.route)
        return found.pathExists ? "other method" : "none";
    std::string text(found.route->operationId);
    for (const auto &argument : found.arguments)
        text += ' ' + argument;
    return text;
}

} // namespace

class TestApiJson : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void valuesSurviveTheWire();
    void wrongFormsAreNamedByPointer();
    void unknownWordsAndMembersAreNoError();
    void problemsSurviveTheWire();
    void unknownCodesDoNotLeakTheirDetail();
    void everyRouteIsInItsPlace();
    void pathsFindTheirRoute();
};

void TestApiJson::valuesSurviveTheWire()
{
    const auto request = aRequest();
    const auto read = api::fromJson<core::ChangeRequest>(api::toJson(request));
    QVERIFY(read.ok());
    QVERIFY(*read == request);
    api::Page<core::ChangeRequest> page{{request}, "next"};
    const auto readPage = api::fromJson<api::Page<core::ChangeRequest>>(api::toJson(page));
    QVERIFY(readPage.ok());
    QVERIFY(*readPage == page);
}

void TestApiJson::wrongFormsAreNamedByPointer()
{
    auto text = api::toJson(aRequest());
    const auto at = text.find("\"needsRebase\":true");
    text.replace(at, 18, "\"needsRebase\":\"no\"");
    const auto read = api::fromJson<core::ChangeRequest>(text);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().fields.size(), std::size_t(1));
    QCOMPARE(read.error().fields[0].pointer, std::string("/items/0/needsRebase"));
    QVERIFY(!api::fromJson<core::Vote>("{}").ok());
    QVERIFY(!api::fromJson<core::Vote>("{\"kind\":1,\"kind\":2}").ok());
}

void TestApiJson::unknownWordsAndMembersAreNoError()
{
    const auto read = api::fromJson<core::Vote>(
        R"({"kind":"applaud","cycle":1,"contentDigest":"","comment":"","mood":3})");
    QVERIFY(read.ok());
    QVERIFY(read->kind == core::VoteKind::Unknown);
}

void TestApiJson::problemsSurviveTheWire()
{
    auto error = api::problem("schema-violation", "2 problems",
        {{"/a", "type", "Expected a string", "/properties/a/type", 3, 4}});
    error.requestId = "req_1";
    const auto json = api::toProblemJson(error);
    QVERIFY(json.find("\"status\":422") != std::string::npos);
    QVERIFY(api::fromProblem(422, json, "req_1") == error);
    const auto foreign = api::fromProblem(502, "<html>", "r");
    QCOMPARE(foreign.code, std::string("http-502"));
    QVERIFY(foreign.kind == core::ErrorKind::Server);
}

void TestApiJson::unknownCodesDoNotLeakTheirDetail()
{
    const core::Error error{
        core::ErrorKind::Storage, "sqlite-13", "SELECT secret FROM vault", {}, {}, {}};
    QVERIFY(api::toProblemJson(error).find("SELECT") == std::string::npos);
}

void TestApiJson::everyRouteIsInItsPlace()
{
    const auto all = api::routes();
    for (std::size_t i = 0; i < all.size(); ++i) {
        QCOMPARE(std::size_t(all[i].operation), i);
        QVERIFY(all[i].method != "POST" || all[i].guard != api::Guard::none
            || all[i].operation == api::Operation::createSession
            || all[i].operation == api::Operation::previewEffective
            || all[i].operation == api::Operation::markNotificationsRead
            || all[i].operation == api::Operation::previewRollback
            || all[i].operation == api::Operation::getPlaceImpact
            || all[i].operation == api::Operation::searchConfigs
            || all[i].operation == api::Operation::explainAuthorization
            || all[i].operation == api::Operation::createRecoveryChallenge
            || all[i].operation == api::Operation::openRecoverySession
            || all[i].operation == api::Operation::exchangeIdToken);
    }
    QCOMPARE(all.back().operation, api::Operation::listAccounts);
}

void TestApiJson::pathsFindTheirRoute()
{
    QCOMPARE(routed("GET", "/v1/sessions/current"), std::string("getCurrentSession"));
    QCOMPARE(routed("GET", "/v1/change-requests/CR-7"), std::string("getChangeRequest CR-7"));
    QCOMPARE(
        routed("POST", "/v1/change-requests/CR-7:vote"), std::string("voteOnChangeRequest CR-7"));
    QCOMPARE(routed("GET", "/v1/versions/sha256:ab/text"), std::string("getVersionText sha256:ab"));
    QCOMPARE(
        routed("POST", "/v1/versions/sha256:ab:release"), std::string("releaseVersion sha256:ab"));
    QCOMPARE(routed("POST", "/v1/configs/cfg_1/heads/prod:rollback"),
        std::string("rollBack cfg_1 prod"));
    QCOMPARE(routed("PATCH", "/v1/configs"), std::string("other method"));
    QCOMPARE(routed("GET", "/v1/configs/a/b/c"), std::string("none"));
    QCOMPARE(routed("GET", "/v1/configs/a%2Fb"), std::string("getConfig a/b"));
    QCOMPARE(api::pathOf(api::Operation::rollBack, {"cfg 1", "prod"}),
        std::string("/v1/configs/cfg%201/heads/prod:rollback"));
}

QTEST_GUILESS_MAIN(TestApiJson)
#include "tst_json.moc"
