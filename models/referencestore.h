// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/schema/schema.h"
#include "models/operation.h"
#include "models/valueline.h"

#include <QStringList>

#include <deque>
#include <map>
#include <optional>

namespace chancery::models {

// What a reference can lead to: a config as it is in the place that is looked at. Immutable.
struct ReferenceTarget {
    std::optional<core::Config> config; // nothing: there is none of that path
    std::shared_ptr<const core::Tree> tree; // null: nothing of it is live there
    // Where each value comes from; without the text, which is the tree's.
    std::shared_ptr<const core::EffectiveView> view;
    std::shared_ptr<const core::CompiledSchema> schema;
    bool isOpaque = false; // its schema cannot be read, so nobody knows what is sensitive

    bool isSensitive(const std::string &pointer) const;
};

// Who refers to the config in front, and what the configs hold that it refers to. Targets are read
// one by one as they are wanted. Of the GUI thread, owned by the stores.
class ReferenceStore : public QObject {
    Q_OBJECT

public:
    ReferenceStore(client::CmsApi &api, core::Executor &compute);

    const std::vector<core::Dependent> &dependents() const { return m_dependents; }
    // Null while it is not read.
    const ReferenceTarget *target(const std::string &path) const;
    // The value there as a line, masked where it is sensitive; or why there is none.
    QString present(const std::string &path, const std::string &pointer) const;
    bool isMissing(const std::string &path, const std::string &pointer) const;
    // The places of a target that a reference can lead to, in their order.
    std::vector<std::string> pointersOf(const std::string &path) const;
    Operation &loading() { return m_loading; }
    Operation &reading() { return m_reading; }

    // What is sensitive in a merged document: what its own schema says, and what references bring
    // from elsewhere, also as long as nobody knows. Wants what it does not know.
    SensitiveTest hiding(const core::EffectiveView &view, SensitiveTest own);

    void show(const core::Config &config, const core::HierarchyPlace &place);
    void leave();
    void want(const std::string &path);
    void reload();

Q_SIGNALS:
    void changed();

private:
    void loadDependents();
    void readNext();
    void readEffective(const std::string &path, const core::Config &config);
    using View = std::shared_ptr<const core::EffectiveView>;
    void readHead(const std::string &path, const core::Config &config, const View &view);
    void readSchema(const std::string &path, const core::Config &config, const View &view);
    void build(const std::string &path, const core::Config &config, const View &view,
        const std::optional<std::string> &schema);
    void put(const std::string &path, std::shared_ptr<const ReferenceTarget> target);

    client::CmsApi &m_api;
    core::Executor &m_compute;
    std::optional<core::Config> m_config;
    core::HierarchyPlace m_place;
    std::vector<core::Dependent> m_dependents;
    std::map<std::string, std::shared_ptr<const ReferenceTarget>, std::less<>> m_targets;
    std::deque<std::string> m_wanted;
    Operation m_loading;
    Operation m_reading;
};

} // namespace chancery::models
