// SPDX-License-Identifier: Apache-2.0
#include "referencecommands.h"

#include "models/qtconvert.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

using models::toQt;

ReferenceCommands::ReferenceCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_context(context)
    , m_definition(add(tr("Go to Definition"), QStringLiteral("goToDefinition"),
          QStringLiteral("config"), Qt::Key_F12))
{
    QAction *uses = add(tr("Find All Uses"), QStringLiteral("findUses"), QStringLiteral("lineage"),
        Qt::SHIFT | Qt::Key_F12);
    QAction *history = add(tr("Show History of the Key"), QStringLiteral("showKeyHistory"),
        QStringLiteral("lineage"), Qt::CTRL | Qt::SHIFT | Qt::Key_H);
    QAction *effective = add(tr("Show Effective"), QStringLiteral("showEffective"),
        QStringLiteral("configs"), Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    QAction *live = add(tr("Show What Agents Hold"), QStringLiteral("showLive"),
        QStringLiteral("fleet"), Qt::CTRL | Qt::SHIFT | Qt::Key_L);
    QAction *problems = add(tr("Show Problems"), QStringLiteral("showProblems"),
        QStringLiteral("warning"), Qt::CTRL | Qt::SHIFT | Qt::Key_J);
    m_rename = add(tr("Rename Key with References…"), QStringLiteral("renameKeyEverywhere"),
        QStringLiteral("rename"), Qt::CTRL | Qt::Key_F2);
    connect(m_rename, &QAction::triggered, this, [this] { page().renameKey(); });
    connect(m_definition, &QAction::triggered, this, &ReferenceCommands::goToDefinition);
    connect(uses, &QAction::triggered, this, &ReferenceCommands::usesWanted);
    connect(history, &QAction::triggered, this, &ReferenceCommands::historyWanted);
    connect(effective, &QAction::triggered, this, &ReferenceCommands::effectiveWanted);
    connect(live, &QAction::triggered, this, &ReferenceCommands::liveWanted);
    connect(problems, &QAction::triggered, this, &ReferenceCommands::problemsWanted);
    connect(&context.stores.hierarchy, &models::HierarchyStore::changed, this,
        &ReferenceCommands::followEffective);
    connect(&context.stores.references, &models::ReferenceStore::changed, this,
        &ReferenceCommands::followEffective);
}

void ReferenceCommands::followCursor(DocumentPage &page)
{
    set(m_definition, wayToDefinition(page).state);
    const auto mayEdit = models::editState(page.session());
    const bool isKey = !page.editor().pointer().isEmpty();
    set(m_rename,
        !mayEdit.isEnabled ? mayEdit
            : isKey        ? models::ActionState::enabled()
                           : models::ActionState::disabled(tr("The cursor is on no key.")));
}

void ReferenceCommands::followEffective()
{
    if (hasPage())
        set(m_definition, wayToDefinition(page()).state);
}

ReferenceCommands::Way ReferenceCommands::wayToDefinition(DocumentPage &page) const
{
    if (const auto place = m_placeInEffective ? m_placeInEffective() : std::nullopt)
        return wayFromEffective(*place);
    const auto references = page.editor().referencesAtCaret();
    if (references.empty())
        return wayToGiver(page);
    const core::ReferencePiece &reference = references.front();
    if (reference.path.empty())
        return {models::ActionState::enabled(), page.session().config().path, reference.pointer};
    const auto giver = models::definitionOfReference(
        reference.path.substr(1), reference.pointer,
        isOfItsEnvironment(page) ? knownViews() : [](const std::string &) { return nullptr; });
    return {models::ActionState::enabled(), giver.path, giver.pointer};
}

// “Effective” may show another one; its layers say nothing of the text in front.
bool ReferenceCommands::isOfItsEnvironment(DocumentPage &page) const
{
    const models::HierarchyStore &store = m_context.stores.hierarchy;
    return !store.config() || store.config()->id != page.session().config().id
        || store.place().environment == page.session().environment();
}

models::KnownViews ReferenceCommands::knownViews() const
{
    return [this](const std::string &path) {
        const models::ReferenceTarget *target = m_context.stores.references.target(path);
        return target ? target->view.get() : nullptr;
    };
}

// Which text gives the value of the key in the place that is looked at. What the text in front says
// itself hides what is below it, as soon as it says so.
ReferenceCommands::Way ReferenceCommands::wayToGiver(DocumentPage &page) const
{
    models::HierarchyStore &store = m_context.stores.hierarchy;
    const auto &hierarchy = store.hierarchy();
    const core::ConfigId &own = page.session().config().id;
    if (!isOfItsEnvironment(page))
        return {models::ActionState::disabled(tr("The layers of this environment are not read: "
                                                 "choose it in “Effective”.")),
            {}, {}};
    if (!hierarchy || hierarchy->view.config != own)
        return {models::ActionState::disabled(store.loading().isRunning()
                        ? tr("The layers are still being read.")
                        : tr("This line refers to nothing, and no other text gives its value.")),
            {}, {}};
    const auto giver = models::definitionOf(*hierarchy, page.place());
    const bool isAbove = giver && giver->layer->kind > core::LayerKind::Environment
        && !store.isInherited(*giver->layer);
    if (!giver || giver->layer->config == own || (!isAbove && !page.isPlaceMissing()))
        return {models::ActionState::disabled(
                    tr("This line refers to nothing, and no other text gives its value.")),
            {}, {}};
    return {models::ActionState::enabled(), giver->path, giver->pointer};
}

ReferenceCommands::Way ReferenceCommands::wayFromEffective(const std::string &pointer) const
{
    const auto &hierarchy = m_context.stores.hierarchy.hierarchy();
    const auto giver = hierarchy ? models::definitionOfEffective(*hierarchy, pointer, knownViews())
                                 : std::optional<models::Definition>();
    if (!giver)
        return {models::ActionState::disabled(tr("No layer says anything of this line.")), {}, {}};
    return {models::ActionState::enabled(), giver->path, giver->pointer};
}

// What is merged for another environment is opened there.
void ReferenceCommands::goToDefinition()
{
    const bool isMerged = m_placeInEffective && m_placeInEffective();
    const auto way = wayToDefinition(page());
    if (!way.state.isEnabled)
        return;
    if (isMerged)
        m_context.stores.places.setCurrent(m_context.stores.hierarchy.place().environment);
    m_context.navigator.goTo(
        {QStringLiteral("configs"), toQt(way.path) + u'#' + toQt(way.pointer)});
}

} // namespace chancery::views
