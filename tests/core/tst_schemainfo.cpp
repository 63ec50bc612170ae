// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/schema/schemainfo.h"
#include "tests/support/testcase.h"

using namespace chancery;
using Strings = std::vector<std::string>;

// What hover and completion of the editor are told.
class TestSchemaInfo : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void unknownPlaces();
    void mergesReferencesAndAllOf();
    void listsProperties();
    void unitesAlternatives();
    void followsTheDiscriminator();
    void requiresWhatTheAlternativesRequire();
    void followsConditions();
    void knowsWhatOthersAskFor();
    void itemsPatternsAndOthers();
    void sensitivityIsInherited();
    void annotationsAreTold();

private:
    core::SchemaInfo at(const char *schema, const char *document, const char *pointer) const;
};

namespace {

core::Tree parsed(const char *text)
{
    auto reading = core::readJson(std::string(text));
    if (!reading.ok())
        qFatal("%s: %s", text, reading.problem().message.c_str());
    return std::move(reading).tree();
}

Strings namesOf(const core::SchemaInfo &info)
{
    Strings names;
    for (const auto &property : info.properties)
        names.push_back(property.name + (property.isRequired ? "!" : ""));
    return names;
}

constexpr const char *unionSchema = R"({"oneOf": [
    {"properties": {"kind": {"const": "file"}, "path": {"type": "string"}}, "required": ["kind"]},
    {"$ref": "#/$defs/net"}],
    "$defs": {"net": {"properties": {"kind": {"enum": ["net"]}, "port": {"type": "integer"}}}}})";

} // namespace

core::SchemaInfo TestSchemaInfo::at(
    const char *schema, const char *document, const char *pointer) const
{
    const auto compiled = core::CompiledSchema::compile(parsed(schema), {}, {});
    if (!compiled)
        qFatal("%s", core::toString(compiled.error()).c_str());
    return core::schemaInfoAt(*compiled, parsed(document), pointer);
}

void TestSchemaInfo::unknownPlaces()
{
    const char *schema
        = R"({"properties": {"a": {"type": "string"}}, "additionalProperties": false})";
    QVERIFY(!at(schema, "{}", "/b").place.isKnown);
    QVERIFY(!at(schema, "{}", "/a/b/c").place.isKnown);
    QVERIFY(at(schema, "{}", "/a").place.isKnown);
    QVERIFY(!at(schema, "{}", "").allowsOtherProperties);
}

void TestSchemaInfo::mergesReferencesAndAllOf()
{
    const auto info = at(R"({"properties": {"p": {"description": "mine", "$ref": "#/$defs/port"}},
        "$defs": {"port": {"title": "Port", "description": "theirs", "type": "integer",
            "default": 80, "deprecated": true, "allOf": [{"examples": [1, 2], "const": 80}]}}})",
        "{}", "/p");
    QCOMPARE(info.place.description, std::string("mine"));
    QCOMPARE(info.place.title, std::string("Port"));
    QCOMPARE(info.place.types, Strings{"integer"});
    QCOMPARE(info.place.defaultValue, std::string("80"));
    QCOMPARE(info.place.examples, (Strings{"1", "2"}));
    QCOMPARE(info.place.allowed, Strings{"80"});
    QVERIFY(info.place.isDeprecated);
    QCOMPARE(info.place.location, std::string("#/properties/p"));
}

void TestSchemaInfo::listsProperties()
{
    const auto info = at(R"({"required": ["b"], "properties": {"a": {"type": "null"},
        "b": {"$ref": "#/$defs/b"}}, "allOf": [{"properties": {"c": {}}, "required": ["d"]}],
        "anyOf": [{"required": ["a"]}, {}], "$defs": {"b": {"description": "bee"}}})",
        "{}", "");
    QCOMPARE(namesOf(info), (Strings{"a", "b!", "c", "d!"}));
    QCOMPARE(info.properties[0].place.types, Strings{"null"});
    QCOMPARE(info.properties[1].place.description, std::string("bee"));
    QVERIFY(info.allowsOtherProperties);
}

void TestSchemaInfo::unitesAlternatives()
{
    const auto info
        = at(R"({"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": ["number", "string"]},
            {"const": null}]})",
            "1", "");
    QCOMPARE(info.place.types, (Strings{"string", "number"}));
    QCOMPARE(info.place.allowed, (Strings{"\"a\"", "\"b\"", "null"}));
    QCOMPARE(namesOf(at(unionSchema, "{}", "")), (Strings{"kind", "path", "port"}));
}

void TestSchemaInfo::followsTheDiscriminator()
{
    QCOMPARE(namesOf(at(unionSchema, R"({"kind": "net"})", "")), (Strings{"kind", "port"}));
    QCOMPARE(namesOf(at(unionSchema, R"({"kind": "file"})", "")), (Strings{"kind!", "path"}));
    // None is meant: any may be. Of the kind itself all are told.
    QCOMPARE(namesOf(at(unionSchema, R"({"kind": "x"})", "")), (Strings{"kind", "path", "port"}));
    QCOMPARE(at(unionSchema, R"({"kind": "net"})", "/kind").place.allowed,
        (Strings{"\"file\"", "\"net\""}));
}

void TestSchemaInfo::requiresWhatTheAlternativesRequire()
{
    const char *schema = R"({"oneOf": [
        {"properties": {"a": {"const": 1}, "b": {}}, "required": ["a", "b"]},
        {"allOf": [{"required": ["a"]}], "properties": {"a": {"const": 2}, "c": {}}, "required": ["c"]},
        {"type": "string"}], "additionalProperties": {}})";
    QCOMPARE(namesOf(at(schema, "{}", "")), (Strings{"a!", "b", "c"}));
    QCOMPARE(namesOf(at(schema, R"({"a": 2})", "")), (Strings{"a!", "c!"}));
}

void TestSchemaInfo::followsConditions()
{
    const char *schema = R"({"if": {"properties": {"a": {"const": 1}}},
        "then": {"properties": {"b": {"type": "null"}}},
        "else": {"properties": {"b": {"type": "array"}}}})";
    QCOMPARE(at(schema, R"({"a": 1})", "/b").place.types, Strings{"null"});
    QCOMPARE(at(schema, R"({"a": 2})", "/b").place.types, Strings{"array"});
}

// By a condition that holds, by a key that is there, by the names that are listed.
void TestSchemaInfo::knowsWhatOthersAskFor()
{
    const char *schema = R"({"properties": {"mode": {}, "cert": {}},
        "if": {"properties": {"mode": {"const": "tls"}}, "required": ["mode"]},
        "then": {"required": ["cert"]}, "dependentRequired": {"cert": ["key"]}})";
    const auto required = [&](const char *document) {
        Strings names;
        for (const auto &property : at(schema, document, "").properties) {
            if (property.isRequired)
                names.push_back(property.name);
        }
        return names;
    };
    QCOMPARE(required("{}"), Strings{});
    QCOMPARE(required(R"({"mode": "none"})"), Strings{});
    QCOMPARE(required(R"({"mode": "tls"})"), Strings{"cert"});
    QCOMPARE(required(R"({"mode": "tls", "cert": 1})"), (Strings{"cert", "key"}));
    const char *map = R"({"propertyNames": {"enum": ["east", "west"]},
        "additionalProperties": {"type": "integer"}})";
    QCOMPARE(namesOf(at(map, "{}", "")), (Strings{"east", "west"}));
    QCOMPARE(at(map, "{}", "").properties[1].place.types, Strings{"integer"});
    const char *closed = R"({"propertyNames": {"enum": ["east"]}, "additionalProperties": false})";
    QCOMPARE(namesOf(at(closed, "{}", "")), Strings{});
}

void TestSchemaInfo::itemsPatternsAndOthers()
{
    const char *schema = R"({"patternProperties": {"^x-": {"type": "null"}},
        "additionalProperties": {"prefixItems": [{"type": "string"}], "items": {"type": "number"}}})";
    QCOMPARE(at(schema, "{}", "/x-a").place.types, Strings{"null"});
    QCOMPARE(at(schema, "{}", "/a~1b/0").place.types, Strings{"string"});
    QCOMPARE(at(schema, "{}", "/a/7").place.types, Strings{"number"});
}

void TestSchemaInfo::sensitivityIsInherited()
{
    const char *schema = R"({"properties": {"secrets": {"x-sensitive": true,
        "properties": {"a": {"type": "string"}}}, "open": {}}})";
    QVERIFY(at(schema, "{}", "/secrets/a").place.isSensitive);
    QVERIFY(at(schema, "{}", "/secrets").properties[0].place.isSensitive);
    QVERIFY(at(schema, "{}", "").properties[0].place.isSensitive);
    QVERIFY(!at(schema, "{}", "/open").place.isSensitive);
}

void TestSchemaInfo::annotationsAreTold()
{
    const char *schema = R"({"properties": {"a": {"allOf": [{"x-owner": "team-a"},
        {"x-impact": "breaking", "x-owner": "team-b"}], "x-reload": "restart",
        "x-capacity": {"factor": 3}, "x-max-removal": 5}}})";
    const auto told = at(schema, "{}", "/a").place.annotations;
    QVERIFY(told.impact == core::Impact::Breaking);
    QVERIFY(told.reload == core::Reload::Restart);
    QVERIFY(told.capacity == (core::CapacityRule{3, ""}));
    QVERIFY(told.maxRemoval == (core::RemovalRule{5, ""}));
    QCOMPARE(told.owner, std::string("team-a"));
    QVERIFY(at(schema, "{}", "").place.annotations == core::Annotations());
}

QTEST_GUILESS_MAIN(TestSchemaInfo)
#include "tst_schemainfo.moc"
