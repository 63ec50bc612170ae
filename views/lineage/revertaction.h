// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QAction>

namespace chancery::views {

// "Revert Change": takes what the selected version changed out of the draft of its config, where
// its author goes on. Owned by the view.
class RevertAction : public QAction {
    Q_OBJECT

public:
    RevertAction(ViewContext &context, QObject *parent);

    // The version that is selected in the lineage that the store shows; null for none or several.
    void update(const core::Version *version);

private:
    void revert();

    ViewContext &m_context;
    std::optional<core::Version> m_version;
};

} // namespace chancery::views
