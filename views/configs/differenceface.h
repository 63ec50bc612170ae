// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentface.h"
#include "views/configs/documentpage.h"
#include "views/viewcontext.h"

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

// The draft beside what is live.
class DifferenceFace : public DocumentFace {
    Q_OBJECT

public:
    DifferenceFace(ViewContext &context, DocumentPage &page);

    void enter() override { refresh(); }
    void refresh() override;

private:
    DocumentPage &m_page;
    editors::DiffView *m_difference;
};

} // namespace chancery::views
