// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/draftmerge.h"
#include "views/configs/documentface.h"
#include "views/configs/documentpage.h"

namespace chancery::editors {
class MergeView;
}

namespace chancery::views {

// What happened elsewhere beside what is written here, and one text out of both. Leaving it keeps
// the answers given so far, as long as the two sides stay what they are.
class MergeFace : public DocumentFace {
    Q_OBJECT

public:
    MergeFace(ViewContext &context, DocumentPage &page);

    void enter() override;
    void refresh() override;

private:
    void show();
    void setWords();

    DocumentPage &m_page;
    editors::MergeView *m_view;
};

} // namespace chancery::views
