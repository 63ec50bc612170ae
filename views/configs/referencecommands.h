// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/provenance.h"
#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

namespace chancery::views {

// The ways along references and layers: to what the text refers to, to who refers to it, and to the
// panels and sections that tell of them and of what is wrong.
class ReferenceCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit ReferenceCommands(ViewContext &context, QObject *parent = nullptr);

    // Asked for the key that is looked at in the merged document; nothing while one is in the text.
    using PlaceInEffective = std::function<std::optional<std::string>()>;
    void setEffective(PlaceInEffective place) { m_placeInEffective = std::move(place); }

    // A line with a reference leads to what it refers to; another one to the layer that gives the
    // value of its key.
    void followCursor(DocumentPage &page);
    void followEffective();

Q_SIGNALS:
    void usesWanted();
    void historyWanted();
    void effectiveWanted();
    void liveWanted();
    void problemsWanted();

protected:
    void update(DocumentPage &page) override { followCursor(page); }

private:
    struct Way {
        models::ActionState state;
        std::string path; // of a config
        std::string pointer;
    };
    Way wayToDefinition(DocumentPage &page) const;
    Way wayToGiver(DocumentPage &page) const;
    Way wayFromEffective(const std::string &pointer) const;
    bool isOfItsEnvironment(DocumentPage &page) const;
    models::KnownViews knownViews() const;
    void goToDefinition();

    ViewContext &m_context;
    PlaceInEffective m_placeInEffective;
    QAction *m_definition;
    QAction *m_rename = nullptr;
};

} // namespace chancery::views
