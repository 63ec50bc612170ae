// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "views/viewcontext.h"

#include <QWidget>

namespace chancery::editors {
class Minimap;
class Searcher;
} // namespace chancery::editors

namespace chancery::views {

class FindBar;
class PathBar;

// The text of a page with what stands around it: the path of the caret's place above,
// the minimap beside it, find and replace below.
class TextFace : public QWidget {
    Q_OBJECT

public:
    explicit TextFace(ViewContext &context, QWidget *parent = nullptr);

    editors::ConfigEditor &editor() { return *m_editor; }
    PathBar &path() { return *m_path; }
    editors::Minimap &minimap() { return *m_minimap; }
    editors::Searcher &searcher() { return *m_searcher; }
    FindBar &findBar() { return *m_find; }

    void showMinimap(bool shown);
    void applyTheme(const editors::EditorTheme &theme);

Q_SIGNALS:
    void renameWanted();

private:
    editors::ConfigEditor *m_editor;
    PathBar *m_path;
    editors::Minimap *m_minimap;
    editors::Searcher *m_searcher;
    FindBar *m_find;
};

} // namespace chancery::views
