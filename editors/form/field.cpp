// SPDX-License-Identifier: Apache-2.0
#include "field.h"

#include "engine/core/document/json.h"
#include "engine/core/sealing/sealedvalue.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>

namespace chancery::editors {

namespace {

constexpr qsizetype longestLine = 120;
constexpr qsizetype longestShown = 300;

class Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::Field)

public:
    static QString keys(int count) { return tr("%n key(s)", nullptr, count); }
    static QString items(int count) { return tr("%n item(s)", nullptr, count); }
    static QString sealed(const QString &key) { return tr("Sealed, %1").arg(key); }
    static QString deprecated() { return tr("deprecated"); }
    static QString owner(const std::string &name)
    {
        return tr("owner %1").arg(QString::fromStdString(name));
    }
    static QString oneOf(const QString &values) { return tr("one of %1").arg(values); }
    // What was typed, as the messages name it: a sensitive value is not quoted.
    static QString subject(const Field &field, const QString &text)
    {
        return field.isSensitive ? tr("What was typed") : tr("“%1”").arg(text);
    }
    static QString notAllowed(const QString &subject, const QString &allowed)
    {
        return tr("%1 is not one of the allowed values: %2.").arg(subject, allowed);
    }
    static QString notNumber(const QString &subject)
    {
        return tr("%1 is not a number.").arg(subject);
    }
    static QString notWhole(const QString &subject)
    {
        return tr("%1 is not a whole number.").arg(subject);
    }
    static QString notExact(const QString &subject)
    {
        return tr("%1 is a number that not every program can hold exactly.").arg(subject);
    }
    static QString notBoolean(const QString &subject)
    {
        return tr("%1 is neither true nor false.").arg(subject);
    }
    static QString notOf(const QString &subject, const QString &types)
    {
        return tr("%1 is not a value of the type %2.").arg(subject, types);
    }
};

bool has(const std::vector<std::string> &list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

std::string typeOf(core::Value value)
{
    if (!value)
        return {};
    switch (value.type()) {
    case core::NodeType::Null:
        return "null";
    case core::NodeType::False:
    case core::NodeType::True:
        return "boolean";
    case core::NodeType::Number:
        return "number";
    case core::NodeType::Array:
        return "array";
    case core::NodeType::Object:
        return "object";
    case core::NodeType::String:
    case core::NodeType::Key:
        break;
    }
    return "string";
}

bool allows(const Field &field, std::string_view type)
{
    if (!field.types.empty())
        return has(field.types, type) || (type == "number" && has(field.types, "integer"));
    // Without a schema a value keeps its type, but for one that is not there yet.
    return field.presentType.empty() || field.presentType == "null" || field.presentType == type;
}

QString joined(const std::vector<std::string> &values)
{
    constexpr std::size_t most = 8;
    QStringList texts;
    for (const std::string &value : values) {
        if (texts.size() == most)
            return texts.join(QStringLiteral(", ")) + QStringLiteral(", …");
        texts << shownJson(value);
    }
    return texts.join(QStringLiteral(", "));
}

Typed chosen(const Field &field, const QString &text)
{
    for (const std::string &choice : field.choices) {
        if (shownJson(choice) == text)
            return {choice, {}};
    }
    if (has(field.choices, text.toStdString()))
        return {text.toStdString(), {}};
    const QString subject = Words::subject(field, text);
    if (has(field.choices, "true") && has(field.choices, "false"))
        return {{}, Words::notBoolean(subject)};
    return {{}, Words::notAllowed(subject, joined(field.choices))};
}

// A number as it was typed, if it is one.
Typed numberOf(const Field &field, const QString &text)
{
    const std::string typed = text.trimmed().toStdString();
    const auto reading = core::readJson(typed);
    if (!reading && reading.problem().code == "number-not-interoperable")
        return {{}, Words::notExact(Words::subject(field, text))};
    if (!reading || !reading.tree().root().isNumber())
        return {{}, Words::notNumber(Words::subject(field, text))};
    const double number = reading.tree().root().number();
    const bool needsWhole = has(field.types, "integer") && !has(field.types, "number");
    if (needsWhole && number != std::floor(number))
        return {{}, Words::notWhole(Words::subject(field, text))};
    return {typed, {}};
}

std::optional<double> limitOf(const Advice &advice, std::string_view word)
{
    for (const std::string &limit : advice.limits) {
        bool isNumber = false;
        if (!limit.starts_with(word))
            continue;
        const double number
            = QByteArray::fromStdString(limit.substr(word.size())).toDouble(&isNumber);
        if (isNumber)
            return number;
    }
    return {};
}

// Where only true, false and null can stand, besides objects and arrays.
std::vector<std::string> fixedChoices(const Field &field)
{
    const bool isFixed = std::ranges::none_of(field.types, [](const std::string &type) {
        return type == "string" || type == "number" || type == "integer";
    });
    std::vector<std::string> choices;
    const bool isBoolean
        = field.types.empty() ? field.presentType == "boolean" : has(field.types, "boolean");
    if (isFixed && isBoolean)
        choices = {"true", "false"};
    if (isFixed && has(field.types, "null"))
        choices.emplace_back("null");
    return choices;
}

std::string stringJson(const QString &text)
{
    std::string json;
    core::appendJsonString(json, text.toStdString());
    return json;
}

} // namespace

Field fieldOf(core::Value present, const Advice *advice)
{
    Field field;
    field.presentType = core::isSealed(present) ? "sealed" : typeOf(present);
    field.present = scalarJson(present);
    if (advice) {
        field.types = advice->types;
        field.choices = advice->values;
        field.isSensitive = advice->isSensitive;
        QStringList limits;
        for (const std::string &limit : advice->limits)
            limits << QString::fromStdString(limit);
        field.minimum = limitOf(*advice, "minimum ");
        field.maximum = limitOf(*advice, "maximum ");
        field.limits = limits.join(QStringLiteral(", "));
    }
    const bool isContainer = present.isArray() || present.isObject();
    const bool wantsContainer = !present && !field.types.empty()
        && std::ranges::all_of(field.types,
            [](const std::string &type) { return type == "object" || type == "array"; });
    if (isContainer || wantsContainer)
        return field;
    if (field.choices.empty())
        field.choices = fixedChoices(field);
    const auto text = present.text();
    if (!field.choices.empty())
        field.kind = Field::Kind::Choice;
    else if (!allows(field, "string") && allows(field, "number"))
        field.kind = Field::Kind::Number;
    else if (present.isString()
        && (text.size() > longestLine || text.find('\n') != std::string_view::npos))
        field.kind = Field::Kind::Text;
    else
        field.kind = Field::Kind::Line;
    return field;
}

Typed jsonOfTyped(const Field &field, const QString &text)
{
    if (field.kind == Field::Kind::Choice)
        return chosen(field, text);
    const bool mayBeText = allows(field, "string");
    if (field.presentType == "string" && mayBeText)
        return {stringJson(text), {}};
    const auto number = numberOf(field, text);
    if (number.fault.isEmpty() && allows(field, "number"))
        return number;
    const QString word = text.trimmed();
    if (allows(field, "boolean")
        && (word == QLatin1String("true") || word == QLatin1String("false")))
        return {word.toStdString(), {}};
    const bool mayBeNull = has(field.types, "null") || field.presentType == "null";
    if (mayBeNull
        && (word == QLatin1String("null") || (word.isEmpty() && !has(field.types, "string"))))
        return {"null", {}};
    if (mayBeText)
        return {stringJson(text), {}};
    if (allows(field, "number"))
        return number;
    // Of many alternatives the types are what is known best: what stands there may be of one that
    // is not among them, and another of its kind is let pass.
    if (field.presentType == "number" && number.fault.isEmpty())
        return number;
    QStringList types;
    for (const std::string &type : field.types)
        types << QString::fromStdString(type);
    return {{}, Words::notOf(Words::subject(field, text), types.join(QStringLiteral(", ")))};
}

QString textOf(const Field &field)
{
    const auto reading
        = core::readJson(field.present.empty() ? "\"\"" : field.present, core::Limits::wide());
    const auto value = reading ? reading.tree().root() : core::Value();
    if (!value.isString())
        return QString::fromStdString(field.present);
    // fromUtf8() would take a mark of the byte order for none of the text.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder(QByteArrayView(value.text().data(), qsizetype(value.text().size())));
}

QString shownValue(core::Value value)
{
    if (const auto sealed = core::sealedValue(value))
        return Words::sealed(QString::fromStdString(sealed->kid));
    if (value.isObject())
        return Words::keys(int(value.size()));
    if (value.isArray())
        return Words::items(int(value.size()));
    if (!value.isString())
        return QString::fromStdString(scalarJson(value));
    QString text = QString::fromUtf8(value.text().data(),
        qsizetype(std::min(value.text().size(), std::size_t(4 * longestShown))));
    if (text.size() > longestShown)
        text = text.left(longestShown) + u'…';
    return text.replace(u'\n', u'↵');
}

QString shownJson(const std::string &json)
{
    const auto reading = core::readJson(json, core::Limits::wide());
    const auto value = reading ? reading.tree().root() : core::Value();
    return value.isString() ? shownValue(value) : QString::fromStdString(json);
}

std::string scalarJson(core::Value value)
{
    std::string json;
    if (value.isString())
        core::appendJsonString(json, value.text());
    else if (value.isNumber())
        json = value.text();
    else if (value.isBool())
        json = value.isTrue() ? "true" : "false";
    else if (value.isNull())
        json = "null";
    return json;
}

QString maskText()
{
    return QString(8, u'•');
}

QString constraintText(const Advice &advice)
{
    QStringList parts;
    QStringList types;
    for (const std::string &type : advice.types)
        types << QString::fromStdString(type);
    if (!advice.values.empty())
        parts << Words::oneOf(joined(advice.values));
    else if (!types.isEmpty())
        parts << types.join(QStringLiteral(" | "));
    for (const std::string &limit : advice.limits)
        parts << QString::fromStdString(limit);
    if (!advice.annotations.owner.empty())
        parts << Words::owner(advice.annotations.owner);
    if (advice.isDeprecated)
        parts << Words::deprecated();
    return parts.join(QStringLiteral(", "));
}

std::string emptyValue(const Advice &advice)
{
    static constexpr std::string_view minimum = "minimum ";
    if (advice.values.size() == 1)
        return advice.values.front();
    if (advice.defaultValue)
        return *advice.defaultValue;
    if (!advice.values.empty())
        return advice.values.front();
    static constexpr std::array<std::pair<std::string_view, const char *>, 7> empty{
        {{"string", "\"\""}, {"boolean", "false"}, {"integer", "0"}, {"number", "0"},
            {"array", "[]"}, {"object", "{}"}, {"null", "null"}}};
    for (const auto &[type, json] : empty) {
        if (!has(advice.types, type))
            continue;
        const auto limit = std::ranges::find_if(
            advice.limits, [](const std::string &text) { return text.starts_with(minimum); });
        const bool isNumber = std::string_view(json) == "0";
        return isNumber && limit != advice.limits.end() ? limit->substr(minimum.size()) : json;
    }
    return "\"\"";
}

} // namespace chancery::editors
