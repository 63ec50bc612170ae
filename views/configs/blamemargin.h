// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/notemargin.h"
#include "models/blamenotes.h"
#include "models/operation.h"
#include "views/viewcontext.h"

namespace chancery::views {

class DocumentPage;

// Beside each line of a page's text who set what stands there: asks for it, finds the notes in the
// executor whenever the text was read anew, and gives them to the margin. Child of its page, there
// as long as they are wanted.
class BlameMargin : public QObject {
    Q_OBJECT

public:
    BlameMargin(ViewContext &context, DocumentPage &page);
    ~BlameMargin() override;

    // The page came to the front: what is asked for is of its config.
    void follow();
    const editors::NoteMargin &margin() const { return *m_margin; }

private:
    void findNotes();

    using Notes = std::vector<models::BlameNote>;

    ViewContext &m_context;
    DocumentPage &m_page;
    std::unique_ptr<editors::NoteMargin> m_margin;
    models::Operation m_finding;
};

} // namespace chancery::views
