// SPDX-License-Identifier: Apache-2.0
#include "mergeface.h"

#include "editors/merge/mergeview.h"

#include <QVBoxLayout>

namespace chancery::views {

using models::DraftMerge;
using models::MergeTexts;

MergeFace::MergeFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_page(page)
    , m_view(new editors::MergeView(context.compute, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    connect(m_view, &editors::MergeView::cancelled, this, &MergeFace::left);
    connect(m_view, &editors::MergeView::used, this, [this](const QString &text) {
        if (m_page.merge().use(text))
            Q_EMIT left();
    });
    const auto dress
        = [this, &look = context.look] { m_view->setTheme(look.theme().editorTheme()); };
    context.look.whenDressed(*m_view, dress);
    dress();
}

void MergeFace::enter()
{
    m_page.merge().refresh();
    show();
    m_view->setFocus();
}

void MergeFace::refresh()
{
    const auto state = m_page.merge().state();
    if (state == DraftMerge::State::None)
        Q_EMIT left();
    else
        show();
}

void MergeFace::show()
{
    const auto &merge = m_page.merge().merge();
    if (!merge)
        return;
    m_view->setAdvisor(m_page.advisor());
    if (m_view->merge() == merge)
        return;
    setWords();
    m_view->setMerge(merge,
        m_page.merge().state() == DraftMerge::State::Merged ? editors::MergeView::Purpose::Look
                                                            : editors::MergeView::Purpose::Decide);
}

void MergeFace::setWords()
{
    const auto source = m_page.merge().source();
    if (source == MergeTexts::Source::Reversal) {
        m_view->setTitles(tr("After the Change"), tr("Before the Change"), tr("Mine: This Draft"));
        m_view->setAnswers(tr("Take Back"), tr("Leave as It Is"));
        return;
    }
    m_view->setTitles(tr("Both Began From"),
        source == MergeTexts::Source::Live ? tr("Theirs: Live Now") : tr("Theirs: Saved Elsewhere"),
        tr("Mine: This Draft"));
    m_view->setAnswers(tr("Take Theirs"), tr("Take Mine"));
}

} // namespace chancery::views
