// SPDX-License-Identifier: Apache-2.0
#include "livesection.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

using models::toQt;

LiveSection::LiveSection(ViewContext &context, QWidget *parent)
    : InspectorSection(tr("Live"), parent)
    , m_context(context)
    , m_live(addRow(tr("Since"), QStringLiteral("inspectorLive")))
    , m_author(addRow(tr("Author"), QStringLiteral("inspectorAuthor")))
    , m_approvals(addRow(tr("Approved by"), QStringLiteral("inspectorApprovals")))
    , m_appliedBy(addRow(tr("Applied by"), QStringLiteral("inspectorAppliedBy")))
    , m_reason(addRow(tr("Reason"), QStringLiteral("inspectorReason")))
    , m_version(addRow(tr("Version"), QStringLiteral("inspectorVersion"), true))
    , m_schema(addRow(tr("Schema"), QStringLiteral("inspectorSchema")))
    , m_draft(addRow(tr("Draft"), QStringLiteral("inspectorDraft")))
{
}

void LiveSection::follow(DocumentPage *page)
{
    if (!page)
        return;
    const models::EditingSession &session = page->session();
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
    showRow(
        m_appliedBy, version && version->appliedByName ? toQt(*version->appliedByName) : QString());
    showRow(m_version,
        head ? tr("%1, epoch %2").arg(models::shortDigest(head->version.text())).arg(head->epoch)
             : QString());
    showSchema(*page);
    showText(m_draft,
        session.draft()
            ? tr("saved %1")
                  .arg(models::timeText(session.draft()->updatedAt, m_context.clock.now()))
            : tr("no draft"));
}

// With the version that the server gave it, and how much that one changed.
QString LiveSection::schemaText(const DocumentPage &page, const core::SchemaId &id) const
{
    const QString title
        = page.schemaTitle().isEmpty() ? tr("a schema without a title") : page.schemaTitle();
    const core::Schema *schema = m_context.stores.schemas.find(id);
    if (!schema || !schema->semver)
        return title;
    const std::string level = schema->level.value_or(std::string());
    const QString change = level == "major" ? tr("major change")
        : level == "minor"                  ? tr("minor change")
        : level == "patch"                  ? tr("patch")
        : level == "none"                   ? tr("same rules")
                                            : tr("first version");
    return tr("%1, version %2 (%3)").arg(title, toQt(*schema->semver), change);
}

// The title is what people know; the id is for those who ask the server for it.
void LiveSection::showSchema(const DocumentPage &page)
{
    const auto &schema = page.session().schema();
    if (!schema)
        showText(m_schema, tr("none: only the syntax is checked"));
    else
        showText(m_schema, schemaText(page, *schema));
    setPlainToolTip(*m_schema, schema ? toQt(*schema) : QString());
}

} // namespace chancery::views
