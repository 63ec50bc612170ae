// SPDX-License-Identifier: Apache-2.0
#include "textface.h"

#include "views/configs/pathbar.h"

#include <QVBoxLayout>

namespace chancery::views {

TextFace::TextFace(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_editor(new editors::ConfigEditor(context.compute, this))
    , m_path(new PathBar(*m_editor, context.look, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_path);
    layout->addWidget(m_editor, 1);
    setFocusProxy(m_editor);
}

} // namespace chancery::views
