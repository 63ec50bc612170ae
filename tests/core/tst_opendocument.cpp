// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/schema/opendocument.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

core::Tree parsed(const QByteArray &text)
{
    auto reading = core::readJson(text.toStdString());
    if (!reading.ok())
        qFatal("%s: %s", text.constData(), reading.problem().message.c_str());
    return std::move(reading).tree();
}

core::CompiledSchema compiled(const QByteArray &text)
{
    auto schema = core::CompiledSchema::compile(parsed(text), {}, {});
    if (!schema)
        qFatal("%s: %s", text.constData(), schema.error().detail.c_str());
    return *schema;
}

// "required/a, type": the keywords with the pointers of what violates them.
QByteArray told(const core::Verdict &verdict)
{
    QByteArrayList words;
    for (const auto &violation : verdict.violations)
        words << QByteArray::fromStdString(violation.code + violation.instancePointer);
    return words.join(", ");
}

} // namespace

// What a schema says of a document that is still to be put together: nothing that need not be so.
class TestOpenDocument : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void referencesMayBeAnything_data();
    void referencesMayBeAnything();
    void layersMayLackAnything_data();
    void layersMayLackAnything();
    void whatIsToldIsWrongWhateverComes();

private:
    static void columns()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("expected");
    }
    static void row(
        const char *name, const char *schema, const char *document, const char *expected = "")
    {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(document) << QByteArray(expected);
    }
};

void TestOpenDocument::referencesMayBeAnything_data()
{
    columns();
    const char *const alternatives
        = R"({"oneOf": [{"properties": {"port": {"type": "integer"}}, "required": ["port"]},
                        {"properties": {"socket": {"type": "string"}}, "required": ["socket"]}]})";
    row("a value", R"({"properties": {"a": {"type": "integer"}}})", R"({"a": "${ref:/x#/y}"})");
    row("in an alternative", alternatives, R"({"port": "${ref:/x#/y}"})");
    row("in no alternative", alternatives, R"({"gate": "${ref:/x#/y}"})", "oneOf");
    row("two alternatives may be one", R"({"oneOf": [{"minimum": 5}, {"maximum": 4}]})",
        R"("${ref:/x#/y}")");
    row("any of", R"({"anyOf": [{"properties": {"a": {"const": 1}}, "required": ["a"]},
        {"required": ["b"]}]})",
        R"({"a": "${ref:/x#/y}"})");
    row("a condition that may hold",
        R"({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]},
            "else": {"required": ["c"]}})",
        R"({"a": "${ref:/x#/y}", "b": 1})");
    row("a condition that may not hold",
        R"({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]},
            "else": {"required": ["c"]}})",
        R"({"a": "${ref:/x#/y}", "c": 1})");
    row("neither way", R"({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]},
            "else": {"required": ["c"]}})",
        R"({"a": "${ref:/x#/y}"})", "required");
    row("not", R"({"not": {"properties": {"a": {"type": "string"}}}})", R"({"a": "${ref:/x#/y}"})");
    row("in a constant", R"({"const": {"a": 1}})", R"({"a": "${ref:/x#/y}"})");
    row("in one of values", R"({"enum": [[1, 2], [3]]})", R"([1, "${ref:/x#/y}"])");
    row("contains", R"({"contains": {"type": "integer"}})", R"(["a", "${ref:/x#/y}"])");
    row("does not contain", R"({"contains": {"type": "integer"}})", R"(["a", "b"])", "contains");
    row("contains at most", R"({"contains": {"type": "integer"}, "maxContains": 1})",
        R"([1, "${ref:/x#/y}"])");
    row("contains too many", R"({"contains": {"type": "integer"}, "maxContains": 1})",
        R"([1, 2, "${ref:/x#/y}"])", "maxContains");
    row("beside what is wrong", R"({"additionalProperties": {"type": "integer"}})",
        R"({"a": "${ref:/x#/y}", "b": "text"})", "type/b");
    row("what is missing is missing", R"({"required": ["a"]})", R"({"b": "${ref:/x#/y}"})",
        "required");
    row("what may not be there", R"({"additionalProperties": false})", R"({"b": "${ref:/x#/y}"})",
        "additionalProperties/b");
}

void TestOpenDocument::referencesMayBeAnything()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, expected);
    const auto tree = parsed(document);
    QCOMPARE(told(core::validateOpen(compiled(schema), tree.root(), {true, false})), expected);
}

void TestOpenDocument::layersMayLackAnything_data()
{
    columns();
    const char *const alternatives
        = R"({"oneOf": [{"required": ["host"]}, {"required": ["socket"]}],
              "properties": {"rate": {"type": "integer"}}})";
    row("what is required", R"({"required": ["a"]})", R"({"b": 1})");
    row("how many there are", R"({"minProperties": 3})", R"({"b": 1})");
    row("what goes with another", R"({"dependentRequired": {"b": ["a"]}})", R"({"b": 1})");
    row("in an alternative", alternatives, R"({"rate": 5})");
    row("beside an alternative", alternatives, R"({"rate": "x"})", "type/rate");
    row("a key that tells alternatives apart",
        R"({"oneOf": [{"properties": {"kind": {"const": "a"}}},
                      {"properties": {"kind": {"const": "b"}}}]})",
        R"({"rate": 5})");
    row("in none of them", R"({"oneOf": [{"properties": {"kind": {"const": "a"}}},
                      {"properties": {"kind": {"const": "b"}}}]})",
        R"({"kind": "c"})", "oneOf/kind");
    row("below", R"({"properties": {"a": {"required": ["x"]}}})", R"({"a": {"y": 1}})");
    row("a constant", R"({"const": {"a": 1, "b": 2}})", R"({"a": 1})");
    row("what is removed", R"({"properties": {"a": {"type": "integer"}},
        "additionalProperties": false})",
        R"({"a": {"$remove": true}, "old": {"$remove": true}})");
    row("what is replaced", R"({"properties": {"a": {"required": ["x"]}}})",
        R"({"a": {"$replace": {"x": 1}}})");
    row("in an alternative, removed", R"({"anyOf": [{"properties": {"a": {"type": "integer"}},
        "required": ["a"]}, {"required": ["b"]}]})",
        R"({"a": {"$remove": true}})");
    row("negation", R"({"not": {"required": ["a"]}})", R"({"b": 1})");
    row("what nothing else looks at",
        R"({"anyOf": [{"properties": {"a": true}, "required": ["b"]}, {"required": ["c"]}],
            "unevaluatedProperties": false})",
        R"({"a": 1})");
    row("a list is whole", R"({"properties": {"l": {"items": {"required": ["x"]}}}})",
        R"({"l": [{"y": 1}]})", "required/l/0");
    row("in a list nothing is removed", R"({"properties": {"l": {"items": {"type": "integer"}}}})",
        R"({"l": [{"$remove": true}]})", "type/l/0");
    row("too many", R"({"properties": {"l": {"maxItems": 1}}})", R"({"l": [1, 2]})", "maxItems/l");
    row("another type", R"({"properties": {"a": {"type": "string"}}})", R"({"a": {"x": 1}})",
        "type/a");
    row("a reference", R"({"properties": {"a": {"type": "string", "maxLength": 3}}})",
        R"({"a": "${ref:/x#/y}"})", "maxLength/a");
}

void TestOpenDocument::layersMayLackAnything()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, expected);
    const auto tree = parsed(document);
    QCOMPARE(told(core::validateOpen(compiled(schema), tree.root(), {false, true})), expected);
}

// Of all documents that can come of small open ones: where none fits, and only there, the open one
// is refused.
void TestOpenDocument::whatIsToldIsWrongWhateverComes()
{
    const char *const schemas[]{
        R"({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]})",
        R"({"anyOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": {"const": 2}}}]})",
        R"({"not": {"properties": {"a": {"type": "integer"}}, "required": ["a"]}})",
        R"({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
            "then": {"required": ["b"]}, "else": {"properties": {"b": {"type": "string"}}}})",
        R"({"properties": {"a": {"type": "integer"}}, "additionalProperties": false})",
        R"({"oneOf": [{"properties": {"a": {"minimum": 2}}}, {"properties": {"a": {"maximum": 1}}}]})",
        R"({"enum": [{"a": 1}, {"a": 1, "b": 2}]})",
        R"({"dependentRequired": {"a": ["b"]}})",
    };
    const QByteArrayList values{"", "1", "2", "\"x\"", "{}"};
    const auto member = [](const char *key, const QByteArray &value) {
        return value.isEmpty() ? QByteArray() : '"' + QByteArray(key) + "\":" + value;
    };
    const auto object = [&](const QByteArray &a, const QByteArray &b) {
        const auto first = member("a", a);
        const auto second = member("b", b);
        return '{' + first + (first.isEmpty() || second.isEmpty() ? "" : ",") + second + '}';
    };
    int refused = 0;
    for (const auto *text : schemas) {
        const auto schema = compiled(text);
        for (const auto &a : values) {
            bool canFit = false; // what comes in the place of b
            for (const auto &b : values)
                canFit = canFit || (!b.isEmpty() && schema.accepts(parsed(object(a, b)).root()));
            const auto open = parsed(object(a, "\"${ref:/x#/y}\""));
            const bool isValid = core::validateOpen(schema, open.root(), {true, false}).valid;
            QVERIFY2(isValid || !canFit, qPrintable(QString::fromLatin1(text + a)));
            refused += isValid ? 0 : 1;
            // A layer with a alone, below or above one with or without b.
            canFit = false;
            for (const auto &b : values)
                canFit = canFit || schema.accepts(parsed(object(a, b)).root());
            const auto layer = parsed(object(a, {}));
            const bool mayBe = core::validateOpen(schema, layer.root(), {false, true}).valid;
            QVERIFY2(mayBe || !canFit, qPrintable(QString::fromLatin1(text + a)));
            refused += mayBe ? 0 : 1;
        }
    }
    QVERIFY(refused > 5);
}

QTEST_GUILESS_MAIN(TestOpenDocument)
#include "tst_opendocument.moc"
