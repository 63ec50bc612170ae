// SPDX-License-Identifier: Apache-2.0
#include "validator.h"

#include "engine/core/rules/invariants.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostCompiled = 2000;

core::Limits schemaLimits()
{
    auto limits = core::Limits();
    limits.bytes = std::size_t(16) << 20;
    limits.nodes = 2'000'000;
    limits.anyNumber = true;
    return limits;
}

core::Result<core::Tree> treeOf(const std::string &text)
{
    auto reading = core::readJson(text, schemaLimits());
    if (!reading)
        return core::toError(reading.problem());
    return std::move(reading).tree();
}

core::CompileOptions compileOptions(const std::string &uri)
{
    core::CompileOptions options;
    options.assertFormats = true;
    options.baseUri = uri;
    return options;
}

// What a schema says and cannot mean. A costly pattern is only slow.
bool isFault(const core::SchemaWarning &warning)
{
    return warning.code == "invalid-pattern" || warning.code == "invalid-keyword"
        || warning.code == "unknown-type" || warning.code == "invalid-annotation";
}

// Where old violations are passed over, all have to be known: one that is not listed would pass as
// well.
core::ValidateOptions listingAll()
{
    core::ValidateOptions options;
    options.maxErrors = 20'000;
    return options;
}

std::vector<core::Violation> violationsOf(
    const core::CompiledSchema &schema, core::Value value, const core::ValidateOptions &options)
{
    std::vector<core::Violation> violations;
    if (!schema.accepts(value))
        violations = schema.validate(value, options).violations;
    auto more = core::checkInvariants(schema, value, options);
    std::move(more.begin(), more.end(), std::back_inserter(violations));
    return violations;
}

} // namespace

core::Tree Validator::read(
    const std::string &text, core::Format format, const std::string &pointer) const
{
    auto reading = core::read(text, format);
    if (reading)
        return std::move(reading).tree();
    auto error = core::toError(reading.problem());
    for (auto &field : error.fields) {
        field.pointer = pointer + field.pointer;
    }
    refuse("unreadable-document", reading.problem().message, std::move(error.fields));
}

void Validator::learn(const View &view)
{
    auto range = KeyRange::under(keys::join(keys::schema, ""));
    if (!m_lastLearned.empty())
        range.from = m_lastLearned + '\0';
    for (const auto &entry : view.scan(range)) {
        const auto schema = View::parse<core::Schema>(entry.value);
        auto tree = treeOf(view.text(keys::join(keys::schemaText, schema.id.text())));
        m_lastLearned = entry.key;
        if (!tree)
            continue;
        m_known.push_back({schema.id.text(), schema.uri, schema.name,
            std::make_shared<const core::Tree>(std::move(*tree))});
    }
}

core::SchemaLibrary Validator::libraryUpTo(std::string_view id) const
{
    core::SchemaLibrary library;
    for (const auto &known : m_known) {
        if (known.id > id)
            break;
        // The newest of a URI comes last and stays.
        library.add(known.uri, known.tree);
        if (!known.name.empty())
            library.addFile(known.name, known.tree);
    }
    return library;
}

core::CompiledSchema Validator::checkSchema(const View &view, const core::NewSchema &schema)
{
    learn(view);
    auto tree = treeOf(schema.text);
    if (!tree) {
        for (auto &field : tree.error().fields)
            refuse("unreadable-document", tree.error().detail,
                {{"/text", field.code, field.message, {}, field.line, field.column}});
        refuse("unreadable-document", tree.error().detail);
    }
    auto compiled = core::CompiledSchema::compile(std::move(*tree), compileOptions(schema.uri),
        libraryUpTo(m_known.empty() ? "" : m_known.back().id));
    if (!compiled) {
        auto fields = compiled.error().fields;
        if (fields.empty())
            fields.push_back({"/text", compiled.error().code, compiled.error().detail, {}, 0, 0});
        refuse("schema-violation", "The schema does not compile: " + compiled.error().detail,
            std::move(fields));
    }
    std::vector<core::FieldError> faults;
    for (const auto &warning : compiled->warnings()) {
        if (isFault(warning))
            faults.push_back({"/text", warning.code, warning.message, warning.location, 0, 0});
    }
    if (!faults.empty())
        refuse("schema-violation", "The schema says what cannot be", std::move(faults));
    return std::move(*compiled);
}

const core::CompiledSchema *Validator::known(const View &view, const core::SchemaId &id)
{
    try {
        return &compiled(view, id);
    } catch (const Refusal &) {
        return nullptr;
    }
}

bool Validator::refusesNewly(
    const core::CompiledSchema &before, const core::CompiledSchema &now, core::Value document)
{
    return !violationsOf(now, document, core::ValidateOptions()).empty()
        && violationsOf(before, document, core::ValidateOptions()).empty();
}

const core::CompiledSchema &Validator::compiled(const View &view, const core::SchemaId &id)
{
    learn(view);
    if (const auto known = m_compiled.find(id.text()); known != m_compiled.end())
        return known->second;
    if (m_compiled.size() >= mostCompiled)
        m_compiled.clear();
    const auto schema
        = view.need<core::Schema>(keys::join(keys::schema, id.text()), "schema " + id.text());
    auto tree = treeOf(view.text(keys::join(keys::schemaText, id.text())));
    auto compiled = tree ? core::CompiledSchema::compile(
                               std::move(*tree), compileOptions(schema.uri), libraryUpTo(id.text()))
                         : core::Result<core::CompiledSchema>(tree.error());
    if (!compiled)
        refuse("dependency-violation",
            "The schema " + schema.uri + " does not compile any more: " + compiled.error().detail);
    return m_compiled.emplace(id.text(), std::move(*compiled)).first->second;
}

void Validator::check(const View &view, const core::SchemaId &id, const core::Tree &tree,
    const core::Tree *base, const std::string &pointer)
{
    const auto &schema = compiled(view, id);
    auto violations
        = violationsOf(schema, tree.root(), base ? listingAll() : core::ValidateOptions());
    // Nothing is passed over where there are too many to know them all.
    if (base && !violations.empty() && violations.size() < listingAll().maxErrors)
        violations = core::introducedViolations(base->root(),
            violationsOf(schema, base->root(), listingAll()), tree.root(), std::move(violations));
    if (violations.empty())
        return;
    violations.resize(std::min(violations.size(), core::ValidateOptions().maxErrors));
    const core::LineIndex lines(tree.source());
    std::vector<core::FieldError> fields;
    for (const auto &violation : violations) {
        fields.push_back(core::toFieldError(violation, lines));
        fields.back().pointer.insert(0, pointer);
    }
    const auto count = std::to_string(fields.size());
    refuse("schema-violation", count + (fields.size() == 1 ? " violation" : " violations"),
        std::move(fields));
}

std::optional<core::CompiledSchema> Validator::schemaOf(
    const View &view, const core::Config &config)
{
    if (!config.schema)
        return std::nullopt;
    return compiled(view, *config.schema);
}

void Validator::forget()
{
    m_known.clear();
    m_lastLearned.clear();
    m_compiled.clear();
}

} // namespace chancery::server
