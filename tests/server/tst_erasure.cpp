// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeprivacy.h"
#include "engine/core/merkle.h"
#include "engine/core/personalfields.h"
#include "engine/server/keys.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;
namespace keys = server::keys;
using State = core::PersonalField::State;

// What the log says of people, and how it forgets them.
class TestErasure : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void noLeafNamesAnybody();
    void namesThatNobodyHasAreToldApart();
    void valuesComeBesideTheEntries();
    void anErasureKeepsEveryProof();
    void anErasureIsAnEntryItself();
    void othersKeepTheirNames();
    void nothingElseOfThePersonRemains();
    void whatIsSignedIsCounted();
    void oldEntriesAreErasedToo();
    void notWithoutGrounds_data();
    void notWithoutGrounds();
    void notWhileItIsHeld();
    void anotherAdministratorLiftsAHold();
    void aFailureErasesNothing();
    void twoPeopleAreNeeded();
    void nobodyIsErasedWithAnother_data();
    void nobodyIsErasedWithAnother();
    void whatIsOpenEndsFirst();
    void whatNobodyIsCalledIsNotKept();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = {},
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    std::string etagOf(const std::string &name);
    void leave();
    Response erase(const std::string &grounds = R"({"reason":"Art. 17","ticket":"DSR-1"})");
    std::vector<std::string> leaves() const;
    std::vector<core::PersonalValue> values();
    core::MerkleTree treeOf(const std::vector<std::string> &leaves) const;
    bool isStored(const std::string &text) const;

    ServiceWorld m_world;
    std::string m_ada;
};

constexpr auto adaName = "ada.lovelace";
constexpr auto adaDisplay = "Ada King Lovelace";
constexpr auto address = "203.0.113.77";

void TestErasure::init()
{
    m_world.remote = address;
    m_world.begin();
    const auto made = ask("POST", "/v1/principals",
        R"({"kind":"user","name":"ada.lovelace","displayName":"Ada King Lovelace",)"
        R"("roles":["author"],"password":"12345678"})");
    QCOMPARE(made.status, 201);
    m_ada = ServiceWorld::at(made, "/id");
    m_world.adopt(adaName, m_world.signIn(adaName));
    m_world.as(adaName);
    const auto app = m_world.config("a/app");
    QVERIFY(!m_world.publish(app, "dev", R"({"x":1})").empty());
    QCOMPARE(
        ask("POST", "/v1/namespaces", R"({"id":"","slug":"no","title":"","owner":"","etag":""})")
            .status,
        403);
    m_world.as();
}

std::string TestErasure::etagOf(const std::string &id)
{
    const auto people = ask("GET", "/v1/principals", {}, {});
    for (int i = 0; i < 50; ++i) {
        const auto place = "/items/" + std::to_string(i);
        if (ServiceWorld::at(people, place + "/id") == id)
            return ServiceWorld::at(people, place + "/etag");
    }
    return {};
}

void TestErasure::leave()
{
    m_world.signUp("boss", {"admin"});
    m_world.as("boss");
    QCOMPARE(
        ask("POST", "/v1/principals/" + m_ada + ":disable", R"({"reason":"left"})", etagOf(m_ada))
            .status,
        200);
    m_world.as();
}

Response TestErasure::erase(const std::string &grounds)
{
    return ask("POST", "/v1/principals/" + m_ada + ":erase", grounds, etagOf(m_ada));
}

std::vector<std::string> TestErasure::leaves() const
{
    std::vector<std::string> leaves;
    const auto stored = m_world.store->present();
    for (const auto &[key, value] : *stored) {
        if (key.starts_with("audit-leaf/"))
            leaves.push_back(*value);
    }
    return leaves;
}

std::vector<core::PersonalValue> TestErasure::values()
{
    const auto answer
        = m_world.ask("GET", "/v1/audit/personal", {}, {}, "from=0&to=" + std::to_string(999));
    const auto page = m_world.read<api::Page<core::PersonalValue>>(answer);
    return page ? page->items : std::vector<core::PersonalValue>();
}

core::MerkleTree TestErasure::treeOf(const std::vector<std::string> &leaves) const
{
    core::MerkleTree tree;
    for (const auto &leaf : leaves)
        tree.append(core::leafHash(leaf));
    return tree;
}

bool TestErasure::isStored(const std::string &text) const
{
    const auto stored = m_world.store->present();
    for (const auto &[key, value] : *stored) {
        if (key.find(text) != std::string::npos || value->find(text) != std::string::npos)
            return true;
    }
    return false;
}

void TestErasure::noLeafNamesAnybody()
{
    (void)m_world.signIn(adaName, "wrong");
    (void)m_world.signIn("Grace.Hopper@navy.example", "wrong");
    leave();
    QCOMPARE(erase().status, 200);
    std::set<std::string> events;
    for (const auto &leaf : leaves()) {
        for (const char *planted : {"ada.lovelace", "Lovelace", "203.0.113", "opper", "navy"})
            QVERIFY2(leaf.find(planted) == std::string::npos, leaf.c_str());
        const auto reading = core::readJson(leaf);
        events.emplace(reading.tree().root()["event"].text());
    }
    QVERIFY(events.size() > 8);
    QVERIFY(events.contains("privacy.erase") && events.contains("authn.login"));
}

void TestErasure::namesThatNobodyHasAreToldApart()
{
    for (const char *name : {"mallory", "mallory", "trent"})
        (void)m_world.signIn(name, "wrong");
    (void)m_world.signIn(adaName, "wrong");
    std::vector<std::string> subjects;
    for (const auto &leaf : leaves()) {
        const auto reading = core::readJson(leaf);
        const auto root = reading.tree().root();
        if (root["event"].text() == "authn.login" && root["outcome"].text() == "failure")
            subjects.emplace_back(root["actor"]["sub"].text());
    }
    QCOMPARE(subjects.size(), std::size_t(4));
    QCOMPARE(subjects[0], subjects[1]);
    QVERIFY(subjects[0] != subjects[2] && subjects[0].starts_with("try_"));
    QCOMPARE(subjects[3], m_ada);
}

void TestErasure::valuesComeBesideTheEntries()
{
    std::set<std::string> names;
    std::set<std::string> addresses;
    auto all = values();
    for (const auto &leaf : leaves()) {
        for (const auto &field : core::personalFieldsOf(leaf, all)) {
            QCOMPARE(field.state, State::Known);
            (field.member == "source.ip" ? addresses : names).insert(field.value);
        }
    }
    QVERIFY(names.contains(adaDisplay) && names.contains(adaName));
    QCOMPARE(addresses, std::set<std::string>({address}));
    // What a server makes up is not shown.
    for (auto &value : all)
        value.value += '!';
    for (const auto &field : core::personalFieldsOf(leaves().back(), all)) {
        QCOMPARE(field.state, State::Wrong);
        QVERIFY(field.value.empty());
    }
    m_world.as(adaName);
    QCOMPARE(m_world.ask("GET", "/v1/audit/personal", {}, {}, "from=0&to=9").status, 403);
}

void TestErasure::anErasureKeepsEveryProof()
{
    leave();
    const auto before = leaves();
    const auto rootBefore = treeOf(before).root();
    QCOMPARE(erase().status, 200);
    const auto after = leaves();
    QVERIFY(after.size() > before.size());
    QVERIFY(std::equal(before.begin(), before.end(), after.begin()));
    const auto tree = treeOf(after);
    const auto note = *ask("GET", "/v1/audit/checkpoint").body;
    QVERIFY(note.find(core::toBase64(core::bytesOf(tree.root()))) != std::string::npos);
    const auto hashesOf = [&](const char *path, const std::string &query) {
        const auto answer = m_world.ask("GET", path, {}, {}, query);
        std::vector<core::Sha256> hashes;
        const auto reading = core::readJson(*answer.body);
        for (const auto &hash : reading.tree().root()["hashes"])
            hashes.push_back(*core::sha256FromBytes(*core::fromBase64(hash.value().text())));
        return hashes;
    };
    const auto size = "size=" + std::to_string(after.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto proof
            = hashesOf("/v1/audit/proof/inclusion", size + "&sequence=" + std::to_string(i));
        QVERIFY(
            core::verifyInclusion(i, after.size(), core::leafHash(after[i]), proof, tree.root()));
    }
    const auto grown = hashesOf("/v1/audit/proof/consistency",
        "from=" + std::to_string(before.size()) + "&to=" + std::to_string(after.size()));
    QVERIFY(core::verifyConsistency(before.size(), after.size(), grown, rootBefore, tree.root()));
}

void TestErasure::anErasureIsAnEntryItself()
{
    leave();
    const auto erased = erase();
    QCOMPARE(erased.status, 200);
    const auto entry = leaves().back();
    const auto reading = core::readJson(entry);
    const auto event = reading.tree().root();
    QCOMPARE(event["event"].text(), std::string_view("privacy.erase"));
    QCOMPARE(event["target"]["id"].text(), std::string_view(m_ada));
    QCOMPARE(event["ticket"].text(), std::string_view("DSR-1"));
    QCOMPARE(event.resolve("/related/0/type").text(), std::string_view("erased-field"));
    QCOMPARE(
        std::string(event.resolve("/related/0/id").text()), ServiceWorld::at(erased, "/fields"));
    QCOMPARE(ServiceWorld::at(erased, "/sequence"), std::string(event["seq"].text()));
    QVERIFY(ServiceWorld::at(erased, "/fields") > "0");
}

void TestErasure::othersKeepTheirNames()
{
    leave();
    QCOMPARE(erase().status, 200);
    const auto all = values();
    int known = 0;
    int absent = 0;
    for (const auto &leaf : leaves()) {
        const auto reading = core::readJson(leaf);
        const bool isHers = reading.tree().root()["actor"]["id"].text() == m_ada;
        for (const auto &field : core::personalFieldsOf(leaf, all)) {
            if (isHers)
                QCOMPARE(field.state, State::Absent);
            known += field.state == State::Known ? 1 : 0;
            absent += field.state == State::Absent ? 1 : 0;
        }
    }
    QVERIFY(known > 0 && absent > 0);
}

void TestErasure::nothingElseOfThePersonRemains()
{
    m_world.as(adaName);
    const auto draft = ask("POST", "/v1/configs",
        R"({"path":"a/other","format":"json","schema":null,"description":"","owner":""})");
    QCOMPARE(draft.status, 201);
    m_world.as();
    leave();
    const auto erased = erase();
    QCOMPARE(erased.status, 200);
    QVERIFY(!isStored("principal-name/ada"));
    QVERIFY(!m_world.store->present()->contains("password/" + m_ada));
    const auto stored = m_world.store->present();
    for (const auto &[key, value] : *stored) {
        const bool isSigned = key.starts_with("version/") || key.starts_with("lineage/")
            || key.starts_with("request/");
        if (!isSigned)
            QVERIFY2(value->find("Lovelace") == std::string::npos, key.c_str());
    }
    // Once more finds nothing more, and says so.
    const auto again = erase();
    QCOMPARE(again.status, 200);
    QCOMPARE(ServiceWorld::at(again, "/fields"), std::string("0"));
}

void TestErasure::whatIsSignedIsCounted()
{
    leave();
    const auto erased = erase();
    std::set<std::string> places;
    for (int i = 0; i < 3; ++i)
        places.insert(ServiceWorld::at(erased, "/remaining/" + std::to_string(i) + "/where"));
    QVERIFY(places.contains("version"));
    QVERIFY(places.contains("request"));
}

// An older server did not write whose a value is.
void TestErasure::oldEntriesAreErasedToo()
{
    leave();
    auto map = m_world.store->snapshot();
    for (auto &[key, value] : map) {
        if (!key.starts_with("personal/"))
            continue;
        auto text = *value;
        for (auto at = text.find("\"of\":"); at != std::string::npos;
            at = text.find("\"of\":", at + 1))
            text.replace(at, text.find('}', at) - at, "\"of\":null");
        value = std::make_shared<const std::string>(text);
    }
    m_world.store->replace(std::move(map));
    QCOMPARE(erase().status, 200);
    QVERIFY(!isStored("personal/ada"));
    const auto all = values();
    for (const auto &leaf : leaves()) {
        const auto reading = core::readJson(leaf);
        if (reading.tree().root()["actor"]["id"].text() != m_ada)
            continue;
        for (const auto &field : core::personalFieldsOf(leaf, all))
            QCOMPARE(field.state, State::Absent);
    }
}

void TestErasure::notWithoutGrounds_data()
{
    QTest::addColumn<QByteArray>("grounds");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *grounds, int status) {
        QTest::newRow(name) << QByteArray(grounds) << status;
    };
    row("nothing", "{}", 400);
    row("no reason", R"({"reason":"","ticket":"DSR-1"})", 422);
    row("no ticket", R"({"reason":"Art. 17","ticket":""})", 422);
    row("the name in the reason", R"({"reason":"for Ada King Lovelace","ticket":"D"})", 422);
    row("the name in the ticket", R"({"reason":"r","ticket":"ada.lovelace"})", 422);
    row("the name in another case", R"({"reason":"ADA KING LOVELACE left","ticket":"D"})", 422);
}

void TestErasure::notWithoutGrounds()
{
    QFETCH(QByteArray, grounds);
    QFETCH(int, status);
    // Not while the account is open either.
    QCOMPARE(erase().status, 409);
    leave();
    const auto before = values().size();
    QCOMPARE(erase(grounds.toStdString()).status, status);
    QCOMPARE(values().size(), before);
    QCOMPARE(ask("POST", "/v1/principals/" + m_ada + ":erase",
                 R"({"reason":"Art. 17","ticket":"DSR-1"})", "1-stale")
                 .status,
        412);
    const auto me = ServiceWorld::at(ask("GET", "/v1/sessions/current"), "/principal/id");
    QCOMPARE(ask("POST", "/v1/principals/" + me + ":erase",
                 R"({"reason":"Art. 17","ticket":"DSR-1"})", etagOf(me))
                 .status,
        403);
}

void TestErasure::notWhileItIsHeld()
{
    leave();
    const auto hold = R"({"principal":)" + inQuotes(m_ada) + R"(,"reason":"r","ticket":"CASE-7"})";
    QCOMPARE(ask("POST", "/v1/legal-holds", R"({"principal":"usr_none","reason":"r","ticket":"t"})")
                 .status,
        404);
    const auto empty = R"({"principal":"","reason":"","ticket":"t"})";
    QCOMPARE(ask("POST", "/v1/legal-holds", empty).status, 422);
    QCOMPARE(ask("POST", "/v1/legal-holds", hold).status, 201);
    QCOMPARE(ServiceWorld::at(erase(), "/code"), std::string("legal-hold"));
    QVERIFY(!values().empty());
    QCOMPARE(
        ServiceWorld::at(ask("GET", "/v1/legal-holds"), "/items/0/ticket"), std::string("CASE-7"));
}

void TestErasure::anotherAdministratorLiftsAHold()
{
    leave();
    const auto hold
        = ask("POST", "/v1/legal-holds", R"({"principal":"","reason":"all","ticket":"CASE-8"})");
    QCOMPARE(hold.status, 201);
    const auto lift = "/v1/legal-holds/" + ServiceWorld::at(hold, "/id") + ":lift";
    const auto body = R"({"reason":"settled"})";
    QCOMPARE(ask("POST", lift, body, hold.etag).status, 403);
    QCOMPARE(erase().status, 409);
    m_world.signUp("second", {"admin"});
    m_world.as("second");
    QCOMPARE(ask("POST", lift, body, "1-stale").status, 412);
    QCOMPARE(ask("POST", lift, R"({"reason":""})", hold.etag).status, 422);
    for (const int status : {204, 404})
        QCOMPARE(ask("POST", lift, body, hold.etag).status, status);
    QCOMPARE(erase().status, 403); // who lifted it does not do alone what it was to prevent
    m_world.as();
    QCOMPARE(erase().status, 200);
}

void TestErasure::aFailureErasesNothing()
{
    leave();
    const auto before = m_world.store->snapshot();
    const auto etag = etagOf(m_ada);
    m_world.store->failsCommit = true;
    const auto failed = ask("POST", "/v1/principals/" + m_ada + ":erase",
        R"({"reason":"Art. 17","ticket":"DSR-1"})", etag);
    QVERIFY2(failed.status >= 500, failed.body->c_str());
    m_world.store->failsCommit = false;
    QVERIFY(m_world.store->snapshot() == before);
    QCOMPARE(erase().status, 200);
}

// One administrator alone makes nobody forgotten.
void TestErasure::twoPeopleAreNeeded()
{
    QCOMPARE(
        ask("POST", "/v1/principals/" + m_ada + ":disable", R"({"reason":"left"})", etagOf(m_ada))
            .status,
        200);
    QCOMPARE(erase().status, 403);
    m_world.signUp("boss", {"admin"});
    m_world.as("boss");
    QCOMPARE(erase().status, 200);
}

void TestErasure::nobodyIsErasedWithAnother_data()
{
    QTest::addColumn<QByteArray>("displayName");
    QTest::newRow("another's name") << QByteArray("Ada King Lovelace");
    QTest::newRow("another's account") << QByteArray("ada.lovelace");
    QTest::newRow("a state") << QByteArray("open");
}

// Whoever may make accounts may give them any name.
void TestErasure::nobodyIsErasedWithAnother()
{
    QFETCH(QByteArray, displayName);
    m_world.as(adaName);
    const auto app = m_world.config("a/other");
    const auto request = m_world.request(m_world.item(app, "dev", R"({"x":1})"));
    const auto id = ServiceWorld::at(request, "/id");
    m_world.as();
    const auto made = ask("POST", "/v1/principals",
        R"({"kind":"user","name":"mallory","displayName":")" + displayName.toStdString()
            + R"(","roles":["author"],"password":"12345678"})");
    const auto mallory = ServiceWorld::at(made, "/id");
    m_world.signUp("boss", {"admin"});
    m_world.as("boss");
    QCOMPARE(ask("POST", "/v1/principals/" + mallory + ":disable", R"({"reason":"left"})",
                 etagOf(mallory))
                 .status,
        200);
    m_world.as();
    const auto before = *m_world.ask("GET", "/v1/change-requests/" + id).body;
    QCOMPARE(ask("POST", "/v1/principals/" + mallory + ":erase",
                 R"({"reason":"Art. 17","ticket":"DSR-1"})", etagOf(mallory))
                 .status,
        200);
    QCOMPARE(*m_world.ask("GET", "/v1/change-requests/" + id).body, before);
    QVERIFY(ask("GET", "/v1/principals", {}, {}).body->find(adaDisplay) != std::string::npos);
    QVERIFY(std::ranges::count(values(), adaDisplay, &core::PersonalValue::value) > 0);
}

// Or somebody could come back as somebody new, and approve what was their own.
void TestErasure::whatIsOpenEndsFirst()
{
    m_world.as(adaName);
    const auto app = m_world.config("a/other");
    const auto request = m_world.request(m_world.item(app, "dev", R"({"x":1})"));
    leave();
    const auto refused = erase();
    QCOMPARE(refused.status, 409);
    QVERIFY(refused.body->find(ServiceWorld::at(request, "/id")) != std::string::npos);
}

// It may be a password in the wrong field.
void TestErasure::whatNobodyIsCalledIsNotKept()
{
    (void)m_world.signIn("hunter2hunter2", "wrong");
    for (const auto &[key, value] : m_world.store->snapshot())
        QVERIFY2(value->find("hunter2hunter2") == std::string::npos, key.c_str());
}

QTEST_GUILESS_MAIN(TestErasure)
#include "tst_erasure.moc"
