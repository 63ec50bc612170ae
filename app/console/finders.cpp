// SPDX-License-Identifier: Apache-2.0
#include "finders.h"

#include "models/emergencywords.h"
#include "models/qtconvert.h"
#include "models/words.h"

#include <QMenu>
#include <QMenuBar>

namespace chancery::app {

using models::toQt;
using views::FinderEntry;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Finders)
};

QString withoutMark(QString text)
{
    return text.remove(u'&');
}

struct FixedKey {
    const char *keys;
    const char *what;
};

constexpr FixedKey fixedKeys[]{
    {"Ctrl+Space", QT_TRANSLATE_NOOP("Finders", "Editor: Complete a Key or Value")},
    {"F2", QT_TRANSLATE_NOOP("Finders", "Form and Table: Edit the Value")},
    {"Shift+F2", QT_TRANSLATE_NOOP("Finders", "Form: Rename the Key")},
    {"Insert", QT_TRANSLATE_NOOP("Finders", "Form: Add a Key or Item; Table: Add a Row")},
    {"Delete", QT_TRANSLATE_NOOP("Finders", "Form: Remove the Value; Table: Clear the Cell")},
    {"Ctrl+Delete", QT_TRANSLATE_NOOP("Finders", "Table: Remove the Row")},
    {"Ctrl+Click", QT_TRANSLATE_NOOP("Finders", "Editor: Add a Caret, Like Alt+Click")},
    {"Alt+Shift+Down", QT_TRANSLATE_NOOP("Finders", "Editor: Select Columns, Like Alt+Shift+Drag")},
    {"Ctrl+C", QT_TRANSLATE_NOOP("Finders", "List: Copy the Selected Rows as TSV")},
    {"Ctrl+Click", QT_TRANSLATE_NOOP("Finders", "Lineage: Select a Second Version to Compare")},
    {"Tab", QT_TRANSLATE_NOOP("Finders", "Window: Next Field; in the Editor Ctrl+Tab Leaves It")},
    {"Escape", QT_TRANSLATE_NOOP("Finders", "Question: Close It Without Doing Anything")},
};

} // namespace

namespace {

void addEntries(const QMenu &menu, const QString &title, std::vector<FinderEntry> &entries)
{
    for (QAction *action : menu.actions()) {
        if (action->isSeparator())
            continue;
        if (action->menu()) {
            addEntries(*action->menu(), title, entries);
            continue;
        }
        FinderEntry entry;
        entry.title = Words::tr("%1: %2").arg(title, withoutMark(action->text()));
        entry.detail = action->shortcut().toString(QKeySequence::NativeText);
        if (!action->isEnabled())
            entry.whyNot = action->statusTip().isEmpty() ? Words::tr("Not possible here.")
                                                         : action->statusTip();
        entry.run = [action] { action->trigger(); };
        entries.push_back(std::move(entry));
    }
}

} // namespace

std::vector<FinderEntry> commandEntries(const QMenuBar &menus)
{
    std::vector<FinderEntry> entries;
    for (const QAction *title : menus.actions()) {
        if (title->menu() && title->isVisible())
            addEntries(*title->menu(), withoutMark(title->text()), entries);
    }
    return entries;
}

std::vector<FinderEntry> keyEntries(const QMenuBar &menus)
{
    std::vector<FinderEntry> entries;
    for (FinderEntry &entry : commandEntries(menus)) {
        if (entry.detail.isEmpty())
            continue;
        entry.whyNot.clear();
        entry.run = {};
        entries.push_back(std::move(entry));
    }
    for (const FixedKey &key : fixedKeys)
        entries.push_back({Words::tr(key.what), QString::fromLatin1(key.keys), {}, {}});
    return entries;
}

std::vector<FinderEntry> placeEntries(models::Stores &stores, views::Navigator &navigator)
{
    std::vector<FinderEntry> entries;
    const auto add = [&](const QString &title, const QString &detail, const char *view,
                         const QString &subject) {
        entries.push_back({title, detail, {},
            [&navigator, view, subject] { navigator.goTo({QString::fromLatin1(view), subject}); }});
    };
    for (const core::Config *config : stores.configs.all()) {
        const models::ConfigMarks marks = stores.configs.marks(config->id);
        QStringList details;
        if (marks.hasDraft)
            details << Words::tr("draft");
        if (!marks.openRequest.empty())
            details << toQt(marks.openRequest);
        details << models::formatText(config->format);
        add(toQt(config->path), details.join(QStringLiteral(" · ")), "configs", toQt(config->path));
    }
    for (const core::ChangeRequest &request : stores.requests.requests())
        add(Words::tr("%1 %2").arg(toQt(request.id), toQt(request.title)),
            models::stateText(request.state), "changes", toQt(request.id));
    for (const core::EmergencySession &session : stores.emergencies.open())
        add(Words::tr("%1 %2").arg(toQt(session.id), toQt(session.reason)),
            models::stateText(session.state), "emergency", toQt(session.id));
    return entries;
}

} // namespace chancery::app
