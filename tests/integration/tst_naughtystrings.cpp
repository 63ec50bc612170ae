// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using namespace chancery::support;

// All of the strings that break programs in one document, as values and as keys, from the draft to
// what is live, through the real server.
class TestNaughtyStringsLoop : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theyAreReadAsTheyWereWritten();

private:
    CmsProcess m_cms;
    std::string m_text;
};

void TestNaughtyStringsLoop::initTestCase()
{
    const auto folder = corpus("strings");
    if (!folder)
        QSKIP(corpusIsAbsent);
    const auto list = core::readJson(contentOf(*folder / "blns.json"));
    QVERIFY(list);
    std::string values = "[\n";
    std::string keys = "{\n";
    std::set<std::string> known;
    for (const auto &item : list.tree().root()) {
        values += values.size() > 2 ? ",\n" : "";
        core::appendJsonString(values, item.value().text());
        if (!known.emplace(item.value().text()).second)
            continue;
        keys += keys.size() > 2 ? ",\n" : "";
        core::appendJsonString(keys, item.value().text());
        keys += ": 1";
    }
    QVERIFY(known.size() > 490);
    m_text = "{\"values\": " + values + "], \"keys\": " + keys + "}}\n";
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
}

void TestNaughtyStringsLoop::theyAreReadAsTheyWereWritten()
{
    const auto admin = m_cms.admin();
    const auto config = makeConfig(admin, "payments/naughty", "json", {});
    std::string quoted;
    core::appendJsonString(quoted, m_text);
    const auto draft = admin.post("/v1/drafts",
        "{\"config\":\"" + config + R"(","environment":"dev","text":)" + quoted + '}');
    QCOMPARE(draft.status, 201);
    const auto read = admin.get("/v1/drafts/" + at(draft, "/id"));
    QCOMPARE(at(read, "/text"), m_text);

    const auto request = admin.post("/v1/change-requests", requestBody(config, "dev", {}, m_text));
    QCOMPARE(request.status, 201);
    QCOMPARE(at(request, "/items/0/text"), m_text);
    const auto applied = admin.post(verb(request, "apply"), "{}", request.etag());
    QCOMPARE(applied.status, 200);
    const auto version = at(admin.get("/v1/configs/" + config + "/heads/dev"), "/version");
    QCOMPARE(admin.get("/v1/versions/" + version + "/text").body, m_text);
}

QTEST_GUILESS_MAIN(TestNaughtyStringsLoop)
#include "tst_naughtystrings.moc"
