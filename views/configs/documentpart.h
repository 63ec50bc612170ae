// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace chancery::views {

class DocumentPage;

// Something beside the text that follows the document in front: a section of the Inspector, a panel
// below the text. It is told of the page and never holds it longer than until the next word.
class DocumentPart : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    // Another page came to the front, or anything of it changed; null while none is open.
    virtual void follow(DocumentPage *page) = 0;
    // The cursor is elsewhere, or what is known of its place changed.
    virtual void followCursor(DocumentPage & /*page*/) { }
};

} // namespace chancery::views
