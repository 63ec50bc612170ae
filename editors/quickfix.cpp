// SPDX-License-Identifier: Apache-2.0
#include "quickfix.h"

#include "editors/form/field.h"
#include "editors/form/treeedit.h"
#include "engine/core/document/json.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>

namespace chancery::editors {

namespace {

constexpr std::size_t mostOfAKind = 3;
constexpr std::size_t longestCompared = 64;

// How many characters must change (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b)
{
    a = a.substr(0, longestCompared);
    b = b.substr(0, longestCompared);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

bool hasType(const Advice &advice, std::string_view type)
{
    return std::ranges::find(advice.types, type) != advice.types.end();
}

class Fixes {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::QuickFixes)

public:
    Fixes(const EditorProblem &problem, const core::Tree &tree, const SchemaAdvisor &advisor)
        : m_problem(problem)
        , m_tree(tree)
        , m_advisor(advisor)
        , m_place(tree.root().resolve(problem.pointer))
    {
    }

    std::vector<QuickFix> find()
    {
        const auto &code = m_problem.code;
        if (!m_place)
            return {};
        if (code == "required")
            addRequired();
        else if (code == "additionalProperties" || code == "unevaluatedProperties"
            || code == "false")
            mendUnknown();
        else if (code == "enum" || code == "const")
            addAllowed();
        else if (code == "type")
            convert();
        return std::move(m_fixes);
    }

private:
    void add(const QString &title, core::Result<core::TextPatch> patch)
    {
        if (patch)
            m_fixes.push_back({title, std::move(*patch)});
    }

    void addRequired()
    {
        for (const KeyAdvice &key : m_advisor.keysFor(&m_tree, m_problem.pointer)) {
            if (key.isRequired && !m_place.find(key.name))
                add(tr("Add “%1”").arg(QString::fromStdString(key.name)),
                    core::insertMember(
                        m_tree, m_problem.pointer, key.name, emptyValue(key.advice)));
        }
    }

    void mendUnknown()
    {
        const auto name = lastToken(m_problem.pointer);
        const auto parent = m_problem.pointer.substr(0, m_problem.pointer.rfind('/'));
        const auto object = m_tree.root().resolve(parent);
        for (const KeyAdvice &key : m_advisor.keysFor(&m_tree, parent)) {
            if (!object.find(key.name) && distance(name, key.name) <= 1 + name.size() / 4)
                add(tr("Rename to “%1”").arg(QString::fromStdString(key.name)),
                    core::renameKey(m_tree, m_problem.pointer, key.name));
        }
        add(tr("Remove “%1”").arg(QString::fromStdString(name)),
            core::removeValue(m_tree, m_problem.pointer));
    }

    void addAllowed()
    {
        auto values = m_advisor.adviceFor(&m_tree, m_problem.pointer).value_or(Advice()).values;
        const auto present = scalarJson(m_place);
        std::ranges::sort(
            values, {}, [&present](const std::string &value) { return distance(present, value); });
        values.resize(std::min(values.size(), mostOfAKind));
        for (const auto &value : values)
            addValue(value);
    }

    void addValue(const std::string &json)
    {
        add(tr("Change to %1").arg(QString::fromStdString(json)),
            core::setValue(m_tree, m_problem.pointer, json));
    }

    void convert()
    {
        const auto advice = m_advisor.adviceFor(&m_tree, m_problem.pointer).value_or(Advice());
        const bool isScalar = !m_place.isArray() && !m_place.isObject();
        if (!isScalar)
            return;
        const auto json = scalarJson(m_place);
        const bool mayBeNumber = hasType(advice, "integer") || hasType(advice, "number");
        if (m_place.isString()) {
            const auto reading = core::readJson(std::string(m_place.text()));
            const auto inside = reading ? reading.tree().root() : core::Value();
            if ((inside.isNumber() && mayBeNumber)
                || (inside.isBool() && hasType(advice, "boolean")))
                addValue(std::string(m_place.text()));
        } else if (hasType(advice, "string") && !m_place.isNull()) {
            std::string text;
            core::appendJsonString(text, json);
            addValue(text);
        }
        if (hasType(advice, "array"))
            add(tr("Put into an array"),
                core::setValue(m_tree, m_problem.pointer, '[' + json + ']'));
    }

    const EditorProblem &m_problem;
    const core::Tree &m_tree;
    const SchemaAdvisor &m_advisor;
    core::Value m_place;
    std::vector<QuickFix> m_fixes;
};

} // namespace

std::vector<QuickFix> quickFixes(
    const EditorProblem &problem, const core::Tree &tree, const SchemaAdvisor &advisor)
{
    return Fixes(problem, tree, advisor).find();
}

} // namespace chancery::editors
