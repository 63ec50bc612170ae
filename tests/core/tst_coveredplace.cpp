// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/merge/coveredplace.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

// Refers to the reading; hides all strings that say "s3cret".
core::GuardedText guarded(const core::Reading &reading)
{
    if (!reading)
        return {};
    core::GuardedText text{reading.tree().root(), {}};
    for (std::uint32_t index = 0; index < reading.tree().nodeCount(); ++index) {
        const core::Node &node = reading.tree().node(index);
        if (node.type == core::NodeType::String && reading.tree().text(node) == "s3cret")
            text.hidden.push_back({node.begin, node.end});
    }
    return text;
}

core::MergeStep member(const char *name)
{
    return {name, {}, 0, 0};
}

core::MergeStep item(const char *key, const char *name)
{
    return {key, '"' + std::string(name) + '"', 0, 0};
}

} // namespace

// Places of a merge for who may not see everything.
class TestCoveredPlace : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void namesAreCoveredWhereAnyTextHidesThem_data();
    void namesAreCoveredWhereAnyTextHidesThem();
    void whatNobodyHasIsCovered();
    void otherStepsAreToldAsTheyAre();
    void valuesThatHoldHiddenOnesAreHidden();
};

void TestCoveredPlace::namesAreCoveredWhereAnyTextHidesThem_data()
{
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<QString>("place");
    const auto row = [](const char *name, const QStringList &texts, const char *place) {
        QTest::newRow(name) << texts << QString::fromUtf8(place);
    };
    const auto secret = QStringLiteral(R"({"keys": [{"id": "s3cret", "in": [{"id": "plain"}]}]})");
    const auto other = QStringLiteral(R"({"keys": [{"id": "s3cret"}, {"id": "b"}]})");
    const auto empty = QStringLiteral("{}");
    row("one hides it", {secret}, "/keys[id=••••••]/in[id=plain]/x");
    row("one of three hides it", {empty, secret, empty}, "/keys[id=••••••]/in[id=plain]/x");
    row("the last hides it", {empty, empty, secret}, "/keys[id=••••••]/in[id=plain]/x");
    row("one cannot be read", {QStringLiteral("{"), secret}, "/keys[id=••••••]/in[id=plain]/x");
    row("what is inside is nowhere", {other}, "/keys[id=••••••]/in[id=••••••]/x");
}

void TestCoveredPlace::namesAreCoveredWhereAnyTextHidesThem()
{
    QFETCH(QStringList, texts);
    QFETCH(QString, place);
    std::vector<core::Reading> readings;
    for (const QString &text : texts)
        readings.push_back(core::readJson(text.toStdString()));
    std::vector<core::GuardedText> guards;
    for (const auto &reading : readings)
        guards.push_back(guarded(reading));
    const core::MergePlace wanted{
        member("keys"), item("id", "s3cret"), member("in"), item("id", "plain"), member("x")};
    QCOMPARE(QString::fromStdString(core::toString(core::coveredPlace(wanted, guards))), place);
}

void TestCoveredPlace::whatNobodyHasIsCovered()
{
    const core::MergePlace place{member("keys"), item("id", "gone")};
    QVERIFY(core::namesItem(place));
    const auto reading = core::readJson(std::string(R"({"keys": [{"id": "here"}, 1, null]})"));
    const std::array guards{guarded(reading)};
    QCOMPARE(core::toString(core::coveredPlace(place, guards)), std::string("/keys[id=••••••]"));
    QCOMPARE(core::toString(core::coveredPlace(place, {})), std::string("/keys[id=••••••]"));
}

void TestCoveredPlace::otherStepsAreToldAsTheyAre()
{
    const core::MergePlace place{member("s3cret"), core::MergeStep{{}, {}, 1, 3}};
    QVERIFY(!core::namesItem(place));
    QCOMPARE(core::toString(core::coveredPlace(place, {})), std::string("/s3cret/1"));
    QVERIFY(core::coveredPlace({}, {}).empty());
}

void TestCoveredPlace::valuesThatHoldHiddenOnesAreHidden()
{
    const auto reading = core::readJson(
        std::string(R"({"a": {"b": "s3cret"}, "c": [1, "s3cret", 2], "d": "open"})"));
    const auto text = guarded(reading);
    for (const char *pointer : {"", "/a", "/a/b", "/c", "/c/1"})
        QVERIFY2(text.hides(text.root.resolve(pointer)), pointer);
    for (const char *pointer : {"/c/0", "/c/2", "/d"})
        QVERIFY2(!text.hides(text.root.resolve(pointer)), pointer);
}

QTEST_GUILESS_MAIN(TestCoveredPlace)
#include "tst_coveredplace.moc"
