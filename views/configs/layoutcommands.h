// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/patch.h"
#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

#include <functional>

namespace chancery::views {

// What lays the text in front out anew and says the same: format, sort keys; and the way to it in
// another format. Each is worked out in the executor and made in one step of undo, unless the text
// was changed meanwhile.
class LayoutCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit LayoutCommands(ViewContext &context, QObject *parent = nullptr);

protected:
    void update(DocumentPage &page) override;

private:
    using Change = std::function<core::Result<core::TextPatch>(const core::Tree &tree)>;
    // Where the caret goes when the text is another.
    using Return = std::function<void(const core::TextPatch &patch)>;

    void format();
    void sort(bool everywhere);
    void change(Change change, Return goBack);
    void apply(const core::TextPatch &patch, const Return &goBack);

    ViewContext &m_context;
    QAction *m_format;
    QAction *m_sortHere;
    QAction *m_sortAll;
    QAction *m_convert;
    core::Call m_work;
};

} // namespace chancery::views
