// SPDX-License-Identifier: Apache-2.0
#include "dependenciesview.h"

#include "models/qtconvert.h"
#include "views/common/banner.h"
#include "views/common/errortext.h"
#include "views/common/offer.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/dependencies/dependencycanvas.h"
#include "views/dependencies/dependencylegend.h"
#include "views/dependencies/reachtext.h"

#include <QAction>
#include <QBoxLayout>
#include <QFileDialog>
#include <QSaveFile>

#include <algorithm>

namespace chancery::views {

using models::toQt;

namespace {

// Before the id of a draft; requests have none.
constexpr auto draftMark = "draft:";

} // namespace

DependenciesView::DependenciesView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.api, context.compute)
    , m_canvas(new DependencyCanvas(context.look, this))
    , m_legend(new DependencyLegend(context.look, this))
    , m_overlay(new StateOverlay(context.look, m_canvas, this))
    , m_banner(new Banner(context.look, this))
{
    makeCommands();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBarAbove());
    layout->addWidget(m_banner);
    layout->addWidget(m_overlay, 1);
    layout->addWidget(m_legend);
    layout->addWidget(makeBarBelow());
    m_overlay->watch(m_store.loading());
    for (models::Operation *operation :
        {&m_store.loading(), &m_store.drawingUp(), &m_store.loadingImpact()})
        context.stores.operations.add(*operation);
    connectParts();
    fillRequests();
    readDrawing();
}

DependenciesView::~DependenciesView() = default;

QAction *DependenciesView::addCommand(
    const QString &text, const QString &name, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    return action;
}

void DependenciesView::makeCommands()
{
    m_open = addCommand(tr("Open Config"), QStringLiteral("openDependency"),
        QStringLiteral("config"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_O);
    m_focusCurrent = addCommand(tr("Focus"), QStringLiteral("focusDependency"),
        QStringLiteral("filter"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_F);
    m_showAll = addCommand(tr("Show All"), QStringLiteral("allDependencies"),
        QStringLiteral("dependencies"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_A);
    m_cluster = addCommand(tr("By Namespace"), QStringLiteral("clusterDependencies"),
        QStringLiteral("namespace"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_N);
    m_cluster->setCheckable(true);
    m_fit = addCommand(tr("Fit in Window"), QStringLiteral("fitDependencies"),
        QStringLiteral("resetZoom"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_I);
    m_export = addCommand(tr("Export as SVG…"), QStringLiteral("exportDependencies"),
        QStringLiteral("convert"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_E);
}

QWidget *DependenciesView::makeBarAbove()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_search = new QLineEdit(bar);
    m_search->setObjectName(QStringLiteral("dependencySearch"));
    m_search->setAccessibleName(tr("Find a config"));
    m_search->setPlaceholderText(tr("Find a config"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(240);
    line->addWidget(m_search);
    addFilters(line, bar);
    m_focus = makeLabel({}, "muted", bar);
    line->addWidget(m_focus, 1);
    for (QAction *action : {m_focusCurrent, m_showAll, m_cluster, m_open})
        line->addWidget(makeActionButton(action, bar));
    return bar;
}

void DependenciesView::addFilters(QBoxLayout *line, QWidget *bar)
{
    m_direction = new QComboBox(bar);
    m_direction->setObjectName(QStringLiteral("dependencyDirection"));
    m_direction->setAccessibleName(tr("Direction"));
    m_direction->addItem(tr("Both ways"), QStringLiteral("both"));
    m_direction->addItem(tr("What it needs"), QStringLiteral("dependencies"));
    m_direction->addItem(tr("Who needs it"), QStringLiteral("dependents"));
    m_hops = new QComboBox(bar);
    m_hops->setObjectName(QStringLiteral("dependencyHops"));
    m_hops->setAccessibleName(tr("Steps from the config"));
    m_hops->addItem(tr("All steps"), 0);
    for (const int steps : {1, 2, 3, 5})
        m_hops->addItem(tr("%n step(s)", nullptr, steps), steps);
    line->addWidget(m_direction);
    line->addWidget(m_hops);
}

QWidget *DependenciesView::makeBarBelow()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_where = makeLabel({}, "muted", bar);
    m_where->setObjectName(QStringLiteral("dependencyWhere"));
    m_reach = makeLabel({}, "", bar);
    m_reach->setObjectName(QStringLiteral("dependencyReach"));
    m_requests = new QComboBox(bar);
    m_requests->setObjectName(QStringLiteral("dependencyImpact"));
    m_requests->setAccessibleName(tr("Impact of a draft or request"));
    m_requests->setMinimumWidth(220);
    line->addWidget(m_where, 1);
    line->addWidget(m_reach);
    line->addWidget(m_requests);
    return bar;
}

void DependenciesView::connectParts()
{
    using models::DependencyStore;
    connect(&m_store, &DependencyStore::drawingChanged, this, &DependenciesView::readDrawing);
    connect(&m_store, &DependencyStore::impactChanged, this, &DependenciesView::readImpact);
    connect(&m_store, &DependencyStore::draftsChanged, this, &DependenciesView::fillRequests);
    connect(m_canvas, &DependencyCanvas::currentChanged, this, &DependenciesView::readCurrent);
    connect(m_canvas, &DependencyCanvas::opened, this, &DependenciesView::openCurrent);
    connect(m_search, &QLineEdit::returnPressed, this, &DependenciesView::findNext);
    connect(m_direction, &QComboBox::activated, this, &DependenciesView::ask);
    connect(m_hops, &QComboBox::activated, this, &DependenciesView::ask);
    connect(m_requests, &QComboBox::activated, this, &DependenciesView::chooseRequest);
    connect(m_open, &QAction::triggered, this, &DependenciesView::openCurrent);
    connect(m_focusCurrent, &QAction::triggered, this, [this] { focusOn(pathOfCurrent()); });
    connect(m_showAll, &QAction::triggered, this, [this] { focusOn({}); });
    connect(m_cluster, &QAction::triggered, this, [this](bool isChecked) {
        m_isAsked = true;
        m_store.setClustered(isChecked);
    });
    connect(m_fit, &QAction::triggered, m_canvas, &DependencyCanvas::fit);
    connect(m_export, &QAction::triggered, this, &DependenciesView::exportPicture);
    connect(&m_context.stores.places, &models::PlacesStore::currentChanged, this,
        &DependenciesView::ask);
    connect(&m_context.stores.requests, &models::RequestStore::requestsChanged, this,
        &DependenciesView::fillRequests);
    connect(
        &m_context.stores.live, &models::LiveUpdates::changed, this, &DependenciesView::readAgain);
    connect(&m_context.stores.configs, &models::ConfigStore::configsChanged, this, [this] {
        if (!m_wanted.isEmpty())
            focusOn(std::exchange(m_wanted, QString()));
    });
}

void DependenciesView::activate(const QString &subject)
{
    if (subject.isEmpty() && m_store.drawing()) {
        if (std::exchange(m_isOutdated, false))
            m_store.reload();
        return;
    }
    if (!subject.isEmpty() && idOf(subject).isEmpty()) {
        m_wanted = subject;
        m_context.stores.configs.loadAllNamespaces();
        return;
    }
    focusOn(subject);
}

// What is seen of it, and of what, stays as it is.
void DependenciesView::readAgain(models::LiveUpdates::Topics topics)
{
    using models::LiveUpdates;
    const bool isChosen = !m_requests->currentData().toString().isEmpty();
    if (topics & (LiveUpdates::Requests | LiveUpdates::Drafts) && isChosen)
        chooseRequest();
    if (topics & LiveUpdates::Drafts && m_store.drawing())
        m_store.loadDrafts();
    if (!(topics
            & (LiveUpdates::Heads | LiveUpdates::Configs | LiveUpdates::Drafts
                | LiveUpdates::Requests)))
        return;
    if (isVisible() && m_store.drawing())
        m_store.reload();
    else
        m_isOutdated = true;
}

void DependenciesView::focusOn(const QString &path)
{
    m_around = path;
    ask();
}

// Of what is drawn, or of what the tree of configs knows.
core::ConfigId DependenciesView::idOf(const QString &path) const
{
    const std::string wanted = models::fromQt(path);
    const auto &drawn = m_store.map().configs;
    const auto found = std::ranges::find(drawn, wanted, &core::MappedConfig::path);
    if (found != drawn.end())
        return found->config;
    const core::Config *config = m_context.stores.configs.findPath(wanted);
    return config ? config->id : core::ConfigId();
}

void DependenciesView::ask()
{
    const core::ConfigId config = idOf(m_around);
    const bool isAround = !config.isEmpty();
    if (!isAround)
        m_around.clear();
    client::DependencyQuery query;
    query.environment = m_context.stores.places.currentId();
    query.direction = models::fromQt(m_direction->currentData().toString());
    query.hops = m_hops->currentData().toInt();
    query.isProposedToo = true;
    query.limit = 10'000;
    query.config = config;
    m_direction->setEnabled(isAround);
    m_hops->setEnabled(isAround);
    m_isAsked = true;
    m_isOutdated = false;
    showText(m_focus, isAround ? tr("Around “%1”").arg(m_around) : tr("All configs"));
    m_store.show(query);
    m_store.loadDrafts();
}

void DependenciesView::readDrawing()
{
    const auto &drawing = m_store.drawing();
    m_cluster->setChecked(m_store.isClustered());
    const bool isNew = drawing && std::exchange(m_isAsked, false);
    const QString found = std::exchange(m_found, QString());
    m_canvas->setDrawing(
        drawing, isNew ? DependencyCanvas::Place::Whole : DependencyCanvas::Place::Same);
    m_found = found;
    const bool isEmpty = !drawing || drawing->boxes.empty();
    m_overlay->setEmpty(isEmpty, tr("There is nothing to draw"),
        tr("Configs appear here with the references, layers and declared dependencies between "
           "them."));
    m_export->setEnabled(!isEmpty);
    if (isNew && !m_around.isEmpty())
        m_canvas->setCurrent(drawing->find(m_around));
    readImpact();
    readCurrent();
}

// In a box that stands for several, the one that was found there.
QString DependenciesView::foundInCurrent() const
{
    const auto *drawing = m_canvas->drawing();
    const int box = m_canvas->current();
    return drawing && box >= 0 && drawing->boxes[std::size_t(box)].config < 0
            && drawing->find(m_found) == box
        ? m_found
        : QString();
}

QString DependenciesView::pathOfCurrent() const
{
    const auto *drawing = m_canvas->drawing();
    if (!drawing || m_canvas->current() < 0)
        return {};
    const QString found = foundInCurrent();
    if (!found.isEmpty())
        return idOf(found).isEmpty() ? QString() : found;
    const int config = drawing->boxes[std::size_t(m_canvas->current())].config;
    if (config < 0 || m_store.map().configs[std::size_t(config)].config.isEmpty())
        return {};
    return toQt(m_store.map().configs[std::size_t(config)].path);
}

void DependenciesView::readCurrent()
{
    const bool isConfig = !pathOfCurrent().isEmpty();
    for (QAction *action : {m_open, m_focusCurrent})
        offer(*action, isConfig ? QString() : tr("No config is chosen."));
    const bool isTruncated = m_store.map().isTruncated;
    const QString where = m_canvas->whereText();
    const QString found = foundInCurrent();
    if (!found.isEmpty())
        showText(m_where, tr("Found “%1” in %2").arg(found, where));
    else if (!where.isEmpty())
        showText(m_where, where);
    else
        showText(m_where,
            isTruncated ? tr("%1 of %2 configs are shown.")
                              .arg(m_store.map().configs.size())
                              .arg(m_store.map().total)
                        : tr("Arrow keys walk along the lines; Return opens a config."));
}

void DependenciesView::fillRequests()
{
    const QVariant chosen = m_requests->currentData();
    m_requests->clear();
    m_requests->addItem(tr("Impact of…"), QString());
    for (const core::Draft &draft : m_store.drafts())
        m_requests->addItem(tr("Your draft of %1").arg(toQt(draft.path)),
            QLatin1String(draftMark) + toQt(draft.id));
    for (const core::ChangeRequest &request : m_context.stores.requests.requests())
        m_requests->addItem(
            tr("%1 %2").arg(toQt(request.id), toQt(request.title)), toQt(request.id));
    const int index = m_requests->findData(chosen);
    if (index < 0 && !chosen.toString().isEmpty())
        m_store.clearImpact();
    m_requests->setCurrentIndex(std::max(0, index));
}

void DependenciesView::chooseRequest()
{
    const QString id = m_requests->currentData().toString();
    if (id.isEmpty())
        m_store.clearImpact();
    else if (id.startsWith(QLatin1String(draftMark)))
        m_store.wantDraftImpact(models::idFromQt<core::DraftId>(id.section(u':', 1)));
    else
        m_store.wantRequestImpact(models::idFromQt<core::ChangeRequestId>(id));
}

// What is reached stands out in the environment that is looked at; the counts are of all.
void DependenciesView::readImpact()
{
    const auto *drawing = m_canvas->drawing();
    std::map<int, int> marked;
    bool isTruncated = false;
    for (const core::PlaceImpact &place : m_store.impact().places) {
        if (!drawing || place.environment != m_store.query().environment)
            continue;
        isTruncated = place.isTruncated;
        for (const core::ReachedConfig &each : place.reached) {
            const int box = drawing->find(toQt(each.path));
            if (box >= 0)
                ++marked[box];
        }
    }
    m_legend->read(drawing, !marked.empty());
    m_canvas->setMarked(std::move(marked));
    const QString reach = reachText(m_store.impact(), m_context.stores.places);
    showText(m_reach, isTruncated ? tr("%1 Only the nearest are marked.").arg(reach) : reach);
}

// From the current one on, round and round; where a box stands for several configs, all of them
// before those of the next.
void DependenciesView::findNext()
{
    const auto *drawing = m_canvas->drawing();
    const QString text = m_search->text();
    if (!drawing || text.isEmpty())
        return;
    const auto &configs = m_store.map().configs;
    const int count = int(configs.size());
    int from = -1;
    if (const int box = m_canvas->current(); box >= 0) {
        const QString found = foundInCurrent();
        from = drawing->boxes[std::size_t(box)].config;
        if (!found.isEmpty())
            from = int(std::ranges::find(configs, models::fromQt(found), &core::MappedConfig::path)
                - configs.begin());
        else if (from < 0)
            from = int(std::ranges::find(drawing->boxOf, box) - drawing->boxOf.begin()) - 1;
    }
    for (int step = 1; step <= count; ++step) {
        const auto place = std::size_t((from + step) % count);
        const QString path = toQt(configs[place].path);
        if (!path.contains(text, Qt::CaseInsensitive))
            continue;
        m_found = path;
        m_canvas->setCurrent(drawing->boxOf[place]);
        m_canvas->showCurrent();
        return;
    }
    showText(m_where, tr("No config here has “%1” in its path.").arg(text));
}

void DependenciesView::openCurrent()
{
    const QString path = pathOfCurrent();
    if (!path.isEmpty())
        m_context.navigator.goTo({QStringLiteral("configs"), path});
}

void DependenciesView::exportPicture()
{
    auto *dialog = new QFileDialog(this, tr("Export as SVG"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    dialog->selectFile(QStringLiteral("dependencies.svg"));
    connect(dialog, &QFileDialog::fileSelected, this, &DependenciesView::save);
    dialog->open();
}

void DependenciesView::save(const QString &file)
{
    QSaveFile target(file);
    const bool isSaved = m_store.drawing() && target.open(QIODevice::WriteOnly)
        && target.write(models::svgOf(*m_store.drawing())) >= 0 && target.commit();
    if (isSaved)
        showText(m_where, tr("Saved as “%1”.").arg(file));
    else
        m_banner->show(
            Banner::Tone::Bad, tr("The picture could not be saved"), {}, target.errorString());
}

QList<QAction *> DependenciesView::commands() const
{
    return {m_open, m_focusCurrent, m_showAll, m_cluster, m_fit, m_export};
}

void DependenciesView::focusFilter()
{
    m_search->setFocus();
}

} // namespace chancery::views
