// SPDX-License-Identifier: Apache-2.0
#include "configview.h"

#include "editors/problemsmodel.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/configs/configtreepane.h"
#include "views/configs/documentpage.h"
#include "views/configs/inspector.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

namespace chancery::views {

using models::EditingSession;
using models::toQt;

ConfigView::ConfigView(ViewContext &context)
    : m_context(context)
    , m_tree(new ConfigTreePane(context.stores.configs, context.look, this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_inspector(new Inspector(context, this))
    , m_problems(new editors::ProblemsModel(this))
{
    makeCommands();
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_tree);
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
    connect(&context.look, &Look::changed, m_problems,
        [this] { m_problems->setTheme(m_context.look.theme().editorTheme()); });
    connect(&context.stores.live, &models::LiveUpdates::changed, this,
        [this](models::LiveUpdates::Topics topics) {
            if (topics & models::LiveUpdates::Heads && current())
                current()->session().reloadLive();
        });
    showPage(-1);
}

ConfigView::~ConfigView() = default;

QAction *ConfigView::addCommand(
    const QString &text, const QString &name, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    return action;
}

void ConfigView::makeCommands()
{
    m_submit = addCommand(tr("Submit…"), QStringLiteral("submit"), QStringLiteral("submit"),
        Qt::CTRL | Qt::Key_Return);
    m_compare = addCommand(tr("Compare with Live"), QStringLiteral("compareWithLive"),
        QStringLiteral("compare"), Qt::CTRL | Qt::Key_D);
    m_compare->setCheckable(true);
    m_save = addCommand(
        tr("Save Draft"), QStringLiteral("saveDraft"), QStringLiteral("draft"), QKeySequence::Save);
    m_discard = addCommand(tr("Discard Draft…"), QStringLiteral("discardDraft"),
        QStringLiteral("discard"), Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace);
    m_lineage = addCommand(tr("Show Lineage"), QStringLiteral("showLineage"),
        QStringLiteral("lineage"), Qt::CTRL | Qt::Key_L);
    m_nextProblem = addCommand(
        tr("Next Problem"), QStringLiteral("nextProblem"), QStringLiteral("warning"), Qt::Key_F8);
    m_closeTab = addCommand(
        tr("Close Tab"), QStringLiteral("closeTab"), QStringLiteral("close"), QKeySequence::Close);
    connect(m_submit, &QAction::triggered, this,
        [this] { current()->showFace(DocumentPage::Face::Submit); });
    connect(m_compare, &QAction::triggered, this, [this](bool isWanted) {
        current()->showFace(isWanted ? DocumentPage::Face::Difference : DocumentPage::Face::Editor);
    });
    connect(m_save, &QAction::triggered, this, [this] { current()->session().saveNow(); });
    connect(m_discard, &QAction::triggered, this, &ConfigView::discard);
    connect(m_lineage, &QAction::triggered, this, [this] {
        m_context.navigator.goTo(
            {QStringLiteral("lineage"), toQt(current()->session().config().path)});
    });
    connect(m_nextProblem, &QAction::triggered, this,
        [this] { current()->editor().goToNextProblem(); });
    connect(m_closeTab, &QAction::triggered, this, [this] { close(m_tabs->currentIndex()); });
}

QWidget *ConfigView::makeBarOverPages()
{
    m_bar = new QWidget(this);
    m_bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *layout = makeBar(m_bar);
    m_path = makeLabel({}, "strong", m_bar);
    m_path->setObjectName(QStringLiteral("documentPath"));
    m_path->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_placeChip = makeChip(QStringLiteral("placeChip"), m_bar);
    m_formatChip = makeChip(QStringLiteral("formatChip"), m_bar);
    m_draftChip = makeChip(QStringLiteral("draftChip"), m_bar);
    layout->addWidget(m_path);
    layout->addWidget(m_placeChip);
    layout->addWidget(m_formatChip);
    layout->addWidget(m_draftChip);
    layout->addStretch(1);
    for (QAction *action : {m_compare, m_lineage})
        layout->addWidget(makeActionButton(action, m_bar));
    // Without its words: with them the bar is wider than a small window has room for.
    QToolButton *discard = makeActionButton(m_discard, m_bar);
    discard->setToolButtonStyle(Qt::ToolButtonIconOnly);
    layout->addWidget(discard);
    layout->addWidget(makeActionButton(m_submit, m_bar, true));
    return m_bar;
}

QWidget *ConfigView::makeProblems()
{
    auto *panel = new QWidget(this);
    panel->setProperty("role", QStringLiteral("panel"));
    auto *bar = new QWidget(panel);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar, 28);
    line->addWidget(makeLabel(tr("Problems"), "caption", bar));
    m_problemCount = makeChip(QStringLiteral("problemCount"), bar);
    line->addWidget(m_problemCount);
    line->addStretch();
    m_problemTable = new QTableView(panel);
    m_problemTable->setObjectName(QStringLiteral("problemTable"));
    m_problemTable->setAccessibleName(tr("Problems"));
    m_problemTable->setModel(m_problems);
    m_problemTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_problemTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_problemTable->setShowGrid(false);
    m_problemTable->setTabKeyNavigation(false);
    m_problemTable->verticalHeader()->hide();
    m_problemTable->verticalHeader()->setDefaultSectionSize(26);
    m_problemTable->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_problemTable->horizontalHeader()->setHighlightSections(false);
    m_problemTable->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_problemTable->setColumnWidth(2, 240);
    connect(m_problemTable, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        current()->editor().goToOffset(m_problems->problem(index.row()).begin);
        current()->editor().setFocus();
    });
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_problemTable);
    return panel;
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
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(area);
    splitter->addWidget(makeProblems());
    splitter->setSizes({640, 140});
    splitter->setStretchFactor(0, 1);
    splitter->setCollapsible(0, false);
    rememberSplitter(*splitter, QStringLiteral("problems"), m_context.settings);
    m_overlay = new StateOverlay(m_context.look, splitter, this);
    return m_overlay;
}

void ConfigView::activate(const QString &subject)
{
    if (subject.isEmpty())
        return;
    m_wantedPath = subject;
    m_tree->reveal(subject);
    openWanted();
}

void ConfigView::openWanted()
{
    const core::Config *config = m_context.stores.configs.findPath(models::fromQt(m_wantedPath));
    if (m_wantedPath.isEmpty() || !config || m_context.stores.places.currentId().isEmpty())
        return;
    m_wantedPath.clear();
    // Who has named it wants to be in it.
    m_focusWhenLoaded = true;
    open(config->id);
    focusLoaded();
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
    connect(page, &DocumentPage::changed, this, [this, page] {
        if (page != current())
            return;
        refresh();
        focusLoaded();
    });
    connect(page, &DocumentPage::submitted, this, [this](const QString &request) {
        m_context.stores.requests.reload();
        m_context.navigator.goTo({QStringLiteral("changes"), request});
    });
    connect(&page->editor(), &editors::ConfigEditor::cursorMoved, this, &ConfigView::updateCursor);
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

void ConfigView::focusLoaded()
{
    if (m_focusWhenLoaded && current() && current()->session().isLoaded()) {
        m_focusWhenLoaded = false;
        current()->editor().setFocus();
    }
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
}

DocumentPage *ConfigView::current() const
{
    return static_cast<DocumentPage *>(m_pages->currentWidget());
}

void ConfigView::set(QAction *action, const models::ActionState &state)
{
    action->setEnabled(state.isEnabled);
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    const QString name = key.isEmpty() ? action->text() : tr("%1 (%2)").arg(action->text(), key);
    setPlainToolTip(
        *action, state.isEnabled ? name : tr("%1: %2").arg(action->text(), state.whyNot));
    action->setStatusTip(state.whyNot);
}

void ConfigView::refresh()
{
    const DocumentPage *page = current();
    m_inspector->show(page);
    m_bar->setVisible(page != nullptr);
    const auto none = models::ActionState::disabled(tr("No config is open."));
    for (QAction *action :
        {m_submit, m_compare, m_save, m_discard, m_lineage, m_nextProblem, m_closeTab})
        set(action, page ? models::ActionState::enabled() : none);
    if (page) {
        set(m_submit, models::submitState(page->session(), page->hasProblems()));
        set(m_discard, models::discardState(page->session()));
        m_compare->setChecked(page->face() == DocumentPage::Face::Difference);
        refreshChips(*page);
    }
    updateProblems();
    Q_EMIT undoStateChanged();
}

void ConfigView::refreshChips(const DocumentPage &page)
{
    using DraftState = EditingSession::DraftState;
    const EditingSession &session = page.session();
    const core::Environment *place = m_context.stores.places.find(session.environment());
    showText(m_path, toQt(session.config().path));
    showTierChip(m_placeChip, m_context.stores.places.titleOf(session.environment()),
        place ? place->tier : 0);
    showChip(m_formatChip, models::formatText(session.config().format), "muted");
    switch (session.draftState()) {
    case DraftState::None:
        showChip(m_draftChip,
            session.isLoaded() ? (session.head() ? tr("Live") : tr("Not live yet")) : QString(),
            "good");
        return;
    case DraftState::Unsaved:
        showChip(m_draftChip, tr("Draft, not saved yet"), "attention");
        return;
    case DraftState::Saving:
        showChip(m_draftChip, tr("Saving draft"), "busy");
        return;
    case DraftState::Saved:
        showChip(m_draftChip, tr("Draft saved"), "busy");
        return;
    case DraftState::Conflict:
        showChip(m_draftChip, tr("Draft in conflict"), "bad");
        return;
    case DraftState::Failed:
        showChip(m_draftChip, tr("Draft not saved"), "bad");
        return;
    }
}

void ConfigView::updateProblems()
{
    DocumentPage *page = current();
    m_problems->setProblems(
        page ? page->editor().problems() : std::vector<editors::EditorProblem>());
    m_problems->setTheme(m_context.look.theme().editorTheme());
    const int count = m_problems->rowCount();
    showChip(m_problemCount, count == 0 ? tr("none") : QString::number(count),
        count == 0 ? "good" : "bad");
}

void ConfigView::updateCursor()
{
    DocumentPage *page = current();
    if (!page) {
        Q_EMIT cursorTextChanged({});
        return;
    }
    const editors::ConfigEditor &editor = page->editor();
    Q_EMIT cursorTextChanged(tr("Line %1, column %2").arg(editor.line()).arg(editor.column()));
    m_inspector->showKey(editor.pointer(), page->advice());
}

void ConfigView::discard()
{
    const Question question{tr("Discard Draft"),
        tr("The text goes back to what is live. What you wrote in “%1” is lost.")
            .arg(toQt(current()->session().config().path)),
        tr("Discard Draft"), {}, {}};
    m_context.prompt.ask(question, [this, page = current()](const PromptAnswer &answer) {
        if (answer.isAccepted && m_pages->indexOf(page) >= 0)
            page->session().discard();
    });
}

QList<QAction *> ConfigView::commands() const
{
    return {m_submit, m_compare, m_save, m_discard, m_lineage, m_nextProblem, m_closeTab};
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
