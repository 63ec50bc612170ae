// SPDX-License-Identifier: Apache-2.0
#include "engine/core/rules/schemachange.h"
#include "tests/core/schematexts.h"
#include "tests/support/testcase.h"

#include <functional>
#include <random>

using namespace chancery;
using tests::compiled;
using tests::parsed;
using Texts = std::vector<std::string>;

namespace {

// Schemas of which each part is decided by where it stands: with another decision in one place the
// rest stays as it is.
class SchemaMaker {
public:
    explicit SchemaMaker(unsigned seed)
        : m_seed(seed)
    {
    }

    // What is decided anew from now on.
    void change(std::string place, unsigned by) { m_changed[std::move(place)] = by; }
    const std::vector<std::string> &places() const { return m_places; }

    std::string text()
    {
        m_places.clear();
        return "{" + keywords("", 3) + ", \"$defs\": {\"p\": {" + keywords("p", 1) + "}, \"q\": {"
            + keywords("q", 2) + "}}}";
    }

private:
    unsigned roll(const std::string &place, unsigned count)
    {
        m_places.push_back(place);
        const auto changed = m_changed.find(place);
        const unsigned by = changed == m_changed.end() ? 0 : changed->second;
        std::uint64_t hash = 14695981039346656037U ^ m_seed;
        for (const char letter : place + "//")
            hash = (hash ^ std::uint64_t(letter)) * 1099511628211U;
        return (unsigned(hash >> 33) + by) % count;
    }

    // One of the texts, or none of them where it is the first.
    std::string one(const std::string &place, std::initializer_list<const char *> texts)
    {
        const std::string text = *(texts.begin() + roll(place, unsigned(texts.size())));
        return text.empty() ? text : ", " + text;
    }

    std::string schema(const std::string &place, int depth)
    {
        return '{' + keywords(place, depth - 1) + '}';
    }

    std::string keywords(const std::string &at, int depth)
    {
        std::string text = "\"title\": \"x\"";
        text += one(at + "/type",
            {"", "", "", R"("type": "object")", R"("type": ["object", "integer"])",
                R"("type": "number")", R"("type": ["integer", "array", "object"])"});
        text += one(at + "/values",
            {"", "", "", "", R"("minimum": 1)", R"("minimum": 2)", R"("maximum": 1)",
                R"("enum": [0, 1, "x"])", R"("enum": [0, 1])", R"("const": 1)",
                R"("multipleOf": 2)"});
        text += one(at + "/sizes",
            {"", "", "", R"("required": ["a"])", R"("required": ["a", "b"])", R"("minItems": 1)",
                R"("maxItems": 1)", R"("maxProperties": 1)", R"("uniqueItems": true)",
                R"("propertyNames": {"maxLength": 1})"});
        if (depth > 0)
            text += applicators(at, depth);
        return text;
    }

    // Keys are never left to themselves where some are named.
    std::string applicators(const std::string &at, int depth)
    {
        std::string text;
        if (roll(at + "/keys", 2) == 1)
            text += objects(at, depth);
        switch (roll(at + "/items", 6)) {
        case 0:
            text += ", \"items\": " + schema(at + "/i", depth);
            break;
        case 1:
            text += ", \"contains\": " + schema(at + "/i", depth)
                + one(at + "/least", {"", R"("minContains": 0)", R"("minContains": 2)"})
                + one(at + "/most", {"", R"("maxContains": 1)"});
            break;
        case 2:
            text += ", \"prefixItems\": [" + schema(at + "/i", depth) + ']';
            break;
        default:
            break;
        }
        const auto inner = [&](const char *name) { return schema(at + name, depth); };
        switch (roll(at + "/logic", 10)) {
        case 0:
            return text + ", \"not\": " + inner("/l");
        case 1:
            return text + ", \"oneOf\": [" + inner("/l") + ", " + inner("/m") + ']';
        case 2:
            return text + ", \"anyOf\": [" + inner("/l") + ", " + inner("/m") + ']';
        case 3:
            return text + ", \"allOf\": [" + inner("/l") + ']';
        case 4:
            return text + ", \"allOf\": [" + inner("/l") + ", " + inner("/m") + ']';
        case 5:
            return text + ", \"if\": " + inner("/l") + ", \"then\": " + inner("/m");
        case 6:
        case 7:
            return text + (at.starts_with('p') || at.starts_with('q') ? "" : reference(at));
        default:
            return text;
        }
    }

    std::string reference(const std::string &at)
    {
        return one(at + "/ref",
            {R"("$ref": "#/$defs/p")", R"("not": {"$ref": "#/$defs/p"})",
                R"("oneOf": [{"$ref": "#/$defs/p"}, {"$ref": "#/$defs/q"}])",
                R"("anyOf": [{"$ref": "#/$defs/p"}, {"$ref": "#/$defs/q"}])",
                R"("anyOf": [{"allOf": [{"$ref": "#/$defs/q"}], "unevaluatedProperties": false}])"});
    }

    std::string objects(const std::string &at, int depth)
    {
        std::string text = ", \"properties\": {";
        if (roll(at + "/hasA", 3) > 0)
            text += "\"a\": " + schema(at + "/a", depth);
        if (roll(at + "/hasB", 3) == 0)
            text += (text.back() == '{' ? "\"b\": " : ", \"b\": ") + schema(at + "/b", depth);
        text += '}';
        if (roll(at + "/patterns", 4) == 0)
            text += ", \"patternProperties\": {\"^a\": " + schema(at + "/x", depth) + '}';
        switch (roll(at + "/others", 3)) {
        case 0:
            return text + ", \"additionalProperties\": false";
        case 1:
            return text + ", \"additionalProperties\": " + schema(at + "/o", depth);
        default:
            return text + ", \"unevaluatedProperties\": false";
        }
    }

    unsigned m_seed;
    std::map<std::string, unsigned> m_changed;
    std::vector<std::string> m_places;
};

// Small documents of all kinds that tell such schemas apart.
std::vector<core::Tree> smallDocuments()
{
    const Texts values{"0", "1", "2", "3", "1.5", "\"x\"", "null", "{}", "[]", "[1]", "[1, 1]",
        "[2, \"x\"]", "{\"a\": 1}", "{\"b\": 2}", "{\"c\": 1}", "{\"aa\": 1, \"b\": 1}"};
    std::vector<core::Tree> documents;
    for (const auto &value : values) {
        documents.push_back(parsed(value));
        for (const char *key : {"a", "b", "aa"})
            documents.push_back(parsed("{\"" + std::string(key) + "\": " + value + '}'));
        documents.push_back(parsed("{\"a\": " + value + ", \"b\": 1}"));
        documents.push_back(parsed("{\"a\": 0, \"b\": " + value + '}'));
        documents.push_back(parsed('[' + value + ']'));
        documents.push_back(parsed("[1, " + value + ']'));
    }
    return documents;
}

} // namespace

// What a new text of a schema means to those who write configs for it.
class TestSchemaChange : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void levelsOfSchemaChange_data();
    void levelsOfSchemaChange();
    void whatMayBeRefusedIsMajor();
};

namespace {

using AddRow = std::function<void(
    const char *name, const char *before, const char *after, const char *level, const char *back)>;

void addKeysAndItems(const AddRow &row)
{
    row("a property of an object of one kind",
        R"({"additionalProperties": {"type": "integer"}, "properties": {"a": {"type": "string"}}})",
        R"({"additionalProperties": {"type": "integer"}})", "major", "major");
    row("a narrower property of an object of one kind",
        R"({"additionalProperties": {"type": "number"}, "properties": {"a": {"type": "integer"}}})",
        R"({"additionalProperties": {"type": "number"}})", "minor", "major");
    row("a property beside a pattern", R"({"patternProperties": {"^a": {}}})",
        R"({"patternProperties": {"^a": {}}, "properties": {"ab": {"type": "null"}}})", "major",
        "minor");
    row("a pattern", "{}", R"({"patternProperties": {"^a": {"type": "null"}}})", "major", "minor");
    row("none has to be contained", R"({"contains": {"type": "null"}, "minContains": 0})",
        R"({"contains": {"type": "null"}})", "major", "minor");
    row("one has to be contained", R"({"contains": {"type": "null"}, "minContains": 1})",
        R"({"contains": {"type": "null"}})", "none", "none");
    row("each item its own", R"({"items": [{"minimum": 1}]})", R"({"items": [{"minimum": 0}]})",
        "minor", "major");
    row("one more item of its own", R"({"items": [{}]})", R"({"items": [{}, {}]})", "major",
        "major");
    row("a retired key", R"({"x-retired": ["a"]})", R"({"x-retired": ["a", "b"]})", "major",
        "patch");
    row("patterns", "{}", R"({"x-patterns": {"samples": ["a"]}})", "major", "minor");
}

void addReferences(const AddRow &row)
{
    row("what is negated by reference",
        R"({"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {"minimum": 1}}})",
        R"({"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {"minimum": 0}}})", "major", "major");
    row("what is negated by two references",
        R"({"not": {"$ref": "#/$defs/b"}, "$defs": {"a": {"minimum": 1}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}})",
        R"({"not": {"$ref": "#/$defs/b"}, "$defs": {"a": {"minimum": 0}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}})",
        "major", "major");
    row("what is counted by reference",
        R"({"oneOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"minimum": 1}}})",
        R"({"oneOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"minimum": 0}}})", "major", "major");
    row("a text of what is negated",
        R"({"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {"title": "x"}}})",
        R"({"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {"title": "y"}}})", "patch", "patch");
    row("what is not negated",
        R"({"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {}, "b": {"minimum": 1}}})",
        R"({"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {}, "b": {"minimum": 0}}})", "minor",
        "major");
    row("negated somewhere",
        R"({"minimum": 1, "properties": {"a": {"not": {"$dynamicRef": "#x"}}}})",
        R"({"minimum": 0, "properties": {"a": {"not": {"$dynamicRef": "#x"}}}})", "major", "major");
    row("what nothing else has looked at",
        R"({"unevaluatedProperties": false, "allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"properties": {"b": {}}}}})",
        R"({"unevaluatedProperties": false, "allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"properties": {}}}})",
        "major", "minor");
}

} // namespace

void TestSchemaChange::levelsOfSchemaChange_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("level");
    QTest::addColumn<QString>("back"); // of the change the other way round
    const auto row
        = [](const char *name, const char *before, const char *after, const char *level,
              const char *back) { QTest::newRow(name) << before << after << level << back; };
    row("order", R"({"type": "object", "title": "x"})", R"({"title": "x", "type": "object"})",
        "none", "none");
    row("texts", R"({"title": "x"})", R"({"description": "y"})", "patch", "patch");
    row("annotations", "{}", R"({"x-owner": "a", "x-impact": "none"})", "patch", "patch");
    row("deprecation", "{}", R"({"deprecated": true})", "minor", "patch");
    row("invariants", "{}", R"({"x-invariants": []})", "major", "minor");
    row("type", R"({"type": "integer"})", R"({"type": ["number", "string"]})", "minor", "major");
    row("any type", R"({"type": "integer"})", "{}", "minor", "major");
    row("enum", R"({"enum": [1]})", R"({"enum": [1, 2]})", "minor", "major");
    row("const", R"({"const": 1})", R"({"const": 2})", "major", "major");
    row("least", R"({"minimum": 2})", R"({"minimum": 1.5})", "minor", "major");
    row("most", R"({"maxLength": 2})", R"({"maxLength": 3})", "minor", "major");
    row("pattern", R"({"pattern": "a"})", "{}", "minor", "major");
    row("another pattern", R"({"pattern": "a"})", R"({"pattern": "b"})", "major", "major");
    row("required", R"({"required": ["a", "b"]})", R"({"required": ["a"]})", "minor", "major");
    row("a property", "{}", R"({"properties": {"a": {"type": "string"}}})", "minor", "minor");
    row("a property of a closed object",
        R"({"additionalProperties": false, "properties": {"b": {}}})",
        R"({"additionalProperties": false, "properties": {"a": {}, "b": {}}})", "minor", "major");
    row("closing", "{}", R"({"additionalProperties": false})", "major", "minor");
    row("deep", R"({"properties": {"a": {"items": {"minimum": 1}}}})",
        R"({"properties": {"a": {"items": {"minimum": 0}}}})", "minor", "major");
    row("one more alternative", R"({"anyOf": [{"type": "null"}]})",
        R"({"anyOf": [{"type": "null"}, {"type": "string"}]})", "minor", "major");
    row("one more of oneOf", R"({"oneOf": [{"type": "null"}]})",
        R"({"oneOf": [{"type": "null"}, {"type": "string"}]})", "major", "major");
    row("one more condition", R"({"allOf": [{}]})", R"({"allOf": [{}, {"type": "null"}]})", "major",
        "minor");
    row("negated", R"({"not": {"minimum": 1}})", R"({"not": {"minimum": 0}})", "major", "major");
    row("a reference", R"({"$ref": "#/a"})", R"({"$ref": "#/b"})", "major", "major");
    row("a default", R"({"default": 1})", R"({"default": 2})", "major", "major");
    row("unknown", "{}", R"({"minimumm": 2})", "major", "major");
    row("false and true", "false", "true", "minor", "major");
    addKeysAndItems(row);
    addReferences(row);
}

void TestSchemaChange::levelsOfSchemaChange()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, level);
    QFETCH(QString, back);
    const auto old = parsed(before.toStdString());
    const auto now = parsed(after.toStdString());
    const auto levelOf = [](const core::Tree &a, const core::Tree &b) {
        return QString::fromStdString(
            std::string(core::name(core::schemaChangeLevel(a.root(), b.root()))));
    };
    QCOMPARE(levelOf(old, now), level);
    QCOMPARE(levelOf(now, old), back);
    QCOMPARE(levelOf(now, now), QStringLiteral("none"));
}

// What is less than major accepts everything that was accepted. Not all that is major refuses: what
// cannot be told is major too.
void TestSchemaChange::whatMayBeRefusedIsMajor()
{
    const auto documents = smallDocuments();
    std::mt19937 dice(11);
    int smaller = 0;
    const int rounds = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS") ? 20'000 : 2'000;
    for (int round = 0; round < rounds; ++round) {
        SchemaMaker maker{unsigned(dice())};
        const auto before = maker.text();
        const auto places = maker.places();
        for (unsigned changes = 1 + dice() % 2; changes > 0; --changes)
            maker.change(places[dice() % places.size()], 1 + unsigned(dice() % 9));
        const auto after = maker.text();
        const auto old = parsed(before);
        const auto now = parsed(after);
        if (before == after
            || core::schemaChangeLevel(old.root(), now.root()) == core::ChangeLevel::Major)
            continue;
        ++smaller;
        const auto accepted = compiled(before);
        const auto accepting = compiled(after);
        for (const auto &document : documents) {
            if (accepted.accepts(document.root()) && !accepting.accepts(document.root()))
                QFAIL(qPrintable(QString::fromStdString(
                    "from " + before + "\nto   " + after + "\nwith " + document.source())));
        }
    }
    QVERIFY2(smaller > rounds / 20, qPrintable(QString::number(smaller)));
}

QTEST_GUILESS_MAIN(TestSchemaChange)
#include "tst_schemachange.moc"
