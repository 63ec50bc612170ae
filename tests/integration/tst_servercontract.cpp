// SPDX-License-Identifier: Apache-2.0
#include "engine/core/clock.h"
#include "tests/integration/accountbodies.h"
#include "tests/integration/contractcase.h"
#include "tests/integration/oldlog.h"
#include "tests/integration/recoveryfile.h"
#include "tests/support/loopbackprovider.h"

using namespace chancery;
using namespace chancery::support;
using api::Operation;

// Every operation once with success and, where it can go wrong, once with an error: the bodies are
// what engine/api/openapi.yaml promises.
class TestServerContract : public ContractCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void identityAndPlaces();
    void identityProvider();
    void configsAndDrafts();
    void changeRequests();
    void schedules();
    void wayBack();
    void dependencies();
    void sealedValues();
    void orphans();
    void emergencies();
    void recovery();
    void notifications();
    void checks();
    void privacy();
    void fleetAndAudit();
    void everyOperationWasCalled();

private:
    ProbeAnswer aboutKeys(const std::string &id, const ProbeAnswer &request);
    void accounts(const ProbeAnswer &user, const ProbeAnswer &service);
    void confirmation(const ProbeClient &ann, const ProbeClient &bob, const std::string &asked);
    ProbeAnswer approved(const std::string &base, const std::string &text);

    LoopbackProvider m_provider;
    RecoveryFile m_recovery;
    std::string m_config;
    std::string m_version;
};

void TestServerContract::initTestCase()
{
    QVERIFY(m_contract.isLoaded());
    QVERIFY(!m_contract.problemWith("getMeta", 200, "application/json", "{}").empty());
    QVERIFY(beginLogLongAgo(m_cms.data(), 256));
    QVERIFY(
        m_cms.start({QStringLiteral("--stop-on-stdin-close"), QStringLiteral("--identity-issuer"),
            QString::fromStdString(m_provider.issuer()), QStringLiteral("--identity-client-id"),
            QStringLiteral("chancery"), QStringLiteral("--identity-role"),
            QStringLiteral("ops=operator"), QStringLiteral("--recovery"), m_recovery.write(),
            QStringLiteral("--audit-retention-days"), QStringLiteral("365")}));
    makePlaces(m_cms.admin());
}

void TestServerContract::identityAndPlaces()
{
    using enum Operation;
    QCOMPARE(call(getMeta).status, 200);
    QCOMPARE(call(getCurrentSession).status, 200);
    QCOMPARE(call(explainAuthorization, {},
                 R"({"principal":"","permission":"view","environment":"","path":""})")
                 .status,
        200);
    const auto user = call(createPrincipal, {},
        R"({"kind":"user","name":"u1","displayName":"U","roles":["viewer"],"password":"12345678"})");
    QCOMPARE(user.status, 201);
    const auto king
        = R"({"kind":"user","name":"u2","displayName":"","roles":["king"],"password":"12345678"})";
    QCOMPARE(call(createPrincipal, {}, king).status, 422);
    QCOMPARE(call(createSession, {}, R"({"name":"u1","password":"12345678"})").status, 201);
    QCOMPARE(call(createSession, {}, R"({"name":"u1","password":"x"})").status, 401);
    callOwnAccount([this](Operation own, const std::string &body) { return call(own, {}, body); },
        m_cms.data());
    const auto service = call(createPrincipal, {},
        R"({"kind":"service","name":"s1","displayName":"","roles":["author"],"password":""})");
    QCOMPARE(call(createServiceToken, {at(service, "/id")}, "{}").status, 201);
    QCOMPARE(call(createServiceToken, {at(user, "/id")}, "{}").status, 422);
    QCOMPARE(call(listPrincipals).status, 200);
    const std::string question
        = R"({"principal":"","permission":"edit","environment":"","path":"a"})";
    QCOMPARE(call(explainAuthorization, {}, question).status, 200);
    accounts(user, service);
    QCOMPARE(
        call(createNamespace, {}, R"({"id":"","slug":"billing","title":"","owner":"","etag":""})")
            .status,
        201);
    const auto badSlug = R"({"id":"","slug":"B/","title":"","owner":"","etag":""})";
    QCOMPARE(call(createNamespace, {}, badSlug).status, 422);
    QCOMPARE(call(listNamespaces).status, 200);
    QCOMPARE(call(createEnvironment, {},
                 R"({"id":"test","title":"","tier":1,"order":1,"gated":false,)"
                 R"("requiredApprovals":0,"rollbackNeedsApproval":false,"etag":""})")
                 .status,
        201);
    QCOMPARE(call(listEnvironments).status, 200);
}

void TestServerContract::identityProvider()
{
    using enum Operation;
    QCOMPARE(at(call(getIdentityProvider), "/issuer"), m_provider.issuer());
    const auto body = R"({"idToken":)"
        + jsonText(m_provider.token({{"groups", R"(["ops"])"}, {"preferred_username", R"("zoe")"}}))
        + R"(,"nonce":"n-1"})";
    QCOMPARE(at(call(exchangeIdToken, {}, body), "/principal/roles/0"), std::string("operator"));
    QCOMPARE(call(exchangeIdToken, {}, body).status, 401);
    QCOMPARE(call(exchangeIdToken, {}, "{}").status, 400);
}

void TestServerContract::accounts(const ProbeAnswer &user, const ProbeAnswer &service)
{
    using enum Operation;
    const auto id = at(user, "/id");
    const auto roles = call(
        setPrincipalRoles, {id}, R"({"roles":["author","viewer"],"reason":""})", user.etag());
    QCOMPARE(roles.status, 200);
    QCOMPARE(call(setPrincipalRoles, {id}, R"({"roles":[],"reason":""})", user.etag()).status, 412);
    const auto disabled = call(disablePrincipal, {id}, R"({"reason":"left"})", roles.etag());
    QCOMPARE(disabled.status, 200);
    QCOMPARE(call(disablePrincipal, {id}, R"({"reason":""})", disabled.etag()).status, 409);
    QCOMPARE(call(enablePrincipal, {id}, R"({"reason":""})", disabled.etag()).status, 200);
    QCOMPARE(call(resetPassword, {id}, R"({"password":"87654321","reason":""})").status, 204);
    QCOMPARE(call(resetPassword, {id}, R"({"password":"short","reason":""})").status, 422);
    const auto twin = [&](const char *name) {
        return call(createPrincipal, {},
            R"({"kind":"user","displayName":"","roles":["viewer"],"password":"12345678","name":)"
                + jsonText(name) + '}');
    };
    const auto one = twin("twin-one");
    const auto same = R"({"sameAs":)" + jsonText(at(one, "/id")) + R"(,"reason":"badge"})";
    const auto other = twin("twin-two");
    const auto linked = call(setSamePerson, {at(other, "/id")}, same, other.etag());
    QCOMPARE(linked.status, 200);
    QCOMPARE(call(setSamePerson, {at(other, "/id")}, same, other.etag()).status, 412);
    QCOMPARE(call(setSamePerson, {at(one, "/id")}, same, one.etag()).status, 422);
    const auto parting = R"({"sameAs":null,"reason":"two people"})";
    QCOMPARE(call(setSamePerson, {at(other, "/id")}, parting, linked.etag()).status, 200);
    QCOMPARE(at(call(listLinkedAccounts), "/items/0/partings/0/account"), at(other, "/id"));
    const auto all = call(listAccounts, {}, {}, {}, "?limit=1");
    QCOMPARE(all.status, 200);
    QCOMPARE(at(all, "/items/0/provider"), std::string());
    const auto tokens = call(listTokens, {at(service, "/id")});
    QCOMPARE(tokens.status, 200);
    QCOMPARE(call(listTokens, {"usr_none"}).status, 404);
    const auto token = at(tokens, "/items/0/id");
    QCOMPARE(call(revokeToken, {at(service, "/id"), token}).status, 204);
    QCOMPARE(call(revokeToken, {at(service, "/id"), token}).status, 404);
}

void TestServerContract::configsAndDrafts()
{
    using enum Operation;
    const auto schema
        = call(createSchema, {}, R"({"uri":"urn:any","name":"any.json","text":"true"})");
    QCOMPARE(schema.status, 201);
    QCOMPARE(
        call(createSchema, {}, R"({"uri":"urn:any","name":"any.json","text":"true"})").status, 200);
    QCOMPARE(call(createSchema, {}, R"({"uri":"urn:bad","name":"","text":"7"})").status, 422);
    const auto id = at(schema, "/id");
    QCOMPARE(call(listSchemas).status, 200);
    QCOMPARE(call(getSchema, {id}).status, 200);
    QCOMPARE(call(getSchemaText, {id}).status, 200);
    const auto config = call(createConfig, {},
        R"({"path":"payments/all","format":"json","schema":null,"description":"","owner":""})");
    m_config = at(config, "/id");
    const auto mistake = call(createConfig, {},
        R"({"path":"payments/mistake","format":"json","schema":null,"description":"","owner":""})");
    QCOMPARE(call(deleteConfig, {at(mistake, "/id")}, {}, config.etag()).status, 412);
    QCOMPARE(call(deleteConfig, {at(mistake, "/id")}, {}, mistake.etag()).status, 204);
    QCOMPARE(call(listConfigs, {}, {}, {}, "?limit=1").status, 200);
    QCOMPARE(call(listConfigs, {}, {}, {}, "?limit=0").status, 400);
    QCOMPARE(call(getConfig, {m_config}).status, 200);
    QCOMPARE(call(getConfig, {"cfg_none"}).status, 404);
    QCOMPARE(
        call(setConfigSchema, {m_config}, R"({"schema":")" + id + R"("})", config.etag()).status,
        200);
    const auto layers = call(getConfigLayers, {m_config});
    QCOMPARE(layers.status, 200);
    const auto none = R"({"layers":[],"dependencies":[]})";
    QCOMPARE(call(setConfigLayers, {m_config}, none, layers.etag()).status, 200);
    QCOMPARE(call(setConfigLayers, {m_config}, none, layers.etag()).status, 412);
    const auto text
        = R"({"config":")" + m_config + R"(","environment":"dev","base":null,"text":""})";
    const auto draft = call(createDraft, {}, text);
    const auto updated = call(updateDraft, {at(draft, "/id")}, text, draft.etag());
    QCOMPARE(updated.status, 200);
    QCOMPARE(call(updateDraft, {at(draft, "/id")}, text, draft.etag()).status, 412);
    QCOMPARE(call(listDrafts).status, 200);
    QCOMPARE(call(getDraft, {at(draft, "/id")}).status, 200);
    QCOMPARE(call(getDraftImpact, {at(draft, "/id")}).status, 200);
    QCOMPARE(call(deleteDraft, {at(draft, "/id")}, {}, updated.etag()).status, 204);
}

ProbeAnswer TestServerContract::approved(const std::string &base, const std::string &text)
{
    const auto request
        = call(Operation::createChangeRequest, {}, requestBody(m_config, "dev", base, text));
    return call(Operation::applyChangeRequest, {at(request, "/id")}, "{}", request.etag());
}

// What is said about its keys, and taking it up to what is live.
ProbeAnswer TestServerContract::aboutKeys(const std::string &id, const ProbeAnswer &request)
{
    using enum Operation;
    const auto place = R"({"config":")" + m_config + R"(","environment":"prod",)";
    const auto thread = call(openThread, {id}, place + R"("key":"/b","text":"Why?"})");
    const auto threadId = at(thread, "/id");
    if (call(replyToThread, {id, threadId}, R"({"text":"","resolved":true})", thread.etag()).status
            != 200
        || call(listThreads, {id}).status != 200)
        return thread;
    return call(
        rebaseChangeRequest, {id}, R"({"items":[)" + place + R"("way":"mine"}]})", request.etag());
}

void TestServerContract::changeRequests()
{
    using enum Operation;
    QCOMPARE(call(createChangeRequest, {}, requestBody(m_config, "dev", "", "{")).status, 422);
    m_version = at(approved("", R"({"a":1})"), "/appliedVersions/0");
    const auto second = at(approved(m_version, R"({"a":2})"), "/appliedVersions/0");
    QVERIFY(!m_version.empty() && !second.empty());
    QCOMPARE(approved(m_version, "{}").status, 412);
    auto request
        = call(createChangeRequest, {}, requestBody(m_config, "prod", "", R"({"b":1})", false));
    const auto id = at(request, "/id");
    request = call(updateChangeRequest, {id},
        requestBody(m_config, "prod", "", R"({"b":2})", false), request.etag());
    request = call(submitChangeRequest, {id}, "{}", request.etag());
    QCOMPARE(call(applyChangeRequest, {id}, "{}", request.etag()).status, 409);
    QCOMPARE(
        call(voteOnChangeRequest, {id}, voteBody(request, "approve"), request.etag()).status, 403);
    request = call(voteOnChangeRequest, {id}, voteBody(request, "comment"), request.etag());
    QCOMPARE(request.status, 200);
    request = call(rejectChangeRequest, {id}, R"({"reason":"no"})", aboutKeys(id, request).etag());
    QCOMPARE(call(claimChangeRequest, {id}, "{}", request.etag()).status, 409);
    QCOMPARE(call(withdrawChangeRequest, {id}, "{}", request.etag()).status, 200);
    QCOMPARE(call(getChangeRequest, {id}).status, 200);
    QCOMPARE(call(listChangeRequests).status, 200);
    QCOMPARE(call(listHeads).status, 200);
    const auto head = call(getHead, {m_config, "dev"});
    const auto rolled = call(rollBack, {m_config, "dev"},
        R"({"target":")" + m_version + R"(","reason":"r","ticket":""})", head.etag());
    QCOMPARE(rolled.status, 201);
    QCOMPARE(call(releaseVersion, {second}, R"({"reason":"fine"})").status, 200);
    QCOMPARE(call(releaseVersion, {second}, R"({"reason":"fine"})").status, 409);
    QCOMPARE(call(getEffective, {m_config}, {}, {}, "?environment=dev").status, 200);
    QCOMPARE(call(getEffective, {m_config}, {}, {}, "?environment=prod").status, 404);
    QCOMPARE(call(getEffective, {m_config}).status, 400);
    const auto preview = [](const std::string &place, const std::string &text) {
        return R"({"environment":")" + place + R"(","region":"","group":"","instance":"","text":)"
            + jsonText(text) + '}';
    };
    QCOMPARE(call(previewEffective, {m_config}, preview("dev", "{}")).status, 200);
    QCOMPARE(call(previewEffective, {m_config}, preview("dev", "{")).status, 422);
    QCOMPARE(call(previewEffective, {m_config}, preview("", "{}")).status, 400);
    QCOMPARE(call(previewEffective, {m_config}, "{}").status, 400);
    QCOMPARE(call(getEffectiveHead, {m_config}, {}, {}, "?environment=dev&region=eu").status, 200);
    QCOMPARE(call(getEffectiveHead, {m_config}, {}, {}, "?environment=prod").status, 404);
    QCOMPARE(call(getEffectiveHead, {"cfg_none"}, {}, {}, "?environment=dev").status, 404);
    QCOMPARE(call(getEffectiveHead, {m_config}).status, 400);
    QCOMPARE(call(listDependents, {m_config}, {}, {}, "?environment=dev").status, 200);
    static constexpr auto search
        = R"({"pattern":"a","expression":false,"matchCase":true,"wholeWords":false,)"
          R"("within":"anywhere","places":"","environment":"dev","path":"","drafts":true})";
    QCOMPARE(call(searchConfigs, {}, search).status, 200);
    QCOMPARE(call(searchConfigs, {}, "{}").status, 400);
    QCOMPARE(call(listDependents, {m_config}).status, 400);
    QCOMPARE(call(listDependents, {"cfg_none"}, {}, {}, "?environment=dev").status, 404);
    QCOMPARE(call(listVersions, {m_config}).status, 200);
    QCOMPARE(call(listLineage, {}, {}, {}, "?config=" + m_config).status, 200);
    QCOMPARE(call(listLineage, {}, {}, {}, "?environment=dev&namespace=payments").status, 200);
    QCOMPARE(call(listLineage).status, 400);
    QCOMPARE(call(getBlame, {m_config, "dev"}).status, 200);
    QCOMPARE(call(getBlame, {m_config, "prod"}).status, 404);
    QCOMPARE(call(getVersion, {m_version}).status, 200);
    QCOMPARE(call(getVersionText, {m_version}).status, 200);
}

void TestServerContract::schedules()
{
    using enum Operation;
    auto request = call(createChangeRequest, {}, requestBody(m_config, "test", "", R"({"b":1})"));
    const auto id = at(request, "/id");
    const auto tomorrow = core::toRfc3339(core::SystemClock().now() + std::chrono::hours(24));
    const auto wish = R"({"at":")" + tomorrow + R"(","zone":"Europe/Berlin","graceMinutes":5})";
    const auto scheduled = call(scheduleChangeRequest, {id}, wish, request.etag());
    QCOMPARE(scheduled.status, 200);
    QCOMPARE(call(scheduleChangeRequest, {id}, wish, request.etag()).status, 412);
    QCOMPARE(call(getChangeCalendar, {"test"}).status, 200);
    QCOMPARE(at(call(getChangeCalendar, {"test"}), "/requests/0/request"), id);
    QCOMPARE(call(getChangeCalendar, {"none"}).status, 404);
    const auto taken = call(unscheduleChangeRequest, {id}, "{}", scheduled.etag());
    QCOMPARE(taken.status, 200);
    QCOMPARE(call(unscheduleChangeRequest, {id}, "{}", taken.etag()).status, 409);
    const auto lift = R"({"reason":"r","ticket":"INC-1"})";
    QCOMPARE(call(overrideFreeze, {id}, lift, taken.etag()).status, 403);
    m_caller.emplace(makePerson(m_cms.admin(), "frida", R"(["viewer","freeze.override"])"));
    QCOMPARE(call(overrideFreeze, {id}, "{}", taken.etag()).status, 400);
    request = call(overrideFreeze, {id}, lift, taken.etag());
    QCOMPARE(request.status, 200);
    m_caller.reset();
    request = call(recallChangeRequest, {id}, "{}", request.etag());
    QCOMPARE(request.status, 200);
    QCOMPARE(call(recallChangeRequest, {id}, "{}", request.etag()).status, 409);
    QCOMPARE(call(withdrawChangeRequest, {id}, "{}", request.etag()).status, 200);
}

// Live in dev is {"a":1} again; the version between is known by the lineage.
void TestServerContract::wayBack()
{
    using enum Operation;
    const auto lineage = call(listLineage, {}, {}, {}, "?config=" + m_config + "&environment=dev");
    const auto base = at(lineage, "/items/0/version");
    const auto target = at(lineage, "/items/1/version");
    const auto items = R"([{"config":")" + m_config + R"(","base":")" + base + R"(","target":")"
        + target + R"(","keys":["/a"]}])";
    const auto scope = R"({"items":)" + items + R"(,"at":null,"namespace":"","service":""})";
    QCOMPARE(call(previewRollback, {"dev"}, scope).status, 200);
    QCOMPARE(call(previewRollback, {"none"}, scope).status, 404);
    QCOMPARE(call(previewRollback, {"dev"}, "{}").status, 400);
    const auto rollback = R"({"items":)" + items + R"(,"at":null,"reason":"r","ticket":""})";
    QCOMPARE(call(rollBackSeveral, {"dev"}, rollback).status, 201);
    QCOMPARE(call(rollBackSeveral, {"dev"}, rollback).status, 412);
    const auto reach = "{\"configs\":[" + jsonText(m_config) + "]}";
    QCOMPARE(call(getPlaceImpact, {"dev"}, reach).status, 200);
    QCOMPARE(call(getPlaceImpact, {"none"}, reach).status, 404);
    QCOMPARE(call(listSuspects, {"dev"}).status, 200);
    QCOMPARE(call(listSuspects, {"dev"}, {}, {}, "?before=soon").status, 400);
}

void TestServerContract::dependencies()
{
    using enum Operation;
    QCOMPARE(call(getDependencyMap).status, 200);
    QCOMPARE(
        call(getDependencyMap, {}, {}, {}, "?environment=dev&hops=2&config=" + m_config).status,
        200);
    QCOMPARE(call(getDependencyMap, {}, {}, {}, "?hops=x&config=" + m_config).status, 400);
    QCOMPARE(call(getDependencyMap, {}, {}, {}, "?config=cfg_none").status, 404);
    QCOMPARE(call(getRequestImpact, {"CR-1"}).status, 200);
    QCOMPARE(call(getRequestImpact, {"CR-999"}).status, 404);
    QCOMPARE(call(getDraftImpact, {"drf_none"}).status, 404);
}

void TestServerContract::sealedValues()
{
    using enum Operation;
    const auto sealed = call(
        sealValue, {m_config, "dev"}, R"({"pointer":"/secret","value":"\"x\"","replaces":""})");
    QCOMPARE(sealed.status, 200);
    QCOMPARE(
        call(sealValue, {m_config, "dev"}, R"({"pointer":"x","value":"1","replaces":""})").status,
        422);
    const auto reveal = R"({"pointer":"/secret","sealed":)" + jsonText(at(sealed, "/text"))
        + R"(,"reason":"drill"})";
    QCOMPARE(call(revealValue, {m_config, "dev"}, reveal).status, 403);
    m_caller.emplace(makePerson(m_cms.admin(), "rita", R"(["secret.reveal"])"));
    QCOMPARE(call(revealValue, {m_config, "dev"}, reveal).status, 200);
    QCOMPARE(call(revealValue, {m_config, "test"}, reveal).status, 422);
    m_caller.emplace(makeService(m_cms.admin(), "edge", R"(["agent"])"));
    const auto agent = call(registerAgent, {},
        R"({"name":"edge","environment":"dev","service":"","region":"","build":"","paths":["payments/all"]})");
    QCOMPARE(
        call(openVersion, {at(agent, "/id")}, R"({"version":")" + m_version + "\"}").status, 200);
    QCOMPARE(call(openVersion, {at(agent, "/id")}, R"({"version":"sha256:0"})").status, 404);
    m_caller.reset();
    QCOMPARE(call(listSealKeys).status, 200);
    QCOMPARE(
        call(rotateSealKey, {}, R"({"namespace":"","environment":"","reason":"drill"})").status,
        200);
    QCOMPARE(
        call(rotateSealKey, {}, R"({"namespace":"x","environment":"","reason":""})").status, 422);
}

// Of an author who has left.
void TestServerContract::orphans()
{
    using enum Operation;
    m_caller.emplace(makePerson(m_cms.admin(), "gil", R"(["author"])"));
    const auto request = call(createChangeRequest, {},
        requestBody(m_config, "dev", at(call(getHead, {m_config, "dev"}), "/version"),
            R"({"a":"of gil"})"));
    QCOMPARE(request.status, 201);
    m_caller.reset();
    const auto people = call(listPrincipals, {}, {}, {}, "?limit=500");
    std::string place;
    for (int i = 0; i < 100 && place.empty(); ++i) {
        const auto candidate = "/items/" + std::to_string(i);
        if (at(people, candidate + "/name") == "gil")
            place = candidate;
    }
    QVERIFY(!place.empty());
    QCOMPARE(call(disablePrincipal, {at(people, place + "/id")}, R"({"reason":"left"})",
                 at(people, place + "/etag"))
                 .status,
        200);
    const auto claimed = call(claimChangeRequest, {at(request, "/id")}, "{}", request.etag());
    QCOMPARE(claimed.status, 200);
    QCOMPARE(call(withdrawChangeRequest, {at(request, "/id")}, "{}", claimed.etag()).status, 200);
}

// What the log says of somebody who has left, and how it is forgotten.
void TestServerContract::privacy()
{
    using enum Operation;
    m_caller.reset();
    const auto una = makePerson(m_cms.admin(), "una", R"(["viewer"])");
    const auto id = at(una.get("/v1/sessions/current"), "/principal/id");
    const auto etagOf = [&] {
        const auto people = call(listPrincipals, {}, {}, {}, "?limit=500");
        for (int i = 0; i < 100; ++i) {
            const auto place = "/items/" + std::to_string(i);
            if (at(people, place + "/id") == id)
                return at(people, place + "/etag");
        }
        return std::string();
    };
    const auto grounds = R"({"reason":"Art. 17","ticket":"DSR-1"})";
    QCOMPARE(call(getPersonalValues, {}, {}, {}, "?from=0&to=9").status, 200);
    QCOMPARE(call(getPersonalValues, {}, {}, {}, "?from=x&to=9").status, 400);
    QCOMPARE(call(erasePersonalData, {id}, grounds, etagOf()).status, 409);
    QCOMPARE(call(disablePrincipal, {id}, R"({"reason":"left"})", etagOf()).status, 200);
    const auto hold = call(placeLegalHold, {}, R"({"principal":"","reason":"r","ticket":"t"})");
    QCOMPARE(hold.status, 201);
    QCOMPARE(call(placeLegalHold, {}, R"({"principal":"","reason":"","ticket":"t"})").status, 422);
    QCOMPARE(call(listLegalHolds).status, 200);
    m_caller.emplace(makePerson(m_cms.admin(), "ova", R"(["admin"])"));
    QCOMPARE(call(erasePersonalData, {id}, grounds, etagOf()).status, 409);
    const auto settled = R"({"reason":"settled"})";
    QCOMPARE(call(liftLegalHold, {at(hold, "/id")}, settled, hold.etag()).status, 204);
    QCOMPARE(call(liftLegalHold, {at(hold, "/id")}, settled, hold.etag()).status, 404);
    QCOMPARE(call(erasePersonalData, {id}, grounds, etagOf()).status, 403);
    m_caller.emplace(makePerson(m_cms.admin(), "iva", R"(["admin"])"));
    QCOMPARE(call(erasePersonalData, {id}, grounds, etagOf()).status, 200);
    m_caller.reset();
    QCOMPARE(call(getPruneRecord).status, 200);
    // Not before the server has looked at its clock.
    int status = 409;
    (void)QTest::qWaitFor(
        [&] {
            if (status == 409)
                status = call(pruneAudit, {}, R"({"before":256,"reason":"old","ticket":"RET-1"})")
                             .status;
            return status != 409;
        },
        20'000);
    QCOMPARE(status, 200);
    QCOMPARE(call(pruneAudit, {}, R"({"before":255,"reason":"old","ticket":"RET-1"})").status, 422);
}

// An hour in the life of "dev", which needs no approvals: the answers are the same.
void TestServerContract::recovery()
{
    using enum Operation;
    const auto pia = makePerson(m_cms.admin(), "pia", R"(["author","policy.edit"])");
    const auto challenge = call(createRecoveryChallenge);
    QCOMPARE(challenge.status, 201);
    const auto proof = RecoveryFile::proof(m_recovery.a, at(challenge, "/challenge"), m_cms.port());
    const auto opened = call(openRecoverySession, {}, proof);
    QCOMPARE(opened.status, 201);
    QCOMPARE(call(openRecoverySession, {}, proof).status, 401);
    QCOMPARE(call(openRecoverySession, {}, "{}").status, 400);
    QCOMPARE(call(getLastGood, {m_config, "dev"}).status, 200);
    QCOMPARE(call(getLastGood, {m_config, "nowhere"}).status, 404);
    m_caller.emplace(m_cms.port(), at(opened, "/token"));
    const auto order = R"({"minutes":5,"reason":"Nothing works"})";
    QCOMPARE(call(freezeEnvironment, {"test"}, order).status, 201);
    QCOMPARE(call(freezeEnvironment, {"test"}, R"({"minutes":0,"reason":"r"})").status, 422);
    QCOMPARE(call(revokeTokens, {"nobody"}).status, 404);
    m_caller.emplace(pia);
    QCOMPARE(call(liftFreeze, {"test"}, R"({"reason":"It works"})").status, 204);
    QCOMPARE(call(liftFreeze, {"test"}, R"({"reason":"It works"})").status, 404);
    m_caller.reset();
    const auto me = at(pia.get("/v1/sessions/current"), "/principal/id");
    QCOMPARE(call(revokeTokens, {me}).status, 204);
    QCOMPARE(pia.get("/v1/sessions/current").status, 401);
}

void TestServerContract::emergencies()
{
    using enum Operation;
    const auto ann = makePerson(m_cms.admin(), "ann", R"(["author","emergency.activate"])");
    const auto bob = makePerson(m_cms.admin(), "bob", R"(["viewer","emergency.activate"])");
    const auto cid = makePerson(m_cms.admin(), "cid", R"(["viewer","emergency.review"])");
    const auto with = [](const std::string &members) {
        return R"({"password":"correct horse",)" + members + '}';
    };
    const auto asked = with(R"("environment":"dev","namespaces":["payments"],"minutes":5,)"
                            R"("reason":"Nothing can be paid for at all","incident":"INC-1")");
    m_caller.emplace(ann);
    const auto opened = call(activateEmergency, {}, asked);
    QCOMPARE(opened.status, 201);
    QCOMPARE(call(activateEmergency, {}, asked).status, 409);
    QCOMPARE(call(activateEmergency, {}, R"({"password":"x"})").status, 403);
    const auto id = at(opened, "/id");
    const auto action = R"({"items":[{"config":)" + jsonText(m_config) + R"(,"base":)"
        + jsonText(at(call(getHead, {m_config, "dev"}), "/version"))
        + R"(,"text":"{\"a\":7}","target":null}],"environment":"dev","reason":"",)"
          R"("overrideValidation":false,"overrideReason":""})";
    auto session = call(applyInEmergency, {id}, action, opened.etag());
    QCOMPARE(session.status, 200);
    QCOMPARE(call(applyInEmergency, {id}, action, opened.etag()).status, 412);
    const auto more = with(R"("minutes":5,"reason":"Still nothing can be paid for")");
    session = call(extendEmergency, {id}, more, session.etag());
    QCOMPARE(session.status, 200);
    session = call(endEmergency, {id}, R"({"reason":"it works"})", session.etag());
    QCOMPARE(call(ratifyEmergency, {id}, R"({"reason":""})").status, 201);
    m_caller.emplace(cid);
    const auto review = with(R"("verdict":"justified","text":"Everybody can pay again",)"
                             R"("actions":[{"number":1,"fate":"kept","request":null}])");
    QCOMPARE(call(reviewEmergency, {id}, review, session.etag()).status, 200);
    QCOMPARE(call(reviewEmergency, {id}, review, session.etag()).status, 412);
    m_caller.reset();
    confirmation(ann, bob, asked);
    QCOMPARE(call(listEmergencySessions).status, 200);
    QCOMPARE(call(getEmergencySession, {id}).status, 200);
    QCOMPARE(call(getEmergencySession, {"EM-99"}).status, 404);
}

// Where two people are asked for.
void TestServerContract::confirmation(
    const ProbeClient &ann, const ProbeClient &bob, const std::string &asked)
{
    using enum Operation;
    QCOMPARE(call(createNamespace, {}, R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
                 .status,
        201);
    m_caller.emplace(makePerson(m_cms.admin(), "pia", R"(["author","policy.edit"])"));
    const auto settings = call(createConfig, {},
        R"({"path":"sys/emergency","format":"json","schema":null,"description":"","owner":""})");
    const auto request = call(createChangeRequest, {},
        requestBody(at(settings, "/id"), "dev", "", R"({"twoPerson":true})"));
    QCOMPARE(call(applyChangeRequest, {at(request, "/id")}, "{}", request.etag()).status, 200);
    m_caller.emplace(ann);
    const auto waiting = call(activateEmergency, {}, asked);
    QCOMPARE(at(waiting, "/state"), std::string("requested"));
    m_caller.emplace(bob);
    const auto proof = R"({"password":"correct horse"})";
    QCOMPARE(call(confirmEmergency, {at(waiting, "/id")}, proof, waiting.etag()).status, 200);
    QCOMPARE(call(confirmEmergency, {at(waiting, "/id")}, proof, waiting.etag()).status, 412);
    m_caller.reset();
}

// After what happened above: Cid was told of an emergency.
void TestServerContract::notifications()
{
    using enum Operation;
    m_caller.emplace(makePerson(m_cms.admin(), "rob", R"(["author","policy.edit"])"));
    const auto document = call(createConfig, {},
        R"({"path":"sys/notifications","format":"json","schema":null,"description":"","owner":""})");
    const auto request = call(createChangeRequest, {},
        requestBody(at(document, "/id"), "dev", "",
            R"({"webhooks":[{"id":"pager","url":"https://127.0.0.1/","secret":"pager"}]})"));
    QCOMPARE(call(applyChangeRequest, {at(request, "/id")}, "{}", request.etag()).status, 200);
    QCOMPARE(call(testReceiver, {"dev"}, R"({"receiver":"pager"})").status, 201);
    QCOMPARE(call(testReceiver, {"dev"}, R"({"receiver":"nobody"})").status, 404);
    QCOMPARE(call(listDeliveries, {}, {}, {}, "?environment=dev").status, 200);
    QCOMPARE(call(listDeliveries, {}, {}, {}, "?limit=0").status, 400);
    m_caller.reset();
    const auto inbox = call(listNotifications, {}, {}, {}, "?unread=true");
    QCOMPARE(inbox.status, 200);
    QVERIFY(at(inbox, "/items/0/number") != "");
    QCOMPARE(call(listNotifications, {}, {}, {}, "?limit=0").status, 400);
    QCOMPARE(
        call(markNotificationsRead, {}, R"({"numbers":[)" + at(inbox, "/items/0/number") + "]}")
            .status,
        200);
    QCOMPARE(call(markNotificationsRead, {}, R"({"numbers":"x"})").status, 400);
}

// An agent tells of a key that nothing governs; the next change's author says that it goes.
void TestServerContract::checks()
{
    using enum Operation;
    const auto agent = call(registerAgent, {},
        R"({"name":"d","environment":"test","service":"","region":"","build":"","paths":[],)"
        R"("capabilities":["peg"]})");
    QCOMPARE(at(agent, "/capabilities/0"), std::string("peg"));
    const auto report = R"({"config":")" + m_config + R"(","path":"","version":"","epoch":1,)"
        + R"("status":"applied","reason":"","at":"2026-11-20T10:00:00Z","liveOnly":["/byHand"]})";
    QCOMPARE(call(reportFromAgent, {at(agent, "/id")}, report).status, 200);
    const auto request
        = call(createChangeRequest, {}, requestBody(m_config, "test", "", R"({"b":1})"));
    const auto id = at(request, "/id");
    const auto says = [&](const std::string &word) {
        return R"({"check":")" + at(request, "/checks/0/id") + R"(","says":[)" + jsonText(word)
            + R"(],"cycle":1,"contentDigest":")" + at(request, "/contentDigest") + "\"}";
    };
    QCOMPARE(call(applyChangeRequest, {id}, "{}", request.etag()).status, 409);
    QCOMPARE(call(acknowledgeChangeRequest, {id}, "{}", request.etag()).status, 400);
    QCOMPARE(call(acknowledgeChangeRequest, {id}, says("/x"), request.etag()).status, 409);
    const auto said = call(acknowledgeChangeRequest, {id}, says("/byHand"), request.etag());
    QCOMPARE(said.status, 200);
    QCOMPARE(at(said, "/acknowledgements/0/says/0"), std::string("/byHand"));
    QCOMPARE(call(withdrawChangeRequest, {id}, "{}", said.etag()).status, 200);
}

void TestServerContract::fleetAndAudit()
{
    using enum Operation;
    const auto agent = call(registerAgent, {},
        R"({"name":"a","environment":"dev","service":"","region":"","build":"","paths":[]})");
    const auto report = R"({"config":")" + m_config + R"(","path":"","version":")" + m_version
        + R"(","epoch":1,"status":"applied","reason":"","at":"2026-11-20T10:00:00Z"})";
    QCOMPARE(call(reportFromAgent, {at(agent, "/id")}, report).status, 200);
    QCOMPARE(call(reportFromAgent, {"agt_none"}, report).status, 404);
    const auto more = report.substr(0, report.size() - 1) + R"(,"effective":")";
    const auto effective = call(reportFromAgent, {at(agent, "/id")}, more + "sha256:1f\"}");
    QCOMPARE(at(effective, "/reports/0/effective"), std::string("sha256:1f"));
    const auto endless = more + std::string(1000, 'x') + "\"}";
    QCOMPARE(call(reportFromAgent, {at(agent, "/id")}, endless).status, 422);
    QCOMPARE(call(listAgents).status, 200);
    for (const auto operation : {getAuditCheckpoint, getAuditKeys, listAuditAnchors})
        QCOMPARE(call(operation).status, 200);
    QCOMPARE(call(getAuditEntries, {}, {}, {}, "?from=256&to=258").status, 200);
    QCOMPARE(call(getAuditEntries, {}, {}, {}, "?from=x&to=2").status, 400);
    QCOMPARE(call(getInclusionProof, {}, {}, {}, "?seq=0&size=2").status, 200);
    QCOMPARE(call(getConsistencyProof, {}, {}, {}, "?from=1&to=2").status, 200);
    const std::string told = R"({"kind":"report-run","subject":"soc2-1","definitions":"",)"
                             R"("parameters":["k=1"],"treeSize":2,"root":""})";
    QCOMPARE(call(recordAuditActivity, {}, told).status, 201);
    QCOMPARE(call(recordAuditActivity, {}, R"({"kind":"x"})").status, 400);
    QCOMPARE(call(listChanges, {}, {}, {}, "?since=0").status, 200);
    QCOMPARE(call(streamChanges).status, 200);
    QCOMPARE(call(deleteCurrentSession).status, 204);
    QCOMPARE(call(getConfig, {m_config}).status, 401);
}

void TestServerContract::everyOperationWasCalled()
{
    for (const auto &route : api::routes())
        QVERIFY2(m_succeeded.contains(route.operation), std::string(route.operationId).c_str());
    qInfo("contract: %d operations, %d answers held against it", int(m_succeeded.size()), m_calls);
}

QTEST_GUILESS_MAIN(TestServerContract)
#include "tst_servercontract.moc"
