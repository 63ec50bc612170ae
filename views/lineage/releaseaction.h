// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QAction>

namespace chancery::views {

// "Release Version…": what was rolled back from may be made live again by automation too, when a
// person says so with a reason (GOV-29). Owned by the view.
class ReleaseAction : public QAction {
    Q_OBJECT

public:
    ReleaseAction(ViewContext &context, QObject *parent);

    // The version that is selected in the lineage that the store shows; null for none or several.
    void update(const core::Version *version);

private:
    void ask();

    ViewContext &m_context;
    std::optional<core::Version> m_version;
};

} // namespace chancery::views
