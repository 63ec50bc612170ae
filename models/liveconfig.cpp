// SPDX-License-Identifier: Apache-2.0
#include "liveconfig.h"

#include "models/maybe.h"
#include "models/qtconvert.h"

namespace chancery::models {

LiveConfig::LiveConfig(client::CmsApi &api, core::Config config, core::EnvironmentId environment,
    Permissions permissions)
    : m_api(api)
    , m_config(std::move(config))
    , m_environment(std::move(environment))
    , m_permissions(std::move(permissions))
    , m_parked(api)
{
    connect(&m_parked.changing(), &Operation::changed, this, &LiveConfig::changed);
}

LiveConfig::~LiveConfig() = default;

std::optional<core::VersionId> LiveConfig::liveVersion() const
{
    return m_head ? std::optional(m_head->version) : std::nullopt;
}

void LiveConfig::load()
{
    m_loading.start<std::optional<core::Head>>(
        tr("Loading “%1”").arg(toQt(m_config.path)),
        [this](core::Handler<std::optional<core::Head>> done) {
            return m_api.getHead(m_config.id, m_environment, maybe<core::Head>(std::move(done)));
        },
        [this](std::optional<core::Head> head) { readText(std::move(head)); });
}

void LiveConfig::chooseSchema(const std::optional<core::SchemaId> &schema)
{
    const bool wasAsked = m_schemaQuestion.has_value();
    m_schemaQuestion.reset();
    m_schemaAnswer.reset();
    setChosenSchema(schema);
    if (wasAsked)
        Q_EMIT changed();
    schemaChosen();
}

void LiveConfig::setChosenSchema(const std::optional<core::SchemaId> &schema)
{
    const auto chosen = schema == boundSchema() ? std::nullopt : schema;
    if (chosen == m_chosenSchema)
        return;
    m_chosenSchema = chosen;
    loadSchema();
    Q_EMIT changed();
}

core::SchemaReversal LiveConfig::takeSchemaBack(
    const std::optional<core::SchemaId> &before, const std::optional<core::SchemaId> &made)
{
    const auto fate = weighSchema(before, made);
    loadSchema();
    Q_EMIT changed();
    schemaChosen();
    return fate;
}

core::SchemaReversal LiveConfig::weighSchema(
    const std::optional<core::SchemaId> &before, const std::optional<core::SchemaId> &made)
{
    m_schemaQuestion.reset();
    m_schemaAnswer.reset();
    const auto fate = core::schemaReversalOf(before, made, schema());
    if (fate == core::SchemaReversal::Back)
        m_chosenSchema = before;
    else if (fate == core::SchemaReversal::Conflict)
        m_schemaQuestion = core::SchemaSides{before, made, schema()};
    return fate;
}

void LiveConfig::answerSchema(const std::optional<core::SchemaChoice> &answer)
{
    if (!m_schemaQuestion)
        return;
    m_schemaAnswer = answer;
    const auto asked = answer ? core::schemaAskedFor(*m_schemaQuestion, *answer) : std::nullopt;
    m_chosenSchema = asked ? asked : m_schemaQuestion->now;
    loadSchema();
    Q_EMIT changed();
    schemaChosen();
}

// What is live may have come with another schema: then the question is another one too.
void LiveConfig::useHead(std::optional<core::Head> head)
{
    const auto bound = boundSchema();
    m_head = std::move(head);
    if (!m_schemaQuestion || boundSchema() == bound)
        return;
    const auto sides = *m_schemaQuestion;
    m_chosenSchema.reset();
    weighSchema(sides.before, sides.made);
}

const std::optional<core::SchemaId> &LiveConfig::schema() const
{
    return m_chosenSchema ? m_chosenSchema : boundSchema();
}

const std::optional<core::SchemaId> &LiveConfig::boundSchema() const
{
    return core::boundSchema(m_config, m_head ? &*m_head : nullptr);
}

// Head, version and text change together: a head beside the text of the one before would let a
// merge take the new state for the old one.
void LiveConfig::readText(std::optional<core::Head> head)
{
    if (!head) {
        useHead({});
        m_liveText.clear();
        m_version.reset();
        loadSchema();
        takeLive();
        return;
    }
    const core::VersionId id = head->version;
    m_loading.start<std::string>(
        m_loading.title(), [this, id](auto done) { return m_api.versionText(id, std::move(done)); },
        [this, head](const std::string &text) { readVersion(*head, toQt(text)); });
}

void LiveConfig::readVersion(const core::Head &head, const QString &text)
{
    m_loading.start<core::Version>(
        m_loading.title(),
        [this, id = head.version](auto done) { return m_api.getVersion(id, std::move(done)); },
        [this, head, text](core::Version version) {
            useHead(head);
            m_liveText = text;
            m_version = std::move(version);
            loadSchema();
            takeLive();
        });
}

void LiveConfig::loadSchema()
{
    if (m_chosenSchema == boundSchema())
        m_chosenSchema.reset();
    const auto wanted = schema();
    if (!wanted || wanted == m_loadedSchema) {
        m_schemaLoading.cancel(); // one that is wanted no more comes no more
        return;
    }
    m_schemaLoading.start<std::string>(
        tr("Loading the schema of “%1”").arg(toQt(m_config.path)),
        [this, id = *wanted](auto done) { return m_api.schemaText(id, std::move(done)); },
        [this, wanted](const std::string &text) {
            m_loadedSchema = wanted;
            m_schemaText = toQt(text);
            Q_EMIT changed();
        });
}

void LiveConfig::retrySchema()
{
    if (m_schemaLoading.hasFailed())
        m_schemaLoading.retry();
}

} // namespace chancery::models
