// SPDX-License-Identifier: Apache-2.0
#include "quickfix.h"

#include "editors/completion/snippet.h"
#include "editors/conversions.h"
#include "editors/form/field.h"
#include "editors/form/treeedit.h"
#include "editors/text/sensitive.h"
#include "engine/core/document/value.h"
#include "models/problemwords.h"

#include <QCoreApplication>

#include <algorithm>

namespace chancery::editors {

namespace {

constexpr std::size_t mostOfAKind = 3;

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
        if (code == "required" || code == "dependentRequired" || code == "dependencies")
            addRequired();
        else if (code == "additionalProperties" || code == "unevaluatedProperties"
            || code == "false" || code == "propertyNames" || isNameWrong())
            mendUnknown();
        else if (code == "type" || isOfText(code))
            convert();
        else if (isOfValues(code))
            addAllowed();
        if (code == "oneOf" || code == "anyOf")
            mendForAlternatives();
        return std::move(m_fixes);
    }

private:
    static bool isOfValues(std::string_view code)
    {
        static constexpr std::string_view codes[]{"enum", "const", "oneOf", "anyOf"};
        return std::ranges::find(codes, code) != std::end(codes);
    }
    // Said of a text or a number that may have to be of another type to fit.
    static bool isOfText(std::string_view code)
    {
        static constexpr std::string_view codes[]{
            "pattern", "format", "minLength", "maxLength", "minimum", "maximum"};
        return std::ranges::find(codes, code) != std::end(codes);
    }
    // The name is not one of those allowed. An object that is none is marked at its key as well.
    bool isNameWrong() const
    {
        const core::Node &node = m_tree.node(core::nodeAt(m_tree, m_problem.begin));
        if (node.type != core::NodeType::Key || node.begin != m_problem.begin
            || (m_problem.code != "enum" && m_problem.code != "const"))
            return false;
        const auto advice = m_advisor.adviceFor(&m_tree, m_problem.pointer);
        return (!m_place.isObject() && !m_place.isArray()) || !advice || advice->values.empty();
    }
    bool isCovered(const Advice &advice) const
    {
        return isSensitive(m_problem.pointer, m_place, &advice)
            || std::ranges::binary_search(sensitiveAnchors(m_tree, &m_advisor), m_place.index());
    }

    void add(const QString &title, core::Result<core::TextPatch> patch)
    {
        if (patch)
            m_fixes.push_back({title, std::move(*patch)});
    }

    // The key that the problem names; of several that are missing each has its own.
    void addRequired()
    {
        for (const KeyAdvice &key : m_advisor.keysFor(&m_tree, m_problem.pointer)) {
            // What the effective document lacks is said in the language of the screen already.
            const auto named = "The property \"" + key.name + "\" is missing";
            const auto said = models::problemText(named).toStdString();
            const bool isIt = m_problem.message.find(named) != std::string::npos
                || m_problem.message.find(said) != std::string::npos;
            const bool isOneOfThem = m_problem.code == "anyOf" || m_problem.code == "oneOf";
            const bool isTold = isIt
                || (isOneOfThem
                    && m_problem.message.find('"' + key.name + '"') != std::string::npos);
            if (!isTold || m_place.find(key.name))
                continue;
            const auto pointer = childPointer(m_problem.pointer, key.name);
            add(tr("Add “%1”").arg(QString::fromStdString(key.name)),
                core::insertMember(m_tree, m_problem.pointer, key.name,
                    filledValue(&m_tree, m_advisor, pointer, key.advice)));
        }
    }

    // Whatever brings the value nearer to one of them: a member that it lacks, another type, an
    // array around it.
    void mendForAlternatives()
    {
        if (m_place.isObject())
            addRequired();
        if (!m_place.isNull())
            convert();
    }

    void mendUnknown()
    {
        const auto name = lastToken(m_problem.pointer);
        const auto parent = m_problem.pointer.substr(0, m_problem.pointer.rfind('/'));
        const auto object = m_tree.root().resolve(parent);
        for (const KeyAdvice &key : m_advisor.keysFor(&m_tree, parent)) {
            if (!object.find(key.name) && textDistance(name, key.name) <= 1 + name.size() / 4)
                add(tr("Rename to “%1”").arg(QString::fromStdString(key.name)),
                    core::renameKey(m_tree, m_problem.pointer, key.name));
        }
        add(tr("Remove “%1”").arg(QString::fromStdString(name)),
            core::removeValue(m_tree, m_problem.pointer));
    }

    // Those of the schema, which are nobody's secret.
    void addAllowed()
    {
        const auto values
            = m_advisor.adviceFor(&m_tree, m_problem.pointer).value_or(Advice()).values;
        const auto present = scalarJson(m_place);
        std::vector<std::pair<std::size_t, std::size_t>> order;
        for (std::size_t place = 0; place < values.size(); ++place)
            order.emplace_back(textDistance(present, values[place]), place);
        std::ranges::sort(order);
        order.resize(std::min(order.size(), mostOfAKind));
        for (const auto &[distance, place] : order)
            addChange(values[place]);
    }

    void addChange(const std::string &value)
    {
        add(tr("Change to %1").arg(QString::fromStdString(value)), changeTo(value));
    }

    core::Result<core::TextPatch> changeTo(const std::string &json) const
    {
        return core::setValue(m_tree, m_problem.pointer, json);
    }

    void convert()
    {
        const auto advice = m_advisor.adviceFor(&m_tree, m_problem.pointer).value_or(Advice());
        // A menu stands over what is covered in the text.
        const bool isSecret = isCovered(advice);
        for (const Conversion &conversion : conversionsOf(m_place, advice))
            add(isSecret ? coveredTitle(conversion.type)
                         : tr("Change to %1").arg(QString::fromStdString(conversion.json)),
                changeTo(conversion.json));
        if (m_place.isNull() && m_fixes.empty()) {
            const auto json = filledValue(&m_tree, m_advisor, m_problem.pointer, advice);
            add(tr("Change to %1").arg(QString::fromStdString(json)), changeTo(json));
        }
        if (hasType(advice, "array") && !m_place.isArray())
            add(tr("Put into an array"), wrapInArray(m_tree, m_problem.pointer));
    }

    static QString coveredTitle(std::string_view type)
    {
        if (type == "string")
            return tr("Change to a text");
        return type == "boolean" ? tr("Change to true or false") : tr("Change to a number");
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
