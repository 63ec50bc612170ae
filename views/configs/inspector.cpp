// SPDX-License-Identifier: Apache-2.0
#include "inspector.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

QString joined(const std::vector<std::string> &values)
{
    QStringList texts;
    for (const std::string &value : values)
        texts << toQt(value);
    return texts.join(QStringLiteral(", "));
}

} // namespace

Inspector::Inspector(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(2);
    layout->addWidget(makeLabel(tr("Under the Cursor"), "title", content));
    m_pointer = addRow(layout, tr("Path"), QStringLiteral("inspectorPointer"), true);
    m_description = addRow(layout, tr("Description"), QStringLiteral("inspectorDescription"));
    m_type = addRow(layout, tr("Type"), QStringLiteral("inspectorType"));
    m_values = addRow(layout, tr("Values"), QStringLiteral("inspectorValues"), true);
    layout->addSpacing(12);
    layout->addWidget(makeLine(content));
    layout->addSpacing(12);
    layout->addWidget(makeLabel(tr("Live"), "title", content));
    m_live = addRow(layout, tr("Since"), QStringLiteral("inspectorLive"));
    m_author = addRow(layout, tr("Author"), QStringLiteral("inspectorAuthor"));
    m_approvals = addRow(layout, tr("Approved by"), QStringLiteral("inspectorApprovals"));
    m_reason = addRow(layout, tr("Reason"), QStringLiteral("inspectorReason"));
    m_version = addRow(layout, tr("Version"), QStringLiteral("inspectorVersion"), true);
    m_schema = addRow(layout, tr("Schema"), QStringLiteral("inspectorSchema"));
    m_draft = addRow(layout, tr("Draft"), QStringLiteral("inspectorDraft"));
    layout->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("inspectorScroll"));
    scroll->setAccessibleName(tr("Inspector"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

QLabel *Inspector::addRow(
    QVBoxLayout *layout, const QString &caption, const QString &name, bool isCode)
{
    layout->addSpacing(6);
    layout->addWidget(makeLabel(caption, "muted", this));
    QLabel *value = makeLabel({}, "value", this);
    value->setObjectName(name);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (isCode)
        value->setFont(editors::EditorTheme::monospacedFont());
    layout->addWidget(value);
    return value;
}

void Inspector::show(const DocumentPage *page)
{
    setVisible(page != nullptr);
    if (page)
        showLive(*page);
}

void Inspector::showLive(const DocumentPage &page)
{
    const models::EditingSession &session = page.session();
    const auto &head = session.head();
    const auto &version = session.version();
    const QString none = tr("–");
    showText(m_live,
        head ? tr("%1 (%2)").arg(models::relativeTime(head->since, m_context.clock.now()),
                   models::fullTime(head->since))
             : tr("Nothing is live here yet."));
    showText(m_author, version ? toQt(version->authorName) : none);
    showText(m_reason, version && !version->message.empty() ? toQt(version->message) : none);
    QStringList names;
    if (version) {
        for (const core::Approval &approval : version->approvals)
            names << toQt(approval.name);
    }
    showText(m_approvals,
        names.isEmpty() ? tr("no approval was needed") : names.join(QStringLiteral(", ")));
    showText(m_version,
        head ? tr("%1, epoch %2").arg(models::shortDigest(head->version.text())).arg(head->epoch)
             : none);
    showText(m_schema,
        session.config().schema
            ? (page.schemaTitle().isEmpty() ? toQt(*session.config().schema) : page.schemaTitle())
            : tr("none: only the syntax is checked"));
    showText(m_draft,
        session.savedAt()
            ? tr("saved %1").arg(models::relativeTime(*session.savedAt(), m_context.clock.now()))
            : tr("no draft"));
}

void Inspector::showKey(const QString &pointer, const std::optional<editors::Advice> &advice)
{
    showText(m_pointer, pointer.isEmpty() ? tr("the whole document") : pointer);
    if (!advice) {
        showText(m_description, tr("The schema says nothing about this place."));
        showText(m_type, tr("–"));
        showText(m_values, tr("–"));
        return;
    }
    const QString description
        = toQt(advice->description.empty() ? advice->title : advice->description);
    showText(m_description, description.isEmpty() ? tr("–") : description);
    QString type = joined(advice->types);
    if (advice->isDeprecated)
        type = tr("%1, deprecated").arg(type);
    showText(m_type, type.isEmpty() ? tr("any") : type);
    QString values = joined(advice->values);
    if (values.isEmpty())
        values = joined(advice->examples);
    if (advice->defaultValue)
        values = values.isEmpty() ? tr("default %1").arg(toQt(*advice->defaultValue))
                                  : tr("%1 (default %2)").arg(values, toQt(*advice->defaultValue));
    showText(m_values, values.isEmpty() ? tr("–") : values);
}

} // namespace chancery::views
