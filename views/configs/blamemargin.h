// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/notemargin.h"
#include "models/blamenotes.h"
#include "models/operation.h"
#include "views/viewcontext.h"

namespace chancery::views {

class DocumentPage;

// Beside each line of a page's text who set what stands there: asks for it, finds the notes in the
// executor whenever the text was read anew, and gives them to the margin and to whoever shows one
// key. Child of its page, there as long as they are wanted.
class BlameMargin : public QObject {
    Q_OBJECT

public:
    BlameMargin(ViewContext &context, DocumentPage &page);
    ~BlameMargin() override;

    // Null while nobody wants it.
    static BlameMargin *of(const DocumentPage &page);
    // Who set each key of the text; null until that is known.
    const std::shared_ptr<const models::BlamedKeys> &keys() const { return m_keys; }
    // The page came to the front: what is asked for is of its config.
    void follow();
    const editors::NoteMargin &margin() const { return *m_margin; }

Q_SIGNALS:
    void found();

private:
    struct Findings {
        std::vector<models::BlameNote> notes;
        std::shared_ptr<const models::BlamedKeys> keys;
    };

    void findNotes();
    void take(Findings findings);

    ViewContext &m_context;
    DocumentPage &m_page;
    std::unique_ptr<editors::NoteMargin> m_margin;
    std::shared_ptr<const models::BlamedKeys> m_keys; // null until they are found
    models::Operation m_finding;
};

} // namespace chancery::views
