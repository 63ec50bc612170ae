// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/commandgroup.h"

namespace chancery::editors {
class CodeView;
}

namespace chancery::views {

// Folds blocks of the text in front and unfolds them.
class FoldingCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit FoldingCommands(Look &look, QObject *parent = nullptr);

private:
    using Work = std::function<void(editors::CodeView &view)>;
    void addWork(
        const QString &text, const QString &name, const QKeySequence &key, const Work &work);
};

} // namespace chancery::views
