// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/hierarchy/place.h"
#include "models/operation.h"

#include <deque>
#include <map>
#include <optional>
#include <set>

namespace chancery::models {

// By which schemas merged documents are covered: those of the versions that take part
// (core::TakingPart), and what is bound today to each config of them. Asked one
// after another in the operation of its owner, which it lives in; one question at a time. Of the
// GUI thread.
class EffectiveSchemas {
public:
    struct Found {
        std::vector<std::optional<core::SchemaId>> schemas;
        std::set<core::VersionId> closed; // versions that one may not look at
    };
    using Take = std::function<void(const Found &)>;

    explicit EffectiveSchemas(client::CmsApi &api)
        : m_api(api)
    {
    }

    // Of all the views of a config, in the order of their coming.
    void read(Operation &operation, const QString &title, const core::ConfigId &config,
        const std::vector<const core::EffectiveView *> &views, Take take);

private:
    void readNext(Operation &operation, const QString &title);
    void readVersion(Operation &operation, const QString &title, const core::VersionId &id);
    void readBound(Operation &operation, const QString &title, const core::ConfigId &config);

    client::CmsApi &m_api;
    core::EnvironmentId m_environment;
    std::deque<core::VersionId> m_versions;
    std::deque<core::ConfigId> m_configs;
    std::map<core::VersionId, std::optional<core::SchemaId>> m_known; // versions never change
    Found m_found;
    Take m_take;
};

} // namespace chancery::models
