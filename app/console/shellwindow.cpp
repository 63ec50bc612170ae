// SPDX-License-Identifier: Apache-2.0
#include "shellwindow.h"

#include "app/console/finders.h"
#include "views/common/promptdialog.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/start/passworddialog.h"
#include "views/start/startview.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QMenuBar>
#include <QProgressBar>
#include <QSettings>
#include <QStatusBar>

namespace chancery::app {

namespace {

bool takesKeys(const QWidget *widget, const views::View *view)
{
    return widget->isVisibleTo(view) && widget->isEnabledTo(view)
        && (widget->focusPolicy() & Qt::TabFocus);
}

// What somebody walks through with the arrow keys; where there is none, what Tab comes to first.
QWidget *firstOf(views::View *view)
{
    for (auto *list : view->findChildren<QAbstractItemView *>()) {
        if (takesKeys(list, view))
            return list;
    }
    for (QWidget *next = view->nextInFocusChain(); next != view; next = next->nextInFocusChain()) {
        if (view->isAncestorOf(next) && takesKeys(next, view))
            return next;
    }
    return view;
}

} // namespace

ShellWindow::ShellWindow(models::SessionStore &session, const Services &services)
    : m_session(session)
    , m_services(services)
    , m_pages(new QStackedWidget(this))
{
    services.look.apply();
    setObjectName(QStringLiteral("shell"));
    setWindowTitle(tr("Chancery"));
    setWindowIcon(QIcon(QStringLiteral(":/mark/chancery.svg")));
    setCentralWidget(m_pages);
    m_pages->addWidget(new views::StartView(session, services.look, m_pages));
    makeMenus();
    makeStatusBar();
    // Not the window itself: every view would be polished in one event.
    for (QWidget *part : {m_pages->currentWidget(), static_cast<QWidget *>(menuBar()),
             static_cast<QWidget *>(statusBar())})
        services.look.dress(*part);
    resize(1360, 840);
    restoreGeometry(services.settings.value(QStringLiteral("window/geometry")).toByteArray());
    statusBar()->hide();
}

ShellWindow::~ShellWindow()
{
    endWork();
}

void ShellWindow::makeMenus()
{
    makeFileMenu();
    makeEditMenu();
    makeViewMenu();
    m_goMenu = menuBar()->addMenu(tr("&Go"));
    m_viewCommands = menuBar()->addMenu(tr("&Commands"));
    m_goMenu->menuAction()->setVisible(false);
    m_viewCommands->menuAction()->setVisible(false);
    makeHelpMenu();
    updateSession();
    updateUndo();
}

void ShellWindow::makeHelpMenu()
{
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(
            tr("Keyboard Shortcuts"), QKeySequence(Qt::Key_F1), this, &ShellWindow::showKeys)
        ->setObjectName(QStringLiteral("keyboardShortcuts"));
}

void ShellWindow::makeFileMenu()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    m_quickOpen = file->addAction(
        tr("Quick Open…"), QKeySequence(Qt::CTRL | Qt::Key_P), this, &ShellWindow::openQuickly);
    m_quickOpen->setObjectName(QStringLiteral("quickOpen"));
    m_signOut = file->addAction(
        tr("Sign Out"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Q), this, [this] {
            if (m_work)
                m_work->takeDown();
        });
    m_signOut->setObjectName(QStringLiteral("signOut"));
    m_changePassword = file->addAction(tr("Change Password…"),
        QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P), this, &ShellWindow::changePassword);
    m_changePassword->setObjectName(QStringLiteral("changePassword"));
    m_emergency = file->addAction(
        tr("Emergency…"), QKeySequence(Qt::Key_F9), this, &ShellWindow::goToEmergency);
    m_emergency->setObjectName(QStringLiteral("emergencyFromAnywhere"));
    file->addSeparator();
    QAction *quit
        = file->addAction(tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);
    quit->setObjectName(QStringLiteral("quit"));
}

void ShellWindow::makeEditMenu()
{
    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    m_undo = edit->addAction(tr("Undo"), QKeySequence(Qt::CTRL | Qt::Key_Z), this,
        [this] { onView(&views::View::undo); });
    m_redo = edit->addAction(tr("Redo"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), this,
        [this] { onView(&views::View::redo); });
    edit->addSeparator();
    m_filter = edit->addAction(tr("Filter"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_F), this,
        [this] { onView(&views::View::focusFilter); });
    m_findEverywhere = edit->addAction(tr("Find in All Configs…"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), this, &ShellWindow::findEverywhere);
    m_findEverywhere->setObjectName(QStringLiteral("findInAllConfigs"));
    m_undo->setObjectName(QStringLiteral("undo"));
    m_redo->setObjectName(QStringLiteral("redo"));
    m_filter->setObjectName(QStringLiteral("filter"));
}

void ShellWindow::makeViewMenu()
{
    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addAction(tr("Command Palette…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), this,
            &ShellWindow::openPalette)
        ->setObjectName(QStringLiteral("commandPalette"));
    QAction *theme = view->addAction(tr("Dark Theme"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T), this, &ShellWindow::toggleTheme);
    theme->setObjectName(QStringLiteral("darkTheme"));
    theme->setCheckable(true);
    theme->setChecked(m_services.look.theme().isDark());
    connect(&m_services.look, &views::Look::changed, theme,
        [this, theme] { theme->setChecked(m_services.look.theme().isDark()); });
    view->addSeparator();
    addQuietActions(*view, m_services.settings);
}

void ShellWindow::makeStatusBar()
{
    statusBar()->setSizeGripEnabled(false);
    m_operationBar = new QProgressBar(this);
    m_operationBar->setRange(0, 0);
    m_operationBar->setFixedWidth(80);
    m_operationBar->setTextVisible(false);
    m_operationBar->hide();
    m_operationText = new QLabel(this);
    m_operationText->setObjectName(QStringLiteral("operationText"));
    m_operationText->setAccessibleName(tr("Running operations"));
    m_noticeText = new QLabel(this);
    m_noticeText->setObjectName(QStringLiteral("noticeText"));
    m_cursorText = new QLabel(this);
    m_cursorText->setObjectName(QStringLiteral("cursorText"));
    statusBar()->addWidget(m_operationBar);
    statusBar()->addWidget(m_operationText);
    statusBar()->addPermanentWidget(m_noticeText);
    m_auditText = new QLabel(this);
    m_auditText->setObjectName(QStringLiteral("auditText"));
    statusBar()->addPermanentWidget(m_auditText);
    statusBar()->addPermanentWidget(m_cursorText);
}

void ShellWindow::toggleTheme()
{
    const auto kind
        = m_services.look.theme().isDark() ? views::Theme::Kind::Light : views::Theme::Kind::Dark;
    m_services.settings.setValue(QStringLiteral("window/theme"),
        kind == views::Theme::Kind::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    m_services.look.setKind(kind);
}

void ShellWindow::ask(
    const views::Question &question, std::function<void(const views::PromptAnswer &)> done)
{
    auto *dialog = new views::PromptDialog(question, std::move(done), this);
    m_services.look.dress(*dialog);
    dialog->open();
}

void ShellWindow::beginWork(models::Stores &stores)
{
    m_stores = &stores;
    // Splitters, columns and sort orders are remembered for each connection.
    const QString folder = QFileInfo(m_services.settings.fileName()).path();
    m_layout = std::make_unique<QSettings>(
        QStringLiteral("%1/layout-%2.ini").arg(folder, m_session.profile().id),
        QSettings::IniFormat);
    m_work = new WorkArea(stores, m_session.profile().name,
        {m_services.look, *this, m_services.clock, m_services.compute, *m_layout}, m_pages);
    m_pages->addWidget(m_work);
    m_pages->setCurrentWidget(m_work);
    connect(m_work, &WorkArea::viewChanged, this, &ShellWindow::showView);
    connect(m_work, &WorkArea::takenDown, &m_session, &models::SessionStore::signOut);
    connect(
        &stores.operations, &models::OperationList::changed, this, &ShellWindow::showOperations);
    connect(&stores.live, &models::LiveUpdates::noticed, m_noticeText,
        [this](const QString &text) { m_noticeText->setText(views::safeText(text)); });
    connect(&stores.audit, &models::AuditStore::stateChanged, this, &ShellWindow::showAuditState);
    m_bell = std::make_unique<Bell>(stores.inbox, *this, m_services.clock, m_services.settings);
    connect(m_bell.get(), &Bell::inboxWanted, m_work,
        [this] { m_work->goTo({QStringLiteral("inbox"), {}}); });
    showAuditState();
    statusBar()->show();
    updateSession();
    fillGoMenu();
}

void ShellWindow::endWork()
{
    if (!m_work)
        return;
    m_goMenu->menuAction()->setVisible(false);
    m_viewCommands->menuAction()->setVisible(false);
    m_viewCommands->clear();
    qDeleteAll(findChildren<views::Finder *>(QString(), Qt::FindDirectChildrenOnly));
    statusBar()->hide();
    m_bell.reset();
    m_noticeText->clear();
    disconnect(&m_stores->operations, nullptr, this, nullptr);
    disconnect(&m_stores->audit, nullptr, this, nullptr);
    // A stack whose front page goes shows the next one, which costs nothing where nothing is seen.
    m_work->hide();
    delete std::exchange(m_work, nullptr);
    m_stores = nullptr;
    m_layout.reset();
    updateSession();
    updateUndo();
}

void ShellWindow::fillGoMenu()
{
    m_goMenu->clear();
    std::size_t index = 0;
    for (const views::ViewDescriptor *descriptor : m_work->offered()) {
        QAction *go = m_goMenu->addAction(QCoreApplication::translate("views", descriptor->title));
        go->setShortcut(keyOfView(index++));
        const QString id = QString::fromLatin1(descriptor->id);
        go->setObjectName(QStringLiteral("go") + id);
        connect(go, &QAction::triggered, m_work, [this, id] { m_work->goTo({id, {}}); });
    }
    m_goMenu->menuAction()->setVisible(true);
}

void ShellWindow::showView()
{
    views::View *view = m_work->currentView();
    m_viewCommands->clear();
    m_viewCommands->setTitle(m_work->currentTitle());
    m_viewCommands->addActions(view->commands());
    m_viewCommands->menuAction()->setVisible(!view->commands().isEmpty());
    m_cursorText->clear();
    setWindowTitle(tr("%1 – Chancery").arg(m_work->currentTitle()));
    connect(
        view, &views::View::undoStateChanged, this, &ShellWindow::updateUndo, Qt::UniqueConnection);
    // Later it finds the focus where it was left.
    const char *const wasShown = "wasShown";
    // One that is out of sight may still be reading.
    if (!view->property(wasShown).toBool())
        connect(view, &views::View::cursorTextChanged, this, [this, view](const QString &text) {
            if (m_work && m_work->currentView() == view)
                m_cursorText->setText(text);
        });
    if (!view->property(wasShown).toBool() || !view->isAncestorOf(focusWidget()))
        (view->focusProxy() ? view->focusProxy() : firstOf(view))->setFocus();
    view->setProperty(wasShown, true);
    updateUndo();
}

void ShellWindow::onView(void (views::View::*command)())
{
    if (views::View *view = m_work ? m_work->currentView() : nullptr)
        (view->*command)();
}

// With what is selected, if there is anything.
void ShellWindow::findEverywhere()
{
    if (!m_work)
        return;
    const views::View *view = m_work->currentView();
    const QString text = view ? view->searchText() : QString();
    m_work->goTo(
        {QStringLiteral("bulk"), text.isEmpty() ? QString() : QStringLiteral("find:") + text});
}

// With the config that is looked at, if there is one.
void ShellWindow::goToEmergency()
{
    if (!m_work)
        return;
    const views::View *view = m_work->currentView();
    const QString path = view ? view->configPath() : QString();
    m_work->goTo({QStringLiteral("emergency"),
        path.isEmpty() ? QStringLiteral("new") : QStringLiteral("new:") + path});
}

void ShellWindow::updateUndo()
{
    const views::View *view = m_work ? m_work->currentView() : nullptr;
    allow(*m_undo, view && view->canUndo(), tr("There is nothing to undo."));
    allow(*m_redo, view && view->canRedo(), tr("There is nothing to redo."));
}

void ShellWindow::updateSession()
{
    for (QAction *action : {m_signOut, m_quickOpen, m_filter, m_findEverywhere, m_emergency})
        allow(*action, m_work != nullptr, tr("Nobody is signed in."));
    allow(*m_changePassword, m_work && m_session.permissions().proof == core::ProofKind::Password,
        m_work ? tr("You sign in at an identity provider; the password is changed there.")
               : tr("Nobody is signed in."));
}

void ShellWindow::changePassword()
{
    auto *dialog = new views::PasswordDialog(m_session, this);
    m_services.look.dress(*dialog);
    dialog->open();
}

void ShellWindow::allow(QAction &action, bool isPossible, const QString &whyNot)
{
    action.setEnabled(isPossible);
    action.setStatusTip(isPossible ? QString() : whyNot);
}

void ShellWindow::showOperations()
{
    const QString summary = m_stores->operations.summary();
    m_operationText->setText(views::safeText(summary));
    m_operationBar->setVisible(!summary.isEmpty());
}

void ShellWindow::showAuditState()
{
    if (!m_stores->permissions.has("auditRead"))
        m_auditText->clear();
    else if (!m_stores->audit.alarm().isEmpty())
        m_auditText->setText(tr("Audit log: alarm"));
    else if (m_stores->audit.syncing().hasFailed())
        m_auditText->setText(tr("Audit log: not synced"));
    else
        m_auditText->setText(tr("Audit log: %n event(s) verified up to the checkpoint", nullptr,
            int(m_stores->audit.size())));
}

void ShellWindow::openQuickly()
{
    views::Finder &finder = openFinder(
        QStringLiteral("quickOpenFinder"), tr("Part of a config's path, or of a request's title"));
    const auto fill = [this, &finder] { finder.setEntries(placeEntries(*m_stores, *m_work)); };
    connect(&m_stores->configs, &models::ConfigStore::configsChanged, &finder, fill);
    connect(&m_stores->requests, &models::RequestStore::requestsChanged, &finder, fill);
    fill();
    // Right after the sign-in they may not even be known.
    connect(&m_stores->configs, &models::ConfigStore::namespacesChanged, &finder,
        [this] { m_stores->configs.loadAllNamespaces(); });
    m_stores->configs.loadAllNamespaces();
    const auto await = [this, &finder] { finder.setAwaiting(m_stores->configs.isLoadingAny()); };
    connect(&m_stores->operations, &models::OperationList::changed, &finder, await);
    await();
}

void ShellWindow::openPalette()
{
    openFinder(QStringLiteral("paletteFinder"), tr("Part of a command's name"))
        .setEntries(commandEntries(*menuBar()));
}

void ShellWindow::showKeys()
{
    openFinder(QStringLiteral("keysFinder"), tr("Keyboard shortcuts"))
        .setEntries(keyEntries(*menuBar()));
}

views::Finder &ShellWindow::openFinder(const QString &name, const QString &title)
{
    auto *finder = new views::Finder(name, title, this);
    m_services.look.dress(*finder);
    finder->open();
    return *finder;
}

void ShellWindow::closeEvent(QCloseEvent *event)
{
    m_services.settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    const bool isSettled
        = !m_work || std::ranges::all_of(m_work->madeViews(), &views::View::isSettled);
    if (isSettled) {
        event->accept();
        return;
    }
    event->ignore();
    ask({tr("Quit"),
            tr("A draft has not reached the server yet. What it holds beyond the last save is lost "
               "when the console quits now."),
            tr("Quit Anyway"), {}, {}},
        [](const views::PromptAnswer &answer) {
            if (answer.isAccepted)
                QCoreApplication::quit();
        });
}

void ShellWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (!std::exchange(m_isPainted, true))
        QMetaObject::invokeMethod(this, &ShellWindow::firstPainted, Qt::QueuedConnection);
}

} // namespace chancery::app
