// SPDX-License-Identifier: Apache-2.0
#include "diffview.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>

namespace chancery::editors {

class DiffView::Parts {
public:
    QPlainTextEdit *left = nullptr;
    QPlainTextEdit *right = nullptr;
};

DiffView::DiffView(core::Executor &, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>())
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QPlainTextEdit **side : {&m_parts->left, &m_parts->right}) {
        *side = new QPlainTextEdit(this);
        (*side)->setReadOnly(true);
        (*side)->setObjectName(QStringLiteral("diffSide"));
        (*side)->setAccessibleName(tr("Text"));
        (*side)->setFont(EditorTheme::monospacedFont());
        (*side)->setProperty("role", QStringLiteral("code"));
        layout->addWidget(*side);
    }
}
DiffView::~DiffView() = default;
DiffView::Mode DiffView::mode() const
{
    return Mode::SideBySide;
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
void DiffView::setTexts(const QString &left, const QString &right, core::Format)
{
    m_parts->left->setPlainText(left);
    m_parts->right->setPlainText(right);
    Q_EMIT compared();
}
void DiffView::setTitles(const QString &, const QString &)
{
}
void DiffView::setMode(Mode)
{
}
void DiffView::setTheme(const EditorTheme &)
{
}
void DiffView::goToNextChange()
{
}
void DiffView::goToPreviousChange()
{
}

} // namespace chancery::editors
