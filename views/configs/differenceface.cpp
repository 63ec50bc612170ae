// SPDX-License-Identifier: Apache-2.0
#include "differenceface.h"

#include "editors/diffview.h"

#include <QVBoxLayout>

namespace chancery::views {

DifferenceFace::DifferenceFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_page(page)
    , m_difference(new editors::DiffView(context.compute, this))
{
    m_difference->setTitles(tr("Live"), tr("Draft"));
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
    m_difference->setAdvisor(m_page.advisor());
    m_difference->setTexts(session.liveText(), session.text(), session.config().format);
}

} // namespace chancery::views
