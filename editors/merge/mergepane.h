// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "engine/core/merge/threeway.h"

#include <QLabel>
#include <QWidget>

namespace chancery::editors {

// One of the texts of a merge with its title: read-only but for the result. Owned by the merge
// view.
class MergePane : public QWidget {
    Q_OBJECT

public:
    MergePane(core::Executor &executor, const QString &name, QWidget *parent = nullptr);

    ConfigEditor &editor() { return *m_editor; }
    void setTitle(const QString &title);
    void setTheme(const EditorTheme &theme);
    // Marks the bytes and brings them into view. An empty span at the beginning marks nothing.
    void mark(core::ThreeWayMerge::Span span);

private:
    QLabel *m_title;
    ConfigEditor *m_editor;
};

} // namespace chancery::editors
