// SPDX-License-Identifier: Apache-2.0
#include "differenceface.h"

#include "editors/diffview.h"
#include "views/common/differencekeeper.h"

#include <QVBoxLayout>

namespace chancery::views {

DifferenceFace::DifferenceFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_page(page)
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
{
    m_difference->setEditable(true);
    connect(m_difference, &editors::DiffView::hunkTaken, this, &DifferenceFace::take);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_difference);
    const auto dress
        = [this, &look = context.look] { m_difference->setTheme(look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
}

void DifferenceFace::refresh()
{
    const models::EditingSession &session = m_page.session();
    const auto &other = m_page.comparison();
    m_difference->setTitles(other ? other->title : tr("Live"), tr("Draft"));
    m_difference->setAdvisor(m_page.advisor());
    const QString left = other ? other->text : session.liveText();
    m_shown = session.text();
    m_keeper->follow(session.config().id, session.environment(), left, m_shown);
    m_difference->setTexts(left, m_shown, session.config().format);
}

// As one step of undo. The draft may have changed under the comparison: then it is compared again,
// and the change is taken from what is on screen after that.
void DifferenceFace::take(qsizetype begin, qsizetype end, const QString &text)
{
    if (m_page.session().text() != m_shown || m_page.editor().text() != m_shown)
        return;
    const QByteArray bytes = m_shown.toUtf8();
    m_page.editor().replaceText(
        QString::fromUtf8(bytes.left(begin)) + text + QString::fromUtf8(bytes.mid(end)));
}

} // namespace chancery::views
