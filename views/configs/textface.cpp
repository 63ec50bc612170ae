// SPDX-License-Identifier: Apache-2.0
#include "textface.h"

#include "editors/minimap.h"
#include "editors/searcher.h"
#include "views/configs/findbar.h"
#include "views/configs/pathbar.h"

#include <QShortcut>
#include <QVBoxLayout>

namespace chancery::views {

TextFace::TextFace(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_editor(new editors::ConfigEditor(context.compute, this))
    , m_path(new PathBar(*m_editor, context.look, this))
    , m_minimap(new editors::Minimap(*m_editor, context.compute, this))
    , m_searcher(new editors::Searcher(*m_editor, context.compute))
    , m_find(new FindBar(*m_editor, *m_searcher, context.look, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_path);
    auto *line = new QHBoxLayout;
    line->setSpacing(0);
    line->addWidget(m_editor, 1);
    line->addWidget(m_minimap);
    layout->addLayout(line, 1);
    layout->addWidget(m_find);
    setFocusProxy(m_editor);
    auto *rename = new QShortcut(Qt::Key_F2, this);
    rename->setContext(Qt::WidgetWithChildrenShortcut);
    connect(rename, &QShortcut::activated, this, &TextFace::renameWanted);
    connect(m_find, &FindBar::allConfigsWanted, this, [&context](const QString &pattern) {
        context.navigator.goTo({QStringLiteral("bulk"), QStringLiteral("find:") + pattern});
    });
}

void TextFace::showMinimap(bool shown)
{
    m_minimap->setVisible(shown);
}

void TextFace::applyTheme(const editors::EditorTheme &theme)
{
    m_editor->setTheme(theme);
    m_minimap->applyTheme();
    m_searcher->applyTheme();
}

} // namespace chancery::views
