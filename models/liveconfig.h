// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/merge/reversal.h"
#include "models/operation.h"
#include "models/parkeddrafts.h"
#include "models/permissions.h"

#include <optional>

namespace chancery::models {

// What is live of one config in one environment, as it was read last: its head, version and text,
// which change together, and the schema that it is held against. The reading half of who edits it.
// Of the GUI thread.
class LiveConfig : public QObject {
    Q_OBJECT

public:
    const core::Config &config() const { return m_config; }
    const core::EnvironmentId &environment() const { return m_environment; }
    const Permissions &permissions() const { return m_permissions; }
    // Nothing while nothing is live.
    const std::optional<core::Head> &head() const { return m_head; }
    const std::optional<core::Version> &version() const { return m_version; }
    const QString &liveText() const { return m_liveText; }
    // What documents are held against there; known when the live version is.
    const std::optional<core::SchemaId> &boundSchema() const;
    // The same, or the other one that the change is to bring.
    const std::optional<core::SchemaId> &schema() const;
    const std::optional<core::SchemaId> &chosenSchema() const { return m_chosenSchema; }
    // What the change is to bring and be held against; kept with the draft. The bound one, or none:
    // it brings none.
    void chooseSchema(const std::optional<core::SchemaId> &schema);
    // A change that brought another schema is taken back: the one from before it is chosen. Where
    // by now another one holds than the change's, it is asked which, until any schema is chosen.
    core::SchemaReversal takeSchemaBack(
        const std::optional<core::SchemaId> &before, const std::optional<core::SchemaId> &made);
    // What there is to choose from; null: nothing is asked.
    const core::SchemaSides *schemaQuestion() const
    {
        return m_schemaQuestion ? &*m_schemaQuestion : nullptr;
    }
    const std::optional<core::SchemaChoice> &schemaAnswer() const { return m_schemaAnswer; }
    bool isSchemaOpen() const { return m_schemaQuestion && !m_schemaAnswer; }
    // Nothing: the question is open again.
    void answerSchema(const std::optional<core::SchemaChoice> &answer);
    const QString &schemaText() const { return m_schemaText; }
    // Whose text that is.
    const std::optional<core::SchemaId> &loadedSchema() const { return m_loadedSchema; }
    Operation &loading() { return m_loading; }
    // Drafts of it that rollbacks displaced.
    ParkedDrafts &parked() { return m_parked; }
    const ParkedDrafts &parked() const { return m_parked; }

    void load();

Q_SIGNALS:
    void changed();

protected:
    LiveConfig(client::CmsApi &api, core::Config config, core::EnvironmentId environment,
        Permissions permissions);
    ~LiveConfig() override;

    // Head, version and text have been read; loading() may go on with what belongs to them.
    virtual void takeLive() = 0;
    // Somebody has, or has taken it back.
    virtual void schemaChosen() = 0;
    std::optional<core::VersionId> liveVersion() const;
    // The bound one, or none: the change brings none.
    void setChosenSchema(const std::optional<core::SchemaId> &schema);
    void retrySchema();
    client::CmsApi &api() { return m_api; }

private:
    void readText(std::optional<core::Head> head);
    void readVersion(const core::Head &head, const QString &text);
    void loadSchema();
    core::SchemaReversal weighSchema(
        const std::optional<core::SchemaId> &before, const std::optional<core::SchemaId> &made);
    void useHead(std::optional<core::Head> head);

    client::CmsApi &m_api;
    core::Config m_config;
    core::EnvironmentId m_environment;
    Permissions m_permissions;
    std::optional<core::Head> m_head;
    std::optional<core::Version> m_version;
    QString m_liveText;
    std::optional<core::SchemaId> m_chosenSchema;
    std::optional<core::SchemaSides> m_schemaQuestion;
    std::optional<core::SchemaChoice> m_schemaAnswer;
    QString m_schemaText;
    std::optional<core::SchemaId> m_loadedSchema; // a text never changes under its id
    Operation m_loading;
    Operation m_schemaLoading;
    ParkedDrafts m_parked;
};

} // namespace chancery::models
