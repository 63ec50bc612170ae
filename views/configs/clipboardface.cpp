// SPDX-License-Identifier: Apache-2.0
#include "clipboardface.h"

#include "editors/diffview.h"
#include "editors/keptcopy.h"
#include "views/common/stateoverlay.h"
#include "views/configs/documentpage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QVBoxLayout>

namespace chancery::views {

ClipboardFace::ClipboardFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_context(context)
    , m_page(page)
    , m_difference(new editors::DiffView(context.compute))
    , m_overlay(new StateOverlay(context.look, m_difference, this))
{
    m_difference->setTitles(tr("Clipboard"), tr("This text"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_overlay);
    const auto dress
        = [this, &look = context.look] { m_difference->setTheme(look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
}

void ClipboardFace::enter()
{
    const QClipboard *clipboard = QGuiApplication::clipboard();
    m_clipboard = clipboard->text();
    m_work.cancel();
    m_overlay->setEmpty(m_clipboard.isEmpty(), tr("The clipboard holds no text"),
        tr("Copy the text to compare with, then come back."));
    const QMimeData *data = clipboard->mimeData();
    if (const auto kept = data ? editors::keptCopy(*data) : std::nullopt)
        readOwnCopy(*kept);
    refresh();
}

// A value without its name would be covered nowhere: then it stays with the bullets.
void ClipboardFace::readOwnCopy(const QByteArray &text)
{
    m_work = m_context.compute.run<bool>(
        [text = text.toStdString(), shown = m_clipboard, format = m_page.editor().format(),
            advisor = m_page.advisor()](const core::CancelToken &) {
            return core::Result<bool>(editors::coveredAlone(text, format, advisor.get()) == shown);
        },
        [this, text](core::Result<bool> isShownAlike) {
            m_work.cancel();
            if (!isShownAlike || !*isShownAlike)
                return;
            m_clipboard = QString::fromUtf8(text);
            refresh();
        });
}

void ClipboardFace::refresh()
{
    m_difference->setAdvisor(m_page.advisor());
    m_difference->setTexts(m_clipboard, m_page.editor().text(), m_page.editor().format());
}

} // namespace chancery::views
