// SPDX-License-Identifier: Apache-2.0
#include "configview.h"

#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/splitter.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/configs/bottompane.h"
#include "views/configs/configcommands.h"
#include "views/configs/configtreepane.h"
#include "views/configs/documentchips.h"
#include "views/configs/documentpage.h"
#include "views/configs/draftcommands.h"
#include "views/configs/effectivepanel.h"
#include "views/configs/facecommands.h"
#include "views/configs/findbar.h"
#include "views/configs/inspector.h"
#include "views/configs/layerwatch.h"
#include "views/configs/livepanel.h"
#include "views/configs/outlinepanel.h"
#include "views/configs/pathbar.h"
#include "views/configs/problemspanel.h"
#include "views/configs/referencecommands.h"
#include "views/configs/tabmemory.h"
#include "views/configs/textface.h"
#include "views/configs/textmenus.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>

namespace chancery::views {

using models::EditingSession;
using models::toQt;

ConfigView::ConfigView(ViewContext &context)
    : m_context(context)
    , m_tree(new ConfigTreePane(context.stores.configs, context.look, this))
    , m_outline(new OutlinePanel(context, this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_inspector(new Inspector(context, this))
    , m_bottom(new BottomPane(this))
    , m_draft(new DraftCommands(context, this))
    , m_faces(new FaceCommands(context, this))
    , m_references(new ReferenceCommands(context, this))
    , m_layers(new LayerWatch(context, this))
    , m_memory(new TabMemory(
          context, *m_pages,
          [this](const auto &config, const auto &place) {
              m_isFollowing = true;
              openIn(config, place);
              m_isFollowing = false;
          },
          this))
{
    makeCommands();
    makePanels();
    auto *splitter = new Splitter(Qt::Horizontal, context.look, this);
    splitter->addWidget(makeLeftSide());
    splitter->addWidget(makeDocuments());
    splitter->addWidget(m_inspector);
    splitter->setSizes({260, 800, 280});
    splitter->setStretchFactor(1, 1);
    splitter->setCollapsible(1, false);
    rememberSplitter(*splitter, QStringLiteral("configs"), context.settings);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_tree, &ConfigTreePane::opened, this,
        [this](const QString &id) { open(models::idFromQt<core::ConfigId>(id)); });
    connect(m_tabs, &QTabBar::currentChanged, this, &ConfigView::showPage);
    connect(&context.stores.places, &models::PlacesStore::currentChanged, this,
        &ConfigView::followEnvironment);
    connect(&context.stores.configs, &models::ConfigStore::configsChanged, this,
        &ConfigView::openWanted);
    connect(
        &context.stores.configs, &models::ConfigStore::marksChanged, this, &ConfigView::readAgain);
    connect(&context.stores.live, &models::LiveUpdates::changed, this,
        [this](models::LiveUpdates::Topics topics) {
            if (topics & models::LiveUpdates::Heads && current())
                current()->session().reloadLive();
        });
    connect(&context.stores.configs, &models::ConfigStore::removed, this, &ConfigView::closeAll);
    connect(m_memory, &TabMemory::restored, this, [this](int index) {
        m_tabs->setCurrentIndex(index);
        showPage(index);
    });
    showPage(-1);
    m_memory->restore();
}

ConfigView::~ConfigView()
{
    m_memory->write();
}

void ConfigView::makeCommands()
{
    auto *general = new CommandGroup(m_context.look, this);
    QAction *next = general->add(
        tr("Next Problem"), QStringLiteral("nextProblem"), QStringLiteral("warning"), Qt::Key_F8);
    QAction *close = general->add(
        tr("Close Tab"), QStringLiteral("closeTab"), QStringLiteral("close"), QKeySequence::Close);
    connect(next, &QAction::triggered, this, [this] { current()->editor().goToNextProblem(); });
    connect(close, &QAction::triggered, this, [this] { this->close(m_tabs->currentIndex()); });
    QAction *outline = general->add(tr("Find in Outline"), QStringLiteral("findInOutline"),
        QStringLiteral("outline"), Qt::CTRL | Qt::SHIFT | Qt::Key_O);
    QAction *path = general->add(tr("Walk the Path"), QStringLiteral("walkPath"),
        QStringLiteral("configs"), Qt::ALT | Qt::Key_Home);
    connect(outline, &QAction::triggered, m_outline, &OutlinePanel::focusFilter);
    connect(path, &QAction::triggered, this, [this] {
        current()->showFace(DocumentPage::Face::Editor);
        current()->text().path().takeFocus();
    });
    connect(m_references, &ReferenceCommands::usesWanted, m_inspector, &Inspector::focusUses);
    connect(m_references, &ReferenceCommands::historyWanted, m_inspector, &Inspector::showHistory);
    m_commands = {m_draft, m_faces, general, new ConfigCommands(m_context, this)};
    addMenu(tr("References"), m_references);
    for (const CommandMenu &menu : makeTextMenus(m_context, this))
        addMenu(menu.title, menu.group);
}

void ConfigView::addMenu(const QString &title, CommandGroup *group)
{
    auto *menu = new QMenu(title, this);
    menu->addActions(group->actions());
    m_menus.push_back(menu);
    m_commands.push_back(group);
}

void ConfigView::makePanels()
{
    auto *problems = new ProblemsPanel(m_context, m_bottom);
    m_bottom->add(problems);
    connect(problems, &ProblemsPanel::chosen, this, &ConfigView::goTo);
    auto *effective = new EffectivePanel(m_context, m_bottom);
    auto *live = new LivePanel(m_context, m_bottom);
    m_bottom->add(effective);
    m_bottom->add(live);
    connect(m_references, &ReferenceCommands::effectiveWanted, m_bottom,
        [this, effective] { m_bottom->bringToFront(effective); });
    connect(m_references, &ReferenceCommands::problemsWanted, m_bottom,
        [this, problems] { m_bottom->bringToFront(problems); });
    m_references->setEffective([effective] { return effective->placeInFocus(); });
    connect(effective, &EffectivePanel::placeChanged, m_references,
        &ReferenceCommands::followEffective);
    connect(m_references, &ReferenceCommands::liveWanted, m_bottom,
        [this, live] { m_bottom->bringToFront(live); });
}

// The outline under the tree: both are wanted at the same time.
QWidget *ConfigView::makeLeftSide()
{
    auto *splitter = new Splitter(Qt::Vertical, m_context.look, this);
    splitter->addWidget(m_tree);
    splitter->addWidget(m_outline);
    splitter->setSizes({420, 360});
    splitter->setStretchFactor(0, 1);
    rememberSplitter(*splitter, QStringLiteral("outline"), m_context.settings);
    connect(m_outline, &OutlinePanel::chosen, this, &ConfigView::goTo);
    return splitter;
}

void ConfigView::goTo(std::size_t offset)
{
    current()->showFace(DocumentPage::Face::Editor);
    current()->editor().goToOffset(offset);
    current()->editor().setFocus();
}

QWidget *ConfigView::makeBarOverPages()
{
    m_bar = new QWidget(this);
    m_bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *layout = makeBar(m_bar);
    m_chips = std::make_unique<DocumentChips>(m_bar, *layout);
    layout->addStretch(1);
    layout->addWidget(m_faces->makeSwitch(m_bar));
    // Without their words: with them the bar is wider than a small window has room for.
    for (QAction *action :
        {m_draft->compareAction(), m_draft->lineageAction(), m_draft->discardAction()}) {
        QToolButton *button = makeActionButton(action, m_bar);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        layout->addWidget(button);
    }
    layout->addWidget(makeActionButton(m_draft->submitAction(), m_bar, true));
    return m_bar;
}

QWidget *ConfigView::makeDocuments()
{
    m_tabs->setObjectName(QStringLiteral("documentTabs"));
    m_tabs->setAccessibleName(tr("Open configs"));
    m_tabs->setMovable(false);
    m_tabs->setDocumentMode(true);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideLeft);
    auto *area = new QWidget(this);
    auto *layout = new QVBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(makeBarOverPages());
    layout->addWidget(m_pages, 1);
    auto *splitter = new Splitter(Qt::Vertical, m_context.look, this);
    splitter->addWidget(area);
    splitter->addWidget(m_bottom);
    splitter->setSizes({640, 140});
    splitter->setStretchFactor(0, 1);
    splitter->setCollapsible(0, false);
    rememberSplitter(*splitter, QStringLiteral("problems"), m_context.settings);
    m_overlay = new StateOverlay(m_context.look, splitter, this);
    return m_overlay;
}

QList<QWidget *> ConfigView::dressedParts()
{
    QList<QWidget *> parts = m_overlay->ownParts();
    parts << m_tree << m_outline << m_tabs << m_bar << m_bottom << m_inspector;
    for (QMenu *menu : m_menus)
        parts << menu;
    return parts;
}

void ConfigView::open(const core::ConfigId &id)
{
    if (const core::Config *config = m_context.stores.configs.find(id))
        openIn(*config, m_context.stores.places.currentId());
}

void ConfigView::openIn(const core::Config &config, const core::EnvironmentId &environment)
{
    for (int index = 0; index < m_pages->count(); ++index) {
        const auto *page = static_cast<DocumentPage *>(m_pages->widget(index));
        if (page->session().config().id == config.id
            && page->session().environment() == environment) {
            m_tabs->setCurrentIndex(index);
            return;
        }
    }
    auto *page = new DocumentPage(m_context, config, environment, m_pages);
    connectPage(page);
    m_context.look.dress(*page);
    m_pages->addWidget(page);
    const QString name = toQt(config.path).section(u'/', -1);
    const int index
        = m_tabs->addTab(tr("%1 – %2").arg(name, m_context.stores.places.titleOf(environment)));
    m_tabs->setTabToolTip(index, toQt(config.path));
    m_tabs->setTabButton(index, QTabBar::RightSide, makeCloseButton(page));
    m_tabs->setCurrentIndex(index);
    showPage(index);
}

QWidget *ConfigView::makeCloseButton(QWidget *page)
{
    auto *button = new QToolButton(m_tabs);
    button->setObjectName(QStringLiteral("closeTabButton"));
    button->setAccessibleName(tr("Close tab"));
    setPlainToolTip(*button, tr("Close tab"));
    button->setIcon(m_context.look.icon(QStringLiteral("close")));
    button->setIconSize({12, 12});
    button->setFocusPolicy(Qt::NoFocus);
    button->setProperty("role", QStringLiteral("flat"));
    connect(button, &QToolButton::clicked, page, [this, page] { close(m_pages->indexOf(page)); });
    return button;
}

void ConfigView::connectPage(DocumentPage *page)
{
    connect(&page->text().path(), &PathBar::outlineWanted, m_outline, &OutlinePanel::focusFilter);
    connect(page, &DocumentPage::changed, this, [this, page] {
        if (page != current())
            return;
        refresh();
        updateCursor();
        focusLoaded();
    });
    connect(page, &DocumentPage::submitted, this, [this](const QString &request) {
        m_context.stores.requests.reload();
        m_context.navigator.goTo({QStringLiteral("changes"), request});
    });
    connect(&page->editor(), &editors::ConfigEditor::textEdited, this,
        [this] { m_wantedPointer.clear(); });
    connect(&page->editor(), &editors::ConfigEditor::cursorMoved, this, &ConfigView::updateCursor);
    connect(page, &DocumentPage::placeChanged, this, &ConfigView::updateCursor);
    connect(
        &page->editor(), &editors::ConfigEditor::undoStateChanged, this, &View::undoStateChanged);
    connect(&page->session(), &EditingSession::draftChanged, this,
        [this] { m_context.stores.configs.loadMarks(m_context.stores.places.currentId()); });
}

void ConfigView::close(int index)
{
    auto *page = static_cast<DocumentPage *>(m_pages->widget(index));
    if (!page)
        return;
    page->session().saveNow();
    m_pages->removeWidget(page);
    m_tabs->removeTab(index);
    removeLater(page);
    showPage(m_tabs->currentIndex());
}

void ConfigView::closeAll(const core::ConfigId &config)
{
    for (int index = m_pages->count() - 1; index >= 0; --index) {
        if (static_cast<DocumentPage *>(m_pages->widget(index))->session().config().id == config)
            close(index);
    }
}

void ConfigView::showPage(int index)
{
    if (index >= 0 && index < m_pages->count())
        m_pages->setCurrentIndex(index);
    m_overlay->setEmpty(m_pages->count() == 0, tr("No config is open"),
        tr("Choose one in the tree, or press Ctrl+P and type a part of its path."));
    // The window looks at the environment of the tab.
    if (const DocumentPage *page = current(); page && !m_isFollowing)
        m_context.stores.places.setCurrent(page->session().environment());
    refresh();
    updateCursor();
}

void ConfigView::followEnvironment()
{
    openWanted();
    const DocumentPage *page = current();
    if (!page || page->session().environment() == m_context.stores.places.currentId())
        return;
    m_isFollowing = true;
    openIn(page->session().config(), m_context.stores.places.currentId());
    m_isFollowing = false;
}

void ConfigView::readAgain()
{
    for (int index = 0; index < m_pages->count(); ++index) {
        auto *page = static_cast<DocumentPage *>(m_pages->widget(index));
        if (page->session().environment() == m_context.stores.places.currentId())
            page->setOpenRequest(
                m_context.stores.configs.marks(page->session().config().id).openRequest);
    }
    refresh(); // what a request is about is not deleted
}

DocumentPage *ConfigView::current() const
{
    return static_cast<DocumentPage *>(m_pages->currentWidget());
}

void ConfigView::refresh()
{
    DocumentPage *page = current();
    m_layers->follow(page);
    m_inspector->follow(page);
    m_outline->follow(page);
    m_bar->setVisible(page != nullptr);
    for (CommandGroup *group : m_commands)
        group->follow(page);
    if (page)
        m_chips->show(*page, m_context.stores.places);
    m_bottom->follow(page);
    m_memory->follow(page);
    Q_EMIT undoStateChanged();
}

void ConfigView::updateCursor()
{
    DocumentPage *page = current();
    if (!page) {
        Q_EMIT cursorTextChanged({});
        return;
    }
    goToWanted();
    const editors::ConfigEditor &editor = page->editor();
    Q_EMIT cursorTextChanged(tr("Line %1, column %2").arg(editor.line()).arg(editor.column()));
    m_references->followCursor(*page);
    m_inspector->followCursor(*page);
    m_outline->followCursor(*page);
    m_bottom->followCursor(*page);
}

QList<QAction *> ConfigView::commands() const
{
    QList<QAction *> all;
    for (std::size_t group = 0; group + m_menus.size() < m_commands.size(); ++group)
        all << m_commands[group]->actions();
    for (const QMenu *menu : m_menus)
        all << menu->menuAction();
    return all;
}

bool ConfigView::canUndo() const
{
    return current() && current()->editor().canUndo();
}

bool ConfigView::canRedo() const
{
    return current() && current()->editor().canRedo();
}

void ConfigView::undo()
{
    current()->editor().undo();
}

void ConfigView::redo()
{
    current()->editor().redo();
}

void ConfigView::focusFilter()
{
    m_tree->focusFilter();
}

QString ConfigView::searchText() const
{
    return current() ? current()->text().findBar().selectedLine() : QString();
}

QString ConfigView::configPath() const
{
    return current() ? toQt(current()->session().config().path) : QString();
}

bool ConfigView::isSettled() const
{
    for (int index = 0; index < m_pages->count(); ++index) {
        const auto state
            = static_cast<DocumentPage *>(m_pages->widget(index))->session().draftState();
        if (state != EditingSession::DraftState::None && state != EditingSession::DraftState::Saved)
            return false;
    }
    return true;
}

} // namespace chancery::views
