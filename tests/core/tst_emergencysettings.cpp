// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/emergency/activation.h"
#include "engine/core/schema/schema.h"
#include "tests/support/testcase.h"
#include "tests/support/told.h"

using namespace chancery;
using support::told;

namespace {

std::string read(const std::string &json)
{
    const auto reading = core::readJson(json);
    return told(core::emergencySettings(reading.tree()));
}

} // namespace

class TestEmergencySettings : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsSeen_data();
    void whatIsSeen();
    void settings_data();
    void settings();
    void theSchemaSaysTheSame_data() { settings_data(); }
    void theSchemaSaysTheSame();
};

void TestEmergencySettings::whatIsSeen_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("nothing") << QByteArray("") << 0;
    QTest::newRow("letters") << QByteArray("abc") << 3;
    QTest::newRow("blanks of all kinds") << QByteArray(" a\t\n\r\u00a0\u2003\u3000\u2028b") << 2;
    QTest::newRow("no width") << QByteArray("\u200b\u200c\u200d\u2060\ufeff\u00ada") << 1;
    QTest::newRow("direction") << QByteArray("\u202e\u2066\u2069x") << 1;
    QTest::newRow("fillers") << QByteArray("\u3164\u115f\uffa0\u2800y") << 1;
    QTest::newRow("tags") << QByteArray("\U000e0041\ufe0f") << 0;
    QTest::newRow("other scripts") << QByteArray("äöü漢字🚒") << 6;
    QTest::newRow("broken bytes") << QByteArray("\xff\xc3z") << 1;
}

void TestEmergencySettings::whatIsSeen()
{
    QFETCH(const QByteArray, text);
    QTEST(int(core::visibleCharacters(text.toStdString())), "count");
}

void TestEmergencySettings::settings_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char *json, const char *told) {
        QTest::newRow(json) << QByteArray(json) << QByteArray(told);
    };
    row("{}", "ok");
    row(R"({"maximumMinutes":240,"twoPerson":true,"mayPassFreeze":true,"reviewWithinHours":24,)"
        R"("ratifyWithinDays":2,"incidentPattern":"INC[0-9]+"})",
        "ok");
    row("[]", "policy-violation :type");
    row(R"({"maximumMinutes":241})", "policy-violation /maximumMinutes:range");
    row(R"({"maximumMinutes":0})", "policy-violation /maximumMinutes:range");
    row(R"({"maximumMinutes":"60"})", "policy-violation /maximumMinutes:range");
    row(R"({"reviewWithinHours":721})", "policy-violation /reviewWithinHours:range");
    row(R"({"ratifyWithinDays":0})", "policy-violation /ratifyWithinDays:range");
    row(R"({"twoPerson":"no"})", "policy-violation /twoPerson:type");
    row(R"({"mayPassFreeze":1})", "policy-violation /mayPassFreeze:type");
    row(R"({"incidentPattern":""})", "policy-violation /incidentPattern:pattern");
    row(R"({"incidentPattern":"("})", "policy-violation /incidentPattern:pattern");
    row(R"({"roster":["oncall","ann"]})", "ok");
    row(R"({"roster":[]})", "policy-violation /roster:roster");
    row(R"({"roster":"ann"})", "policy-violation /roster:roster");
    row(R"({"roster":["ann",1]})", "policy-violation /roster/1:roster");
    row(R"({"twoPersn":true})", "policy-violation /twoPersn:additionalProperties");
}

void TestEmergencySettings::settings()
{
    QFETCH(const QByteArray, json);
    QTEST(QByteArray::fromStdString(read(json.toStdString())), "told");
}

void TestEmergencySettings::theSchemaSaysTheSame()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, told);
    auto text = core::readJson(std::string(core::emergencySettingsSchema()));
    const auto schema = core::CompiledSchema::compile(std::move(text).tree(), {}, {});
    QVERIFY2(schema.ok(), schema.ok() ? "" : core::toString(schema.error()).c_str());
    const auto document = core::readJson(json.toStdString());
    // A format is only told of, not demanded.
    if (!json.contains("\"(\""))
        QCOMPARE(schema->accepts(document.tree().root()), told == "ok");
}

QTEST_GUILESS_MAIN(TestEmergencySettings)
#include "tst_emergencysettings.moc"
