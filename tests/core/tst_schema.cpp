// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/schema/schema.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

core::Tree parsed(const std::string &text)
{
    auto reading = core::readJson(text, core::Limits::wide());
    if (!reading.ok())
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::move(reading).tree();
}

core::CompiledSchema compiled(const std::string &text, bool assertFormats = false)
{
    core::CompileOptions options;
    options.assertFormats = assertFormats;
    options.baseUri = "urn:test";
    auto schema = core::CompiledSchema::compile(parsed(text), options, {});
    if (!schema)
        qFatal("%s: %s", text.c_str(), core::toString(schema.error()).c_str());
    return std::move(schema).value();
}

std::string compileError(const std::string &text, bool warningsAreErrors = false)
{
    core::CompileOptions options;
    options.warningsAreErrors = warningsAreErrors;
    const auto schema = core::CompiledSchema::compile(parsed(text), options, {});
    return schema.ok() ? "ok" : schema.error().code;
}

// "line:column pointer | schema pointer | code | message" for every violation.
std::string printed(const core::CompiledSchema &schema, const std::string &text)
{
    const auto tree = parsed(text);
    const core::LineIndex lines(tree.source());
    std::string all;
    for (const auto &violation : schema.validate(tree.root()).violations) {
        const auto field = core::toFieldError(violation, lines);
        all += std::to_string(field.line) + ':' + std::to_string(field.column) + ' ' + field.pointer
            + " | " + field.schemaPointer + " | " + field.code + " | " + field.message + '\n';
    }
    return all;
}

} // namespace

class TestSchema : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void schemasThatAreNone_data();
    void schemasThatAreNone();
    void warningsSayWhatIsPassedOver();
    void budgetsEndTheWork_data();
    void budgetsEndTheWork();
    void violationsSayWhere_data();
    void violationsSayWhere();
    void alternativesSayWhere_data();
    void alternativesSayWhere();
    void sensitiveValuesStayHidden();
    void absoluteLocationsNameTheDocument();
    void errorsAreCounted();
    void partsOfADocument();
    void numbersAreExact_data();
    void numbersAreExact();
    void formats_data();
    void formats();
    void formatsAreAnnotationsUnlessAsked();
    void libraryFindsByFileName();
};

void TestSchema::schemasThatAreNone_data()
{
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *schema, const char *code) {
        QTest::addRow("%s", schema) << std::string(schema) << std::string(code);
    };
    row("1", "invalid-schema");
    row(R"({"$ref": "#"})", "reference-loop");
    row(R"({"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]},
        "b": {"$ref": "#/$defs/a"}}})",
        "reference-loop");
    row(R"({"$ref": "other.json"})", "unresolved-reference");
    row(R"({"properties": {"a": {"$ref": "#/$defs/a"}}})", "unresolved-reference");
    row(R"({"properties": {"a": {"$ref": "#anchor"}}})", "unresolved-reference");
    row(R"({"properties": {"a": {"$dynamicRef": "#anchor"}}})", "unresolved-reference");
    // What nothing leads to is not looked at.
    row(R"({"$defs": {"a": {"$ref": "other.json"}, "b": {"$ref": "#/$defs/b"}}})", "ok");
    row(R"({"properties": {"child": {"$ref": "#"}}})", "ok");
}

void TestSchema::schemasThatAreNone()
{
    QFETCH(std::string, schema);
    QFETCH(std::string, code);
    QCOMPARE(compileError(schema), code);
}

void TestSchema::warningsSayWhatIsPassedOver()
{
    const std::string text = R"x({"properties": {"a": {"pattern": "("}, "b": {"minLength": "x"},
        "c": {"type": "strng"}, "d": {"pattern": "^(?!a)"}, "e": {"anyOf": []}}})x";
    const auto schema = compiled(text);
    std::map<std::string, std::string> found;
    for (const auto &warning : schema.warnings())
        found[warning.location] = warning.code;
    const std::map<std::string, std::string> expected{
        {"urn:test#/properties/a/pattern", "invalid-pattern"},
        {"urn:test#/properties/b/minLength", "invalid-keyword"},
        {"urn:test#/properties/c/type", "unknown-type"},
        {"urn:test#/properties/d/pattern", "costly-pattern"},
        {"urn:test#/properties/e/anyOf", "invalid-keyword"}};
    QCOMPARE(found, expected);
    QCOMPARE(compileError(text, true), std::string("invalid-pattern"));
    // The keywords constrain nothing.
    const auto instance = parsed(R"({"a": "x", "b": "", "c": 1, "e": 1})");
    QVERIFY(schema.accepts(instance.root()));
}

void TestSchema::budgetsEndTheWork_data()
{
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<std::string>("instance");
    std::string doubling = R"({"$ref": "#/$defs/d0", "$defs": {)";
    for (int i = 0; i < 40; ++i) {
        const auto next = std::to_string(i + 1);
        doubling += "\"d" + std::to_string(i) + R"(": {"allOf": [{"$ref": "#/$defs/d)" + next
            + R"("}, {"$ref": "#/$defs/d)" + next + "\"}]},";
    }
    QTest::newRow("exponential allOf")
        << doubling + R"("d40": {"type": "null"}}})" << std::string("null");
    QTest::newRow("a loop that is reached")
        << std::string(R"({"anyOf": [{"not": {"$ref": "#"}}, {"$ref": "#/$defs/a"}],
            "$defs": {"a": {"if": true, "then": {"$ref": "#/$defs/a"}}}})")
        << std::string("1");
    QTest::newRow("a pattern that backtracks")
        << std::string(R"x({"pattern": "^(?!x)(a+)+$"})x") << '"' + std::string(5'000, 'a') + "!\"";
    std::string patterns = R"({"patternProperties": {"^b": {})";
    std::string names = R"({"a": 1)";
    for (int i = 0; i < 3'000; ++i) {
        patterns += ",\"^b" + std::to_string(i) + "\": {\"type\": \"string\"}";
        names += ",\"a" + std::to_string(i) + "\": 1";
    }
    QTest::newRow("many patterns for many names") << patterns + "}}" << names + '}';
    QTest::newRow("the negation of one") << std::string(R"x({"not": {"pattern": "^(?!x)(a+)+$"}})x")
                                         << '"' + std::string(5'000, 'a') + "!\"";
}

void TestSchema::budgetsEndTheWork()
{
    QFETCH(std::string, schema);
    QFETCH(std::string, instance);
    const auto tree = parsed(instance);
    const auto made = compiled(schema);
    const auto verdict = made.validate(tree.root());
    QVERIFY(!verdict.valid);
    QVERIFY(verdict.budgetExceeded);
    QCOMPARE(verdict.violations.size(), std::size_t(1));
    QCOMPARE(verdict.violations.front().code, std::string("budget"));
    QVERIFY(!made.accepts(tree.root()));
}

void TestSchema::violationsSayWhere_data()
{
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<std::string>("instance");
    QTest::addColumn<std::string>("expected");
    const auto row
        = [](const char *name, const char *schema, const char *instance, const char *expected) {
              QTest::newRow(name) << std::string(schema) << std::string(instance)
                                  << std::string(expected);
          };
    row("type", R"({"type": ["string", "null"]})", "\n  1",
        "2:3  | /type | type | Expected a string or null, found a number\n");
    row("through a reference",
        R"({"properties": {"a/b": {"$ref": "#/$defs/p"}}, "$defs": {"p": {"type": "integer",
            "maximum": 65535}}})",
        "{\"a/b\":\n 70000}",
        "2:2 /a~1b | /properties/a~1b/$ref/maximum | maximum | The number must be at most 65535\n");
    row("required and additional",
        R"({"required": ["x", "y"], "properties": {"x": {}}, "additionalProperties": false})",
        "{\"x\": 1,\n \"é\": 2}",
        "1:1  | /required | required | The property \"y\" is missing\n"
        "2:2 /é | /additionalProperties | additionalProperties | The property \"é\" is not allowed "
        "here\n");
    row("items", R"({"prefixItems": [{"const": 1}], "items": {"enum": ["a", null]}})",
        "[2, \"a\", 3]",
        "1:2 /0 | /prefixItems/0/const | const | The value must be 1\n"
        "1:10 /2 | /items/enum | enum | The value must be one of \"a\", null\n");
    row("condition", R"({"if": {"type": "string"}, "then": {"minLength": 2}})", "\"x\"",
        "1:1  | /then/minLength | minLength | The text must have at least 2 characters\n");
    row("names", R"({"propertyNames": {"pattern": "^[a-z]+$"}})", R"({"a": 1, "B": 2})",
        "1:10 /B | /propertyNames/pattern | pattern | The text must match the pattern ^[a-z]+$\n");
    row("unevaluated", R"({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false})",
        R"({"a": 1, "b": 2})",
        "1:10 /b | /unevaluatedProperties | unevaluatedProperties | The property \"b\" is not "
        "allowed here\n");
    row("dependent", R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1})",
        "1:1  | /dependentRequired | dependentRequired | The property \"b\" is missing; it must "
        "stand beside \"a\"\n");
    row("counts", R"({"minItems": 1, "uniqueItems": true, "contains": {"type": "null"}})",
        "[1, 1.0]",
        "1:1  | /contains | contains | No item of the array fits the given schema\n"
        "1:1  | /uniqueItems | uniqueItems | All items of the array must be different\n");
    row("false", "false", "1", "1:1  |  | false | No value is allowed here\n");
}

void TestSchema::alternativesSayWhere_data()
{
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<std::string>("instance");
    QTest::addColumn<std::string>("expected");
    const auto row
        = [](const char *name, const char *schema, const char *instance, const char *expected) {
              QTest::newRow(name) << std::string(schema) << std::string(instance)
                                  << std::string(expected);
          };
    row("the only alternative for the type",
        R"({"anyOf": [{"type": "null"}, {"type": "object", "required": ["a"]}]})", "{}",
        "1:1  | /anyOf/1/required | required | The property \"a\" is missing\n");
    row("no alternative", R"({"anyOf": [{"const": 1}, {"const": 2}]})", "3",
        "1:1  | /anyOf | anyOf | The value fits none of the allowed alternatives\n");
    row("an alternative that is meant",
        R"({"oneOf": [{"properties": {"kind": {"const": "a"}, "port": {}}, "required": ["port"],
            "additionalProperties": false}, {"properties": {"kind": {"const": "b"}}}]})",
        "{\"kind\": \"a\",\n \"prot\": 1}",
        "1:1  | /oneOf/0/required | required | The property \"port\" is missing\n"
        "2:2 /prot | /oneOf/0/additionalProperties | additionalProperties | The property \"prot\" "
        "is not allowed here\n");
    row("an alternative by its kind that nothing knows",
        R"({"anyOf": [{"properties": {"kind": {"enum": ["a"]}}}, {"$ref": "#/$defs/b"}],
            "$defs": {"b": {"properties": {"kind": {"const": "b"}}, "required": ["x"]}}})",
        R"({"kind": "c"})",
        "1:10 /kind | /anyOf | anyOf | The value fits none of the allowed alternatives\n");
    row("the nearest alternative",
        R"({"anyOf": [{"required": ["a", "b"]}, {"properties": {"c": {"type": "integer"}}}]})",
        R"({"c": "x"})",
        "1:7 /c | /anyOf/1/properties/c/type | type | Expected an integer, found a string\n");
    row("wrong in every alternative",
        R"({"oneOf": [{"required": ["a"], "properties": {"a": {}}, "additionalProperties": false},
            {"required": ["b"], "properties": {"b": {}}, "additionalProperties": false}]})",
        R"({"c": 1})",
        "1:2 /c | /oneOf/0/additionalProperties | additionalProperties | The property \"c\" is not "
        "allowed here\n");
    row("one of several is missing", R"({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]})",
        "{}", "1:1  | /anyOf | anyOf | One of these properties is missing: \"a\", \"b\"\n");
    row("two alternatives", R"({"oneOf": [{"minimum": 9}, {"minimum": 1}, {"minimum": 2}]})", "3",
        "1:1  | /oneOf | oneOf | The value must fit exactly one of the alternatives; it fits the "
        "numbers 2, 3\n");
}

void TestSchema::alternativesSayWhere()
{
    violationsSayWhere();
}

void TestSchema::violationsSayWhere()
{
    QFETCH(std::string, schema);
    QFETCH(std::string, instance);
    QFETCH(std::string, expected);
    QCOMPARE(printed(compiled(schema), instance), expected);
}

void TestSchema::sensitiveValuesStayHidden()
{
    const auto schema = compiled(R"({"properties": {"password": {"x-sensitive": true,
        "enum": ["hunter2"], "pattern": "^hunter"}, "inner": {"x-sensitive": true,
        "properties": {"pin": {"const": 4711}}}, "open": {"x-sensitive": false, "const": "shown"}}})");
    const auto text
        = printed(schema, R"({"password": "letmein", "inner": {"pin": 1234}, "open": "other"})");
    for (const auto *secret : {"hunter", "letmein", "4711", "1234", "other"})
        QVERIFY2(text.find(secret) == std::string::npos, text.c_str());
    QVERIFY2(text.find("shown") != std::string::npos, text.c_str());
    QVERIFY2(text.find("/password | /properties/password/enum") != std::string::npos, text.c_str());
}

void TestSchema::absoluteLocationsNameTheDocument()
{
    core::SchemaLibrary library;
    library.add(
        "https://example.com/port.json", parsed(R"({"$defs": {"port": {"type": "integer"}}})"));
    const auto schema = core::CompiledSchema::compile(
        parsed(R"({"properties": {"p": {"$ref": "https://example.com/port.json#/$defs/port"}}})"),
        {}, library);
    QVERIFY(schema.ok());
    const auto tree = parsed(R"({"p": "x"})");
    const auto verdict = schema->validate(tree.root());
    QCOMPARE(verdict.violations.size(), std::size_t(1));
    QCOMPARE(verdict.violations[0].schemaLocation,
        std::string("https://example.com/port.json#/$defs/port/type"));
}

void TestSchema::errorsAreCounted()
{
    const auto schema = compiled(R"({"items": {"type": "null"}})");
    const auto tree = parsed("[1,2,3,4,5,6,7,8,9,10]");
    core::ValidateOptions options;
    options.maxErrors = 3;
    QCOMPARE(schema.validate(tree.root(), options).violations.size(), std::size_t(3));
    QCOMPARE(schema.validate(tree.root()).violations.size(), std::size_t(10));
}

void TestSchema::partsOfADocument()
{
    const auto schema = compiled(R"({"properties": {"b": {"type": "null"}}})");
    const auto tree = parsed(R"({"a": [{"b": 1}]})");
    const auto verdict = schema.validate(tree.root().resolve("/a/0"));
    QCOMPARE(verdict.violations.size(), std::size_t(1));
    QCOMPARE(verdict.violations[0].instancePointer, std::string("/b"));
    QCOMPARE(verdict.violations[0].begin, tree.source().find("1}"));
}

void TestSchema::numbersAreExact_data()
{
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<std::string>("instance");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *schema, const char *instance, bool expected) {
        QTest::addRow("%s %s", schema, instance)
            << std::string(schema) << std::string(instance) << expected;
    };
    row(R"({"multipleOf": 0.01})", "19.99", true);
    row(R"({"multipleOf": 0.01})", "19.999", false);
    row(R"({"multipleOf": 0.1})", "0.3", true);
    row(R"({"multipleOf": 0.123456789})", "1e308", false);
    row(R"({"multipleOf": 1e-8})", "12391239123", true);
    row(R"({"multipleOf": 3})", "-9.0", true);
    row(R"({"multipleOf": 1e300})", "1e308", true);
    row(R"({"multipleOf": 7})", "0", true);
    row(R"({"maximum": 9007199254740992})", "9007199254740993", false);
    row(R"({"minimum": 1e400})", "1e399", false);
    row(R"({"minimum": 0.1})", "1e-1", true);
    row(R"({"exclusiveMinimum": 0.1})", "0.10", false);
    row(R"({"const": 9007199254740993})", "9007199254740992", false);
    row(R"({"enum": [1, -0]})", "0.0", true);
    row(R"({"const": {"a": [1.0], "b": 2}})", R"({"b": 2.0, "a": [1]})", true);
    row(R"({"uniqueItems": true})", R"([{"a": 1, "b": 2}, {"b": 2.0, "a": 1e0}])", false);
    row(R"({"uniqueItems": true})", R"([1, true, "1", [1], null, 0, false])", true);
    row(R"({"type": "integer"})", "1e400", true);
    row(R"({"type": "integer"})", "1.5e0", false);
}

void TestSchema::numbersAreExact()
{
    QFETCH(std::string, schema);
    QFETCH(std::string, instance);
    QFETCH(bool, expected);
    const auto tree = parsed(instance);
    QCOMPARE(compiled(schema).accepts(tree.root()), expected);
}

void TestSchema::formats_data()
{
    QTest::addColumn<std::string>("format");
    QTest::addColumn<QStringList>("good");
    QTest::addColumn<QStringList>("bad");
    const auto row = [](const char *format, const QString &good, const QString &bad) {
        const QChar bar(QLatin1Char('|'));
        QTest::newRow(format) << std::string(format) << good.split(bar) << bad.split(bar);
    };
    row("date", QStringLiteral("2024-02-29|2000-02-29"),
        QStringLiteral("2023-02-29|1900-02-29|2024-13-01|2024-1-01|2024-01-01x|"));
    row("time", QStringLiteral("12:00:00Z|23:59:60Z|08:30:06.283185+02:00|22:59:60-01:00"),
        QStringLiteral("12:00:00|24:00:00Z|12:00:60Z|12:00:00+24:00|12:00:00.Z"));
    row("date-time", QStringLiteral("2024-02-29T12:00:00Z|1985-04-12t23:20:50.52z"),
        QStringLiteral("2024-02-30T12:00:00Z|2024-02-29|2024-02-29T12:00:00"));
    row("duration", QStringLiteral("P4DT12H30M5S|P1W|PT36H|P1Y2M3D|P4Y"),
        QStringLiteral("P|P1|PT|4D|P1D2H|P2W1D|P1Y2D|PT1D|P1YT"));
    row("email", QStringLiteral("a.b@example.com|\"a b\"@example.com|a@[127.0.0.1]|a@localhost"),
        QStringLiteral("a|.a@b.c|a..b@c.d|a@|a@-b.c|a b@c.d|ä@c.d"));
    row("idn-email", QStringLiteral("실례@실례.테스트|a@b.c"), QStringLiteral("a|@b"));
    row("hostname", QStringLiteral("www.example.com|a|xn--4gbwdl.xn--wgbh1c|1.2"),
        QStringLiteral("-a.b|a_b|a..b|ä.b|"));
    row("idn-hostname", QStringLiteral("실례.테스트|a.b"), QStringLiteral("-a|a_b|"));
    row("ipv4", QStringLiteral("0.0.0.0|255.255.255.255"),
        QStringLiteral("256.0.0.1|1.2.3|1.2.3.4.5|01.2.3.4|1.2.3.|a.b.c.d"));
    row("ipv6", QStringLiteral("::|::1|1::|fe80::1|1:2:3:4:5:6:7:8|::ffff:1.2.3.4|1:2::7:8"),
        QStringLiteral(":|:1|1:|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|12345::|1::2::3|::1%eth0|:::1"));
    row("uri", QStringLiteral("http://a.b/c?d=e#f|urn:x:y|mailto:a@b|http://[::1]:80/|tel:+1"),
        QStringLiteral("//a/b|/a|a|http://a b|http://a/<|:a|http://[:::1]|http://a%zz|1a:b"));
    row("uri-reference", QStringLiteral("/a|a/b:c|#x||http://a|?q"),
        QStringLiteral("\\a|#a#b|a^|1a:b|%"));
    row("iri", QStringLiteral("http://ƒøø.ßår/?∂éœ=πîx#πîüx"), QStringLiteral("âππ|http://a b"));
    row("iri-reference", QStringLiteral("âππ|//ƒøø"), QStringLiteral("\\âππ"));
    row("uri-template", QStringLiteral("http://a/{b}/{+c,d*}{?e:3}|x"),
        QStringLiteral("{a|}|{}|{a b}|a b"));
    row("uuid", QStringLiteral("2EB8AA08-AA98-11EA-B4AA-73B441D16380"),
        QStringLiteral("2eb8aa08-aa98-11ea-b4aa-73b441d1638|2eb8aa08aa9811eab4aa73b441d16380|"
                       "2eb8aa08-aa98-11ea-b4aa-73b441d1638g"));
    row("json-pointer", QStringLiteral("|/a/~0~1|/"), QStringLiteral("a|/~|/~2|#/a"));
    row("relative-json-pointer", QStringLiteral("0|1/a|2#"), QStringLiteral("/a|01|-1|0##|"));
    row("regex", QStringLiteral("([abc])+\\s+$|^(?=a)|"), QStringLiteral("^(abc]|(|[|*|\\"));
}

void TestSchema::formats()
{
    QFETCH(std::string, format);
    QFETCH(QStringList, good);
    QFETCH(QStringList, bad);
    const auto schema = compiled(R"({"format": ")" + format + "\"}", true);
    const auto accepts = [&](const QString &text) {
        std::string json;
        core::appendJsonString(json, text.toStdString());
        const auto tree = parsed(json);
        return schema.accepts(tree.root());
    };
    for (const auto &text : std::as_const(good))
        QVERIFY2(accepts(text), text.toUtf8().constData());
    for (const auto &text : std::as_const(bad))
        QVERIFY2(!accepts(text), text.toUtf8().constData());
}

void TestSchema::formatsAreAnnotationsUnlessAsked()
{
    const auto tree = parsed("\"x\"");
    QVERIFY(compiled(R"({"format": "date"})", false).accepts(tree.root()));
    QVERIFY(!compiled(R"({"format": "date"})", true).accepts(tree.root()));
    QVERIFY(compiled(R"({"format": "unheard-of"})", true).accepts(tree.root()));
}

void TestSchema::libraryFindsByFileName()
{
    core::SchemaLibrary library;
    library.addFile("port.json", parsed(R"({"type": "integer"})"));
    library.addFile("named.json", parsed(R"({"$id": "https://example.com/other", "const": 1})"));
    QVERIFY(library.find("https://json.schemastore.org/port.json#/a") != nullptr);
    QVERIFY(library.find("https://json.schemastore.org/port") != nullptr);
    QVERIFY(library.find("https://example.com/other") != nullptr);
    QVERIFY(library.find("https://example.com/missing") == nullptr);
    QVERIFY(library.find("http://json-schema.org/draft-07/schema#") != nullptr);
}

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
