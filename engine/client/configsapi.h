// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/search.h"
#include "engine/core/hierarchy/effectivehead.h"

namespace chancery::client {

struct ConfigQuery {
    std::string prefix; // "payments/" – all below; empty for all
    std::string path; // exactly this one
    PageQuery page;
};

class ConfigsApi {
public:
    virtual ~ConfigsApi() = default;
    virtual Call listConfigs(const ConfigQuery &query, Handler<api::Page<core::Config>> done) = 0;
    virtual Call getConfig(const core::ConfigId &config, Handler<core::Config> done) = 0;
    virtual Call createConfig(
        const core::NewConfig &config, Handler<Acknowledged<core::Config>> done)
        = 0;
    virtual Call setConfigSchema(const core::ConfigId &config, const core::SchemaId &schema,
        const core::ETag &expected, Handler<Acknowledged<core::Config>> done)
        = 0;
    // Only of one that has never had a version.
    virtual Call deleteConfig(
        const core::ConfigId &config, const core::ETag &expected, Handler<core::Done> done)
        = 0;
    virtual Call listSchemas(const PageQuery &page, Handler<api::Page<core::Schema>> done) = 0;
    virtual Call createSchema(
        const core::NewSchema &schema, Handler<Acknowledged<core::Schema>> done)
        = 0;
    virtual Call schemaText(const core::SchemaId &schema, Handler<std::string> done) = 0;
    // Newest first; of one environment, or of all when it is empty.
    virtual Call listVersions(const core::ConfigId &config, const core::EnvironmentId &environment,
        const PageQuery &page, Handler<api::Page<core::Version>> done)
        = 0;
    virtual Call getVersion(const core::VersionId &version, Handler<core::Version> done) = 0;
    // The source text; its digest is checked on arrival.
    virtual Call versionText(const core::VersionId &version, Handler<std::string> done) = 0;
};

class HierarchyApi {
public:
    virtual ~HierarchyApi() = default;
    virtual Call configLayers(const core::ConfigId &config, Handler<core::ConfigLayers> done) = 0;
    // The ETag is that of the declaration that was read.
    virtual Call setConfigLayers(
        const core::ConfigLayers &layers, Handler<Acknowledged<core::ConfigLayers>> done)
        = 0;
    virtual Call effective(const core::ConfigId &config, const core::HierarchyPlace &place,
        Handler<core::EffectiveView> done)
        = 0;
    // What would hold if that were the config's own text there.
    virtual Call previewEffective(const core::ConfigId &config, const core::HierarchyPlace &place,
        const std::string &text, Handler<core::EffectiveView> done)
        = 0;
    // What takes part there, for those who deliver it.
    virtual Call effectiveHead(const core::ConfigId &config, const core::HierarchyPlace &place,
        Handler<core::EffectiveHead> done)
        = 0;
    // Who would feel a change, in that environment.
    virtual Call listDependents(const core::ConfigId &config,
        const core::EnvironmentId &environment, Handler<api::Page<core::Dependent>> done)
        = 0;
};

class SearchApi {
public:
    virtual ~SearchApi() = default;
    // Texts with hits by the paths of their configs. A page may have fewer than asked for, also
    // none, and still a next one: the server looks at a part of all texts for each.
    virtual Call searchConfigs(const core::ConfigSearch &search, const PageQuery &page,
        Handler<api::Page<core::FoundConfig>> done)
        = 0;
};

struct HeadQuery {
    core::EnvironmentId environment; // empty for all
    core::ConfigId config; // empty for all
    PageQuery page;
};

class HeadsApi {
public:
    virtual ~HeadsApi() = default;
    virtual Call listHeads(const HeadQuery &query, Handler<api::Page<core::Head>> done) = 0;
    virtual Call getHead(const core::ConfigId &config, const core::EnvironmentId &environment,
        Handler<core::Head> done)
        = 0;
    // Answers with the change request that carries the rollback: applied already where policy lets
    // it skip the approval (GOV-29), open otherwise. expected is the head's ETag.
    virtual Call rollBack(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::Rollback &rollback, const core::ETag &expected,
        Handler<Acknowledged<core::ChangeRequest>> done)
        = 0;
    virtual Call releaseVersion(const core::VersionId &version, const std::string &reason,
        Handler<Acknowledged<core::Version>> done)
        = 0;
};

class DraftsApi {
public:
    virtual ~DraftsApi() = default;
    // One's own.
    virtual Call listDrafts(const PageQuery &page, Handler<api::Page<core::Draft>> done) = 0;
    virtual Call getDraft(const core::DraftId &draft, Handler<core::Draft> done) = 0;
    virtual Call createDraft(const core::DraftText &draft, Handler<Acknowledged<core::Draft>> done)
        = 0;
    virtual Call updateDraft(const core::DraftId &draft, const core::DraftText &text,
        const core::ETag &expected, Handler<Acknowledged<core::Draft>> done)
        = 0;
    virtual Call deleteDraft(
        const core::DraftId &draft, const core::ETag &expected, Handler<core::Done> done)
        = 0;
};

} // namespace chancery::client
