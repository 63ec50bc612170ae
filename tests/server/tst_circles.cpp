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
    void aCircleThroughLayersOfTwoIsSeen();
    void aCircleThroughManyLayersIsSeen();
    void moreLayersThanCanBeLookedAtAreRefused();
    void aDraftThatReachesTooMuchSaysSo();
    void keysOfOneDocumentInACircleAreNotSaved();
    void anInheritedReferenceClosesACircle();
    void whatUncoversAnInheritedCircleIsNotSaved();
    void whatUncoversACircleOfOthersIsNotSaved();
    void whatUncoversACircleBelowIsNotSaved();
    void whatBreaksInALayerOfWhatIsReferredToIsSeen();

private:
    static std::string layer(
        const std::string &kind, const std::string &name, const std::string &config)
    {
        return R"({"kind":)" + inQuotes(kind) + R"(,"name":)" + inQuotes(name) + R"(,"config":)"
            + inQuotes(config) + '}';
    }
    void demandRefused(const Response &answer, const std::string &pointer)
    {
        QCOMPARE(answer.status, 422);
        QCOMPARE(at(answer, "/code"), std::string("dependency-violation"));
        QCOMPARE(at(answer, "/errors/0/code"), std::string("reference-cycle"));
        QVERIFY2(at(answer, "/errors/0/pointer").starts_with(pointer), answer.body->c_str());
    }
    // In the place of those that it has.
    void layOver(const std::string &config, const std::string &layers)
    {
        const auto path = "/v1/configs/" + config + "/layers";
        const auto answer = ask("PUT", path, R"({"layers":[)" + layers + R"(],"dependencies":[]})",
            ask("GET", path).etag);
        QVERIFY2(answer.status == 200, answer.body->c_str());
    }
    // So many new configs under that path, each of a layer of its own over another.
    std::vector<std::string> layOverMany(
        const std::string &over, const std::string &kind, const std::string &path, int count)
    {
        std::vector<std::string> ids;
        std::string layers;
        for (int i = 0; i < count; ++i) {
            ids.push_back(config(path + std::to_string(i)));
            layers += (i > 0 ? "," : "") + layer(kind, 'n' + std::to_string(i), ids.back());
        }
        layOver(over, layers);
        return ids;
    }
    Response requestForAll(const std::vector<std::string> &ids, const std::string &text)
    {
        std::string items;
        for (const auto &id : ids)
            items += (items.empty() ? "" : ",") + item(id, "dev", text);
        return request(items);
    }
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

// One has a layer in a region, the other in an instance: only where both are asked for does the
// value need itself.
void TestCircles::aCircleThroughLayersOfTwoIsSeen()
{
    const auto one = config("a/one");
    const auto inRegion = config("a/one-eu");
    const auto two = config("b/two");
    const auto inInstance = config("b/two-i1");
    for (const auto &id : {one, two})
        QVERIFY(!publish(id, "dev", R"({"x": 1})").empty());
    layOver(one, layer("region", "eu", inRegion));
    layOver(two, layer("instance", "i1", inInstance));
    const std::string text = R"({"x": "${ref:/a/one#/x}"})";
    const auto early = request(item(inInstance, "dev", text)); // when it closed nothing
    QCOMPARE(early.status, 201);
    QVERIFY(!publish(inRegion, "dev", R"({"x": "${ref:/b/two#/x}"})").empty());
    for (const auto &refused :
        {draft({}, inInstance, text), request(item(inInstance, "dev", text))}) {
        QCOMPARE(refused.status, 422);
        QCOMPARE(at(refused, "/errors/0/code"), std::string("reference-cycle"));
        QVERIFY2(refused.body->find("(dev, region eu, instance i1)") != std::string::npos,
            refused.body->c_str());
    }
    const auto path = "/v1/change-requests/" + at(early, "/id");
    for (int i = 0; i < 2; ++i) // the first time what it comes to may have changed (GOV-11)
        QVERIFY(ask("POST", path + ":apply", "{}", ask("GET", path).etag).status >= 400);
    QVERIFY(live(inInstance, "dev").empty());
}

// Of many combinations it is in one.
void TestCircles::aCircleThroughManyLayersIsSeen()
{
    const auto one = config("a/one");
    const auto two = config("b/two");
    for (const auto &id : {one, two})
        QVERIFY(!publish(id, "dev", R"({"x": 1})").empty());
    const auto regions = layOverMany(one, "region", "a/r", 9);
    const auto instances = layOverMany(two, "instance", "b/i", 9);
    for (const auto *ids : {&regions, &instances})
        QVERIFY(!apply(requestForAll(*ids, R"({"y": 1})")).empty());
    QVERIFY(!publish(regions[3], "dev", R"({"x": "${ref:/b/two#/x}"})").empty());
    QCOMPARE(draft({}, instances[5], R"({"x": "${ref:/a/one#/y}"})").status, 201);
    const auto refused = request(item(instances[5], "dev", R"({"x": "${ref:/a/one#/x}"})"));
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("reference-cycle"));
    QVERIFY2(refused.body->find("(dev, region n3, instance n5)") != std::string::npos,
        refused.body->c_str());
}

void TestCircles::moreLayersThanCanBeLookedAtAreRefused()
{
    const auto one = config("a/one");
    const auto two = config("a/two");
    const auto three = config("a/three");
    for (const auto &id : {one, two, three})
        QVERIFY(!publish(id, "dev", R"({"x": 1})").empty());
    const auto regions = layOverMany(one, "region", "a/r", 13);
    QVERIFY(!apply(requestForAll(regions, R"({"x": "${ref:/a/two#/x}"})")).empty());
    const auto groups = layOverMany(two, "group", "a/g", 13);
    QVERIFY(!apply(requestForAll(groups, R"({"x": "${ref:/a/three#/x}"})")).empty());
    const auto instances = layOverMany(three, "instance", "a/i", 13);
    const auto refused = requestForAll(instances, R"({"y": 1})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/code"), std::string("dependency-violation"));
    QVERIFY2(at(refused, "/detail").find("more than 2000 places") != std::string::npos,
        refused.body->c_str());
}

// It is saved, and says that nobody could look; whoever asks for the change has it looked at.
void TestCircles::aDraftThatReachesTooMuchSaysSo()
{
    const auto defaults = config("a/x/defaults");
    const auto apart = config("b/apart");
    QVERIFY(!publish(defaults, "dev", R"({"v": 1})").empty());
    auto map = store->snapshot();
    for (int i = 0; i < 2001; ++i) {
        const auto id = "cfg_none-" + std::to_string(i);
        map[keys::join(keys::configPath, "a/x/n" + std::to_string(i))]
            = std::make_shared<const std::string>(id);
        map[keys::join(keys::head, id, "dev")] = std::make_shared<const std::string>("-");
    }
    open(std::move(map));
    const auto saved = draft({}, defaults, R"({"v": 1, "w": "${ref:#/v}"})");
    QCOMPARE(saved.status, 201);
    QVERIFY2(at(saved, "/circlesUnknown").find("more than 2000 configs") != std::string::npos,
        saved.body->c_str());
    const auto again = draft(at(saved, "/id"), defaults, R"({"v": 2, "w": "${ref:#/v}"})");
    QCOMPARE(again.status, 200);
    QVERIFY(!at(again, "/circlesUnknown").empty());
    // What is read later, or could be looked at, says nothing of it.
    QVERIFY(at(ask("GET", "/v1/drafts/" + at(saved, "/id")), "/circlesUnknown").empty());
    QVERIFY(at(draft({}, apart, R"({"v": 1, "w": "${ref:#/v}"})"), "/circlesUnknown").empty());
}

// It has no layers itself, and is wrong only where what it refers to has one.
void TestCircles::whatBreaksInALayerOfWhatIsReferredToIsSeen()
{
    const auto user = config("a/user");
    const auto host = config("b/host");
    const auto inRegion = config("b/host-eu");
    QVERIFY(!publish(host, "dev", R"({"host": "h", "port": 1})").empty());
    layOver(host, layer("region", "eu", inRegion));
    QVERIFY(!publish(user, "dev", R"({"to": "${ref:/b/host#/host}"})").empty());
    const auto refused = request(item(inRegion, "dev", R"({"host": {"$remove": true}})"));
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("dangling-reference"));
    QVERIFY2(
        refused.body->find("a/user (dev, region eu)") != std::string::npos, refused.body->c_str());
    QCOMPARE(request(item(inRegion, "dev", R"({"port": {"$remove": true}})")).status, 201);
}

// No other config takes part.
void TestCircles::keysOfOneDocumentInACircleAreNotSaved()
{
    const auto id = config("a/one");
    demandRefused(draft({}, id, R"({"a": "${ref:#/b}", "b": "${ref:#/a}"})"), "/text/");
    QCOMPARE(draft({}, id, R"({"a": "${ref:#/b}", "b": 1})").status, 201);
    // A layer closes it in what it is laid over.
    const auto two = config("b/two");
    const auto inRegion = config("b/two-eu");
    QVERIFY(!publish(two, "dev", R"({"a": "${ref:#/b}", "b": 1})").empty());
    layOver(two, layer("region", "eu", inRegion));
    demandRefused(draft({}, inRegion, R"({"b": "${ref:#/a}"})"), "/text");
}

void TestCircles::anInheritedReferenceClosesACircle()
{
    const auto defaults = config("a/defaults");
    const auto id = config("a/x");
    QVERIFY(!publish(id, "dev", R"({"b": 1})").empty());
    QVERIFY(!publish(defaults, "dev", R"({"a": "${ref:/a/x#/b}"})").empty());
    demandRefused(draft({}, id, R"({"b": "${ref:#/a}"})"), "/text");
}

// The text itself refers to nothing.
void TestCircles::whatUncoversAnInheritedCircleIsNotSaved()
{
    const auto defaults = config("a/defaults");
    const auto id = config("a/x");
    QVERIFY(!publish(id, "dev", R"({"a": 1, "b": 1})").empty());
    QVERIFY(!publish(defaults, "dev", R"({"a": "${ref:/a/x#/a}"})").empty());
    demandRefused(draft({}, id, R"({"b": 1})"), "/text");
    QCOMPARE(draft({}, id, R"({"a": 2})").status, 201);
}

// Each of the texts around it refers to its own document only, and is right where it stands; the
// draft refers to nothing. No way leads from one config to another.
void TestCircles::whatUncoversACircleOfOthersIsNotSaved()
{
    const auto id = config("a/x");
    const auto base = config("b/one/base");
    const auto inRegion = config("b/two/x-eu");
    layOver(id, layer("base", "", base) + ',' + layer("region", "eu", inRegion));
    QVERIFY(!publish(config("b/one/defaults"), "dev", R"({"a": 5})").empty());
    QVERIFY(!publish(config("b/two/defaults"), "dev", R"({"b": 5})").empty());
    QVERIFY(!publish(id, "dev", R"({"a": 1, "b": 1, "c": 1})").empty());
    QVERIFY(!publish(base, "dev", R"({"b": "${ref:#/a}"})").empty());
    QVERIFY(!publish(inRegion, "dev", R"({"a": "${ref:#/b}"})").empty());
    const std::string uncovering = R"({"a": 1, "c": 1})";
    const auto refused = draft({}, id, uncovering);
    demandRefused(refused, "/text");
    QVERIFY2(
        refused.body->find("a/x (dev, region eu)") != std::string::npos, refused.body->c_str());
    const auto saved = draft({}, id, R"({"a": 1, "b": 2})");
    QCOMPARE(saved.status, 201);
    // Nor when it is written on; and the request says the same.
    demandRefused(draft(at(saved, "/id"), id, uncovering), "/text");
    QCOMPARE(request(item(id, "dev", uncovering)).status, 422);
    QCOMPARE(draft(at(saved, "/id"), id, R"({"a": 2, "b": 3})").status, 200);
}

// The circle is in the document of another, in a region, and the draft is of one of its layers.
void TestCircles::whatUncoversACircleBelowIsNotSaved()
{
    const auto defaults = config("a/defaults");
    const auto id = config("a/x");
    const auto base = config("b/three/base");
    const auto values = config("b/four/values");
    const auto inRegion = config("b/two/x-eu");
    layOver(defaults, layer("base", "", values));
    layOver(id, layer("base", "", base) + ',' + layer("region", "eu", inRegion));
    QVERIFY(!publish(values, "dev", R"({"a": 5})").empty());
    QVERIFY(!publish(config("b/two/defaults"), "dev", R"({"b": 5})").empty());
    QVERIFY(!publish(base, "dev", R"({"b": 1})").empty());
    QVERIFY(!publish(id, "dev", R"({"c": 1})").empty());
    QVERIFY(!publish(defaults, "dev", R"({"b": "${ref:#/a}"})").empty());
    QVERIFY(!publish(inRegion, "dev", R"({"a": "${ref:#/b}"})").empty());
    const auto refused = draft({}, base, R"({"d": 1})");
    demandRefused(refused, "/text");
    QVERIFY2(
        refused.body->find("a/x (dev, region eu)") != std::string::npos, refused.body->c_str());
    QCOMPARE(draft({}, base, R"({"b": 2})").status, 201);
}

QTEST_GUILESS_MAIN(TestCircles)
#include "tst_circles.moc"
