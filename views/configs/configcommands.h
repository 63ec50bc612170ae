// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

namespace chancery::views {

// What can be done with the config itself, whatever its text: taking it back, as long as nothing of
// it was live and nothing refers to it (GOV-26).
class ConfigCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit ConfigCommands(ViewContext &context, QObject *parent = nullptr);

protected:
    void update(DocumentPage &page) override;

private:
    void ask();
    void readOutcome();

    ViewContext &m_context;
    QAction *m_delete;
    core::ConfigId m_asked; // whatever page shows it by now
};

} // namespace chancery::views
