// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/effectiveproblems.h"
#include "engine/core/schema/schema.h"
#include "views/configs/parentschemas.h"
#include "views/viewcontext.h"

#include <QTimer>

#include <set>

namespace chancery::views {

class DocumentPage;

// Holds what comes of a config's layers and the text as it is typed against the whole schema and
// the invariants of its parents, after each edit, in the place that Effective shows, and against
// what is live; references are followed to what holds there. While Effective shows another
// environment, in the place of this one that was shown before. What is wrong stands with the
// problems of the text. Only while the config is in front and its layers have been read. Owned by
// the page; of the GUI thread.
class EffectiveCheck : public QObject {
    Q_OBJECT

public:
    EffectiveCheck(ViewContext &context, DocumentPage &page, QObject *parent);

    // Null: there is nothing to hold it against but its references.
    void setSchema(std::shared_ptr<const core::CompiledSchema> schema);

private:
    // What the text is laid over, in a place of its environment.
    struct Surroundings {
        std::shared_ptr<const models::Hierarchy> hierarchy;
        core::HierarchyPlace place;
        editors::KnownTargets targets;
        bool isNew = false; // nothing of the config is live there
        bool isBefore = false; // another environment is looked at by now
    };

    void checkSoon();
    void check();
    void look();
    std::optional<editors::EditedLayers> layersNow();
    QString placeTitle() const;
    editors::KnownTargets knownTargets() const;
    void take(editors::EffectiveFindings findings);

    ViewContext &m_context;
    DocumentPage &m_page;
    ParentSchemas m_parents;
    std::shared_ptr<const core::CompiledSchema> m_schema;
    QTimer m_soon;
    std::set<std::string> m_targets; // that references lead to, with the slash in front
    Surroundings m_around;
    core::Call m_checking;
};

} // namespace chancery::views
