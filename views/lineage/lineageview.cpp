// SPDX-License-Identifier: Apache-2.0
#include "lineageview.h"

#include "editors/diffview.h"
#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/banner.h"
#include "views/common/differencekeeper.h"
#include "views/common/errortext.h"
#include "views/common/jointadvisor.h"
#include "views/common/offer.h"
#include "views/common/safetext.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/lineage/releaseaction.h"
#include "views/lineage/revertaction.h"
#include "views/lineage/versiongraphpane.h"

#include <QHBoxLayout>
#include <QListView>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

// In the order of the box.
enum Scope { ConfigHere, ConfigEverywhere, NamespaceHere, EverythingHere };

FlagOf flagsOf(const models::PlacesStore &places)
{
    return [&places](const core::EnvironmentId &id) {
        const core::Environment *environment = places.find(id);
        return HeadFlag{places.titleOf(id), environment ? environment->tier : 0};
    };
}

} // namespace

LineageView::LineageView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.lineage)
    , m_graph(new VersionGraphPane(context.stores.versionGraph, context.clock, context.look,
          context.settings, flagsOf(context.stores.places), this))
    , m_overlay(new StateOverlay(context.look, m_graph, this))
    , m_paths(new QStringListModel(this))
    , m_schemas(new SchemaShelf(context, this))
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
    , m_differenceOverlay(new StateOverlay(context.look, m_difference, this))
    , m_revert(new RevertAction(context, this))
    , m_release(new ReleaseAction(context, this))
    , m_trouble(new Banner(context.look, this))
{
    m_rollBack = new QAction(context.look.icon(QStringLiteral("rollback")), tr("Roll Back…"), this);
    m_rollBack->setObjectName(QStringLiteral("rollBack"));
    m_rollBack->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_B);
    m_difference->setTheme(context.look.theme().editorTheme());
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(m_differenceOverlay);
    splitter->setSizes({300, 480});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("lineage"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(makeFindingBar());
    layout->addWidget(m_trouble);
    connect(m_trouble, &Banner::actionTriggered, this, [this] { m_store.releasing().dismiss(); });
    layout->addWidget(splitter, 1);
    m_overlay->watch(context.stores.versionGraph.loading());
    m_differenceOverlay->watch(m_store.loadingTexts());
    connectStores();
    fillConfigs();
    read();
}

LineageView::~LineageView() = default;

void LineageView::connectStores()
{
    connect(m_rollBack, &QAction::triggered, this, &LineageView::rollBack);
    connect(m_graph, &VersionGraphPane::selectionChanged, this, &LineageView::readSelection);
    connect(m_graph, &VersionGraphPane::rowsChanged, this, &LineageView::read);
    connect(&m_store, &models::LineageStore::versionsChanged, this, &LineageView::readSelection);
    connect(&m_store, &models::LineageStore::textsChanged, this, &LineageView::readTexts);
    connect(&m_store.releasing(), &models::Operation::changed, this, &LineageView::readRelease);
    connect(m_schemas, &SchemaShelf::changed, this, &LineageView::readSchemas);
    connect(&m_context.stores.configs, &models::ConfigStore::configsChanged, this,
        &LineageView::fillConfigs);
    connect(&m_context.stores.configs, &models::ConfigStore::namespacesChanged,
        &m_context.stores.configs, &models::ConfigStore::loadAllNamespaces);
    connect(&m_context.stores.places, &models::PlacesStore::currentChanged, this,
        [this] { show(m_configs->currentText()); });
    connect(&m_context.stores.places, &models::PlacesStore::changed, m_graph,
        [this] { m_graph->table().viewport()->update(); });
    m_context.look.whenDressed(
        *m_difference, [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); });
}

QWidget *LineageView::makeHeader()
{
    auto *bar = new QWidget(this);
    m_header = bar;
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_configs = new QComboBox(bar);
    m_configs->setObjectName(QStringLiteral("lineageConfig"));
    m_configs->setAccessibleName(tr("Config"));
    m_configs->setMinimumWidth(280);
    // Thousands of paths: none of them is measured.
    m_configs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_configs->setModel(m_paths);
    if (auto *list = qobject_cast<QListView *>(m_configs->view()))
        list->setUniformItemSizes(true);
    m_configs->setPlaceholderText(tr("Choose a config"));
    m_scope = new QComboBox(bar);
    m_scope->setObjectName(QStringLiteral("lineageScope"));
    m_scope->setAccessibleName(tr("Whose versions"));
    m_scope->addItems({tr("This config here"), tr("This config in all environments"),
        tr("Its namespace here"), tr("All configs here")});
    m_hint = makeLabel({}, "muted", bar);
    line->addWidget(m_configs);
    line->addWidget(m_scope);
    line->addWidget(m_hint, 1);
    line->addWidget(makeActionButton(m_release, bar));
    line->addWidget(makeActionButton(m_revert, bar));
    line->addWidget(makeActionButton(m_rollBack, bar));
    connect(m_configs, &QComboBox::textActivated, this, &LineageView::show);
    connect(
        m_scope, &QComboBox::currentIndexChanged, this, [this] { show(m_configs->currentText()); });
    return bar;
}

QWidget *LineageView::makeFindingBar()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_graph->search().setMinimumWidth(240);
    line->addWidget(&m_graph->search(), 2);
    line->addWidget(makeActionButton(m_graph->onlyMatchesAction(), bar));
    line->addWidget(&m_graph->count(), 1);
    QLabel *date = makeLabel(tr("Go to"), "muted", bar);
    date->setBuddy(&m_graph->date());
    line->addWidget(date);
    m_graph->date().setMaximumWidth(150);
    line->addWidget(&m_graph->date());
    return bar;
}

void LineageView::fillConfigs()
{
    const QString current = m_configs->currentText();
    QStringList paths;
    for (const core::Config *config : m_context.stores.configs.all())
        paths << toQt(config->path);
    if (paths != m_paths->stringList())
        m_paths->setStringList(paths);
    m_configs->setCurrentIndex(int(paths.indexOf(current)));
    if (!m_wanted.isEmpty() && paths.contains(m_wanted))
        show(std::exchange(m_wanted, QString()));
    else if (m_configs->currentIndex() < 0 && m_wanted.isEmpty() && !paths.isEmpty())
        show(paths.front());
}

void LineageView::activate(const QString &subject)
{
    m_context.stores.configs.loadAllNamespaces();
    if (!subject.isEmpty()) {
        m_wanted = subject;
        fillConfigs();
    }
}

models::GraphScope LineageView::scopeOf(const core::Config &config) const
{
    const core::EnvironmentId &here = m_context.stores.places.currentId();
    switch (m_scope->currentIndex()) {
    case ConfigEverywhere:
        return {config.id, {}, {}};
    case NamespaceHere:
        return {{}, here, config.path.substr(0, config.path.find('/'))};
    case EverythingHere:
        return {{}, here, {}};
    default:
        return {config.id, here, {}};
    }
}

void LineageView::show(const QString &path)
{
    const core::Config *config = m_context.stores.configs.findPath(models::fromQt(path));
    if (!config)
        return;
    m_configs->setCurrentText(path);
    const int scope = m_scope->currentIndex();
    m_graph->showColumns(
        scope == ConfigEverywhere, scope == NamespaceHere || scope == EverythingHere);
    m_store.show(*config, m_context.stores.places.currentId());
    m_context.stores.versionGraph.show(scopeOf(*config));
}

void LineageView::read()
{
    const models::VersionGraphStore &graph = m_context.stores.versionGraph;
    const QString place = m_context.stores.places.titleOf(m_context.stores.places.currentId());
    const bool isEmpty = graph.rowCount() == 0;
    if (!m_store.config())
        m_overlay->setEmpty(
            true, tr("No config is chosen"), tr("Choose a config above to see its versions."));
    else if (graph.totalCount() > 0)
        m_overlay->setEmpty(isEmpty, tr("No version is like that"),
            tr("None of the versions has all of these words. Change the filter above."));
    else
        m_overlay->setEmpty(isEmpty, tr("Nothing was ever live here"),
            tr("“%1” has no version in %2.").arg(toQt(m_store.config()->path), place));
    if (!isEmpty && m_graph->selectedIds().isEmpty())
        m_graph->selectRow(0);
    readSelection();
}

// Only what was live here can be so again.
const core::Version *LineageView::target() const
{
    const QStringList ids = m_graph->selectedIds();
    const core::Version *version
        = ids.size() == 1 ? m_store.find(models::idFromQt<core::VersionId>(ids.front())) : nullptr;
    const bool isHere = version && m_store.config() && version->config == m_store.config()->id
        && version->environment == m_store.environment();
    return isHere ? version : nullptr;
}

// The versions that are compared, by their time; of one alone, the one before it as well.
void LineageView::readCompared(const QStringList &ids)
{
    const models::VersionGraphStore &graph = m_context.stores.versionGraph;
    m_older = {};
    m_newer = {};
    if (ids.isEmpty())
        return;
    const auto *first = graph.find(models::idFromQt<core::VersionId>(ids.front()));
    const auto *last = graph.find(models::idFromQt<core::VersionId>(ids.back()));
    if (!first || !last)
        return;
    if (ids.size() == 1) {
        m_newer = first->version;
        m_older = first->parents.empty() ? core::VersionId() : first->parents.front().version;
    } else {
        m_older = first->createdAt < last->createdAt ? first->version : last->version;
        m_newer = first->createdAt < last->createdAt ? last->version : first->version;
    }
    // Of other configs' versions the one that is looked at is the one that commands are for.
    const core::Config *config = m_context.stores.configs.find(first->config);
    if (ids.size() == 1 && config && m_store.config() && config->id != m_store.config()->id)
        m_store.show(*config, m_context.stores.places.currentId());
}

void LineageView::readSelection()
{
    const QStringList ids = m_graph->selectedIds();
    readCompared(ids);
    const models::ActionState state
        = models::rollBackState(m_context.stores.permissions, target(), m_store.head());
    offer(*m_rollBack, state,
        tr("Look at what would happen if the selected version were live again"));
    m_revert->update(target());
    m_release->update(target());
    const bool isHeld = target() && target()->quarantined;
    showText(m_hint,
        isHeld               ? tr("Rolled back from: no program makes it live again.")
            : ids.size() < 2 ? tr("Select two versions to compare them.")
                             : tr("Comparing two versions."));
    m_store.wantTexts(m_newer, m_older);
}

void LineageView::readTexts()
{
    const QString *newer = m_store.textOf(m_newer);
    const QString *older = m_store.textOf(m_older);
    m_differenceOverlay->setEmpty(m_newer.isEmpty(), tr("No version is selected"),
        tr("Select one to see what it changed, or two to compare them."));
    if (!newer || (!older && !m_older.isEmpty()))
        return;
    readSchemas();
    m_difference->setTitles(
        m_older.isEmpty() ? tr("Nothing before") : models::shortDigest(m_older.text()),
        models::shortDigest(m_newer.text()));
    m_keeper->follow(m_store.config()->id, m_context.stores.places.currentId(),
        older ? *older : QString(), *newer);
    m_difference->setTexts(older ? *older : QString(), *newer, m_store.config()->format);
}

// Each version by the schema of its time, and both by what is bound now; of one that is not listed
// nobody knows it.
void LineageView::readSchemas()
{
    const auto advisorOf = [this](const core::VersionId &id) {
        const core::Version *version = m_store.find(id);
        if (!version)
            return id.isEmpty() ? SchemaShelf::Advisor() : m_schemas->awaited();
        return m_schemas->advisorOf(version->schema);
    };
    const std::optional<core::Head> &head = m_store.head();
    m_difference->setAdvisors(JointAdvisor::of({advisorOf(m_older),
                                  m_schemas->advisorOf(head ? head->schema : std::nullopt)}),
        advisorOf(m_newer));
}

void LineageView::readRelease()
{
    const models::Operation &releasing = m_store.releasing();
    if (!releasing.hasFailed())
        return m_trouble->clear();
    m_trouble->show(Banner::Tone::Bad, errorHeadline(releasing.error()), tr("Close"),
        errorDetails(releasing.error()));
}

void LineageView::rollBack()
{
    if (const core::Version *version = target())
        Q_EMIT rollbackWanted(version->config, version->id);
}

void LineageView::addToHeader(QAction *action)
{
    m_header->layout()->addWidget(makeActionButton(action, m_header));
}

QList<QAction *> LineageView::commands() const
{
    return QList<QAction *>{m_release, m_revert, m_rollBack} + m_graph->commands();
}

void LineageView::focusFilter()
{
    m_graph->search().setFocus();
}

} // namespace chancery::views
