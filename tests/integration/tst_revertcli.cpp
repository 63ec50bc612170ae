// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// A change of several configs taken back from the command line, on the real server.
class TestRevertCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void bothGoBackInOneRequest();
    void aPreviewDoesNothing();
    void whatWasChangedAgainStopsAllOfIt();
    void theAnswerToConflictsIsGiven();
    void theSchemaGoesBackToo();
    void sensitiveValuesAreCovered();
    void sensitiveNamesInPlacesAreCovered();
    void blameTellsWhoSetWhat();
    void blameSaysHowFarItLooked();
    void whatCannotBeTakenBackIsTold();

private:
    using Texts = std::map<std::string, std::string>; // by config
    std::string live(const std::string &config) const;
    // Applied in dev in one request, which may bring a schema to all of them; its id.
    std::string change(const Texts &texts, const std::string &schema = {}) const;
    std::string makeSchema(const std::string &name) const;
    Outcome revert(const std::string &request, const char *more) const
    {
        return m_shell->run(("revert " + request + ' ' + more).c_str());
    }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::string m_one;
    std::string m_two;
    std::string m_change; // of both
    int m_number = 0;
};

void TestRevertCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    (void)makePerson(m_cms.admin(), "paula", R"(["author"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("paula")));
}

std::string TestRevertCli::live(const std::string &config) const
{
    const auto version = at(m_cms.admin().get("/v1/configs/" + config + "/heads/dev"), "/version");
    return version.empty() ? version : m_cms.admin().get("/v1/versions/" + version + "/text").body;
}

std::string TestRevertCli::change(const Texts &texts, const std::string &schema) const
{
    const auto admin = m_cms.admin();
    std::string items;
    for (const auto &[config, text] : texts) {
        const auto base = at(admin.get("/v1/configs/" + config + "/heads/dev"), "/version");
        items += std::string(items.empty() ? "" : ",") + R"({"config":")" + config
            + R"(","environment":"dev",)"
            + (base.empty() ? std::string() : R"("base":")" + base + "\",")
            + (schema.empty() ? std::string() : R"("schema":")" + schema + "\",")
            + "\"text\":" + jsonText(text) + '}';
    }
    const auto request = admin.post("/v1/change-requests",
        R"({"title":"Change","description":"","reason":"why","ticket":"","items":[)" + items
            + R"(],"submit":true})");
    const auto applied = admin.post(verb(request, "apply"), "{}", request.etag());
    return applied.status == 200 ? at(applied, "/id") : applied.body + request.body;
}

void TestRevertCli::init()
{
    const auto number = std::to_string(++m_number);
    m_one = makeConfig(m_cms.admin(), "payments/one-" + number);
    m_two = makeConfig(m_cms.admin(), "payments/two-" + number);
    const std::string begin = R"({"rate": 1, "burst": 1})";
    QVERIFY(change({{m_one, begin}, {m_two, begin}}).starts_with("CR-"));
    m_change
        = change({{m_one, R"({"rate": 2, "burst": 1})"}, {m_two, R"({"rate": 3, "burst": 1})"}});
    QVERIFY2(m_change.starts_with("CR-"), m_change.c_str());
}

void TestRevertCli::bothGoBackInOneRequest()
{
    QVERIFY(change({{m_two, R"({"rate": 3, "burst": 7})"}}).starts_with("CR-"));
    const auto asked = revert(m_change, "--reason slow");
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    QVERIFY2(
        asked.out.find("Revert " + m_change + ": Change") != std::string::npos, asked.out.c_str());
    const auto request
        = m_cms.admin().get("/v1/change-requests/" + asked.out.substr(0, asked.out.find(' ')));
    QCOMPARE(m_cms.admin().post(verb(request, "apply"), "{}", request.etag()).status, 200);
    QCOMPARE(live(m_one), std::string(R"({"rate": 1, "burst": 1})"));
    QCOMPARE(live(m_two), std::string(R"({"rate": 1, "burst": 7})"));
    const auto again = revert(m_change, "--reason slow");
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.errors.find("nothing of " + m_change + " is left") != std::string::npos,
        again.errors.c_str());
}

void TestRevertCli::aPreviewDoesNothing()
{
    QVERIFY(change({{m_two, R"({"rate": 3, "burst": 7})"}}).starts_with("CR-"));
    const auto shown = revert(m_change, "--preview");
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    for (const auto *words : {"@dev: taken back", "stays: v", "-{\"rate\": 3, \"burst\": 7}",
             "+{\"rate\": 1, \"burst\": 7}"})
        QVERIFY2(shown.out.find(words) != std::string::npos, shown.out.c_str());
    QCOMPARE(live(m_one), std::string(R"({"rate": 2, "burst": 1})"));
    const auto json = revert(m_change, "--preview --json");
    QVERIFY2(json.out.find(R"("outcome":"ready")") != std::string::npos, json.out.c_str());
}

void TestRevertCli::whatWasChangedAgainStopsAllOfIt()
{
    const auto later = change({{m_two, R"({"rate": 9, "burst": 1})"}});
    const auto shown = revert(m_change, "--preview");
    QCOMPARE(shown.exitCode, 1);
    QVERIFY2(
        shown.out.find("conflict: /rate was 1, " + m_change + " made it 3, v") != std::string::npos,
        shown.out.c_str());
    QVERIFY2(shown.out.find("(" + later + ") made it 9") != std::string::npos, shown.out.c_str());
    const auto count = [this] { return m_cms.admin().get("/v1/change-requests").body.size(); };
    const auto before = count();
    const auto asked = revert(m_change, "--reason slow");
    QCOMPARE(asked.exitCode, 1);
    QVERIFY2(asked.errors.find("all of it or nothing") != std::string::npos, asked.errors.c_str());
    QCOMPARE(count(), before);
}

void TestRevertCli::theAnswerToConflictsIsGiven()
{
    QVERIFY(change({{m_two, R"({"rate": 9, "burst": 1})"}}).starts_with("CR-"));
    const auto asked = revert(m_change, "--on-conflict take-back --reason slow --no-submit");
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    QVERIFY2(asked.out.find(" draft ") != std::string::npos, asked.out.c_str());
    const auto request
        = m_cms.admin().get("/v1/change-requests/" + asked.out.substr(0, asked.out.find(' ')));
    QCOMPARE(at(request, "/items/1/text"), std::string(R"({"rate": 1, "burst": 1})"));
    const auto kept = revert(m_change, "--on-conflict keep-later --reason slow --no-submit");
    const auto other
        = m_cms.admin().get("/v1/change-requests/" + kept.out.substr(0, kept.out.find(' ')));
    QCOMPARE(at(other, "/items/0/text"), std::string(R"({"rate": 1, "burst": 1})"));
    QCOMPARE(at(other, "/items/1/text"), std::string());
}

std::string TestRevertCli::makeSchema(const std::string &name) const
{
    const auto schema = m_cms.admin().post("/v1/schemas",
        R"({"uri":"https://x/)" + name + R"(","name":")" + name + R"(","text":)"
            + jsonText(R"({"title": ")" + name + R"("})") + '}');
    return at(schema, "/id");
}

// A change that brought a schema is more than its text; where there was none before, or a later
// change brought another one, that is said.
void TestRevertCli::theSchemaGoesBackToo()
{
    const auto number = std::to_string(m_number);
    const auto first = makeSchema("first-" + number);
    const auto second = makeSchema("second-" + number);
    const std::string text = R"({"rate": 1, "burst": 1})";
    const auto none = change({{m_one, text}}, first);
    QVERIFY2(none.starts_with("CR-"), none.c_str());
    const auto kept = revert(none, "--preview");
    QVERIFY2(kept.out.find("its schema stays: there was none before") != std::string::npos,
        kept.out.c_str());
    const auto only = change({{m_one, text}}, second);
    QVERIFY2(only.starts_with("CR-"), only.c_str());
    const auto shown = revert(only, "--preview");
    QVERIFY2(
        shown.out.find("its schema goes back to " + first) != std::string::npos, shown.out.c_str());
    const auto asked = revert(only, "--reason wrong");
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    const auto request
        = m_cms.admin().get("/v1/change-requests/" + asked.out.substr(0, asked.out.find(' ')));
    QCOMPARE(at(request, "/items/0/schema"), first);
    QCOMPARE(m_cms.admin().post(verb(request, "apply"), "{}", request.etag()).status, 200);
    QCOMPARE(revert(only, "--reason wrong").exitCode, 1);
    const auto third = change({{m_one, text}}, makeSchema("third-" + number));
    QVERIFY2(third.starts_with("CR-"), third.c_str());
    const auto open = revert(only, "--reason wrong");
    QCOMPARE(open.exitCode, 1);
    QVERIFY2(revert(only, "--preview").out.find("conflict: the schema was " + first)
            != std::string::npos,
        open.errors.c_str());
    const auto asChanged = revert(only, "--reason wrong --on-schema-conflict as-changed");
    QVERIFY2(asChanged.exitCode == 0, asChanged.errors.c_str());
    const auto other = m_cms.admin().get(
        "/v1/change-requests/" + asChanged.out.substr(0, asChanged.out.find(' ')));
    QCOMPARE(at(other, "/items/0/schema"), second);
    // Nothing is left to ask for.
    QCOMPARE(revert(only, "--reason wrong --on-schema-conflict keep-later").exitCode, 1);
    const auto taken = revert(only, "--reason wrong --on-conflict take-back");
    QVERIFY2(taken.exitCode == 0, taken.errors.c_str());
}

void TestRevertCli::sensitiveValuesAreCovered()
{
    const auto changed = change({{m_one, R"({"rate": 2, "password": "hunter2-long"})"}});
    QVERIFY(change({{m_one, R"({"rate": 2, "password": "hunter3-long"})"}}).starts_with("CR-"));
    const auto shown = revert(changed, "--preview --on-conflict take-back");
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    QVERIFY2(shown.out.find("conflict: /password") != std::string::npos, shown.out.c_str());
    QVERIFY2(shown.out.find("hunter") == std::string::npos, shown.out.c_str());
}

// An item that is named by its secret: where a conflict is says nothing of it.
void TestRevertCli::sensitiveNamesInPlacesAreCovered()
{
    const auto text = [](const char *weight) {
        return R"({"rate": 1, "tokens": [{"name": "ghp_)" + std::string(36, 'k')
            + R"(", "weight": )" + weight + R"(}], "routes": [{"name": "web", "weight": )" + weight
            + "}]}";
    };
    QVERIFY(change({{m_one, text("1")}}).starts_with("CR-"));
    const auto changed = change({{m_one, text("2")}});
    QVERIFY(change({{m_one, text("3")}}).starts_with("CR-"));
    const auto shown = revert(changed, "--preview");
    QVERIFY2(shown.out.find("/routes[name=web]/weight") != std::string::npos, shown.out.c_str());
    QVERIFY2(shown.out.find("/tokens[name=\u2022") != std::string::npos
            || shown.out.find("/tokens[name=•") != std::string::npos,
        shown.out.c_str());
    const auto json = revert(changed, "--preview --json");
    const auto blamed
        = m_shell->run(("blame payments/one-" + std::to_string(m_number) + " -e dev").c_str());
    for (const auto &out : {shown.out, json.out, blamed.out})
        QVERIFY2(out.find("kkkk") == std::string::npos, out.c_str());
}

// Who set each key, in words and for one of them.
// A server looks at 16 MiB of texts for one answer.
void TestRevertCli::blameSaysHowFarItLooked()
{
    const auto path = "payments/blamed-long-" + std::to_string(m_number);
    const auto config = makeConfig(m_cms.admin(), path);
    std::string filling;
    for (int i = 0; i < 24; ++i) // a string is no longer than a server takes
        filling += '"' + std::string(128 << 10, 'x') + "\", ";
    for (int i = 0; i < 8; ++i) {
        const auto made = change({{config,
            R"({"old": 1, "f": [)" + filling + R"(1], "new": )" + std::to_string(i) + '}'}});
        QVERIFY2(made.starts_with("CR-"), made.substr(0, 400).c_str());
    }
    const auto part = m_shell->run(("blame " + path + " -e dev --parts 1").c_str());
    QCOMPARE(part.exitCode, 1);
    QVERIFY2(
        part.out.find("/old: older than the versions that were looked at\n") != std::string::npos,
        part.out.c_str());
    QVERIFY2(part.out.find("/new: v") != std::string::npos, part.out.c_str());
    QCOMPARE(part.errors,
        std::string("chancery-cli: blame: the newest 7 versions were looked at and no more: some "
                    "keys are older\n"));
    const auto json = m_shell->run(("blame " + path + " -e dev --parts 1 --json").c_str());
    QVERIFY2(json.out.find(R"("isComplete":false)") != std::string::npos, json.out.c_str());
    const auto all = m_shell->run(("blame " + path + " -e dev").c_str());
    QVERIFY2(all.exitCode == 0 && all.errors.empty(), all.errors.c_str());
    QVERIFY2(all.out.find("/old: v1.0.0") != std::string::npos, all.out.c_str());
}

void TestRevertCli::blameTellsWhoSetWhat()
{
    const auto path = "payments/blamed-" + std::to_string(m_number);
    const auto config = makeConfig(m_cms.admin(), path);
    const auto first
        = change({{config, R"({"a": 1, "ab": {"c": 1}, "r": [{"name": "x", "p": 1}]})"}});
    const auto second
        = change({{config, R"({"a": 1, "ab": {"c": 1}, "r": [{"name": "x", "p": 2}]})"}});
    const auto blamed = m_shell->run(("blame " + path + " -e dev").c_str());
    QCOMPARE(blamed.exitCode, 0);
    QVERIFY2(blamed.out.find("/a: ") != std::string::npos, blamed.out.c_str());
    QVERIFY2(blamed.out.find("(" + first + ")") != std::string::npos, blamed.out.c_str());
    const auto one = m_shell->run(("blame " + path + " /r[name=x]/p -e dev").c_str());
    QVERIFY2(one.out.starts_with("/r[name=x]/p: "), one.out.c_str());
    QVERIFY2(one.out.find("(" + second + ")") != std::string::npos, one.out.c_str());
    QVERIFY2(one.out.find("/a: ") == std::string::npos, one.out.c_str());
    // A key whose name begins alike is another one.
    const auto neighbour = m_shell->run(("blame " + path + " /a -e dev").c_str());
    QVERIFY2(neighbour.out.starts_with("/a: "), neighbour.out.c_str());
    QVERIFY2(neighbour.out.find("/ab") == std::string::npos, neighbour.out.c_str());
    const auto below = m_shell->run(("blame " + path + " /ab -e dev").c_str());
    QVERIFY2(below.out.starts_with("/ab/c: "), below.out.c_str());
    const auto items = m_shell->run(("blame " + path + " /r -e dev").c_str());
    QVERIFY2(items.out.find("/r[name=x]/p: ") != std::string::npos, items.out.c_str());
    const auto json = m_shell->run(("blame " + path + " -e dev --json").c_str());
    QVERIFY2(json.out.find("\"looked\":2") != std::string::npos, json.out.c_str());
}

void TestRevertCli::whatCannotBeTakenBackIsTold()
{
    const auto fresh = makeConfig(m_cms.admin(), "payments/new-" + std::to_string(m_number));
    const auto made = change({{fresh, "{}"}, {m_one, R"({"rate": 5, "burst": 1})"}});
    const auto preview = revert(made, "--preview");
    QCOMPARE(preview.exitCode, 0);
    QVERIFY2(preview.out.find("made its first version: it stays") != std::string::npos,
        preview.out.c_str());
    const auto first = revert(made, "--reason slow");
    QCOMPARE(first.exitCode, 0); // the rest goes back
    QVERIFY2(first.errors.find("had no version before, so it stays") != std::string::npos,
        first.errors.c_str());
    const auto only
        = change({{makeConfig(m_cms.admin(), "payments/lone-" + std::to_string(m_number)), "{}"}});
    const auto lone = revert(only, "--reason slow");
    QCOMPARE(lone.exitCode, 1);
    QVERIFY2(lone.errors.find("nothing of") != std::string::npos, lone.errors.c_str());
    QCOMPARE(revert(only, "--preview").exitCode, 1);
    const auto mute = m_shell->run(("revert " + m_change).c_str());
    QVERIFY2(mute.errors.find("--reason") != std::string::npos, mute.errors.c_str());
    QVERIFY(revert("CR-999999", "--preview").exitCode != 0);
    const auto open = m_cms.admin().post(
        "/v1/change-requests", requestBody(m_one, "prod", "", R"({"rate": 1})"));
    const auto refused = revert(at(open, "/id"), "--preview");
    QVERIFY2(refused.errors.find("was not applied") != std::string::npos, refused.errors.c_str());
}

QTEST_GUILESS_MAIN(TestRevertCli)
#include "tst_revertcli.moc"
