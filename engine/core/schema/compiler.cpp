// SPDX-License-Identifier: Apache-2.0
// A subschema is compiled into six lists of instructions, one for every type of instance, so that
// validation never asks a keyword whether it concerns the value at hand, and "type" costs nothing
// when it fits. Only what the root can reach is compiled; subschemas are known by their place,
// which makes a reference an index. Dynamic references need the anchors of every resource that
// validation can pass through, and those may reach further resources: both are repeated until
// nothing is new.
#include "compiler.h"

#include "engine/core/rules/annotations.h"

#include <tuple>

namespace chancery::core {

Compiler::Compiler(const CompileOptions &options, const SchemaLibrary &library)
    : m_options(options)
    , m_documents(library, options.defaultDraft)
    , m_plan(std::make_shared<Plan>())
{
}

Result<std::shared_ptr<const Plan>> Compiler::run(std::shared_ptr<const Tree> root)
{
    if (!root || root->nodeCount() == 0)
        return Error{ErrorKind::Invalid, "invalid-schema", "The schema is empty", {}, {}, {}};
    if (!root->root().isObject() && !root->root().isBool())
        return Error{ErrorKind::Invalid, "invalid-schema",
            "A schema must be an object, true or false", {}, {}, {}};
    const auto place = m_documents.add(
        std::move(root), m_options.baseUri, {m_options.defaultDraft, true, false});
    m_plan->draft = m_documents.resource(place.resource).dialect.draft;
    subschema(place);
    do {
        while (!m_work.empty() && !m_error)
            compileNext();
        compileDynamicAnchors();
    } while (!m_work.empty() && !m_error);
    if (m_error)
        return *m_error;
    m_plan->documents = m_documents.trees();
    addResources();
    findLoops();
    if (m_error)
        return *m_error;
    narrowBranches();
    if (m_options.warningsAreErrors && !m_plan->warnings.empty()) {
        const auto &first = m_plan->warnings.front();
        return Error{ErrorKind::Invalid, first.code, first.message + " (" + first.location + ")",
            {}, {}, {}};
    }
    return std::shared_ptr<const Plan>(m_plan);
}

std::uint32_t Compiler::subschema(const Place &place)
{
    const auto key = std::uint64_t(place.document) << 32 | place.node;
    const auto next = std::uint32_t(m_plan->subschemas.size());
    const auto [known, isNew] = m_subschemas.emplace(key, next);
    if (!isNew)
        return known->second;
    if (next >= m_options.maxSubschemas)
        fail({ErrorKind::Invalid, "schema-too-large",
            "The schema has more than " + std::to_string(m_options.maxSubschemas) + " subschemas",
            {}, {}, {}});
    Subschema subschema;
    subschema.document = place.document;
    subschema.node = place.node;
    subschema.resource = place.resource;
    m_plan->subschemas.push_back(subschema);
    m_work.emplace_back(next, place);
    return next;
}

// The subschema of a value inside the one that is being compiled.
std::uint32_t Compiler::subschema(Value value)
{
    const auto resource = m_documents.resourceAt(m_place.document, value.index(), m_place.resource);
    return subschema(Place{m_place.document, value.index(), resource});
}

void Compiler::compileNext()
{
    const auto [index, place] = m_work.front();
    m_work.pop_front();
    m_place = place;
    m_dialect = m_documents.resource(place.resource).dialect;
    for (auto &list : m_lists)
        list.clear();
    const auto value = m_documents.value(place);
    if (value.isObject())
        compileObject(value);
    else if (value.isBool() && !value.isTrue())
        emit(everyType, {Operation::Fail, Keyword::None, 0, none, none});
    else if (!value.isBool())
        warn("invalid-keyword", "A schema must be an object, true or false", value);
    storeLists(index);
    auto &compiled = m_plan->subschemas[index];
    const auto sensitive = keyword(Keyword::Sensitive);
    compiled.isSensitive = value.isObject() && sensitive && !sensitive.isNull()
        && sensitive.type() != NodeType::False;
    compiled.isAnnotated = isAnnotated(value);
    if (compiled.isAnnotated) {
        for (auto &problem : checkAnnotations(value))
            warn("invalid-annotation", std::move(problem.message), problem.where);
    }
    if (value.isObject() && isAtLeast(SchemaDraft::Draft201909))
        compiled.tracksEvaluated = keyword(Keyword::UnevaluatedItems).isPresent()
            || keyword(Keyword::UnevaluatedProperties).isPresent();
}

void Compiler::compileObject(Value object)
{
    m_keywords.fill({});
    for (const auto &member : object) {
        const auto known = keywordFromName(member.key(), member.keyNode().hash);
        m_keywords[std::size_t(known)] = member.value();
    }
    if (keyword(Keyword::Ref).isString() && m_dialect.draft <= SchemaDraft::Draft7) {
        reference(Keyword::Ref);
        return;
    }
    const auto allowed = m_dialect.validates ? typeKeyword() : everyType;
    if (m_dialect.validates)
        valueKeywords();
    arrayKeywords();
    objectKeywords();
    logicKeywords();
    if (keyword(Keyword::Ref).isString())
        reference(Keyword::Ref);
    if (m_dialect.draft == SchemaDraft::Draft201909 && keyword(Keyword::RecursiveRef).isString())
        dynamicReference(Keyword::RecursiveRef);
    if (isAtLeast(SchemaDraft::Draft202012) && keyword(Keyword::DynamicRef).isString())
        dynamicReference(Keyword::DynamicRef);
    for (std::size_t type = 0; type < instanceTypeCount; ++type) {
        if (allowed & (1u << type))
            continue;
        m_lists[type].clear();
        m_lists[type].push_back({Operation::WrongType, Keyword::Type, 0, none, none});
    }
}

void Compiler::storeLists(std::uint32_t index)
{
    auto &instructions = m_plan->instructions;
    for (std::size_t type = 0; type < instanceTypeCount; ++type) {
        auto &list = m_lists[type];
        std::sort(list.begin(), list.end(), [](const auto &a, const auto &b) {
            return std::tie(a.operation, a.keyword, a.first)
                < std::tie(b.operation, b.keyword, b.first);
        });
        m_plan->subschemas[index].byType[type]
            = {std::uint32_t(instructions.size()), std::uint32_t(list.size())};
        instructions.insert(instructions.end(), list.begin(), list.end());
    }
}

void Compiler::emit(TypeSet types, const Instruction &instruction)
{
    for (std::size_t type = 0; type < instanceTypeCount; ++type) {
        if (types & (1u << type))
            m_lists[type].push_back(instruction);
    }
}

void Compiler::reference(Keyword kind)
{
    const auto target = m_documents.resolve(m_place.resource, keyword(kind).text());
    if (!target) {
        fail(target.error());
        return;
    }
    emit(everyType, {Operation::OneRef, kind, 0, subschema(*target), none});
}

void Compiler::dynamicReference(Keyword kind)
{
    const auto reference = keyword(kind).text();
    const auto target = m_documents.resolve(m_place.resource, reference);
    if (!target) {
        fail(target.error());
        return;
    }
    // The reference is dynamic only if what it finds statically is a dynamic anchor itself.
    std::string name;
    if (kind == Keyword::DynamicRef)
        name = percentDecoded(Uri::parse(reference).fragment);
    const auto anchor = m_documents.dynamicAnchor(target->resource, name);
    const bool isPointer = name.starts_with('/') || (name.empty() && kind == Keyword::DynamicRef);
    DynamicReference dynamic{subschema(*target), none};
    if (anchor && !isPointer && anchor->node == target->node
        && anchor->document == target->document) {
        const auto known = std::find(m_dynamicNames.begin(), m_dynamicNames.end(), name);
        dynamic.name = std::uint32_t(known - m_dynamicNames.begin());
        if (known == m_dynamicNames.end())
            m_dynamicNames.push_back(name);
        m_plan->isDynamic = true;
    }
    m_plan->dynamicReferences.push_back(dynamic);
    emit(everyType,
        {Operation::DynamicRef, kind, 0, std::uint32_t(m_plan->dynamicReferences.size() - 1),
            none});
}

// The anchors of the names that dynamic references use, in every resource that has a subschema.
void Compiler::compileDynamicAnchors()
{
    if (m_dynamicNames.empty() || m_error)
        return;
    std::set<std::uint32_t> resources;
    for (const auto &subschema : m_plan->subschemas)
        resources.insert(subschema.resource);
    for (const auto resource : resources) {
        for (std::uint32_t name = 0; name < m_dynamicNames.size(); ++name) {
            if (!m_dynamicDone.emplace(resource, name).second)
                continue;
            const auto place = m_documents.dynamicAnchor(resource, m_dynamicNames[name]);
            if (place)
                m_plan->dynamicAnchors.push_back({resource, name, subschema(*place)});
        }
    }
}

void Compiler::addResources()
{
    for (std::size_t i = 0; i < m_documents.resourceCount(); ++i) {
        const auto &resource = m_documents.resource(std::uint32_t(i));
        m_plan->resources.push_back({resource.text, resource.root.document, resource.root.node});
    }
}

void Compiler::warn(std::string code, std::string message, Value where)
{
    const auto &resource = m_documents.resource(m_place.resource);
    m_plan->warnings.push_back({std::move(code), std::move(message),
        resource.text + '#' + pointerOf(where.tree(), where.index())});
}

void Compiler::fail(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

} // namespace chancery::core
