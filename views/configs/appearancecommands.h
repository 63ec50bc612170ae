// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

namespace chancery::views {

// How large the text is and what stands beside it. Holds for every page, and is remembered.
class AppearanceCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit AppearanceCommands(ViewContext &context, QObject *parent = nullptr);

protected:
    void update(DocumentPage &page) override;

private:
    void zoomBy(int points);
    void setZoom(int points);
    // Of the wheel, which has changed it already.
    void rememberZoom();
    void showMinimap(bool isWanted);
    void showBlame(bool isWanted);

    ViewContext &m_context;
    QAction *m_minimap;
    QAction *m_blame = nullptr;
    int m_zoom = 0; // points more or less than the font has
};

} // namespace chancery::views
