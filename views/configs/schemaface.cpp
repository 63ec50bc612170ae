// SPDX-License-Identifier: Apache-2.0
#include "schemaface.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/safetext.h"
#include "views/common/schemaname.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

enum Column { Name, Version, Change, Published };

QString changeText(const core::Schema &schema)
{
    const std::string level = schema.level.value_or(std::string());
    if (level == "major")
        return SchemaFace::tr("major: refuses what the one before took");
    if (level == "minor")
        return SchemaFace::tr("minor: takes more than the one before");
    if (level == "patch" || level == "none")
        return SchemaFace::tr("same rules");
    return SchemaFace::tr("first version");
}

} // namespace

SchemaFace::SchemaFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_context(context)
    , m_page(page)
    , m_empty(makeLabel(tr("The server has no other schema. Somebody who may manage schemas can "
                           "publish one: chancery-cli import."),
          "muted", this))
    , m_list(new QTreeWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeLine(this));
    m_empty->setContentsMargins(16, 12, 16, 12);
    m_empty->setWordWrap(true);
    layout->addWidget(m_empty);
    layout->addWidget(m_list, 1);
    setUpList();
    connect(&context.stores.schemas, &models::SchemaSet::wantedRead, this, [this] {
        if (m_page.face() == DocumentPage::Face::Schema)
            fill();
    });
}

QWidget *SchemaFace::makeHead()
{
    auto *head = new QWidget(this);
    head->setProperty("role", QStringLiteral("panel"));
    head->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", head);
    m_present = makeLabel({}, "value", head);
    m_present->setObjectName(QStringLiteral("presentSchema"));
    auto *meaning = makeLabel(tr("Another schema is a part of the change: the text is held against "
                                 "it, both are approved together, and it "
                                 "holds in this environment only."),
        "muted", head);
    meaning->setWordWrap(true);
    m_filter = new QLineEdit(head);
    m_filter->setObjectName(QStringLiteral("schemaFilter"));
    m_filter->setAccessibleName(tr("Find a schema"));
    m_filter->setPlaceholderText(tr("Find a schema"));
    m_filter->setClearButtonEnabled(true);
    m_use = makeButton(tr("Use This Schema"), QStringLiteral("useSchemaButton"), head, "primary");
    QPushButton *back = makeButton(tr("Back to Editor"), QStringLiteral("leaveSchemaButton"), head);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_filter, 1);
    line->addWidget(back);
    line->addWidget(m_use);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_present);
    layout->addWidget(meaning);
    layout->addLayout(line);
    connect(m_filter, &QLineEdit::textChanged, this, &SchemaFace::fill);
    connect(m_filter, &QLineEdit::returnPressed, this, &SchemaFace::use);
    connect(m_use, &QPushButton::clicked, this, &SchemaFace::use);
    connect(back, &QPushButton::clicked, this, &SchemaFace::left);
    return head;
}

void SchemaFace::setUpList()
{
    m_list->setObjectName(QStringLiteral("schemaList"));
    m_list->setAccessibleName(tr("Schemas"));
    m_list->setHeaderLabels({tr("Schema"), tr("Version"), tr("Change"), tr("Published")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &SchemaFace::updateState);
    connect(m_list, &QTreeWidget::itemActivated, this, &SchemaFace::use);
}

void SchemaFace::enter()
{
    const auto &session = m_page.session();
    showText(m_title,
        tr("Schema of “%1” in %2")
            .arg(models::toQt(session.config().path),
                m_context.stores.places.titleOf(session.environment())));
    m_context.stores.schemas.list();
    refresh();
    fill();
    m_filter->setFocus();
}

void SchemaFace::refresh()
{
    const auto &bound = m_page.session().boundSchema();
    showText(m_present,
        bound ? tr("Present: %1").arg(schemaName(m_context.stores.schemas, *bound))
              : tr("Present: none, only the syntax is checked"));
    updateState();
}

// The versions of the present one, the newest first, then the others by name.
std::vector<core::Schema> SchemaFace::inOrder() const
{
    auto schemas = m_context.stores.schemas.all();
    const auto &bound = m_page.session().boundSchema();
    const auto present = std::ranges::find_if(
        schemas, [&](const core::Schema &schema) { return schema.id == bound; });
    const std::string uri = present == schemas.end() ? std::string() : present->uri;
    std::ranges::sort(schemas, [&uri](const core::Schema &a, const core::Schema &b) {
        const bool isOther = uri.empty() || a.uri != uri;
        const bool isOtherB = uri.empty() || b.uri != uri;
        if (isOther != isOtherB)
            return isOtherB;
        if (isOther && a.name != b.name)
            return a.name < b.name;
        return b.id < a.id; // the order of ids is that of time
    });
    return schemas;
}

void SchemaFace::fill()
{
    const auto before = selected();
    m_list->clear();
    for (const core::Schema &schema : inOrder()) {
        const QString wanted = m_filter->text().trimmed();
        if (wanted.isEmpty() || schemaName(schema).contains(wanted, Qt::CaseInsensitive)
            || models::toQt(schema.uri).contains(wanted, Qt::CaseInsensitive))
            add(schema);
    }
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        auto *item = m_list->topLevelItem(row);
        const core::SchemaId id(models::fromQt(item->data(Name, Qt::UserRole).toString()));
        if (id == before || (!before && row == 0))
            m_list->setCurrentItem(item);
    }
    const bool isNone = m_context.stores.schemas.all().empty();
    m_empty->setVisible(isNone && !m_context.stores.schemas.loading().isRunning());
    m_list->setVisible(!isNone);
    updateState();
}

void SchemaFace::add(const core::Schema &schema)
{
    auto *row = new QTreeWidgetItem(m_list);
    const QString name = models::toQt(schema.name.empty() ? schema.uri : schema.name);
    const bool isPresent = schema.id == m_page.session().boundSchema();
    row->setText(Name, isPresent ? tr("%1 (present)").arg(safeText(name)) : safeText(name));
    row->setText(Version, schema.semver ? safeText(models::toQt(*schema.semver)) : QString());
    row->setText(Change, changeText(schema));
    row->setText(Published, models::fullTime(schema.createdAt));
    row->setData(Name, Qt::UserRole, models::toQt(schema.id));
    row->setData(Name, Qt::ToolTipRole, safeToolTip(models::toQt(schema.uri)));
}

std::optional<core::SchemaId> SchemaFace::selected() const
{
    const auto *item = m_list->currentItem();
    if (!item)
        return std::nullopt;
    return core::SchemaId(models::fromQt(item->data(Name, Qt::UserRole).toString()));
}

void SchemaFace::updateState()
{
    const auto chosen = selected();
    m_use->setEnabled(chosen && chosen != m_page.session().schema());
}

void SchemaFace::use()
{
    if (!m_use->isEnabled())
        return;
    m_page.session().chooseSchema(selected());
    Q_EMIT left();
}

} // namespace chancery::views
