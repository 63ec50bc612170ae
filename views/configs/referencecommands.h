// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

namespace chancery::views {

// The ways along references and layers: to what the text refers to, to who refers to it, and to the
// panels and sections that tell of them and of what is wrong.
class ReferenceCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit ReferenceCommands(ViewContext &context, QObject *parent = nullptr);

    // Only a line with a reference leads anywhere.
    void followCursor(DocumentPage &page);

Q_SIGNALS:
    void usesWanted();
    void historyWanted();
    void effectiveWanted();
    void liveWanted();
    void problemsWanted();

protected:
    void update(DocumentPage &page) override { followCursor(page); }

private:
    void goToDefinition();

    ViewContext &m_context;
    QAction *m_definition;
    QAction *m_rename = nullptr;
};

} // namespace chancery::views
