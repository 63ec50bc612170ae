// SPDX-License-Identifier: Apache-2.0
#include "bulkview.h"

#include "editors/coreschemaadvisor.h"
#include "editors/diffview.h"
#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "views/bulk/bulkquery.h"
#include "views/bulk/bulkrequestform.h"
#include "views/common/banner.h"
#include "views/common/celldelegate.h"
#include "views/common/errortext.h"
#include "views/common/offer.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QTreeView>

namespace chancery::views {

using models::BulkObject;
using models::BulkTree;
using models::toQt;

BulkView::BulkView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.bulk)
    , m_tree(new BulkTree(m_store, context.stores.places, this))
    , m_query(new BulkQuery(context.stores.places, context.look, this))
    , m_banner(new Banner(context.look, this))
    , m_results(new QTreeView(this))
    , m_overlay(nullptr)
    , m_difference(new editors::DiffView(context.compute, this))
    , m_form(new BulkRequestForm(m_store, this))
{
    makeCommands();
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(makeResults());
    splitter->addWidget(m_difference);
    splitter->setSizes({360, 260});
    splitter->setCollapsible(0, false);
    rememberSplitter(*splitter, QStringLiteral("bulk"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_query);
    layout->addWidget(m_banner);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_form);
    layout->addWidget(makeFooter());
    m_form->hide();
    m_difference->setTheme(context.look.theme().editorTheme());
    m_difference->setTitles(tr("Live"), tr("With this change"));
    context.look.whenDressed(
        *m_difference, [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); });
    connectStore();
    read();
}

BulkView::~BulkView() = default;

QAction *BulkView::addCommand(
    const QString &text, const QString &name, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    return action;
}

void BulkView::makeCommands()
{
    m_look = addCommand(
        tr("Look Again"), QStringLiteral("bulkLook"), QStringLiteral("find"), Qt::Key_F5);
    m_open = addCommand(
        tr("Open in Editor"), QStringLiteral("bulkOpen"), QStringLiteral("config"), Qt::Key_F4);
    m_all = addCommand(tr("Choose All"), QStringLiteral("bulkChooseAll"), QStringLiteral("approve"),
        Qt::CTRL | Qt::ALT | Qt::Key_Y);
    m_none = addCommand(tr("Choose None"), QStringLiteral("bulkChooseNone"),
        QStringLiteral("reject"), Qt::CTRL | Qt::ALT | Qt::Key_N);
    m_save = addCommand(tr("Save as Drafts"), QStringLiteral("bulkSaveDrafts"),
        QStringLiteral("draft"), Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    m_request = addCommand(tr("Request Change…"), QStringLiteral("bulkRequest"),
        QStringLiteral("submit"), Qt::CTRL | Qt::Key_Return);
    connect(m_look, &QAction::triggered, this, &BulkView::look);
    connect(m_open, &QAction::triggered, this, &BulkView::openCurrent);
    connect(m_all, &QAction::triggered, this, [this] { chooseAll(true); });
    connect(m_none, &QAction::triggered, this, [this] { chooseAll(false); });
    connect(m_save, &QAction::triggered, &m_store, &models::BulkStore::saveDrafts);
    connect(m_request, &QAction::triggered, m_form, &BulkRequestForm::open);
}

QWidget *BulkView::makeResults()
{
    m_results->setObjectName(QStringLiteral("bulkResults"));
    m_results->setAccessibleName(tr("Hits"));
    m_results->setModel(m_tree);
    m_results->setItemDelegate(new CellDelegate(m_context.look, m_results));
    m_results->setUniformRowHeights(true);
    m_results->setAllColumnsShowFocus(true);
    m_results->setAlternatingRowColors(false);
    m_results->setTabKeyNavigation(false);
    m_results->header()->resizeSection(BulkTree::Place, 380);
    m_results->header()->resizeSection(BulkTree::Before, 300);
    m_results->header()->resizeSection(BulkTree::After, 300);
    m_overlay = new StateOverlay(m_context.look, m_results, this);
    m_overlay->watch(m_store.searching());
    connect(m_results->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showDifference();
        readActions();
    });
    connect(m_results, &QTreeView::activated, this, &BulkView::goToEditor);
    return m_overlay;
}

QWidget *BulkView::makeFooter()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("footer"));
    bar->setAttribute(Qt::WA_StyledBackground);
    QBoxLayout *layout = makeBar(bar);
    m_summary = makeLabel({}, "muted", bar);
    m_summary->setObjectName(QStringLiteral("bulkSummary"));
    layout->addWidget(m_summary, 1);
    layout->addWidget(makeActionButton(m_save, bar));
    layout->addWidget(makeActionButton(m_request, bar, true));
    return bar;
}

void BulkView::connectStore()
{
    connect(m_query, &BulkQuery::wanted, this, &BulkView::look);
    connect(m_form, &BulkRequestForm::left, this, [this] {
        m_form->hide();
        m_results->setFocus();
    });
    connect(&m_store, &models::BulkStore::changed, this, &BulkView::read);
    connect(&m_store, &models::BulkStore::objectChanged, this, [this] {
        readActions();
        showDifference();
    });
    connect(&m_store.searching(), &models::Operation::changed, this, &BulkView::read);
    connect(&m_store.replanning(), &models::Operation::changed, this, &BulkView::readActions);
    connect(&m_store.carryingOut(), &models::Operation::changed, this, &BulkView::readOutcome);
    connect(&m_store, &models::BulkStore::requested, this, [this](const QString &request) {
        m_form->hide();
        m_context.stores.requests.reload();
        m_context.navigator.goTo({QStringLiteral("changes"), request});
    });
    connect(&m_store, &models::BulkStore::draftsSaved, this, [this](int count) {
        m_context.stores.configs.loadMarks(m_context.stores.places.currentId());
        m_banner->show(Banner::Tone::Information, tr("%n draft(s) saved.", nullptr, count));
    });
    connect(&m_store, &models::BulkStore::moved, this, [this](int count) {
        m_banner->show(Banner::Tone::Attention,
            tr("Live moved in %n text(s) meanwhile, and nothing was sent. What moved is planned "
               "again: look at it, then request the change again.",
                nullptr, count));
    });
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        m_store.carryingOut().dismiss();
        m_banner->clear();
    });
    connect(m_overlay, &StateOverlay::emptyActionTriggered, m_query, &BulkQuery::focusFirst);
}

void BulkView::look()
{
    m_banner->clear();
    m_form->hide();
    m_query->showProblem(nullptr);
    if (m_query->kind())
        m_store.plan(m_query->operation(), m_query->scope());
    else
        m_store.search(m_query->search(), m_query->scope());
}

void BulkView::read()
{
    const models::Operation &searching = m_store.searching();
    // What is wrong with a field is told there; everything else over the results.
    const bool isFieldProblem = searching.hasFailed() && !searching.error().fields.empty();
    if (isFieldProblem)
        m_query->showProblem(&searching.error());
    m_results->setColumnHidden(BulkTree::After, !m_store.isPlan());
    m_results->setColumnHidden(BulkTree::Problem, !m_store.isPlan());
    m_results->expandToDepth(0);
    if (!m_results->currentIndex().isValid() && m_tree->rowCount() > 0)
        m_results->setCurrentIndex(m_tree->index(0, 0));
    readEmpty();
    readActions();
    showDifference();
}

void BulkView::readEmpty()
{
    const bool isEmpty = m_store.objects().empty();
    if (!m_store.hasSearched())
        m_overlay->setEmpty(isEmpty, tr("Find in all configs, or change many at once"),
            tr("Choose an operation and say what to look for. Nothing is changed before you have "
               "seen each hit and requested the change."),
            tr("Begin"));
    else
        m_overlay->setEmpty(isEmpty, tr("Nothing was found"),
            tr("No text that is live in the chosen scope has it. Sensitive values are not "
               "searched."),
            tr("Look for Something Else"));
}

void BulkView::readActions()
{
    const bool isWorking = m_store.searching().isRunning() || m_store.replanning().isRunning()
        || m_store.carryingOut().isRunning();
    const auto changing = std::ranges::count_if(m_store.objects(), &BulkObject::changes);
    models::ActionState state = m_store.editState(m_context.stores.permissions);
    if (state.isEnabled && !m_store.isPlan())
        state = models::ActionState::disabled(tr("Only found; choose an operation to change it."));
    else if (state.isEnabled && isWorking)
        state = models::ActionState::disabled(tr("The change is still being planned."));
    else if (state.isEnabled && m_store.isCutOff())
        state = models::ActionState::disabled(
            tr("Half of a rename would break the other half; narrow the scope."));
    else if (state.isEnabled && changing == 0)
        state = models::ActionState::disabled(tr("Nothing that is chosen changes."));
    for (QAction *action : {m_request, m_save}) {
        const bool hasItems = action != m_request || m_store.changeCount() > 0;
        offer(*action,
            hasItems || !state.isEnabled ? state
                                         : models::ActionState::disabled(
                                               tr("Only drafts are chosen; save them as drafts.")));
    }
    const bool isAtText = m_tree->objectOf(m_results->currentIndex()) != nullptr;
    offer(*m_open, isAtText ? QString() : tr("No text is selected."));
    const bool isAnyHit = m_store.isPlan() && !m_store.objects().empty();
    for (QAction *action : {m_all, m_none})
        offer(*action,
            m_store.carryingOut().isRunning() ? tr("The change is being carried out.")
                : isAnyHit                    ? QString()
                                              : tr("There are no hits to choose."));
    QString summary;
    if (m_store.hasSearched() && !m_store.objects().empty())
        summary = tr("%1 in %2")
                      .arg(tr("%n hit(s)", nullptr, m_store.hitCount()),
                          tr("%n text(s)", nullptr, int(m_store.objects().size())));
    if (m_store.isPlan() && !summary.isEmpty())
        summary += QStringLiteral("; ") + tr("%n text(s) would change.", nullptr, int(changing));
    if (!m_store.isComplete())
        summary += QStringLiteral(" ") + tr("There are more; narrow the scope.");
    if (const int unjudged = isWorking ? 0 : m_store.unjudgedCount(); unjudged > 0)
        summary += QStringLiteral(" ")
            + tr("%n text(s) not looked at with all layers.", nullptr, unjudged);
    if (const int closed = m_store.closedDraftCount(); closed > 0)
        summary += QStringLiteral(" ")
            + tr("%n draft(s) of yours cannot be opened and were left out.", nullptr, closed);
    showText(m_summary, summary);
}

void BulkView::readOutcome()
{
    const models::Operation &operation = m_store.carryingOut();
    if (operation.hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(operation.error()), tr("Close"),
            errorDetails(operation.error()));
    readActions();
}

void BulkView::showDifference()
{
    const BulkObject *object = m_tree->objectOf(m_results->currentIndex());
    const bool hasPlan = object && object->result;
    m_difference->setVisible(hasPlan);
    if (!hasPlan || object->result == m_shown)
        return;
    m_shown = object->result;
    m_difference->setTitles(
        object->isDraft() ? tr("Your draft") : tr("Live"), tr("With this change"));
    m_difference->setAdvisor(object->schema
            ? std::make_shared<const editors::CoreSchemaAdvisor>(*object->schema)
            : nullptr);
    m_difference->setTexts(
        toQt(m_shown->base.text), toQt(m_shown->plan.after), object->found.format);
}

void BulkView::chooseAll(bool isChosen)
{
    QStringList ids;
    for (const BulkObject &object : m_store.objects())
        ids << object.id();
    for (const QString &id : ids)
        m_store.choose(id, isChosen);
}

void BulkView::openCurrent()
{
    goToEditor(m_results->currentIndex());
}

void BulkView::goToEditor(const QModelIndex &index)
{
    const BulkObject *object = m_tree->objectOf(index);
    if (!object)
        return;
    m_context.stores.places.setCurrent(object->found.environment);
    m_context.navigator.goTo(
        {QStringLiteral("configs"), toQt(object->found.path) + u'#' + m_tree->pointerOf(index)});
}

void BulkView::activate(const QString &subject)
{
    const QString what = subject.section(u':', 1);
    if (subject.startsWith(QLatin1String("find:"))) {
        if (!m_query->kind() || *m_query->kind() != core::BulkKind::Replace)
            m_query->setKind(std::nullopt);
        m_query->setPattern(what);
        m_query->focusFirst();
    } else if (subject.startsWith(QLatin1String("rename"))) {
        m_query->setDrafts(subject.startsWith(QLatin1String("rename-drafts:")));
        m_query->setKind(core::BulkKind::Rename);
        m_query->setPath(u'=' + what.section(u'#', 0, 0));
        m_query->setPlaces(what.section(u'#', 1));
        m_query->focusFirst();
    } else {
        m_query->focusFirst();
    }
}

QList<QAction *> BulkView::commands() const
{
    return {m_look, m_open, m_all, m_none, m_save, m_request};
}

void BulkView::focusFilter()
{
    m_query->focusFirst();
}

} // namespace chancery::views
