// SPDX-License-Identifier: Apache-2.0
#include "schemapanel.h"

#include "editors/diffview.h"
#include "models/qtconvert.h"
#include "views/common/schemaname.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

constexpr int differenceHeight = 260;

} // namespace

SchemaPanel::SchemaPanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_words(makeLabel({}, "value", this))
    , m_toggle(new QToolButton(this))
    , m_difference(new editors::DiffView(context.compute, this))
{
    m_words->setObjectName(QStringLiteral("schemaPanelWords"));
    m_words->setWordWrap(true);
    m_toggle->setObjectName(QStringLiteral("compareSchemasButton"));
    m_toggle->setText(tr("Compare Schemas"));
    m_toggle->setCheckable(true);
    m_toggle->setProperty("role", QStringLiteral("flat"));
    m_difference->setObjectName(QStringLiteral("schemaDifference"));
    m_difference->setAccessibleName(tr("Difference of the schemas"));
    m_difference->setFixedHeight(differenceHeight);
    m_difference->setTitles(tr("Present schema"), tr("With this change"));
    m_difference->hide();
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 6, 12, 6);
    line->addWidget(m_words, 1);
    line->addWidget(m_toggle, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_difference);
    layout->addWidget(makeLine(this));
    hide();
    connect(m_toggle, &QToolButton::toggled, this, &SchemaPanel::read);
    connect(&context.stores.schemas, &models::SchemaSet::wantedRead, this, &SchemaPanel::read);
    const auto dress = [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
}

void SchemaPanel::show(const core::RequestItem &item, const std::optional<core::SchemaId> &before)
{
    if (m_after != item.schema)
        m_toggle->setChecked(false);
    m_before = before;
    m_after = item.schema;
    read();
}

// A name is anybody's; the URI and the id say which it is.
QString SchemaPanel::nameOf(const std::optional<core::SchemaId> &schema) const
{
    if (!schema)
        return tr("none");
    const core::Schema *known = m_context.stores.schemas.find(*schema);
    return known ? tr("%1 (%2, %3)")
                       .arg(schemaName(*known), models::toQt(known->uri), models::toQt(known->id))
                 : models::toQt(*schema);
}

const std::string *SchemaPanel::textOf(const std::optional<core::SchemaId> &schema) const
{
    static const std::string none;
    return schema ? m_context.stores.schemas.textOf(*schema) : &none;
}

void SchemaPanel::read()
{
    setVisible(m_after.has_value());
    if (!m_after)
        return;
    showText(m_words,
        tr("Another schema: %1 in the place of %2").arg(nameOf(m_after), nameOf(m_before)));
    m_difference->setVisible(m_toggle->isChecked());
    if (!m_toggle->isChecked())
        return;
    const std::string *before = textOf(m_before);
    const std::string *after = textOf(m_after);
    if (before && after) {
        m_difference->setTexts(models::toQt(*before), models::toQt(*after), core::Format::Json);
        return;
    }
    for (const auto &schema : {m_before, m_after}) {
        if (schema && !textOf(schema))
            m_context.stores.schemas.wantText(*schema);
    }
}

} // namespace chancery::views
