// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/yaml.h"
#include "engine/core/document/yaml/events.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <map>

using namespace chancery;
using core::Value;
namespace yaml = core::yaml;
using support::replaceAll;

namespace {

// The suite's notation of an event, one line each.
std::string escaped(std::string_view text)
{
    static const std::map<char, std::string> escapes{
        {'\\', "\\\\"}, {'\0', "\\0"}, {'\b', "\\b"}, {'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}};
    std::string out;
    for (const char c : text) {
        const auto found = escapes.find(c);
        out += found == escapes.end() ? std::string(1, c) : found->second;
    }
    return out;
}

std::string properties(const yaml::OwnedEvent &event)
{
    return (event.anchor.empty() ? "" : " &" + event.anchor)
        + (event.tag.empty() ? "" : " <" + event.tag + ">");
}

std::string printed(const yaml::OwnedEvent &event)
{
    switch (event.kind) {
    case yaml::EventKind::StreamStart:
        return "+STR";
    case yaml::EventKind::StreamEnd:
        return "-STR";
    case yaml::EventKind::DocumentStart:
        return event.isExplicit ? "+DOC ---" : "+DOC";
    case yaml::EventKind::DocumentEnd:
        return event.isExplicit ? "-DOC ..." : "-DOC";
    case yaml::EventKind::SequenceStart:
        return std::string("+SEQ") + (event.isFlow ? " []" : "") + properties(event);
    case yaml::EventKind::SequenceEnd:
        return "-SEQ";
    case yaml::EventKind::MappingStart:
        return std::string("+MAP") + (event.isFlow ? " {}" : "") + properties(event);
    case yaml::EventKind::MappingEnd:
        return "-MAP";
    case yaml::EventKind::Alias:
        return "=ALI *" + event.anchor;
    case yaml::EventKind::Scalar:
        break;
    }
    return "=VAL" + properties(event) + ' ' + ":'\"|>"[int(event.style)] + escaped(event.value);
}

std::string printed(const yaml::EventList &list)
{
    std::string out;
    for (const auto &event : list.events)
        out += printed(event) + '\n';
    return out;
}

// The suite writes what cannot be seen with other characters.
std::string decoded(std::string text)
{
    while (text.find("—»") != std::string::npos)
        replaceAll(text, "—»", "»");
    replaceAll(text, "»", "\t");
    replaceAll(text, "␣", " ");
    replaceAll(text, "↵", "");
    replaceAll(text, "←", "\r");
    replaceAll(text, "⇔", "\xEF\xBB\xBF");
    replaceAll(text, "∎\n", "");
    return text;
}

// The events without the indentation of the suite's notation.
std::string expectedEvents(const std::string &tree)
{
    std::string out;
    for (std::size_t at = 0; at < tree.size();) {
        const auto end = std::min(tree.find('\n', at), tree.size());
        const auto begin = std::min(tree.find_first_not_of(' ', at), end);
        out += tree.substr(begin, end - begin) + '\n';
        at = end + 1;
    }
    return out;
}

struct Case {
    std::string name{};
    std::string text{};
    std::optional<std::string> events{};
    std::optional<std::string> json{};
    bool fails = false;
};

// A field that a case leaves out is that of the case before it.
std::vector<Case> casesOf(const std::filesystem::path &file)
{
    const auto reading
        = core::read(support::contentOf(file), core::Format::Yaml, core::Limits::wide());
    if (!reading)
        return {};
    std::vector<Case> cases;
    Case current;
    int number = 0;
    for (const auto &item : reading.tree().root()) {
        const Value value = item.value();
        const auto field = [value](std::string_view key) -> std::optional<std::string> {
            const auto found = value.find(key);
            return found.isString() ? std::optional(decoded(std::string(found.text())))
                                    : std::nullopt;
        };
        current.name = file.stem().string() + '/' + std::to_string(number++);
        current.fails = value.find("fail").isTrue();
        current.text = field("yaml").value_or(current.text);
        if (auto tree = field("tree"))
            current.events = expectedEvents(*tree);
        current.json = field("json");
        cases.push_back(current);
    }
    return cases;
}

std::vector<Case> allCases(int &files)
{
    std::vector<Case> cases;
    files = 0;
    for (const auto &file :
        support::filesIn(*support::corpus("yaml-test-suite") / "src", ".yaml")) {
        auto more = casesOf(file);
        if (more.empty())
            cases.push_back({.name = file.filename().string() + " could not be read"});
        cases.insert(cases.end(), more.begin(), more.end());
        ++files;
    }
    return cases;
}

// Values in the order of the stream, as canonical JSON. JSON is YAML too, so that both sides are
// read by the same rules.
std::optional<std::string> values(const std::string &text, std::string &problem)
{
    const auto stream = core::readYamlStream(std::make_shared<const std::string>(text));
    if (stream.problem) {
        problem = stream.problem->code;
        return std::nullopt;
    }
    std::string out;
    for (const auto &tree : stream.documents)
        out += core::canonicalJson(tree.root()) + '\n';
    return out;
}

// The suite puts the JSON of several documents one behind the other.
std::string expectedValues(const std::string &json)
{
    std::string out;
    std::string pending;
    for (std::size_t at = 0; at < json.size();) {
        const auto end = std::min(json.find('\n', at), json.size());
        pending += json.substr(at, end - at) + '\n';
        at = end + 1;
        const auto reading = core::read(pending, core::Format::Json);
        if (!reading)
            continue;
        out += core::canonicalJson(reading.tree().root()) + '\n';
        pending.clear();
    }
    return out + (pending.find_first_not_of(" \n") == std::string::npos ? "" : "unread " + pending);
}

} // namespace

class TestYamlConformance : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void eventsAreThoseOfTheSuite();
    void valuesAreThoseOfTheSuite();
    void specialCharactersAreKnown();
};

void TestYamlConformance::specialCharactersAreKnown()
{
    QCOMPARE(decoded("a—»␣b↵\n∎\n"), std::string("a\t b\n"));
}

void TestYamlConformance::eventsAreThoseOfTheSuite()
{
    if (!support::corpus("yaml-test-suite"))
        QSKIP(support::corpusIsAbsent);
    int files = 0;
    int valid = 0;
    int invalid = 0;
    std::string wrong;
    for (const auto &testCase : allCases(files)) {
        const auto list = yaml::yamlEvents(testCase.text);
        ++(testCase.fails ? invalid : valid);
        if (testCase.fails) {
            if (!list.problem)
                wrong += testCase.name + " is not refused\n" + testCase.text;
        } else if (list.problem || printed(list) != testCase.events) {
            wrong += testCase.name + (list.problem ? " " + list.problem->message : "") + '\n'
                + testCase.text + "---- read\n" + printed(list) + "---- expected\n"
                + testCase.events.value_or("nothing");
        }
    }
    QVERIFY2(wrong.empty(), wrong.c_str());
    QCOMPARE(files, 171);
    QVERIFY(valid > 0 && invalid > 0);
    qInfo("yaml events: %d run / 0 skipped (%d files, %d valid, %d invalid)", valid + invalid,
        files, valid, invalid);
}

void TestYamlConformance::valuesAreThoseOfTheSuite()
{
    if (!support::corpus("yaml-test-suite"))
        QSKIP(support::corpusIsAbsent);
    int files = 0;
    int run = 0;
    std::string wrong;
    for (const auto &testCase : allCases(files)) {
        if (testCase.fails || !testCase.json)
            continue;
        std::string problem;
        const auto read = values(testCase.text, problem);
        if (!read || *read != expectedValues(*testCase.json))
            wrong += testCase.name + ' ' + problem + '\n' + testCase.text + "---- read\n"
                + read.value_or("") + "---- expected\n" + expectedValues(*testCase.json);
        else
            ++run;
    }
    QVERIFY2(wrong.empty(), wrong.c_str());
    QVERIFY(run > 0);
    qInfo("yaml values: %d run / 0 skipped", run);
}

QTEST_GUILESS_MAIN(TestYamlConformance)
#include "tst_yamlconformance.moc"
