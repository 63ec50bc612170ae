// SPDX-License-Identifier: Apache-2.0
#include "inspector.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
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

// Shows the row of the label only when there is something to say.
void showRow(QLabel *label, const QString &text)
{
    showText(label, text);
    label->parentWidget()->setVisible(!text.isEmpty());
}

// A path breaks before the key that does not fit; spaces would be copied with it.
QString brokenPath(const QString &path, const QLabel &label)
{
    const int width = std::max(120, label.width());
    QString broken;
    QString line;
    for (const QString &key : path.split(u'/', Qt::SkipEmptyParts)) {
        const QString part = u'/' + key;
        if (!line.isEmpty() && label.fontMetrics().horizontalAdvance(line + part) > width)
            broken += std::exchange(line, {}) + u'\n';
        line += part;
    }
    return broken + line;
}

} // namespace

Inspector::Inspector(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(232);
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
    auto *row = new QWidget(this);
    auto *lines = new QVBoxLayout(row);
    lines->setContentsMargins(0, 6, 0, 0);
    lines->setSpacing(2);
    lines->addWidget(makeLabel(caption, "muted", row));
    QLabel *value = makeLabel({}, "value", row);
    value->setObjectName(name);
    // A long word must not widen the panel beyond what is seen of it.
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (isCode)
        value->setFont(editors::EditorTheme::monospacedFont());
    lines->addWidget(value);
    layout->addWidget(row);
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
    showText(m_live,
        head ? models::timeText(head->since, m_context.clock.now())
             : tr("Nothing is live here yet."));
    showRow(m_author, version ? toQt(version->authorName) : QString());
    showRow(m_reason, version ? toQt(version->message) : QString());
    QStringList names;
    if (version) {
        for (const core::Approval &approval : version->approvals)
            names << toQt(approval.name);
    }
    const QString approved
        = names.isEmpty() ? tr("no approval was needed") : names.join(QStringLiteral(", "));
    showRow(m_approvals, version ? approved : QString());
    showRow(m_version,
        head ? tr("%1, epoch %2").arg(models::shortDigest(head->version.text())).arg(head->epoch)
             : QString());
    showSchema(page);
    showText(m_draft,
        session.savedAt()
            ? tr("saved %1").arg(models::timeText(*session.savedAt(), m_context.clock.now()))
            : tr("no draft"));
}

// The title is what people know; the id is for those who ask the server for it.
void Inspector::showSchema(const DocumentPage &page)
{
    const auto &schema = page.session().config().schema;
    if (!schema)
        showText(m_schema, tr("none: only the syntax is checked"));
    else
        showText(m_schema,
            page.schemaTitle().isEmpty() ? tr("a schema without a title") : page.schemaTitle());
    setPlainToolTip(*m_schema, schema ? toQt(*schema) : QString());
}

void Inspector::showKey(const QString &pointer, const std::optional<editors::Advice> &advice)
{
    showText(
        m_pointer, pointer.isEmpty() ? tr("the whole document") : brokenPath(pointer, *m_pointer));
    setPlainToolTip(*m_pointer, pointer);
    if (!advice) {
        showText(m_description, tr("The schema says nothing about this place."));
        showRow(m_type, {});
        showRow(m_values, {});
        return;
    }
    const QString description
        = toQt(advice->description.empty() ? advice->title : advice->description);
    showText(m_description,
        description.isEmpty() ? tr("The schema does not describe it.") : description);
    QString type = joined(advice->types);
    if (advice->isDeprecated)
        type = tr("%1, deprecated").arg(type);
    showRow(m_type, type.isEmpty() ? tr("any") : type);
    QString values = joined(advice->values);
    if (values.isEmpty())
        values = joined(advice->examples);
    if (advice->defaultValue)
        values = values.isEmpty() ? tr("default %1").arg(toQt(*advice->defaultValue))
                                  : tr("%1 (default %2)").arg(values, toQt(*advice->defaultValue));
    showRow(m_values, values);
}

} // namespace chancery::views
