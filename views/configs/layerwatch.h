// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

namespace chancery::views {

class DocumentPage;

// Keeps what is known of layers and references on the document in front. Large documents are merged
// only when somebody asks to see that. Owned by the view.
class LayerWatch : public QObject {
    Q_OBJECT

public:
    explicit LayerWatch(ViewContext &context, QObject *parent = nullptr);

    // Null while none is open.
    void follow(DocumentPage *page);

private:
    void followPlace();

    ViewContext &m_context;
    DocumentPage *m_page = nullptr; // told anew before it goes
};

} // namespace chancery::views
