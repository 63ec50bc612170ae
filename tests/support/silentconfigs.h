// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/silentsealing.h"

namespace chancery::support {

// The first half of SilentCms: configs, heads and drafts.
class SilentConfigs : public SilentSealing {
public:
    client::Call listConfigs(
        const client::ConfigQuery &, client::Handler<api::Page<core::Config>>) override
    {
        return {};
    }
    client::Call getConfig(const core::ConfigId &, client::Handler<core::Config>) override
    {
        return {};
    }
    client::Call createConfig(
        const core::NewConfig &, client::Handler<client::Acknowledged<core::Config>>) override
    {
        return {};
    }
    client::Call setConfigSchema(const core::ConfigId &, const core::SchemaId &, const core::ETag &,
        client::Handler<client::Acknowledged<core::Config>>) override
    {
        return {};
    }
    client::Call listSchemas(
        const client::PageQuery &, client::Handler<api::Page<core::Schema>>) override
    {
        return {};
    }
    client::Call createSchema(
        const core::NewSchema &, client::Handler<client::Acknowledged<core::Schema>>) override
    {
        return {};
    }
    client::Call schemaText(const core::SchemaId &, client::Handler<std::string>) override
    {
        return {};
    }
    client::Call listVersions(const core::ConfigId &, const core::EnvironmentId &,
        const client::PageQuery &, client::Handler<api::Page<core::Version>>) override
    {
        return {};
    }
    client::Call getVersion(const core::VersionId &, client::Handler<core::Version>) override
    {
        return {};
    }
    client::Call versionText(const core::VersionId &, client::Handler<std::string>) override
    {
        return {};
    }
    client::Call listLineage(
        const client::LineageQuery &, client::Handler<api::Page<core::LineageEntry>>) override
    {
        return {};
    }
    client::Call blame(const core::ConfigId &, const core::EnvironmentId &, int,
        client::Handler<core::BlameReport>) override
    {
        return {};
    }
    client::Call listHeads(
        const client::HeadQuery &, client::Handler<api::Page<core::Head>>) override
    {
        return {};
    }
    client::Call getHead(
        const core::ConfigId &, const core::EnvironmentId &, client::Handler<core::Head>) override
    {
        return {};
    }
    client::Call rollBack(const core::ConfigId &, const core::EnvironmentId &,
        const core::Rollback &, const core::ETag &,
        client::Handler<client::Acknowledged<core::ChangeRequest>>) override
    {
        return {};
    }
    client::Call releaseVersion(const core::VersionId &, const std::string &,
        client::Handler<client::Acknowledged<core::Version>>) override
    {
        return {};
    }
    client::Call listDrafts(
        const client::PageQuery &, client::Handler<api::Page<core::Draft>>) override
    {
        return {};
    }
    client::Call getDraft(const core::DraftId &, client::Handler<core::Draft>) override
    {
        return {};
    }
    client::Call createDraft(
        const core::DraftText &, client::Handler<client::Acknowledged<core::Draft>>) override
    {
        return {};
    }
    client::Call updateDraft(const core::DraftId &, const core::DraftText &, const core::ETag &,
        client::Handler<client::Acknowledged<core::Draft>>) override
    {
        return {};
    }
    client::Call deleteDraft(
        const core::DraftId &, const core::ETag &, client::Handler<core::Done>) override
    {
        return {};
    }
};

} // namespace chancery::support
