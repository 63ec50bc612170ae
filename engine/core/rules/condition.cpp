// SPDX-License-Identifier: Apache-2.0
#include "condition.h"

#include "engine/core/schema/equality.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>

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

bool fitsValues(Value left, std::string_view sign, Value right)
{
    if (sign == "==" || sign == "!=")
        return sameValue(left, right) == (sign == "==");
    if (left.isNumber() && right.isNumber())
        return fits(Amount(left.text()).compare(Amount(right.text())), sign);
    if (left.isString() && right.isString())
        return fits(left.text().compare(right.text()), sign);
    return false;
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
    m_culprits = {subject};
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
    const auto branch = [&](std::string_view name) {
        const auto inner = condition.find(name);
        return inner ? truth(inner, subject) : Truth::Yes;
    };
    if (test != Truth::Unknown)
        return branch(test == Truth::Yes ? "then" : "else");
    return branch("else") == Truth::No ? branch("then") : Truth::Unknown;
}

// All that are at fault are looked for, so that one more of them is seen.
ConditionCheck::Truth ConditionCheck::joined(Value conditions, Value subject, bool isAll)
{
    auto result = isAll ? Truth::Yes : Truth::No;
    std::vector<Value> culprits;
    for (const auto &each : conditions) {
        const auto known = truth(each.value(), subject);
        if (known == Truth::Yes && !isAll)
            return known;
        if (known == Truth::No)
            culprits.insert(culprits.end(), m_culprits.begin(), m_culprits.end());
        if (isAll ? known < result : known > result)
            result = known;
    }
    std::ranges::sort(culprits, {}, &Value::index);
    const auto again = std::ranges::unique(culprits, {}, &Value::index);
    culprits.erase(again.begin(), again.end());
    // Of alternatives, none is missing by itself.
    if (!isAll && culprits.size() > 1)
        std::erase_if(culprits, [&](Value each) { return each.index() == subject.index(); });
    m_culprits = culprits.empty() ? std::vector<Value>{subject} : std::move(culprits);
    return result;
}

// Several values stand for "each of them".
ConditionCheck::Truth ConditionCheck::compare(Value parts, Value subject)
{
    m_hasSealed = false;
    const auto left = side(parts.at(0), subject);
    const auto sign = parts.at(1).text();
    const auto right = side(parts.at(2), subject);
    m_culprits.clear();
    const bool isInAmount = sign == "in" && right.amount;
    if (m_hasSealed || left.isAbsent || right.isAbsent || isInAmount)
        return Truth::Unknown;
    const bool isTrue = compares(left, sign, right, subject);
    if (m_culprits.empty())
        m_culprits = {subject};
    return isTrue ? Truth::Yes : Truth::No;
}

// At fault is the left; where that is none of the document's, or fails for one of several only, the
// right.
bool ConditionCheck::compares(
    const Side &left, std::string_view sign, const Side &right, Value subject)
{
    const std::vector<Value> calculated(1);
    const auto &rights = right.amount ? calculated : right.values;
    std::vector<bool> isWrong(rights.size());
    bool isTrue = true;
    for (const auto a : left.amount ? calculated : left.values) {
        bool isFine = true;
        for (std::size_t i = 0; i < rights.size(); ++i) {
            if (!spend() || holdsFor(left, a, sign, right, rights[i]))
                continue;
            isWrong[i] = true;
            isFine = false;
        }
        if (!isFine)
            blame(a, subject);
        isTrue = isTrue && isFine;
    }
    const bool blamesRight = m_culprits.empty() || rights.size() > 1;
    for (std::size_t i = 0; i < rights.size() && blamesRight; ++i) {
        if (isWrong[i])
            blame(rights[i], subject);
    }
    if (isTrue && !left.values.empty()) // it may be that it must not hold
        blame(left.values.front(), subject);
    return isTrue;
}

// An absent value stands for what was calculated.
bool ConditionCheck::holdsFor(
    const Side &left, Value a, std::string_view sign, const Side &right, Value b) const
{
    if (sign == "in")
        return contains(b, left, a);
    if (a && b)
        return fitsValues(a, sign, b);
    if (!a && !b)
        return fits(left.amount->compare(*right.amount), sign);
    const Value value = a ? a : b;
    if (!value.isNumber())
        return sign == "!=";
    const Amount amount(value.text());
    return fits(a ? amount.compare(*right.amount) : left.amount->compare(amount), sign);
}

bool ConditionCheck::contains(Value list, const Side &left, Value wanted) const
{
    for (const auto &item : list) {
        const Value value = item.value();
        if (wanted ? sameValue(wanted, value)
                   : value.isNumber() && left.amount->compare(Amount(value.text())) == 0)
            return true;
    }
    return false;
}

// Only a value of the document can be at fault, not one of the schema.
void ConditionCheck::blame(Value value, Value subject)
{
    if (value && &value.tree() == &subject.tree())
        m_culprits.push_back(value);
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
