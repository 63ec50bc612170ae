// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/documents.h"
#include "engine/core/schema/plan.h"

#include <deque>
#include <set>

namespace chancery::core {

// The types of instance that an instruction is for, as bits of InstanceType.
using TypeSet = std::uint8_t;
constexpr TypeSet setOf(InstanceType type)
{
    return TypeSet(1u << unsigned(type));
}
inline constexpr TypeSet everyType = 0x3F;

// Turns schema documents into a Plan: a work list of the subschemas that the root can reach, each
// compiled once. Lives for one compilation.
class Compiler {
public:
    Compiler(const CompileOptions &options, const SchemaLibrary &library);

    Result<std::shared_ptr<const Plan>> run(std::shared_ptr<const Tree> root);

private:
    using Keywords = std::array<Value, keywordCount>;
    using Lists = std::array<std::vector<Instruction>, instanceTypeCount>;

    // compiler.cpp
    std::uint32_t subschema(const Place &place);
    std::uint32_t subschema(Value value);
    void compileNext();
    void compileObject(Value object);
    void storeLists(std::uint32_t index);
    void compileDynamicAnchors();
    void addResources();
    void emit(TypeSet types, const Instruction &instruction);
    void reference(Keyword keyword);
    void dynamicReference(Keyword keyword);
    void warn(std::string code, std::string message, Value where);
    void fail(Error error);
    Value keyword(Keyword keyword) const { return m_keywords[std::size_t(keyword)]; }
    bool isAtLeast(SchemaDraft draft) const { return m_dialect.draft >= draft; }

    // compilevalues.cpp: assertions on one value
    TypeSet typeKeyword();
    void valueKeywords();
    void enumeration(Value list);
    void numberKeywords();
    void bound(Keyword keyword, bool isExclusive);
    void stringKeywords();
    void length(Operation operation, Keyword least, Keyword most, InstanceType type);
    std::optional<std::uint32_t> limitOf(Keyword keyword);
    std::optional<std::uint32_t> pattern(std::string_view source, Value where);

    // compileapplicators.cpp: keywords that hold schemas
    void arrayKeywords();
    void arrayItems();
    void arrayContains();
    void objectKeywords();
    void membersKeyword();
    void dependencies(Keyword keyword);
    void logicKeywords();
    void branches(Keyword keyword, Operation operation);
    void condition();
    void unevaluated(Keyword keyword, InstanceType type);
    Range branchList(Value list);

    // compiletables.cpp
    NameTable nameTable(std::vector<NameEntry> entries);
    NameEntry nameEntry(std::string_view name);
    void findLoops();
    std::optional<std::uint32_t> loopFrom(
        std::uint32_t start, std::size_t type, std::vector<bool> &done) const;
    std::vector<std::uint32_t> alwaysFollowed(std::uint32_t subschema, std::size_t type) const;
    void narrowBranches();
    bool rejects(std::uint32_t subschema, std::size_t type, int depth = 0) const;

    CompileOptions m_options;
    Documents m_documents;
    std::shared_ptr<Plan> m_plan;
    std::optional<Error> m_error;
    std::unordered_map<std::uint64_t, std::uint32_t> m_subschemas;
    std::deque<std::pair<std::uint32_t, Place>> m_work;
    std::unordered_map<std::string, std::uint32_t> m_patterns;
    std::vector<std::string> m_dynamicNames;
    std::set<std::pair<std::uint32_t, std::uint32_t>> m_dynamicDone;

    // Of the subschema that is being compiled.
    Place m_place;
    Dialect m_dialect;
    Keywords m_keywords;
    Lists m_lists;
};

} // namespace chancery::core
