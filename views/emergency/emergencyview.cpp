// SPDX-License-Identifier: Apache-2.0
#include "emergencyview.h"

#include "models/emergencywords.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/proofpanel.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"
#include "views/emergency/actionform.h"
#include "views/emergency/activationform.h"
#include "views/emergency/reviewform.h"
#include "views/emergency/sessionpage.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::Column;
using models::Status;
using models::toQt;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(columns)
};

int provisionalCount(const EmergencyRow &row)
{
    int count = 0;
    for (const auto &action : row.session.actions)
        count += int(std::ranges::count_if(action.changes, [](const core::EmergencyChange &change) {
            return change.provision == core::Provision::Provisional
                || change.provision == core::Provision::RevertAsked;
        }));
    return count;
}

QString provisionalOf(const EmergencyRow &row)
{
    const int count = provisionalCount(row);
    if (count > 0)
        return Words::tr("%1 provisional").arg(count);
    return row.session.actions.empty() ? QString() : Words::tr("none left");
}

QString reviewOf(const EmergencyRow &row)
{
    if (row.session.review)
        return models::verdictText(row.session.review->verdict);
    if (!row.session.reviewDueAt)
        return {};
    return core::isReviewOverdue(row.session, row.now)
        ? Words::tr("overdue since %1").arg(models::fullTime(*row.session.reviewDueAt))
        : Words::tr("due by %1").arg(models::fullTime(*row.session.reviewDueAt));
}

Status reviewStatus(const EmergencyRow &row)
{
    if (row.session.review || !row.session.reviewDueAt)
        return Status::None;
    return core::isReviewOverdue(row.session, row.now) ? Status::Bad : Status::Attention;
}

constexpr Column<EmergencyRow> columns[]{
    {.key = "session",
        .title = QT_TRANSLATE_NOOP("columns", "Session"),
        .text = [](const EmergencyRow &row) { return toQt(row.session.id); },
        .sort =
            [](const EmergencyRow &row) {
                return QVariant(toQt(row.session.id).section(u'-', -1).toInt());
            },
        .width = 72},
    {.key = "state",
        .title = QT_TRANSLATE_NOOP("columns", "State"),
        .text = [](const EmergencyRow &row) { return models::stateText(row.session.state); },
        .status = [](const EmergencyRow &row) { return models::stateStatus(row.session.state); },
        .width = 104},
    {.key = "by",
        .title = QT_TRANSLATE_NOOP("columns", "By"),
        .text = [](const EmergencyRow &row) { return row.actor; },
        .width = 104},
    {.key = "reason",
        .title = QT_TRANSLATE_NOOP("columns", "Reason"),
        .text = [](const EmergencyRow &row) { return models::firstLine(row.session.reason); },
        .tip = [](const EmergencyRow &row) { return toQt(row.session.reason); },
        .width = 200},
    {.key = "asked",
        .title = QT_TRANSLATE_NOOP("columns", "Asked"),
        .text =
            [](const EmergencyRow &row) {
                return models::relativeTime(row.session.requestedAt, row.now);
            },
        .sort =
            [](const EmergencyRow &row) {
                return QVariant(qlonglong(row.session.requestedAt.time_since_epoch().count()));
            },
        .tip = [](const EmergencyRow &row) { return models::fullTime(row.session.requestedAt); },
        .width = 88},
    {.key = "environment",
        .title = QT_TRANSLATE_NOOP("columns", "Environment"),
        .text =
            [](const EmergencyRow &row) {
                return core::isRecovery(row.session) ? EmergencyView::tr("all")
                                                     : toQt(row.session.environment);
            },
        .width = 96},
    {.key = "namespaces",
        .title = QT_TRANSLATE_NOOP("columns", "Namespaces"),
        .text = [](const EmergencyRow &row) { return models::namespacesText(row.session); },
        .width = 96},
    {.key = "incident",
        .title = QT_TRANSLATE_NOOP("columns", "Incident"),
        .text = [](const EmergencyRow &row) { return toQt(row.session.incident); },
        .width = 88},
    {.key = "actions",
        .title = QT_TRANSLATE_NOOP("columns", "Actions"),
        .text = [](const EmergencyRow &row) { return QString::number(row.session.actions.size()); },
        .sort
        = [](const EmergencyRow &row) { return QVariant(qulonglong(row.session.actions.size())); },
        .isNumber = true,
        .width = 72},
    {.key = "provisional",
        .title = QT_TRANSLATE_NOOP("columns", "Versions"),
        .text = provisionalOf,
        .status =
            [](const EmergencyRow &row) {
                return provisionalCount(row) > 0 ? Status::Attention : Status::None;
            },
        .width = 104},
    {.key = "review",
        .title = QT_TRANSLATE_NOOP("columns", "Review"),
        .text = reviewOf,
        .status = reviewStatus,
        .width = 220},
};

} // namespace

QString EmergencyRow::id() const
{
    return toQt(session.id);
}

EmergencyView::EmergencyView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.emergencies)
    , m_model(std::make_unique<models::TableModel<EmergencyRow>>(columns))
    , m_stack(new QStackedWidget(this))
{
    makeCommands();
    makePages();
    auto *splitter = new QSplitter(this);
    splitter->addWidget(makeRegister());
    splitter->addWidget(m_stack);
    splitter->setSizes({480, 860});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("emergency"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new ProofPanel(context.stores.proof, m_store.acting(), this));
    layout->addWidget(splitter, 1);
    connectParts();
    read();
}

EmergencyView::~EmergencyView() = default;

void EmergencyView::makeCommands()
{
    m_open = new QAction(
        m_context.look.icon(QStringLiteral("warning")), tr("Emergency Access…"), this);
    m_open->setObjectName(QStringLiteral("openEmergency"));
    m_open->setShortcut(Qt::CTRL | Qt::Key_E);
    connect(m_open, &QAction::triggered, this, &EmergencyView::beginActivation);
    m_reload = new QAction(m_context.look.icon(QStringLiteral("reload")), tr("Reload"), this);
    m_reload->setObjectName(QStringLiteral("reloadEmergencies"));
    m_reload->setShortcut(Qt::Key_F5);
    connect(m_reload, &QAction::triggered, &m_store, &models::EmergencyStore::reload);
}

QWidget *EmergencyView::makeRegister()
{
    auto *side = new QWidget(this);
    side->setProperty("role", QStringLiteral("panel"));
    m_table = new TablePane(
        QStringLiteral("emergencies"), *m_model, m_context.look, m_context.settings, side);
    m_table->table().setAccessibleName(tr("Register of emergency access"));
    m_overlay = new StateOverlay(m_context.look, m_table, side);
    m_overlay->watch(m_store.loading());
    auto *bar = new QWidget(side);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(&m_table->filter(), 1);
    line->addWidget(makeActionButton(m_reload, bar));
    line->addWidget(makeActionButton(m_open, bar, true));
    m_summary = makeLabel({}, "muted", side);
    m_summary->setObjectName(QStringLiteral("emergencyRegisterSummary"));
    m_summary->setContentsMargins(12, 4, 12, 6);
    m_summary->setWordWrap(true);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_overlay, 1);
    layout->addWidget(m_summary);
    return side;
}

void EmergencyView::makePages()
{
    m_page = new SessionPage(m_context, this);
    m_pageOverlay = new StateOverlay(m_context.look, m_page, this);
    m_pageOverlay->watch(m_store.loadingOne());
    m_stack->addWidget(m_pageOverlay);
}

// The forms are made when they are first wanted.
template <typename Form>
Form &EmergencyView::enterForm(Form *&form)
{
    if (!form) {
        form = new Form(m_context, m_stack);
        m_stack->addWidget(form);
        connect(form, &Form::left, this, &EmergencyView::showSession);
    }
    m_stack->setCurrentWidget(form);
    return *form;
}

void EmergencyView::connectParts()
{
    connect(&m_store, &models::EmergencyStore::changed, this, &EmergencyView::read);
    connect(&m_store, &models::EmergencyStore::activated, this, &EmergencyView::goOn);
    connect(&m_store, &models::EmergencyStore::acted, this, &EmergencyView::showSession);
    connect(&m_context.stores.people, &models::PeopleStore::changed, this, &EmergencyView::read);
    connect(m_table, &TablePane::currentChanged, this, &EmergencyView::choose);
    connect(m_table, &TablePane::activated, this, &EmergencyView::choose);
    connect(m_table, &TablePane::rowsChanged, this, &EmergencyView::readSummary);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, m_table, &TablePane::clearFilter);
    connect(m_page, &SessionPage::changeWanted, this, &EmergencyView::beginAction);
    connect(m_page, &SessionPage::reviewWanted, this, [this] { enterForm(m_review).begin(); });
}

void EmergencyView::activate(const QString &subject)
{
    m_store.wantRegister();
    static const QString fresh = QStringLiteral("new");
    // When the window has given the focus to the register, as to the list of any view.
    if (subject == fresh || subject.startsWith(fresh + u':'))
        QMetaObject::invokeMethod(
            this, [this, path = subject.section(u':', 1)] { enter(path); }, Qt::QueuedConnection);
    else if (!subject.isEmpty())
        choose(subject);
}

// In one's own session there is something to be done; else it has to be opened first.
void EmergencyView::enter(const QString &path)
{
    m_path = path;
    const auto *own = m_store.openOf(m_context.stores.permissions.me.id);
    if (own) {
        const bool isOpen = own->state == core::EmergencyState::Active;
        choose(toQt(own->id));
        if (isOpen)
            beginAction();
    } else {
        beginActivation();
    }
}

void EmergencyView::read()
{
    std::vector<EmergencyRow> rows;
    const auto now = m_store.serverNow();
    for (const auto &session : m_store.sessions())
        rows.push_back({session, now, m_context.stores.people.nameOfUser(session.actorName)});
    m_isReading = true;
    m_model->setRows(std::move(rows));
    m_table->selectId(toQt(m_store.selectedId()));
    m_isReading = false;
    readSummary();
    m_pageOverlay->setEmpty(!m_store.selected(), tr("No session is chosen"),
        tr("Choose one in the register to read what was done in it, or press Ctrl+E to open one."));
    const auto *own = m_store.openOf(m_context.stores.permissions.me.id);
    // The form asks again, for the environment that is chosen in it.
    const auto may = models::activateState(m_context.stores.permissions, {},
        own && own->environment == m_context.stores.places.currentId() ? own : nullptr);
    m_open->setEnabled(may.isEnabled);
    m_open->setStatusTip(may.whyNot);
    setPlainToolTip(*m_open, may.isEnabled ? tr("Open emergency access") : may.whyNot);
}

void EmergencyView::readSummary()
{
    if (m_table->isFilteredEmpty()) {
        m_overlay->setEmpty(true, tr("No session matches the filter"), {}, tr("Clear Filter"));
        return;
    }
    const auto &sessions = m_store.sessions();
    m_overlay->setEmpty(sessions.empty() && m_store.isRegisterKnown(),
        tr("Nobody has had emergency access yet"),
        tr("Every session stands here for good, with all that was done in it."));
    const auto due = std::ranges::count(
        sessions, core::EmergencyState::ReviewDue, &core::EmergencySession::state);
    showText(m_summary,
        tr("%n session(s)", nullptr, int(sessions.size()))
            + tr(", reviews that are due: %1").arg(due));
}

void EmergencyView::choose(const QString &id)
{
    if (id.isEmpty() || m_isReading)
        return;
    m_store.select(models::idFromQt<core::EmergencyId>(id));
    m_isReading = true;
    m_table->selectId(id);
    m_isReading = false;
    showSession();
}

void EmergencyView::showSession()
{
    const bool hadFocus = m_stack->isAncestorOf(focusWidget());
    m_stack->setCurrentWidget(m_pageOverlay);
    if (hadFocus)
        m_table->table().setFocus();
}

void EmergencyView::beginActivation()
{
    enterForm(m_activation).begin(m_path);
}

void EmergencyView::beginAction()
{
    enterForm(m_action).begin(m_path);
}

// The session is open: what somebody came for is the change.
void EmergencyView::goOn(const core::EmergencySession &session)
{
    m_store.select(session.id);
    if (session.state == core::EmergencyState::Active)
        beginAction();
    else
        showSession();
}

QList<QAction *> EmergencyView::commands() const
{
    return QList<QAction *>{m_open, m_reload} + m_page->commands();
}

void EmergencyView::focusFilter()
{
    m_table->filter().setFocus();
}

} // namespace chancery::views
