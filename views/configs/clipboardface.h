// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentface.h"
#include "views/viewcontext.h"

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class DocumentPage;

// What is on the clipboard beside the text.
class ClipboardFace : public DocumentFace {
    Q_OBJECT

public:
    ClipboardFace(ViewContext &context, DocumentPage &page);

    void enter() override;
    void refresh() override;

private:
    DocumentPage &m_page;
    editors::DiffView *m_difference;
    QString m_clipboard; // as it was when the face was entered
};

} // namespace chancery::views
