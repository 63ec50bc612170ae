// SPDX-License-Identifier: Apache-2.0
#include "engine/core/rules/invariants.h"

#include <algorithm>
#include <array>

namespace chancery::core {

namespace {

using Names = std::initializer_list<std::string_view>;
constexpr int deepest = 32;

bool isPattern(Value value)
{
    return value.isString() && (value.text().empty() || value.text().starts_with('/'));
}

class FormCheck {
public:
    explicit FormCheck(std::vector<AnnotationProblem> &problems)
        : m_problems(problems)
    {
    }

    void list(Value list)
    {
        if (!list.isArray()) {
            complain(list, "Expected a list of conditions");
            return;
        }
        for (const auto &item : list)
            condition(item.value(), true, 0);
    }

private:
    void complain(Value where, std::string message)
    {
        m_problems.push_back({std::move(message), where});
    }

    void condition(Value value, bool isOutermost, int depth)
    {
        static constexpr std::array<std::string_view, 7> kinds{
            "compare", "present", "absent", "all", "any", "not", "if"};
        std::string_view kind;
        int count = 0;
        for (const auto &known : kinds) {
            if (value.find(known)) {
                kind = known;
                ++count;
            }
        }
        if (depth > deepest || count != 1) {
            complain(value,
                depth > deepest ? "Conditions stand too deep in each other"
                                : "Expected one of \"compare\", \"present\", \"absent\", \"all\", "
                                  "\"any\", \"not\" and \"if\"");
            return;
        }
        members(value, kind, isOutermost);
        content(value.find(kind), kind, depth);
        if (kind != "if")
            return;
        if (!value.find("then") && !value.find("else"))
            complain(value, "Expected \"then\" or \"else\" beside \"if\"");
        for (const auto *branch : {"then", "else"}) {
            if (const auto inner = value.find(branch))
                condition(inner, false, depth + 1);
        }
    }

    void members(Value value, std::string_view kind, bool isOutermost)
    {
        for (const auto &member : value) {
            const auto name = member.key();
            const bool isText = name == "name" || name == "message";
            const bool isBranch = kind == "if" && (name == "then" || name == "else");
            if (name == kind || isBranch)
                continue;
            if (!isOutermost || !isText)
                complain(member.value(),
                    "Nothing of the name \"" + std::string(name) + "\" is known here");
            else if (!member.value().isString())
                complain(member.value(), "Expected a text");
        }
    }

    void content(Value value, std::string_view kind, int depth)
    {
        if (kind == "compare") {
            comparison(value, depth);
        } else if (kind == "present" || kind == "absent") {
            pattern(value);
        } else if (kind == "not" || kind == "if") {
            condition(value, false, depth + 1);
        } else if (!value.isArray() || value.size() == 0) {
            complain(value, "Expected a list of conditions");
        } else {
            for (const auto &item : value)
                condition(item.value(), false, depth + 1);
        }
    }

    void comparison(Value value, int depth)
    {
        static constexpr std::array<std::string_view, 7> signs{
            "==", "!=", "<", "<=", ">", ">=", "in"};
        if (!value.isArray() || value.size() != 3) {
            complain(value,
                "Expected two operands with a sign between them, as in "
                "[\"/min\", \"<=\", \"/max\"]");
            return;
        }
        const auto sign = value.at(1);
        if (!sign.isString() || std::find(signs.begin(), signs.end(), sign.text()) == signs.end())
            complain(sign, "Expected ==, !=, <, <=, >, >= or in");
        operand(value.at(0), depth + 1);
        operand(value.at(2), depth + 1);
        const auto list = value.at(2);
        const bool isPointer = list.isString();
        if (sign.isString() && sign.text() == "in" && !isPointer && !list.find("value").isArray())
            complain(list, "Expected a list behind \"in\": a pointer to one, or {\"value\": […]}");
    }

    void operand(Value value, int depth)
    {
        if (value.isString()) {
            pattern(value);
            return;
        }
        if (value.isNumber() || value.isBool() || value.isNull())
            return;
        static constexpr std::array<std::string_view, 6> kinds{
            "value", "sum", "product", "count", "smallest", "largest"};
        const auto kind = value.isObject() && value.size() == 1 ? value.begin().key() : "";
        if (depth > deepest || std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
            complain(value,
                "Expected a pointer, a number, true, false, null, or one of "
                "\"value\", \"sum\", \"product\", \"count\", \"smallest\" and "
                "\"largest\"");
            return;
        }
        if (kind == "value")
            return;
        const auto content = value.begin().value();
        const bool isFold = kind == "sum" || kind == "product";
        if (!isFold || !content.isArray()) {
            pattern(content);
            return;
        }
        for (const auto &item : content)
            operand(item.value(), depth + 1);
    }

    void pattern(Value value)
    {
        if (!isPattern(value))
            complain(value,
                "Expected a pointer as in \"/backends/*/weight\"; a text to compare "
                "with is written {\"value\": \"…\"}");
    }

    std::vector<AnnotationProblem> &m_problems;
};

} // namespace

void checkInvariantForm(Value list, std::vector<AnnotationProblem> &problems)
{
    FormCheck(problems).list(list);
}

} // namespace chancery::core
