// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "views/viewcontext.h"

#include <QWidget>

namespace chancery::views {

class PathBar;

// The text of a page with what stands around it: the path of the caret's place above.
class TextFace : public QWidget {
    Q_OBJECT

public:
    explicit TextFace(ViewContext &context, QWidget *parent = nullptr);

    editors::ConfigEditor &editor() { return *m_editor; }
    PathBar &path() { return *m_path; }

private:
    editors::ConfigEditor *m_editor;
    PathBar *m_path;
};

} // namespace chancery::views
