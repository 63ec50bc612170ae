// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/hierarchy/references.h"
#include "engine/core/hierarchy/referencetext.h"
#include "tests/support/testcase.h"

#include <map>

using namespace chancery;
using Texts = std::vector<std::string>;

namespace {

core::Layer layer(const std::string &path, const std::string &text)
{
    auto reading = core::read(text, core::Format::Json);
    if (!reading.ok())
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    core::Layer layer;
    layer.origin.kind = core::LayerKind::Base;
    layer.origin.path = path.substr(1);
    layer.tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    return layer;
}

// Configs by path; what lies at the given places is sensitive, with all below it.
class Configs : public core::ReferenceTargets {
public:
    void add(const std::string &path, const std::string &text)
    {
        auto merged = core::mergeLayers({layer(path, text)});
        if (!merged)
            qFatal("%s", merged.error().detail.c_str());
        m_documents[path] = std::move(*merged);
    }
    void addSensitive(const std::string &path, const std::string &pointer)
    {
        m_sensitive.emplace(path, pointer);
    }

    const core::EffectiveDocument *find(std::string_view path) override
    {
        const auto known = m_documents.find(path);
        return known == m_documents.end() ? nullptr : &known->second;
    }
    std::vector<bool> sensitiveNodes(std::string_view path, core::Value document) override
    {
        std::vector<bool> found(document.tree().nodeCount());
        for (std::uint32_t i = 0; i < found.size(); ++i) {
            const auto pointer = core::pointerOf(document.tree(), i);
            for (const auto &[config, place] : m_sensitive)
                found[i] = found[i] || (config == path && pointer.starts_with(place));
        }
        return found;
    }
    core::Result<core::EffectiveDocument> resolve(
        const std::string &path, const core::HierarchyLimits &limits = {})
    {
        return core::resolveReferences(m_documents[path], path, *this, limits);
    }

private:
    std::map<std::string, core::EffectiveDocument, std::less<>> m_documents;
    std::multimap<std::string, std::string> m_sensitive;
};

// A database with what others refer to, and one config that does.
Configs configsWith(const std::string &text)
{
    Configs configs;
    configs.add("/payments/db", R"({"host": "db.example", "port": 5432, "tls": true,
        "pool": {"min": 1, "max": "${ref:#/limits/max}"}, "limits": {"max": 8},
        "url": "tcp://${ref:#/host}:${ref:#/port}", "list": ["a", {"b": null}]})");
    configs.add("/payments/api", text);
    return configs;
}

std::string resolved(Configs &configs, const core::HierarchyLimits &limits = {})
{
    const auto document = configs.resolve("/payments/api", limits);
    return document ? core::canonicalJson(document->root()) : document.error().code;
}

std::string problemsOf(Configs &configs)
{
    const auto document = configs.resolve("/payments/api");
    std::string text;
    if (document)
        return "none";
    for (const auto &field : document.error().fields)
        text += (text.empty() ? "" : ", ") + std::to_string(field.line) + ':'
            + std::to_string(field.column) + ' ' + field.pointer + ' ' + field.code;
    return text.empty() ? document.error().code : text;
}

} // namespace

class TestReferences : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void problemsStandWhereTheyAre_data();
    void problemsStandWhereTheyAre();
    void cycleNamesItsWay();
    void boundsAreErrors();
    void sensitiveValuesStayInSensitivePlaces_data();
    void sensitiveValuesStayInSensitivePlaces();
    void valuesTakeTheirPlace_data();
    void valuesTakeTheirPlace();
    void valuesKeepTheirOrigin();
    void listsWhatADocumentNeeds();
    void takesStringsApart_data();
    void takesStringsApart();
    void findsCirclesOfDependencies_data();
    void findsCirclesOfDependencies();
};

void TestReferences::problemsStandWhereTheyAre_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problems");
    QTest::newRow("no such config")
        << "{\n \"a\": \"${ref:/payments/cache#/host}\"}" << "2:8 /a dangling-reference";
    QTest::newRow("no such value")
        << R"({"a": "${ref:/payments/db#/hosts}"})" << "1:8 /a dangling-reference";
    QTest::newRow("no such item") << R"({"a": "${ref:/payments/db#/list/2}"})"
                                  << "1:8 /a dangling-reference";
    QTest::newRow("inside a text")
        << R"({"a": "at ${ref:#/b} or ${ref:#/c}", "b": 1})" << "1:25 /a dangling-reference";
    QTest::newRow("two") << R"({"a": "${ref:#/x}", "b": ["${ref:#/y}"]})"
                         << "1:8 /a dangling-reference, 1:28 /b/0 dangling-reference";
    QTest::newRow("itself") << R"({"a": "${ref:#/a}"})" << "1:8 /a reference-cycle";
    QTest::newRow("its own object")
        << R"({"a": {"b": "${ref:#/a}"}})" << "1:14 /a/b reference-cycle";
    QTest::newRow("two of each other") << R"({"a": "${ref:#/b}", "b": "${ref:#/a}"})"
                                       << "1:8 /a reference-cycle, 1:27 /b reference-cycle";
    QTest::newRow("through itself") << R"({"a": "${ref:#/a/b}"})" << "1:8 /a reference-cycle";
    QTest::newRow("inside texts") << R"({"a": "x${ref:#/b}", "b": "y${ref:#/a}"})"
                                  << "1:9 /a reference-cycle, 1:29 /b reference-cycle";
    QTest::newRow("an object in a text")
        << R"({"a": "x${ref:/payments/db#/pool}"})" << "1:9 /a reference-not-text";
    QTest::newRow("null in a text")
        << R"({"a": "x${ref:/payments/db#/list/1/b}"})" << "1:9 /a reference-not-text";
    QTest::newRow("not closed") << R"({"a": "${ref:#/b"})" << "1:8 /a malformed-reference";
    QTest::newRow("no slash") << R"({"a": "${ref:payments/db#/b}"})"
                              << "1:8 /a malformed-reference";
    QTest::newRow("nothing") << R"({"a": "${ref:}"})" << "1:8 /a malformed-reference";
    QTest::newRow("a pointer without a slash")
        << R"({"a": "${ref:#b}"})" << "1:8 /a malformed-reference";
}

void TestReferences::problemsStandWhereTheyAre()
{
    QFETCH(QString, text);
    QFETCH(QString, problems);
    auto configs = configsWith(text.toStdString());
    QCOMPARE(problemsOf(configs), problems.toStdString());
}

void TestReferences::cycleNamesItsWay()
{
    Configs configs;
    configs.add("/payments/api", R"({"x": "${ref:/payments/db#/y}"})");
    configs.add("/payments/db", R"({"y": ["${ref:/payments/api#/x}"]})");
    const auto document = configs.resolve("/payments/api");
    QVERIFY(!document.ok());
    QCOMPARE(document.error().code, std::string("reference-cycle"));
    QCOMPARE(document.error().fields.at(0).message,
        std::string("The reference leads back to itself: /payments/api#/x → /payments/db#/y/0 → "
                    "/payments/api#/x"));
}

void TestReferences::boundsAreErrors()
{
    // Every level doubles: 2^30 values from 31 keys.
    std::string text = R"({"k0": "x")";
    for (int i = 1; i <= 30; ++i) {
        const auto below = "\"${ref:#/k" + std::to_string(i - 1) + "}\"";
        text += ", \"k" + std::to_string(i) + "\": [" + below + ", " + below + ']';
    }
    auto configs = configsWith(text + '}');
    const auto code = resolved(configs);
    QVERIFY2(code == "too-many-references" || code == "too-many-nodes", code.c_str());
    text = R"({"k0": "xxxxxxxxxx")";
    for (int i = 1; i <= 30; ++i) {
        const auto below = "${ref:#/k" + std::to_string(i - 1) + "}";
        text += ", \"k" + std::to_string(i) + "\": \"" + below + below + '"';
    }
    configs = configsWith(text + '}');
    const auto other = resolved(configs);
    QVERIFY2(other == "too-many-references" || other == "string-too-large", other.c_str());
    text = R"({"k0": 1)";
    for (int i = 1; i <= 100; ++i)
        text += ", \"k" + std::to_string(i) + "\": \"${ref:#/k" + std::to_string(i - 1) + "}\"";
    configs = configsWith(text + '}');
    QCOMPARE(resolved(configs), std::string("too-deep"));
}

void TestReferences::sensitiveValuesStayInSensitivePlaces_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problems");
    QTest::newRow("to a sealed place") << R"({"secret": "${ref:/payments/db#/host}"})" << "none";
    QTest::newRow("to an open one")
        << R"({"a": "${ref:/payments/db#/host}"})" << "1:8 /a sensitive-reference";
    QTest::newRow("inside a text")
        << R"({"a": "at ${ref:/payments/db#/host}"})" << "1:11 /a sensitive-reference";
    QTest::newRow("a text of a text")
        << R"({"a": "at ${ref:/payments/db#/url}"})" << "1:11 /a sensitive-reference";
    QTest::newRow("with a whole document")
        << R"({"a": "${ref:/payments/db}"})" << "1:8 /a sensitive-reference";
    QTest::newRow("by way of a sealed place")
        << R"({"secret": "${ref:/payments/db#/port}", "a": "${ref:#/secret}"})"
        << "1:47 /a sensitive-reference";
    QTest::newRow("what is open") << R"({"a": "${ref:/payments/db#/port}"})" << "none";
}

void TestReferences::sensitiveValuesStayInSensitivePlaces()
{
    QFETCH(QString, text);
    QFETCH(QString, problems);
    auto configs = configsWith(text.toStdString());
    configs.addSensitive("/payments/db", "/host");
    configs.addSensitive("/payments/api", "/secret");
    QCOMPARE(problemsOf(configs), problems.toStdString());
}

void TestReferences::valuesTakeTheirPlace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    QTest::newRow("a string") << R"({"a": "${ref:/payments/db#/host}"})" << R"({"a":"db.example"})";
    QTest::newRow("a number stays one")
        << R"({"a": "${ref:/payments/db#/port}"})" << R"({"a":5432})";
    QTest::newRow("null") << R"({"a": "${ref:/payments/db#/list/1/b}"})" << R"({"a":null})";
    QTest::newRow("an object, its references followed") << R"({"a": "${ref:/payments/db#/pool}"})"
                                                        << R"({"a":{"max":8,"min":1}})";
    QTest::newRow("inside a text")
        << R"({"a": "${ref:/payments/db#/host}:${ref:/payments/db#/port}/${ref:/payments/db#/tls}"})"
        << R"({"a":"db.example:5432/true"})";
    QTest::newRow("a text of a text") << R"({"a": "<${ref:/payments/db#/url}>"})"
                                      << R"({"a":"<tcp://db.example:5432>"})";
    QTest::newRow("through a reference")
        << R"({"db": "${ref:/payments/db}", "a": "${ref:#/db/pool/max}"})"
        << R"(8)";
    QTest::newRow("plain text") << R"({"a": "$${ref:/x} ${HOME} $$ ${{ x }}"})"
                                << R"({"a":"${ref:/x} ${HOME} $$ ${{ x }}"})";
    QTest::newRow("a dollar in front")
        << R"({"a": "$$${ref:/payments/db#/port}"})" << R"({"a":"$5432"})";
    QTest::newRow("pointer with escapes") << R"({"a": "${ref:#/b~1c/%7D%25}", "b/c": {"}%": 1}})"
                                          << R"({"a":1,"b/c":{"}%":1}})";
    QTest::newRow("not in keys") << R"({"${ref:/x}": 1})" << R"({"${ref:/x}":1})";
}

void TestReferences::valuesTakeTheirPlace()
{
    QFETCH(QString, text);
    QFETCH(QString, result);
    auto configs = configsWith(text.toStdString());
    const auto document = configs.resolve("/payments/api");
    QVERIFY2(document.ok(), document ? "" : document.error().detail.c_str());
    const bool isWhole = result.startsWith(QLatin1Char('{'));
    const auto value = isWhole ? document->root() : document->root().find("a");
    QCOMPARE(core::canonicalJson(value), result.toStdString());
    // What is written is a tree as any other.
    QVERIFY(core::read(document->tree().sharedSource(), core::Format::Json).ok());
}

void TestReferences::valuesKeepTheirOrigin()
{
    auto configs = configsWith(
        "{\"own\": 1,\n \"a\": \"${ref:/payments/db#/pool}\", \"b\": \"x${ref:#/own}\"}");
    const auto document = configs.resolve("/payments/api");
    QVERIFY(document.ok());
    const auto max = document->root().resolve("/a/max");
    QCOMPARE(document->layerOf(max.index()).origin.path, std::string("payments/db"));
    QCOMPARE(document->position(max.index()).line, 2);
    const auto &through = document->references().at(document->origin(max.index()).reference);
    QCOMPARE(through.path, std::string("/payments/db"));
    QCOMPARE(through.pointer, std::string("/pool"));
    QCOMPARE(through.at, std::string("/a"));
    QCOMPARE(through.position.line, 2);
    QCOMPARE(through.position.column, 8);
    const auto text = document->root().find("b");
    QCOMPARE(document->layerOf(text.index()).origin.path, std::string("payments/api"));
    QCOMPARE(document->references().at(document->origin(text.index()).reference).pointer,
        std::string("/own"));
    const auto own = document->root().find("own");
    QVERIFY(document->origin(own.index()).reference == core::noReference);
}

void TestReferences::listsWhatADocumentNeeds()
{
    auto configs = configsWith(
        R"({"a": "${ref:/payments/db#/pool}", "b": ["${ref:/x/y} and ${ref:#/a}", "$${ref:/no}"]})");
    const auto found = core::referencesIn(*configs.find("/payments/api"), "/payments/api");
    std::string text;
    for (const auto &each : found)
        text += each.at + ' ' + each.path + '#' + each.pointer + (each.isWhole ? "! " : " ");
    QCOMPARE(text, std::string("/a /payments/db#/pool! /b/0 /x/y# /b/0 /payments/api#/a "));
}

void TestReferences::takesStringsApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pieces");
    QTest::newRow("empty") << "" << "";
    QTest::newRow("text") << "a$b" << "0-3 'a$b'";
    QTest::newRow("whole") << "${ref:/a/b#/c}" << "0-14 /a/b#/c";
    QTest::newRow("between") << "x${ref:#/c}y" << "0-1 'x', 1-11 #/c, 11-12 'y'";
    QTest::newRow("escaped") << "x$${ref:#/c}" << "0-12 'x${ref:#/c}'";
    QTest::newRow("escaped dollar") << "$$${ref:#/c}" << "0-1 '$', 2-12 #/c";
    QTest::newRow("open") << "a${ref:#/c" << "0-1 'a', 1-10 ?";
}

void TestReferences::takesStringsApart()
{
    QFETCH(QString, text);
    QFETCH(QString, pieces);
    std::string words;
    for (const auto &piece : core::piecesOf(text.toStdString())) {
        using enum core::ReferencePiece::Kind;
        words += (words.empty() ? "" : ", ") + std::to_string(piece.begin) + '-'
            + std::to_string(piece.end) + ' ';
        if (piece.kind == Text)
            words += '\'' + piece.text + '\'';
        else
            words += piece.kind == Reference ? piece.path + '#' + piece.pointer : "?";
    }
    QCOMPARE(words, pieces.toStdString());
}

void TestReferences::findsCirclesOfDependencies_data()
{
    QTest::addColumn<Texts>("edges");
    QTest::addColumn<QString>("circle");
    QTest::newRow("none") << Texts{"ab", "ac", "bd", "cd"} << "";
    QTest::newRow("itself") << Texts{"aa"} << "aa";
    QTest::newRow("three") << Texts{"xa", "ab", "bc", "ca"} << "abca";
    QTest::newRow("behind a dead end") << Texts{"ab", "cd", "dc"} << "cdc";
}

void TestReferences::findsCirclesOfDependencies()
{
    QFETCH(Texts, edges);
    QFETCH(QString, circle);
    std::vector<std::pair<std::string, std::vector<std::string>>> graph;
    for (const auto &edge : edges) {
        const auto from = edge.substr(0, 1);
        if (graph.empty() || graph.back().first != from)
            graph.push_back({from, {}});
        graph.back().second.push_back(edge.substr(1));
    }
    std::string found;
    for (const auto &name : core::findCycle(graph))
        found += name;
    QCOMPARE(found, circle.toStdString());
}

QTEST_GUILESS_MAIN(TestReferences)
#include "tst_references.moc"
