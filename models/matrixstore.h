// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/matrix/matrix.h"
#include "models/schemaset.h"

#include <QStringList>

#include <map>
#include <optional>

namespace chancery::models {

// What one environment has of a config: a column of its matrix, and whose word that is.
struct MatrixPlace {
    core::Environment environment;
    std::optional<core::Head> head;
    std::optional<core::Version> version; // of the head
    std::optional<core::Draft> draft; // one's own
    bool isDraft = false; // the column shows it
    std::shared_ptr<const std::string> text; // null: nothing is there
    core::Format format = core::Format::Json;
    std::shared_ptr<const core::CompiledSchema> schema; // that it has there
    bool isOpaque = false; // there is one that cannot be read: everything is protected
    QString fault; // why the text cannot be compared; empty when it can

    // The draft began from another version than the one that is live.
    bool isOutdated() const;
    std::optional<core::VersionId> base() const;
    // That its text is held against: the one that was chosen for the draft, or the bound one.
    std::optional<core::SchemaId> schemaId(const core::Config &config) const;
};

// One config's keys against environments. Immutable, of any thread.
struct EnvironmentMatrix {
    core::Config config;
    std::vector<MatrixPlace> places; // of the columns, in the order of promotion
    core::Matrix matrix;
    bool isEffective = false; // merged documents in the place of the config's own texts
};

// Reads what all environments have of one config, own drafts as well, and compares it in the
// executor. What is being read is withdrawn by whoever wants to see something else. Of the GUI
// thread, owned by the face that shows it.
class MatrixStore : public QObject {
    Q_OBJECT

public:
    MatrixStore(client::CmsApi &api, SchemaSet &schemas, core::Executor &compute);

    // Null until it has been read; stays while it is read again.
    const std::shared_ptr<const EnvironmentMatrix> &shown() const { return m_shown; }
    Operation &loading() { return m_loading; }
    bool isEffective() const { return m_isEffective; }
    bool hasDrafts() const { return m_hasDrafts; }

    // The environments in the order of promotion.
    void show(const core::Config &config, const std::vector<core::Environment> &environments);
    void setEffective(bool isEffective);
    // Whether own drafts stand in the place of what is live.
    void setDrafts(bool hasDrafts);
    void reload();

Q_SIGNALS:
    void changed();

private:
    using Places = std::vector<MatrixPlace>;

    void readDrafts();
    void readNext();
    void readVersion(const core::VersionId &id);
    void readEffective(std::size_t place);
    void readSchema(const core::SchemaId &id);
    void build();

    client::CmsApi &m_api;
    SchemaSet &m_schemas;
    core::Executor &m_compute;
    std::optional<core::Config> m_config;
    std::vector<core::Environment> m_environments;
    Places m_places; // while they are read
    std::map<core::VersionId, core::Version> m_versions;
    std::map<core::VersionId, std::shared_ptr<const std::string>> m_texts; // of m_versions
    std::map<core::EnvironmentId, std::optional<core::EffectiveView>> m_views;
    std::map<core::SchemaId, std::string> m_schemaTexts; // they never change
    std::set<std::string> m_references; // of the schemas to others
    std::shared_ptr<const core::SecretScanner> m_scanner; // made in the executor, once
    std::shared_ptr<const EnvironmentMatrix> m_shown;
    bool m_isEffective = false;
    bool m_hasDrafts = true;
    Operation m_loading;
};

} // namespace chancery::models
