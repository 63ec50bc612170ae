// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/actionstate.h"
#include "models/operation.h"

#include <deque>
#include <map>
#include <optional>
#include <set>

namespace chancery::models {

// A rollback that somebody is looking at before it is done: of one config to a version, or of all
// that was another version at an instant; which of the configs and which of their keys go back;
// what that would do, told anew by the server at every choice; then the request that carries it.
// Of the GUI thread.
class RollbackStore : public QObject {
    Q_OBJECT

public:
    explicit RollbackStore(client::CmsApi &api);

    const core::EnvironmentId &environment() const { return m_environment; }
    // What the preview is of.
    const core::RollbackScope &scope() const { return m_scope; }
    int includedCount() const { return int(m_included.size()); }
    // All that is or was to be seen, by path; of those that are left out as they were last told.
    const std::vector<core::RollbackStep> &steps() const { return m_steps; }
    const core::RollbackStep *find(const core::ConfigId &config) const;
    // Of an instant: how many are as they were then, and the paths of those whose layers were
    // others, which stay what they are.
    struct Rest {
        int sameCount = 0;
        std::vector<std::string> otherLayers = {};
    };
    const Rest &rest() const { return m_rest; }
    // What stands between the request and live.
    struct Barriers {
        bool needsApproval = false;
        std::optional<QString> heldBy = {}; // a freeze, in the server's words
        int partCount = 1; // of the requests, made in turn
    };
    const Barriers &barriers() const { return m_barriers; }
    // What is reached by those that go back; absent until it is known.
    const std::optional<core::PlaceImpact> &impact() const { return m_impact; }
    Operation &loading() { return m_loading; }
    Operation &counting() { return m_counting; }
    Operation &readingTexts() { return m_readingTexts; }
    Operation &rollingBack() { return m_rollingBack; }

    void wantVersion(const core::EnvironmentId &environment, const core::ConfigId &config,
        const core::VersionId &target);
    // The scope has an instant.
    void wantInstant(const core::EnvironmentId &environment, const core::RollbackScope &scope);
    void reload();

    bool isIncluded(const core::ConfigId &config) const { return m_included.contains(config); }
    bool isChosen(const core::ConfigId &config, const std::string &key) const;
    // The preview follows when the event loop comes round.
    void include(const core::ConfigId &config, bool isIncluded);
    void choose(const core::ConfigId &config, const std::string &key, bool isChosen);

    // The live text of a config and the one that it would have; absent until they have come.
    struct Texts {
        QString live;
        QString after;
        // Of the versions that they are from: what either calls sensitive, is.
        std::vector<std::optional<core::SchemaId>> schemas = {};
    };
    std::optional<Texts> textsOf(const core::ConfigId &config) const;
    void wantTexts(const core::ConfigId &config);

    // Something became live somewhere: looks whether it is under what is shown.
    void checkLive();
    // What is shown begins at what is live no more; until it is looked at anew.
    bool hasMoved() const { return m_hasMoved; }

    ActionState state(const Permissions &permissions) const;
    void rollBack(const QString &reason, const QString &ticket);

Q_SIGNALS:
    void changed();
    void textsChanged();
    void rolledBack(const core::ChangeRequest &request);

private:
    using Left = std::map<core::ConfigId, std::set<std::string>>; // keys that stay as they are

    void begin(const core::EnvironmentId &environment, core::RollbackScope scope);
    std::vector<core::RollbackItem> items() const;
    void sendNext(std::optional<core::ChangeRequestId> first);
    void ask(core::RollbackScope scope);
    void askLater();
    void take(core::RollbackPreview preview, bool isFirst);
    void count();
    std::vector<std::optional<core::SchemaId>> schemasOf(const core::RollbackStep &step) const;
    void readVersion(const core::VersionId &version, const core::ConfigId &config);
    void readText(const core::VersionId &version, const core::ConfigId &config);
    void compareHeads(const std::vector<core::Head> &heads);

    client::CmsApi &m_api;
    core::EnvironmentId m_environment;
    core::RollbackScope m_scope;
    std::vector<core::RollbackStep> m_steps;
    std::set<core::ConfigId> m_included;
    Left m_left;
    std::map<core::VersionId, QString> m_texts;
    std::map<core::VersionId, std::optional<core::SchemaId>> m_schemas;
    std::deque<core::NewRollback> m_waiting; // parts that are to be made
    std::optional<core::PlaceImpact> m_impact;
    Rest m_rest;
    Barriers m_barriers;
    bool m_isTruncated = false;
    bool m_hasMoved = false;
    bool m_isAsking = false; // when the event loop comes round
    bool m_isOwnChoice = false; // and not what the first answer suggests
    Operation m_loading;
    Operation m_counting;
    Operation m_readingTexts;
    Operation m_checking;
    Operation m_rollingBack;
};

} // namespace chancery::models
