// SPDX-License-Identifier: Apache-2.0
#include "definition.h"

#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/evidence/definitiontexts.h"

#include <algorithm>
#include <charconv>

namespace chancery::core::evidence {

namespace {

Error wrong(const char *code, std::string detail)
{
    return {ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

std::vector<std::string> textsOf(Value list)
{
    std::vector<std::string> texts;
    for (const auto &item : list)
        texts.emplace_back(item.value().text());
    return texts;
}

// Long texts stand in the files as lists of lines.
std::string joined(Value lines)
{
    std::string text;
    for (const auto &line : lines) {
        if (!text.empty())
            text += '\n';
        text += line.value().text();
    }
    return text;
}

ParameterDefinition parameterOf(Value value)
{
    ParameterDefinition parameter;
    parameter.name = value["name"].text();
    parameter.wording = value["wording"].text();
    parameter.isList = value["type"].text() == "texts";
    if (parameter.isList)
        parameter.texts = textsOf(value["default"]);
    else
        parameter.number = value["default"].integer().value_or(0);
    return parameter;
}

Definition definitionOf(Value value)
{
    Definition definition;
    definition.id = value["id"].text();
    definition.version = value["version"].integer().value_or(0);
    definition.name = value["name"].text();
    definition.isCollected = value["status"].text() == "collected";
    definition.unit = value["unit"].text();
    definition.population = value["population"].text();
    definition.exception = value["exception"].text();
    definition.limits = value["limits"].text();
    for (const auto &parameter : value["params"])
        definition.parameters.push_back(parameterOf(parameter.value()));
    definition.needs = textsOf(value["needs"]);
    definition.populationSql = joined(value["sql"]["population"]);
    definition.exceptionsSql = joined(value["sql"]["exceptions"]);
    definition.listedSql = joined(value["sql"]["listed"]);
    definition.text = canonicalJson(value);
    definition.digest = sha256Id("", definition.text);
    return definition;
}

Framework frameworkOf(Value value)
{
    Framework framework;
    framework.id = value["id"].text();
    framework.name = value["name"].text();
    for (const auto &item : value["controls"]) {
        const auto control = item.value();
        framework.controls.push_back({std::string(control["id"].text()),
            std::string(control["wording"].text()), textsOf(control["queries"])});
    }
    framework.text = canonicalJson(value);
    framework.digest = sha256Id("", framework.text);
    return framework;
}

template <typename Is>
bool isListOf(Value list, const Is &is)
{
    if (!list.isArray())
        return false;
    for (const auto &item : list) {
        if (!is(item.value()))
            return false;
    }
    return true;
}

bool areTexts(Value list)
{
    return isListOf(list, [](Value item) { return item.isString(); });
}

bool isDefinition(Value root)
{
    const auto status = root["status"].text();
    if (!root.isObject() || !root["id"].isString() || !root["name"].isString()
        || !root["limits"].isString() || !root["version"].integer()
        || (status != "collected" && status != "not collected"))
        return false;
    const bool areParameters = isListOf(root["params"],
        [](Value item) { return item["name"].isString() && item["type"].isString(); });
    if (!areParameters)
        return false;
    const auto sql = root["sql"];
    return status != "collected"
        || (areTexts(sql["population"]) && areTexts(sql["exceptions"])
            && (!sql.find("listed") || areTexts(sql["listed"])));
}

// What becomes part of a statement is a plain word.
bool isColumns(Value list)
{
    return isListOf(list, [](Value item) {
        const auto name = item["name"].text();
        const bool isWord = !name.empty()
            && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
        const auto pointer = item["pointer"];
        return isWord && pointer.isString()
            && (pointer.text().empty() || pointer.text().starts_with('/'));
    });
}

std::vector<TableColumn> columnsOf(Value list)
{
    std::vector<TableColumn> columns;
    for (const auto &item : list)
        columns.push_back({std::string(item.value()["name"].text()),
            std::string(item.value()["pointer"].text())});
    return columns;
}

Tables tablesOf(Value root)
{
    Tables found;
    found.columns = columnsOf(root["columns"]);
    found.lists = columnsOf(root["lists"]);
    found.script = joined(root["script"]);
    found.text = canonicalJson(root);
    found.digest = sha256Id("", found.text);
    return found;
}

bool isFramework(Value root)
{
    // "{}" has none.
    return root.isObject()
        && (root.size() == 0
            || (root["id"].isString() && root["name"].isString()
                && isListOf(
                    root["controls"], [](Value control) { return areTexts(control["queries"]); })));
}

Error malformed(const char *what)
{
    return wrong("definition-malformed", std::string(what) + " is in no form that is known");
}

// Calls use(root) for each of the texts.
template <typename Use>
Result<> forEachText(std::span<const std::string_view> texts, const Use &use)
{
    for (const auto text : texts) {
        const auto reading = readJson(std::string(text), Limits::wide());
        if (!reading)
            return toError(reading.problem());
        use(reading.tree().root());
    }
    return Done();
}

Result<> setNumber(
    std::int64_t &number, const std::string &name, const std::vector<std::string> &values)
{
    const auto &text = values.size() == 1 ? values.front() : std::string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // A thousand years in milliseconds still fit beside times in microseconds.
    static constexpr std::int64_t most = 100'000;
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || number < 0
        || number > most)
        return wrong("report-parameter", name + " is one whole number from 0 to 100000");
    return Done();
}

} // namespace

Result<std::vector<Definition>> definitions()
{
    std::vector<Definition> list;
    auto read = forEachText(definitionTexts(), [&list](Value root) {
        if (root["id"].text().starts_with('Q'))
            list.push_back(definitionOf(root));
    });
    if (!read)
        return read.error();
    std::ranges::sort(list, {}, &Definition::id);
    return list;
}

Result<Tables> tables()
{
    Tables found;
    auto read = forEachText(definitionTexts(), [&found](Value root) {
        if (root["id"].text() != "tables")
            return;
        found = tablesOf(root);
    });
    if (!read)
        return read.error();
    return found;
}

Result<std::vector<Framework>> frameworks()
{
    std::vector<Framework> list;
    auto read
        = forEachText(frameworkTexts(), [&list](Value root) { list.push_back(frameworkOf(root)); });
    if (!read)
        return read.error();
    std::ranges::sort(list, {}, &Framework::id);
    return list;
}

Result<Definition> readDefinition(const std::string &text)
{
    const auto reading = readJson(text, Limits::wide());
    if (!reading || !isDefinition(reading.tree().root()))
        return malformed("a definition");
    return definitionOf(reading.tree().root());
}

Result<Tables> readTables(const std::string &text)
{
    const auto reading = readJson(text, Limits::wide());
    const auto root = reading ? reading.tree().root() : Value();
    if (!reading || !isColumns(root["columns"]) || !areTexts(root["script"])
        || (root.find("lists") && !isColumns(root["lists"])))
        return malformed("the definition of the tables");
    return tablesOf(root);
}

Result<Framework> readFramework(const std::string &text)
{
    const auto reading = readJson(text, Limits::wide());
    if (!reading || !isFramework(reading.tree().root()))
        return malformed("the framework");
    return frameworkOf(reading.tree().root());
}

Result<Parameters> parametersOf(const Definition &definition, const Given &given)
{
    Parameters parameters;
    for (const auto &parameter : definition.parameters) {
        auto own = given.find(definition.id + '.' + parameter.name);
        if (own == given.end())
            own = given.find(parameter.name);
        if (parameter.isList) {
            parameters.texts[parameter.name] = own == given.end() ? parameter.texts : own->second;
            continue;
        }
        auto &number = parameters.numbers[parameter.name];
        number = parameter.number;
        if (own == given.end())
            continue;
        if (auto set = setNumber(number, own->first, own->second); !set)
            return set.error();
    }
    return parameters;
}

Result<> checkGiven(std::span<const Definition> definitions, const Given &given)
{
    for (const auto &[name, values] : given) {
        const bool isKnown = std::ranges::any_of(definitions, [&name](const Definition &one) {
            return std::ranges::any_of(one.parameters, [&](const ParameterDefinition &parameter) {
                return name == parameter.name || name == one.id + '.' + parameter.name;
            });
        });
        if (!isKnown)
            return wrong("report-parameter", "no query has a parameter " + name);
    }
    return Done();
}

} // namespace chancery::core::evidence
