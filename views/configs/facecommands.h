// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

#include <array>

namespace chancery::views {

// Which view of the document is in front: its text, the form or the table over it, or its keys
// against all environments. A tab remembers it.
class FaceCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit FaceCommands(ViewContext &context, QObject *parent = nullptr);

    // The four as buttons of which one is down.
    QWidget *makeSwitch(QWidget *parent) const;

protected:
    void update(DocumentPage &page) override;

private:
    std::array<QAction *, 4> m_faces;
};

} // namespace chancery::views
