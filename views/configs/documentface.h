// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace chancery::views {

// What a page can show in place of its text: the difference, the form, the way into a request. Made
// when it is first wanted, owned by its page.
class DocumentFace : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    // It comes to the front.
    virtual void enter() = 0;
    // Session, text or problems changed while it is in front.
    virtual void refresh() = 0;

Q_SIGNALS:
    // Back to the text.
    void left();
};

} // namespace chancery::views
