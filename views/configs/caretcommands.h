// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"

namespace chancery::editors {
class CodeView;
}

namespace chancery::views {

// Several carets in the text in front, and the way from a bracket to its partner.
class CaretCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit CaretCommands(Look &look, QObject *parent = nullptr);

private:
    using Work = void (*)(editors::CodeView &view);
    void addWork(const QString &text, const QString &name, const QString &icon,
        const QKeySequence &key, Work work);
    void selectAll();
};

} // namespace chancery::views
