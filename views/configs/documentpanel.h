// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentpart.h"

namespace chancery::views {

// A panel below the text, under a tab of its own.
class DocumentPanel : public DocumentPart {
    Q_OBJECT

public:
    using DocumentPart::DocumentPart;

    virtual QString title() const = 0;
    // Shown in the line of the tabs while the panel is in front; owned by the panel.
    virtual QWidget *headline() { return nullptr; }
    // What the keys go to when it is brought to the front; null: there is nothing to walk through.
    virtual QWidget *keyTaker() const { return focusProxy(); }
};

} // namespace chancery::views
