// SPDX-License-Identifier: Apache-2.0
#include "schemashelf.h"

#include "engine/core/document/json.h"

namespace chancery::agent {

namespace {

// Schemas are not configs: larger, and a bound may be any number.
core::Result<core::Tree> parse(std::string text)
{
    core::Limits limits;
    limits.bytes = std::size_t(16) << 20;
    limits.nodes = 2'000'000;
    limits.anyNumber = true;
    auto reading = core::readJson(std::move(text), limits);
    if (!reading)
        return core::toError(reading.problem());
    return std::move(reading).tree();
}

} // namespace

void SchemaShelf::find(const core::SchemaId &schema, Handler done)
{
    m_wishes.push_back({schema, std::move(done)});
    next();
}

void SchemaShelf::next()
{
    if (m_isBusy || m_wishes.empty())
        return;
    m_isBusy = true;
    const auto &wanted = m_wishes.front().schema;
    if (const auto found = m_compiled.find(wanted); found != m_compiled.end()) {
        answer(found->second);
        return;
    }
    m_call = m_world.cms.schemaText(
        wanted, [this](core::Result<std::string> text) { takeText(std::move(text)); });
}

void SchemaShelf::takeText(core::Result<std::string> text)
{
    if (!text) {
        answer(std::move(text).error());
        return;
    }
    auto tree = parse(std::move(*text));
    if (!tree) {
        answer(std::move(tree).error());
        return;
    }
    m_root = std::make_shared<const core::Tree>(std::move(*tree));
    compile();
}

void SchemaShelf::compile()
{
    core::CompileOptions options;
    options.assertFormats = true;
    const auto library = m_hasOthers ? libraryOf(m_wishes.front().schema) : core::SchemaLibrary();
    auto schema = core::CompiledSchema::compile(m_root, options, library);
    if (schema) {
        m_compiled.emplace(m_wishes.front().schema, *schema);
        answer(std::move(schema));
    } else if (schema.error().code == "unresolved-reference" && !m_hasOthers) {
        listOthers({});
    } else {
        answer(std::move(schema));
    }
}

core::SchemaLibrary SchemaShelf::libraryOf(const core::SchemaId &schema) const
{
    core::SchemaLibrary library;
    for (const auto &[id, shelved] : m_shelved) {
        if (schema < id)
            break;
        if (shelved.tree)
            library.add(shelved.uri, shelved.tree); // the newest of a URI comes last and stays
    }
    return library;
}

void SchemaShelf::listOthers(const std::string &cursor)
{
    m_call
        = m_world.cms.listSchemas({cursor, 0}, [this](core::Result<api::Page<core::Schema>> page) {
              if (!page) {
                  answer(std::move(page).error());
                  return;
              }
              for (const auto &schema : page->items) {
                  if (!m_shelved.contains(schema.id) && !(m_wishes.front().schema < schema.id))
                      m_missing.push_back({schema.id, schema.uri});
              }
              if (page->next.empty())
                  fetchOthers();
              else
                  listOthers(page->next);
          });
}

void SchemaShelf::fetchOthers()
{
    if (m_missing.empty()) {
        m_hasOthers = true;
        compile();
        return;
    }
    m_call = m_world.cms.schemaText(m_missing.back().id, [this](core::Result<std::string> text) {
        if (!text) {
            answer(std::move(text).error());
            return;
        }
        const auto record = m_missing.back();
        m_missing.pop_back();
        auto tree = parse(std::move(*text));
        m_shelved[record.id]
            = {record.uri, tree ? std::make_shared<const core::Tree>(*std::move(tree)) : nullptr};
        fetchOthers();
    });
}

void SchemaShelf::answer(core::Result<core::CompiledSchema> schema)
{
    auto wish = std::move(m_wishes.front());
    m_wishes.pop_front();
    m_missing.clear();
    m_hasOthers = false;
    m_isBusy = false;
    wish.done(std::move(schema));
    next();
}

} // namespace chancery::agent
