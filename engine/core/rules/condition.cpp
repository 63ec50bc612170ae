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

bool ConditionCheck::holds(Value condition, Value subject)
{
    if (!spend())
        return true;
    if (const auto parts = condition.find("compare"))
        return compare(parts, subject);
    if (const auto pattern = condition.find("present"))
        return !find(pattern.text(), subject).empty();
    if (const auto pattern = condition.find("absent"))
        return find(pattern.text(), subject).empty();
    // What nobody can tell holds, and its opposite as well.
    const auto benefits = m_benefits;
    if (const auto inner = condition.find("not"))
        return !holds(inner, subject) || m_benefits != benefits;
    if (const auto test = condition.find("if")) {
        const bool isTrue = holds(test, subject);
        m_culprit = {};
        const auto branch = condition.find(isTrue ? "then" : "else");
        if (!branch || holds(branch, subject))
            return true;
        const auto other = condition.find("else");
        return isTrue && m_benefits != benefits && (!other || holds(other, subject));
    }
    const auto all = condition.find("all");
    for (const auto &each : all ? all : condition.find("any")) {
        if (holds(each.value(), subject) != all.isPresent())
            return !all.isPresent();
    }
    return all.isPresent();
}

// Several values stand for "each of them".
bool ConditionCheck::compare(Value parts, Value subject)
{
    m_hasSealed = false;
    const auto left = side(parts.at(0), subject);
    const auto sign = parts.at(1).text();
    const auto right = side(parts.at(2), subject);
    m_culprit = {};
    if (m_hasSealed) {
        ++m_benefits;
        return true;
    }
    if (!left.values.empty())
        blame(left.values.front(), subject);
    if (left.amount && right.amount)
        return fits(left.amount->compare(*right.amount), sign);
    if (left.amount || right.amount) {
        const auto &values = left.amount ? right.values : left.values;
        for (const auto &value : values) {
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
    for (const auto &a : left.values) {
        for (const auto &b : right.values) {
            blame(a, subject);
            if (spend() && !compareOne(a, sign, b))
                return false;
        }
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
    if (operand.isString())
        return {find(operand.text(), subject), {}};
    if (!operand.isObject())
        return {{operand}, {}};
    if (const auto value = operand.find("value"))
        return {{value}, {}};
    if (const auto sum = operand.find("sum"))
        return {{}, folded(sum, subject, false)};
    if (const auto product = operand.find("product"))
        return {{}, folded(product, subject, true)};
    if (const auto counted = operand.find("count")) {
        const bool hadSealed = m_hasSealed;
        const auto count = std::int64_t(find(counted.text(), subject).size());
        m_hasSealed = hadSealed;
        return {{}, Amount(count)};
    }
    const auto largest = operand.find("largest");
    const auto pattern = largest ? largest : operand.find("smallest");
    return {{}, extreme(find(pattern.text(), subject), largest.isPresent())};
}

// What is no number counts for nothing: that it should be one is for "type" to say.
Amount ConditionCheck::folded(Value operands, Value subject, bool isProduct)
{
    Amount result(std::int64_t(isProduct ? 1 : 0));
    const auto add
        = [&](const Amount &amount) { result = isProduct ? result * amount : result + amount; };
    const auto addSide = [&](const Side &side) {
        if (side.amount)
            add(*side.amount);
        for (const auto &value : side.values) {
            if (value.isNumber())
                add(Amount(value.text()));
        }
    };
    if (operands.isString())
        addSide({find(operands.text(), subject), {}});
    for (const auto &operand : operands) {
        if (spend())
            addSide(side(operand.value(), subject));
    }
    return result;
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
