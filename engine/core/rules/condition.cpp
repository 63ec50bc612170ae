// SPDX-License-Identifier: Apache-2.0
#include "condition.h"

#include "engine/core/schema/equality.h"
#include "engine/core/sealing/sealedvalue.h"

namespace chancery::core {

namespace {

bool fits(int order, std::string_view sign)
{
    if (sign == "==")
        return order == 0;
    if (sign == "!=")
        return order != 0;
    if (sign == "<")
        return order < 0;
    if (sign == "<=")
        return order <= 0;
    return sign == ">" ? order > 0 : order >= 0;
}

bool isEquality(std::string_view sign)
{
    return sign == "==" || sign == "!=";
}

} // namespace

bool ConditionCheck::spend()
{
    if (m_steps == 0)
        m_isExceeded = true;
    else
        --m_steps;
    return !m_isExceeded;
}

ConditionCheck::Truth ConditionCheck::truth(Value condition, Value subject)
{
    if (!spend())
        return Truth::Yes;
    if (const auto parts = condition.find("compare"))
        return compare(parts, subject);
    if (const auto pattern = condition.find("present"))
        return find(pattern.text(), subject).empty() ? Truth::No : Truth::Yes;
    if (const auto pattern = condition.find("absent"))
        return find(pattern.text(), subject).empty() ? Truth::Yes : Truth::No;
    if (const auto inner = condition.find("not")) {
        const auto known = truth(inner, subject);
        return known == Truth::Unknown ? known : known == Truth::Yes ? Truth::No : Truth::Yes;
    }
    if (condition.find("if"))
        return branches(condition, subject);
    const auto all = condition.find("all");
    return joined(all ? all : condition.find("any"), subject, all.isPresent());
}

// Where nobody can tell which of the two is meant, one of them has to do.
ConditionCheck::Truth ConditionCheck::branches(Value condition, Value subject)
{
    const auto test = truth(condition.find("if"), subject);
    m_culprit = {};
    const auto branch = [&](std::string_view name) {
        const auto inner = condition.find(name);
        return inner ? truth(inner, subject) : Truth::Yes;
    };
    if (test != Truth::Unknown)
        return branch(test == Truth::Yes ? "then" : "else");
    return branch("else") == Truth::No ? branch("then") : Truth::Unknown;
}

ConditionCheck::Truth ConditionCheck::joined(Value conditions, Value subject, bool isAll)
{
    const auto decides = isAll ? Truth::No : Truth::Yes;
    auto result = isAll ? Truth::Yes : Truth::No;
    for (const auto &each : conditions) {
        const auto known = truth(each.value(), subject);
        if (known == decides)
            return known;
        if (known == Truth::Unknown)
            result = known;
    }
    return result;
}

// Several values stand for "each of them".
ConditionCheck::Truth ConditionCheck::compare(Value parts, Value subject)
{
    m_hasSealed = false;
    const auto left = side(parts.at(0), subject);
    const auto sign = parts.at(1).text();
    const auto right = side(parts.at(2), subject);
    m_culprit = {};
    if (m_hasSealed || left.isAbsent || right.isAbsent)
        return Truth::Unknown;
    return compares(left, sign, right, subject) ? Truth::Yes : Truth::No;
}

bool ConditionCheck::compares(
    const Side &left, std::string_view sign, const Side &right, Value subject)
{
    if (!left.values.empty())
        blame(left.values.front(), subject);
    if (left.amount && right.amount)
        return fits(left.amount->compare(*right.amount), sign);
    if (left.amount || right.amount)
        return comparesAmount(left, sign, right, subject);
    for (const auto &a : left.values) {
        for (const auto &b : right.values) {
            blame(a, subject);
            if (spend() && !compareOne(a, sign, b))
                return false;
        }
    }
    return true;
}

bool ConditionCheck::comparesAmount(
    const Side &left, std::string_view sign, const Side &right, Value subject)
{
    for (const auto &value : left.amount ? right.values : left.values) {
        if (!spend())
            return true;
        if (!value.isNumber())
            return sign == "!=";
        const Amount amount(value.text());
        const int order
            = left.amount ? left.amount->compare(amount) : amount.compare(*right.amount);
        blame(value, subject);
        if (!fits(order, sign))
            return false;
    }
    return true;
}

// Only a value of the document can be at fault, not one of the schema.
void ConditionCheck::blame(Value value, Value subject)
{
    if (&value.tree() == &subject.tree())
        m_culprit = value;
}

bool ConditionCheck::compareOne(Value left, std::string_view sign, Value right) const
{
    if (sign == "in") {
        for (const auto &item : right) {
            if (sameValue(left, item.value()))
                return true;
        }
        return false;
    }
    if (isEquality(sign))
        return sameValue(left, right) == (sign == "==");
    if (left.isNumber() && right.isNumber())
        return fits(Amount(left.text()).compare(Amount(right.text())), sign);
    if (left.isString() && right.isString())
        return fits(left.text().compare(right.text()), sign);
    return false;
}

ConditionCheck::Side ConditionCheck::side(Value operand, Value subject)
{
    if (operand.isString()) {
        auto values = find(operand.text(), subject);
        const bool isAbsent = values.empty();
        return {std::move(values), {}, isAbsent};
    }
    if (!operand.isObject())
        return {{operand}, {}};
    if (const auto value = operand.find("value"))
        return {{value}, {}};
    if (const auto sum = operand.find("sum"))
        return folded(sum, subject, false);
    if (const auto product = operand.find("product"))
        return folded(product, subject, true);
    if (const auto counted = operand.find("count")) {
        const bool hadSealed = m_hasSealed;
        const auto count = std::int64_t(find(counted.text(), subject).size());
        m_hasSealed = hadSealed;
        return {{}, Amount(count)};
    }
    const auto largest = operand.find("largest");
    const auto pattern = largest ? largest : operand.find("smallest");
    const auto found = extreme(find(pattern.text(), subject), largest.isPresent());
    return {{}, found, !found};
}

// What is no number counts for nothing: that it should be one is for "type" to say. It is absent
// when nothing is there that it could be made of; of an empty list the sum is nought.
ConditionCheck::Side ConditionCheck::folded(Value operands, Value subject, bool isProduct)
{
    Amount result(std::int64_t(isProduct ? 1 : 0));
    bool asksDocument = false;
    bool isAnythingThere = false;
    const auto add = [&](Value operand) {
        const auto part = side(operand, subject);
        const bool isOfSchema
            = !operand.isString() && (!operand.isObject() || operand.find("value"));
        asksDocument = asksDocument || !isOfSchema;
        isAnythingThere = isAnythingThere
            || (operand.isString() ? isThere(operand.text(), subject)
                                   : !isOfSchema && !part.isAbsent);
        const auto join
            = [&](const Amount &amount) { result = isProduct ? result * amount : result + amount; };
        if (part.amount)
            join(*part.amount);
        for (const auto &value : part.values) {
            if (value.isNumber())
                join(Amount(value.text()));
        }
    };
    if (operands.isString())
        add(operands);
    for (const auto &operand : operands) {
        if (spend())
            add(operand.value());
    }
    return {{}, result, asksDocument && !isAnythingThere};
}

// Whether there is anything at the pattern, or the list that it would be in.
bool ConditionCheck::isThere(std::string_view pattern, Value subject)
{
    const auto star = pattern.rfind("/*");
    const bool hadSealed = m_hasSealed;
    const bool isFound = !find(pattern.substr(0, star), subject).empty();
    m_hasSealed = hadSealed;
    return isFound;
}

std::optional<Amount> ConditionCheck::extreme(
    const std::vector<Value> &values, bool wantsLargest) const
{
    std::optional<Amount> found;
    for (const auto &value : values) {
        if (!value.isNumber())
            continue;
        const Amount amount(value.text());
        const int order = found ? amount.compare(*found) : 0;
        if (!found || (wantsLargest ? order > 0 : order < 0))
            found = amount;
    }
    return found;
}

std::vector<Value> ConditionCheck::find(std::string_view pattern, Value subject)
{
    std::vector<Value> found;
    find(pattern, subject, found);
    return found;
}

void ConditionCheck::find(std::string_view pattern, Value value, std::vector<Value> &found)
{
    if (!value || !spend())
        return;
    if (pattern.empty()) {
        m_hasSealed = m_hasSealed || isMarkedSealed(value);
        found.push_back(value);
        return;
    }
    const auto step = pattern.substr(0, pattern.find('/', 1));
    const auto rest = pattern.substr(step.size());
    if (step != "/*") {
        find(rest, value.resolve(step), found);
        return;
    }
    for (const auto &item : value)
        find(rest, item.value(), found);
}

} // namespace chancery::core
