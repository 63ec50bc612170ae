// SPDX-License-Identifier: Apache-2.0
#include "schemachooser.h"

#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/schemaname.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>

namespace chancery::views {

SchemaChooser::SchemaChooser(models::SchemaSet &schemas, QWidget *parent)
    : QWidget(parent)
    , m_schemas(schemas)
    , m_words(makeLabel(
          tr("A later change brought another schema. After the revert holds"), "value", this))
    , m_choices(new QComboBox(this))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_choices->setObjectName(QStringLiteral("schemaChoice"));
    m_choices->setAccessibleName(tr("Which schema holds after the revert"));
    m_choices->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_words->setBuddy(m_choices);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 6, 16, 6);
    layout->setSpacing(8);
    layout->addWidget(m_words);
    layout->addWidget(m_choices, 1);
    hide();
    connect(&schemas, &models::SchemaSet::wantedRead, this, &SchemaChooser::read);
    connect(m_choices, &QComboBox::activated, this, [this](int row) {
        const QVariant value = m_choices->itemData(row);
        Q_EMIT chosen(
            value.isValid() ? std::optional(core::SchemaChoice(value.toInt())) : std::nullopt);
    });
}

void SchemaChooser::show(
    const core::SchemaSides *sides, const std::optional<core::SchemaChoice> &choice)
{
    const bool isSame = !isHidden() && sides && *sides == m_sides && choice == m_choice;
    setVisible(sides != nullptr);
    if (!sides || isSame)
        return;
    m_sides = *sides;
    m_choice = choice;
    read();
}

void SchemaChooser::read()
{
    if (isHidden())
        return;
    m_choices->clear();
    m_choices->addItem(tr("To decide"));
    for (const core::SchemaChoice choice : core::schemaChoices(m_sides)) {
        m_choices->addItem(safeText(textOf(choice)), int(choice));
        if (choice == m_choice)
            m_choices->setCurrentIndex(m_choices->count() - 1);
    }
}

QString SchemaChooser::textOf(core::SchemaChoice choice) const
{
    const auto nameOf = [this](const std::optional<core::SchemaId> &schema) {
        return schema ? schemaName(m_schemas, *schema) : tr("none");
    };
    switch (choice) {
    case core::SchemaChoice::Before:
        return tr("the one before the change: %1").arg(nameOf(m_sides.before));
    case core::SchemaChoice::Made:
        return tr("the one that the change brought: %1").arg(nameOf(m_sides.made));
    case core::SchemaChoice::Now:
        break;
    }
    return tr("the later one, as it is now: %1").arg(nameOf(m_sides.now));
}

} // namespace chancery::views
