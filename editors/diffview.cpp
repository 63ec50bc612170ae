// SPDX-License-Identifier: Apache-2.0
#include "diffview.h"

#include "editors/codeview.h"

#include <QHBoxLayout>

namespace chancery::editors {

class DiffView::Parts {
public:
    explicit Parts(DiffView *diff)
        : left(new CodeView(diff))
        , right(new CodeView(diff))
    {
    }
    CodeView *left;
    CodeView *right;
    Mode mode = Mode::SideBySide;
};

DiffView::DiffView(core::Executor & /*executor*/, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_parts->left);
    layout->addWidget(m_parts->right);
}
DiffView::~DiffView() = default;
DiffView::Mode DiffView::mode() const
{
    return m_parts->mode;
}
int DiffView::changeCount() const
{
    return 0;
}
bool DiffView::isBusy() const
{
    return false;
}
QString DiffView::summary() const
{
    return {};
}
void DiffView::setTexts(const QString &left, const QString &right, core::Format /*format*/)
{
    m_parts->left->setBytes(left.toStdString());
    m_parts->right->setBytes(right.toStdString());
    Q_EMIT compared();
}
void DiffView::setTitles(const QString & /*left*/, const QString & /*right*/)
{
}
void DiffView::setMode(Mode mode)
{
    m_parts->mode = mode;
}
void DiffView::setTheme(const EditorTheme &theme)
{
    m_parts->left->applyTheme(theme);
    m_parts->right->applyTheme(theme);
}
void DiffView::goToNextChange()
{
}
void DiffView::goToPreviousChange()
{
}

} // namespace chancery::editors
