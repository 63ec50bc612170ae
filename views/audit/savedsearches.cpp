// SPDX-License-Identifier: Apache-2.0
#include "savedsearches.h"

#include "models/qtconvert.h"
#include "views/common/offer.h"
#include "views/common/safetext.h"

#include <QSettings>

namespace chancery::views {

namespace {

// Names and searches in turn.
const auto settingsKey = QStringLiteral("audit/searches");

// An ampersand would be a mnemonic.
QString menuText(const QString &name)
{
    return safeText(name).replace(u'&', QStringLiteral("&&"));
}

} // namespace

SavedSearches::SavedSearches(ViewContext &context, QWidget *parent)
    : QToolButton(parent)
    , m_context(context)
    , m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("savedSearchesButton"));
    setText(tr("Searches"));
    setAccessibleName(tr("Saved searches"));
    setProperty("role", QStringLiteral("menu"));
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &SavedSearches::fill);
    fill();
}

QStringList SavedSearches::kept() const
{
    return m_context.settings.value(settingsKey).toStringList();
}

QStringList SavedSearches::names() const
{
    QStringList names;
    const QStringList all = kept();
    for (qsizetype at = 0; at + 1 < all.size(); at += 2)
        names << all[at];
    return names;
}

void SavedSearches::fill()
{
    m_menu->clear();
    const QStringList all = kept();
    for (qsizetype at = 0; at + 1 < all.size(); at += 2) {
        const auto filter = audit::filterFromText(models::fromQt(all[at + 1]));
        m_menu->addAction(menuText(all[at]), this, [this, filter] { Q_EMIT chosen(filter); });
    }
    if (!all.isEmpty())
        m_menu->addSeparator();
    QAction *saving = m_menu->addAction(tr("Save Search…"), this, &SavedSearches::save);
    saving->setObjectName(QStringLiteral("saveSearch"));
    const bool isAny = m_context.stores.audit.filter() != audit::AuditFilter();
    offer(*saving, isAny ? QString() : tr("No filter is in force, and no words are looked for."));
    QMenu *forgetting = m_menu->addMenu(tr("Delete Search"));
    offer(*forgetting->menuAction(), all.isEmpty() ? tr("No search is saved.") : QString());
    for (const QString &name : names())
        forgetting->addAction(menuText(name), this, [this, name] { forget(name); });
}

void SavedSearches::save()
{
    Question question;
    question.title = tr("Save Search");
    question.text = tr("The filters and words that are in force are kept under a name for this "
                       "connection. A search of the same name is replaced.");
    question.action = tr("Save");
    question.reasonLabel = tr("Name");
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        const QString name = answer.reason.trimmed();
        if (!answer.isAccepted || name.isEmpty())
            return;
        forget(name);
        const auto text = audit::toText(m_context.stores.audit.filter());
        m_context.settings.setValue(settingsKey, kept() << name << models::toQt(text));
    });
}

void SavedSearches::forget(const QString &name)
{
    QStringList all = kept();
    for (qsizetype at = 0; at + 1 < all.size(); at += 2) {
        if (all[at] != name)
            continue;
        all.remove(at, 2);
        break;
    }
    m_context.settings.setValue(settingsKey, all);
}

} // namespace chancery::views
