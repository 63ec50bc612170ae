// SPDX-License-Identifier: Apache-2.0
#include "documentchips.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/elidedlabel.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

using models::EditingSession;
using models::toQt;

DocumentChips::DocumentChips(QWidget *bar, QBoxLayout &layout)
    : m_path(new ElidedLabel(bar))
    , m_placeChip(makeChip(QStringLiteral("placeChip"), bar))
    , m_formatChip(makeChip(QStringLiteral("formatChip"), bar))
    , m_draftChip(makeChip(QStringLiteral("draftChip"), bar))
{
    m_path->setObjectName(QStringLiteral("documentPath"));
    m_path->setProperty("role", QStringLiteral("strong"));
    for (QLabel *label : {m_path, m_placeChip, m_formatChip, m_draftChip})
        layout.addWidget(label);
}

void DocumentChips::show(const DocumentPage &page, const models::PlacesStore &places)
{
    using DraftState = EditingSession::DraftState;
    const EditingSession &session = page.session();
    const core::Environment *place = places.find(session.environment());
    showText(m_path, toQt(session.config().path));
    showTierChip(m_placeChip, places.titleOf(session.environment()), place ? place->tier : 0);
    showChip(m_formatChip, models::formatText(session.config().format), "muted");
    switch (session.draftState()) {
    case DraftState::None:
        showChip(m_draftChip,
            session.isLoaded() ? (session.head() ? tr("Live") : tr("Not live yet")) : QString(),
            "good");
        return;
    case DraftState::Unsaved:
        showChip(m_draftChip, tr("Draft, unsaved"), "attention");
        return;
    case DraftState::Saving:
        showChip(m_draftChip, tr("Saving draft"), "busy");
        return;
    case DraftState::Saved:
        if (models::isChange(session))
            showChip(m_draftChip, tr("Draft saved"), "busy");
        else
            showChip(m_draftChip, tr("Draft, same as live"), "muted");
        return;
    case DraftState::Conflict:
        showChip(m_draftChip, tr("Draft in conflict"), "bad");
        return;
    case DraftState::Failed:
        showChip(m_draftChip, tr("Draft not saved"), "bad");
        return;
    }
}

} // namespace chancery::views
