// SPDX-License-Identifier: Apache-2.0
#include "reachednames.h"

#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

ReachedNames::ReachedNames(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_more(makeButton(tr("Show Names"), name + QStringLiteral("MoreButton"), this, "link"))
    , m_names(makeLabel({}, "muted", this))
{
    m_names->setObjectName(name + QStringLiteral("Names"));
    m_names->setWordWrap(true);
    m_names->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    layout->addWidget(m_names);
    showNames(false);
    hide();
    connect(m_more, &QPushButton::clicked, this, [this] { showNames(m_names->isHidden()); });
}

void ReachedNames::setNames(const QString &names)
{
    showText(m_names, names);
    setVisible(!names.isEmpty());
    if (names.isEmpty())
        showNames(false);
}

void ReachedNames::showNames(bool areShown)
{
    m_names->setVisible(areShown);
    m_more->setText(areShown ? tr("Hide Names") : tr("Show Names"));
}

} // namespace chancery::views
