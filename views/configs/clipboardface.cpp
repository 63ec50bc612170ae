// SPDX-License-Identifier: Apache-2.0
#include "clipboardface.h"

#include "editors/diffview.h"
#include "views/configs/documentpage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace chancery::views {

ClipboardFace::ClipboardFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_page(page)
    , m_difference(new editors::DiffView(context.compute, this))
{
    m_difference->setTitles(tr("Clipboard"), tr("This text"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_difference);
    const auto dress
        = [this, &look = context.look] { m_difference->setTheme(look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
}

void ClipboardFace::enter()
{
    m_clipboard = QGuiApplication::clipboard()->text();
    refresh();
}

void ClipboardFace::refresh()
{
    m_difference->setAdvisor(m_page.advisor());
    m_difference->setTexts(m_clipboard, m_page.editor().text(), m_page.editor().format());
}

} // namespace chancery::views
