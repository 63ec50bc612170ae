// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentface.h"
#include "views/viewcontext.h"

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class DocumentPage;
class StateOverlay;

// What is on the clipboard beside the text. Of a copy of one's own with covered values it is the
// text that was copied, as long as it is covered here as it was there.
class ClipboardFace : public DocumentFace {
    Q_OBJECT

public:
    ClipboardFace(ViewContext &context, DocumentPage &page);

    void enter() override;
    void refresh() override;

private:
    void readOwnCopy(const QByteArray &text);

    ViewContext &m_context;
    DocumentPage &m_page;
    editors::DiffView *m_difference;
    StateOverlay *m_overlay;
    core::Call m_work;
    QString m_clipboard; // as it was when the face was entered
};

} // namespace chancery::views
