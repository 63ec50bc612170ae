// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/hierarchy/effective.h"
#include "models/operation.h"

#include <QStringList>
#include <QTimer>

#include <map>
#include <optional>

namespace chancery::models {

// What holds in one place, and each layer's text that takes part in it. Immutable, of any thread.
struct Hierarchy {
    core::EffectiveView view;
    core::Tree tree; // of the view's text
    std::vector<core::Layer> chain; // the config's own and its parents', the lowest first
    std::map<core::VersionId, core::Version> versions; // of the chain
    bool isWithDraft = false;
};

// The layers of the config in front and what comes of them in a chosen place, from what is live or
// with a draft in its place. Whoever shows another config or place withdraws what is being read.
// Of the GUI thread, owned by the stores; texts are read into trees in the executor.
class HierarchyStore : public QObject {
    Q_OBJECT

public:
    HierarchyStore(client::CmsApi &api, core::Executor &compute);

    // Null while it is read, and where nothing is live.
    const std::shared_ptr<const Hierarchy> &hierarchy() const { return m_hierarchy; }
    // Of a config of which nothing is live there: what its text will be laid over, with an empty
    // one in its place. Null: not read, or not to be had.
    const std::shared_ptr<const Hierarchy> &around() const { return m_around; }
    const std::optional<core::Config> &config() const { return m_config; }
    const core::HierarchyPlace &place() const { return m_place; }
    bool isWithDraft() const { return m_draft.has_value(); }
    // Nothing of the config or above it is live there.
    bool isNowhereLive() const { return m_isNowhereLive; }
    // That the layers of the config and its parents are declared for, and of all that they refer
    // to, as far as that was asked for.
    QStringList namesOf(core::LayerKind kind) const;
    Operation &loading() { return m_loading; }
    Operation &finding() { return m_finding; }

    // Whether a layer belongs to a config above this one.
    bool isInherited(const core::LayerOrigin &layer) const;

    void show(const core::Config &config, const core::EnvironmentId &environment);
    void leave();
    // Also in an environment other than that of the document.
    void choose(const core::HierarchyPlace &place);
    // The text in the place of what is live; nothing for what is live.
    void setDraft(const std::optional<QString> &text);
    void reload();
    // Other layers may be declared by now.
    void findNames();
    // A reference is followed in the place of who refers: what is declared of all that is referred
    // to tells places apart as well.
    void findNamesBehindReferences();
    // Other references may be live or saved by now; nothing where nobody has asked before.
    void findAgainBehindReferences();

Q_SIGNALS:
    void changed();

private:
    void findParent(std::vector<std::string> paths);
    // What was found behind references so far, and in which environment.
    struct Behind {
        core::EnvironmentId environment;
        std::vector<core::ConfigLayers> declared;
    };
    void findReferred();
    void readDeclared(std::vector<core::ConfigId> configs, Behind behind);
    void readAround();
    void readNext();
    void keepText(const core::Version &version, std::string text);
    void put();

    client::CmsApi &m_api;
    core::Executor &m_compute;
    std::optional<core::Config> m_config;
    core::EnvironmentId m_shownIn; // the document's environment
    core::HierarchyPlace m_place;
    std::optional<std::string> m_draft;
    std::vector<core::ConfigLayers> m_declared; // its own and its parents'
    std::optional<Behind> m_behind; // of what is referred to, as it was found last
    bool m_isBehindWanted = false;
    bool m_isFindingBehind = false; // and of nothing else
    std::string m_asked; // the draft that is being looked at
    core::EffectiveView m_view; // while the texts of its layers are read
    std::map<core::VersionId, core::Version> m_versions;
    std::map<core::VersionId, std::shared_ptr<const std::string>> m_texts;
    std::size_t m_textBytes = 0;
    std::shared_ptr<const Hierarchy> m_hierarchy;
    std::shared_ptr<const Hierarchy> m_around;
    bool m_isNowhereLive = false;
    QTimer m_soon;
    Operation m_loading;
    Operation m_finding;
};

} // namespace chancery::models
