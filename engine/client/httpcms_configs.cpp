// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"
#include "engine/core/digest.h"

namespace chancery::client {

using api::Operation;

namespace {

// The source text against the digest that stands beside it.
core::Result<std::string> readCheckedText(HttpResponse response)
{
    const auto expected = response.header("cms-source-digest");
    const auto actual = core::sha256Id({}, response.body);
    if (!expected.empty() && expected != actual)
        return core::Error{core::ErrorKind::Protocol, "digest-mismatch",
            "The text that arrived is " + actual + ", announced was " + expected,
            response.header("x-request-id"), {}, {}};
    return std::move(response.body);
}

Query queryOf(const core::HierarchyPlace &place)
{
    return Query()
        .add("environment", place.environment.text())
        .add("region", place.region)
        .add("group", place.group)
        .add("instance", place.instance);
}

} // namespace

Call HttpCms::listConfigs(const ConfigQuery &query, Handler<api::Page<core::Config>> done)
{
    auto text = Query().add("prefix", query.prefix).add("path", query.path);
    text.page(query.page.cursor, query.page.limit);
    return m_rest.call<api::Page<core::Config>>({Operation::listConfigs, {}, text, {}, {}},
        readBody<api::Page<core::Config>>, std::move(done));
}

Call HttpCms::getConfig(const core::ConfigId &config, Handler<core::Config> done)
{
    return m_rest.call<core::Config>({Operation::getConfig, {config.text()}, {}, {}, {}},
        readBody<core::Config>, std::move(done));
}

Call HttpCms::createConfig(const core::NewConfig &config, Handler<Acknowledged<core::Config>> done)
{
    return m_rest.call<Acknowledged<core::Config>>(
        {Operation::createConfig, {}, {}, api::toJson(config), {}}, readAcknowledged<core::Config>,
        std::move(done));
}

Call HttpCms::setConfigSchema(const core::ConfigId &config, const core::SchemaId &schema,
    const core::ETag &expected, Handler<Acknowledged<core::Config>> done)
{
    return m_rest.call<Acknowledged<core::Config>>(
        {Operation::setConfigSchema, {config.text()}, {}, oneMember("schema", schema.text()),
            expected},
        readAcknowledged<core::Config>, std::move(done));
}

Call HttpCms::configLayers(const core::ConfigId &config, Handler<core::ConfigLayers> done)
{
    return m_rest.call<core::ConfigLayers>(
        {Operation::getConfigLayers, {config.text()}, {}, {}, {}}, readBody<core::ConfigLayers>,
        std::move(done));
}

Call HttpCms::setConfigLayers(
    const core::ConfigLayers &layers, Handler<Acknowledged<core::ConfigLayers>> done)
{
    const api::LayersChoice choice{layers.layers, layers.dependencies};
    return m_rest.call<Acknowledged<core::ConfigLayers>>(
        {Operation::setConfigLayers, {layers.config.text()}, {}, api::toJson(choice), layers.etag},
        readAcknowledged<core::ConfigLayers>, std::move(done));
}

Call HttpCms::effective(const core::ConfigId &config, const core::HierarchyPlace &place,
    Handler<core::EffectiveView> done)
{
    return m_rest.call<core::EffectiveView>(
        {Operation::getEffective, {config.text()}, queryOf(place), {}, {}},
        readBody<core::EffectiveView>, std::move(done));
}

Call HttpCms::effectiveHead(const core::ConfigId &config, const core::HierarchyPlace &place,
    Handler<core::EffectiveHead> done)
{
    return m_rest.call<core::EffectiveHead>(
        {Operation::getEffectiveHead, {config.text()}, queryOf(place), {}, {}},
        readBody<core::EffectiveHead>, std::move(done));
}

Call HttpCms::previewEffective(const core::ConfigId &config, const core::HierarchyPlace &place,
    const std::string &text, Handler<core::EffectiveView> done)
{
    const api::EffectivePreview preview{
        place.environment, place.region, place.group, place.instance, text};
    return m_rest.call<core::EffectiveView>(
        {Operation::previewEffective, {config.text()}, {}, api::toJson(preview), {}},
        readBody<core::EffectiveView>, std::move(done));
}

Call HttpCms::listDependents(const core::ConfigId &config, const core::EnvironmentId &environment,
    Handler<api::Page<core::Dependent>> done)
{
    return m_rest.call<api::Page<core::Dependent>>(
        {Operation::listDependents, {config.text()}, Query().add("environment", environment.text()),
            {}, {}},
        readBody<api::Page<core::Dependent>>, std::move(done));
}

Call HttpCms::searchConfigs(const core::ConfigSearch &search, const PageQuery &page,
    Handler<api::Page<core::FoundConfig>> done)
{
    return m_rest.call<api::Page<core::FoundConfig>>(
        {Operation::searchConfigs, {}, Query().page(page.cursor, page.limit), api::toJson(search),
            {}},
        readBody<api::Page<core::FoundConfig>>, std::move(done));
}

Call HttpCms::deleteConfig(
    const core::ConfigId &config, const core::ETag &expected, Handler<core::Done> done)
{
    return m_rest.call<core::Done>(
        {Operation::deleteConfig, {config.text()}, {}, {}, expected}, readNothing, std::move(done));
}

Call HttpCms::listSchemas(const PageQuery &page, Handler<api::Page<core::Schema>> done)
{
    return m_rest.call<api::Page<core::Schema>>(
        {Operation::listSchemas, {}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::Schema>>, std::move(done));
}

Call HttpCms::createSchema(const core::NewSchema &schema, Handler<Acknowledged<core::Schema>> done)
{
    return m_rest.call<Acknowledged<core::Schema>>(
        {Operation::createSchema, {}, {}, api::toJson(schema), {}}, readAcknowledged<core::Schema>,
        std::move(done));
}

Call HttpCms::schemaText(const core::SchemaId &schema, Handler<std::string> done)
{
    return m_rest.call<std::string>(
        {Operation::getSchemaText, {schema.text()}, {}, {}, {}}, readCheckedText, std::move(done));
}

Call HttpCms::listVersions(const core::ConfigId &config, const core::EnvironmentId &environment,
    const PageQuery &page, Handler<api::Page<core::Version>> done)
{
    auto text = Query().add("environment", environment.text()).page(page.cursor, page.limit);
    return m_rest.call<api::Page<core::Version>>(
        {Operation::listVersions, {config.text()}, text, {}, {}},
        readBody<api::Page<core::Version>>, std::move(done));
}

Call HttpCms::getVersion(const core::VersionId &version, Handler<core::Version> done)
{
    return m_rest.call<core::Version>({Operation::getVersion, {version.text()}, {}, {}, {}},
        readBody<core::Version>, std::move(done));
}

Call HttpCms::listLineage(const LineageQuery &query, Handler<api::Page<core::LineageEntry>> done)
{
    auto text = Query()
                    .add("config", query.config.text())
                    .add("environment", query.environment.text())
                    .add("namespace", query.nameSpace)
                    .page(query.page.cursor, query.page.limit);
    return m_rest.call<api::Page<core::LineageEntry>>({Operation::listLineage, {}, text, {}, {}},
        readBody<api::Page<core::LineageEntry>>, std::move(done));
}

Call HttpCms::blame(const core::ConfigId &config, const core::EnvironmentId &environment,
    int looked, Handler<core::BlameReport> done)
{
    auto query = Query().add("looked", looked > 0 ? std::to_string(looked) : std::string());
    return m_rest.call<core::BlameReport>(
        {Operation::getBlame, {config.text(), environment.text()}, query, {}, {}},
        readBody<core::BlameReport>, std::move(done));
}

Call HttpCms::versionText(const core::VersionId &version, Handler<std::string> done)
{
    return m_rest.call<std::string>({Operation::getVersionText, {version.text()}, {}, {}, {}},
        readCheckedText, std::move(done));
}

Call HttpCms::listHeads(const HeadQuery &query, Handler<api::Page<core::Head>> done)
{
    auto text = Query()
                    .add("environment", query.environment.text())
                    .add("config", query.config.text())
                    .page(query.page.cursor, query.page.limit);
    return m_rest.call<api::Page<core::Head>>(
        {Operation::listHeads, {}, text, {}, {}}, readBody<api::Page<core::Head>>, std::move(done));
}

Call HttpCms::getHead(
    const core::ConfigId &config, const core::EnvironmentId &environment, Handler<core::Head> done)
{
    return m_rest.call<core::Head>(
        {Operation::getHead, {config.text(), environment.text()}, {}, {}, {}}, readBody<core::Head>,
        std::move(done));
}

Call HttpCms::rollBack(const core::ConfigId &config, const core::EnvironmentId &environment,
    const core::Rollback &rollback, const core::ETag &expected,
    Handler<Acknowledged<core::ChangeRequest>> done)
{
    return m_rest.call<Acknowledged<core::ChangeRequest>>(
        {Operation::rollBack, {config.text(), environment.text()}, {}, api::toJson(rollback),
            expected},
        readAcknowledged<core::ChangeRequest>, std::move(done));
}

Call HttpCms::releaseVersion(const core::VersionId &version, const std::string &reason,
    Handler<Acknowledged<core::Version>> done)
{
    return m_rest.call<Acknowledged<core::Version>>(
        {Operation::releaseVersion, {version.text()}, {}, oneMember("reason", reason), {}},
        readAcknowledged<core::Version>, std::move(done));
}

Call HttpCms::listDrafts(const PageQuery &page, Handler<api::Page<core::Draft>> done)
{
    return m_rest.call<api::Page<core::Draft>>(
        {Operation::listDrafts, {}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::Draft>>, std::move(done));
}

Call HttpCms::getDraft(const core::DraftId &draft, Handler<core::Draft> done)
{
    return m_rest.call<core::Draft>(
        {Operation::getDraft, {draft.text()}, {}, {}, {}}, readBody<core::Draft>, std::move(done));
}

Call HttpCms::createDraft(const core::DraftText &draft, Handler<Acknowledged<core::Draft>> done)
{
    return m_rest.call<Acknowledged<core::Draft>>(
        {Operation::createDraft, {}, {}, api::toJson(draft), {}}, readAcknowledged<core::Draft>,
        std::move(done));
}

Call HttpCms::updateDraft(const core::DraftId &draft, const core::DraftText &text,
    const core::ETag &expected, Handler<Acknowledged<core::Draft>> done)
{
    return m_rest.call<Acknowledged<core::Draft>>(
        {Operation::updateDraft, {draft.text()}, {}, api::toJson(text), expected},
        readAcknowledged<core::Draft>, std::move(done));
}

Call HttpCms::deleteDraft(
    const core::DraftId &draft, const core::ETag &expected, Handler<core::Done> done)
{
    return m_rest.call<core::Done>(
        {Operation::deleteDraft, {draft.text()}, {}, {}, expected}, readNothing, std::move(done));
}

} // namespace chancery::client
