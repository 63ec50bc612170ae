// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"

namespace chancery::views {

// Find and replace in the text in front.
class SearchCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit SearchCommands(Look &look, QObject *parent = nullptr);

protected:
    void update(DocumentPage &page) override;

private:
    void open(bool withReplace);

    QAction *m_replace;
    QAction *m_replaceAll;
};

} // namespace chancery::views
