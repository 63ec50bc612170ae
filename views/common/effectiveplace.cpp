// SPDX-License-Identifier: Apache-2.0
#include "effectiveplace.h"

#include "models/qtconvert.h"
#include "views/common/widgets.h"

#include <QBoxLayout>

namespace chancery::views {

EffectivePlace::EffectivePlace(QWidget *parent)
    : QWidget(parent)
    , m_region(makeField(QStringLiteral("differenceRegion"), tr("Region")))
    , m_group(makeField(QStringLiteral("differenceGroup"), tr("Group")))
    , m_instance(makeField(QStringLiteral("differenceInstance"), tr("Instance")))
    , m_state(makeLabel({}, "muted", this))
{
    m_state->setObjectName(QStringLiteral("differencePlaceState"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(8, 0, 8, 4);
    line->setSpacing(8);
    line->addWidget(makeLabel(tr("Merged for"), "muted", this));
    for (QLineEdit *field : {m_region, m_group, m_instance})
        line->addWidget(field);
    line->addWidget(m_state, 1);
}

QLineEdit *EffectivePlace::makeField(const QString &name, const QString &words)
{
    auto *field = new QLineEdit(this);
    field->setObjectName(name);
    field->setAccessibleName(words);
    field->setPlaceholderText(words);
    field->setClearButtonEnabled(true);
    field->setMaximumWidth(150);
    connect(field, &QLineEdit::editingFinished, this, &EffectivePlace::choose);
    return field;
}

core::HierarchyPlace EffectivePlace::placeIn(const core::EnvironmentId &environment) const
{
    return {environment, models::fromQt(m_region->text().trimmed()),
        models::fromQt(m_group->text().trimmed()), models::fromQt(m_instance->text().trimmed())};
}

void EffectivePlace::setBusy(bool isBusy)
{
    m_state->setText(isBusy ? tr("Merging the layers…") : QString());
}

// A field that is left as it was says nothing new.
void EffectivePlace::choose()
{
    const core::HierarchyPlace place = placeIn({});
    if (place == m_told)
        return;
    m_told = place;
    Q_EMIT chosen();
}

} // namespace chancery::views
