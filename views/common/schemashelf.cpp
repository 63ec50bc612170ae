// SPDX-License-Identifier: Apache-2.0
#include "schemashelf.h"

#include "editors/awaitedschema.h"
#include "views/common/jointadvisor.h"

namespace chancery::views {

SchemaShelf::SchemaShelf(ViewContext &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_awaited(std::make_shared<editors::AwaitedSchema>())
{
    context.stores.operations.add(m_compiling);
    connect(&context.stores.schemas, &models::SchemaSet::wantedRead, this, &SchemaShelf::readNext);
}

SchemaShelf::Advisor SchemaShelf::advisorOf(const std::optional<core::SchemaId> &schema)
{
    if (!schema)
        return nullptr;
    const auto [entry, isNew] = m_entries.try_emplace(*schema, Entry{m_awaited, false, {}});
    if (!entry->second.isKnown && !m_compiling.isRunning())
        m_context.stores.schemas.wantText(*schema);
    return entry->second.advisor;
}

SchemaShelf::Advisor SchemaShelf::jointAdvisorOf(
    const std::vector<std::optional<core::SchemaId>> &schemas)
{
    JointAdvisor::Advisors advisors;
    for (const auto &schema : schemas)
        advisors.push_back(advisorOf(schema));
    return JointAdvisor::of(std::move(advisors));
}

// One after the other, as their texts and those of what they refer to come.
void SchemaShelf::readNext()
{
    const models::SchemaSet &schemas = m_context.stores.schemas;
    const auto next = std::ranges::find_if(m_entries, [&schemas](const auto &entry) {
        return !entry.second.isKnown && schemas.textOf(entry.first);
    });
    if (next == m_entries.end() || m_compiling.isRunning())
        return;
    m_compiling.start<SchemaCheck>(
        tr("Compiling the schema"),
        [this, text = *schemas.textOf(next->first),
            parts = schemas.known(next->second.references, next->first)](
            core::Handler<SchemaCheck> done) {
            return m_context.compute.run<SchemaCheck>(
                [text, parts](const core::CancelToken &) { return checkSchema(text, parts, true); },
                std::move(done));
        },
        [this, id = next->first](const SchemaCheck &check) { take(id, check); });
}

void SchemaShelf::take(const core::SchemaId &id, const SchemaCheck &check)
{
    Entry &entry = m_entries[id];
    const std::size_t before = entry.references.size();
    entry.references.insert(check.references.begin(), check.references.end());
    if (entry.references.size() > before) {
        m_context.stores.schemas.want(entry.references, id);
        return;
    }
    entry.isKnown = true;
    entry.advisor = check.advisor;
    Q_EMIT changed();
    readNext();
}

} // namespace chancery::views
