// SPDX-License-Identifier: Apache-2.0
#include "configcommands.h"

#include "models/qtconvert.h"
#include "views/common/errortext.h"
#include "views/common/safetext.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

ConfigCommands::ConfigCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_context(context)
    , m_delete(add(tr("Delete Config…"), QStringLiteral("deleteConfig"), QStringLiteral("discard"),
          Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_Delete))
{
    connect(m_delete, &QAction::triggered, this, &ConfigCommands::ask);
    connect(&context.stores.configs.removing(), &models::Operation::changed, this,
        &ConfigCommands::readOutcome);
}

void ConfigCommands::update(DocumentPage &page)
{
    const auto marks = m_context.stores.configs.marks(page.session().config().id);
    set(m_delete, models::deleteState(page.session(), marks.anyRequest));
}

void ConfigCommands::ask()
{
    const QString path = models::toQt(page().session().config().path);
    const Question question{tr("Delete Config"),
        tr("“%1” is taken back in all environments, if nothing of it was ever live in any of them. "
           "Open requests, drafts and whoever refers to it keep it from going.")
            .arg(safeText(path)),
        tr("Delete"), {}, path};
    m_asked = page().session().config().id;
    m_context.prompt.ask(
        question, [this, config = page().session().config()](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_context.stores.configs.remove(config);
        });
}

// Why it stays is said over its text.
void ConfigCommands::readOutcome()
{
    const auto &removing = m_context.stores.configs.removing();
    if (!removing.hasFailed() || !hasPage() || page().session().config().id != m_asked)
        return;
    const auto &error = removing.error();
    const QString detail = safeText(models::toQt(error.detail));
    page().say(
        detail.isEmpty() ? errorHeadline(error) : tr("%1 (%2)").arg(errorHeadline(error), detail));
}

} // namespace chancery::views
