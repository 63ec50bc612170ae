// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;

// Which circles of dependencies are refused in a store that has some already.
class TestCircles : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void anOldCircleHidesNoNewOne();

private:
    void needs(const std::string &config, const std::string &other)
    {
        const auto path = "/v1/configs/" + config + "/layers";
        const auto answer = ask("PUT", path,
            R"({"layers":[],"dependencies":[)" + inQuotes(other) + "]}", ask("GET", path).etag);
        QVERIFY2(answer.status == 200, answer.body->c_str());
    }
    // Saves it anew; the first time without a name.
    Response draft(const std::string &name, const std::string &config, const std::string &text)
    {
        const auto path = "/v1/drafts" + (name.empty() ? name : '/' + name);
        return ask(name.empty() ? "POST" : "PUT", path,
            R"({"config":)" + inQuotes(config) + R"(,"environment":"dev","base":null,"text":)"
                + inQuotes(text) + '}',
            name.empty() ? name : ask("GET", path).etag);
    }
};

// The old one is shorter and goes through the same config; nobody has to mend it in a hurry, but
// another one is not let in behind it.
void TestCircles::anOldCircleHidesNoNewOne()
{
    const auto own = config("a/own");
    const auto near = config("a/near");
    const auto far = config("a/far");
    const auto farther = config("a/farther");
    const auto other = config("a/other");
    for (const auto &id : {near, far, farther})
        publish(id, "dev", R"({"v": 1})");
    publish(own, "dev", R"({"v": "${ref:/a/near#/v}"})");
    needs(far, farther);
    needs(farther, own);
    // As an earlier server let it in.
    needs(near, other);
    auto map = store->snapshot();
    auto &declared = map["layers/" + near];
    auto text = *declared;
    text.replace(text.find(other), other.size(), own);
    declared = std::make_shared<const std::string>(text);
    open(map);
    const auto saved = draft({}, own, R"({"v": "${ref:/a/near#/v}", "w": 1})");
    QCOMPARE(saved.status, 201);
    const auto refused
        = draft(at(saved, "/id"), own, R"({"v": "${ref:/a/near#/v}", "w": "${ref:/a/far#/v}"})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/message"), std::string("a/own → a/far → a/farther → a/own"));
}

QTEST_GUILESS_MAIN(TestCircles)
#include "tst_circles.moc"
