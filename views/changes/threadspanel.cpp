// SPDX-License-Identifier: Apache-2.0
#include "threadspanel.h"

#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QComboBox>
#include <QListWidget>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

constexpr int listHeight = 200;
constexpr int rowsHeight = 136; // of the buttons and the keys
constexpr int threadRole = Qt::UserRole;

QString keyText(const std::string &key)
{
    return key.empty() ? ThreadsPanel::tr("The whole document") : toQt(key);
}

} // namespace

ThreadsPanel::ThreadsPanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_threads(context.stores.api, context.stores.live)
    , m_problem(makeLabel({}, "problem", this))
    , m_list(new QListWidget(this))
    , m_keys(new QComboBox(this))
{
    constexpr auto keys = Qt::CTRL | Qt::ALT | Qt::SHIFT;
    m_comment = addCommand(tr("Comment on Key…"), QStringLiteral("commentOnKey"),
        QStringLiteral("comment"), keys | Qt::Key_K, &ThreadsPanel::comment);
    m_reply = addCommand(tr("Reply…"), QStringLiteral("replyToThread"), QStringLiteral("comment"),
        keys | Qt::Key_Y, &ThreadsPanel::reply);
    m_resolve = addCommand(tr("Resolve"), QStringLiteral("resolveThread"),
        QStringLiteral("approve"), keys | Qt::Key_D, &ThreadsPanel::resolve);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    addRows(layout);
    connect(&m_threads, &models::ThreadStore::changed, this, &ThreadsPanel::readThreads);
    connect(&m_threads.acting(), &models::Operation::changed, this, &ThreadsPanel::readActions);
    connect(&m_threads.loading(), &models::Operation::changed, this, &ThreadsPanel::readActions);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item)
            m_current = core::ThreadId(models::fromQt(item->data(threadRole).toString()));
        readActions();
    });
    connect(
        &context.stores.access, &models::AccessStore::changed, this, &ThreadsPanel::readActions);
    context.stores.operations.add(m_threads.loading());
    context.stores.operations.add(m_threads.acting());
    readThreads();
}

QAction *ThreadsPanel::addCommand(const QString &text, const QString &name, const QString &icon,
    const QKeySequence &key, void (ThreadsPanel::*give)())
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, give);
    return action;
}

void ThreadsPanel::addRows(QVBoxLayout *layout)
{
    m_problem->setObjectName(QStringLiteral("threadsProblem"));
    m_problem->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("requestThreads"));
    m_list->setAccessibleName(tr("Threads"));
    m_list->setWordWrap(true);
    m_list->setTextElideMode(Qt::ElideNone);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setFixedHeight(listHeight);
    // A layout of wrapped texts asks for the height at a width, and forgets the rows of buttons.
    setMinimumHeight(listHeight + rowsHeight);
    m_keys->setObjectName(QStringLiteral("threadKeys"));
    m_keys->setAccessibleName(tr("Key to comment on"));
    m_keys->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_keys->setMinimumContentsLength(8);
    auto *answers = new QHBoxLayout;
    answers->setSpacing(4);
    answers->addWidget(makeActionButton(m_reply, this));
    answers->addWidget(makeActionButton(m_resolve, this));
    answers->addStretch();
    layout->addWidget(m_list);
    layout->addLayout(answers);
    // One under the other: the column is narrow.
    layout->addWidget(m_keys);
    layout->addWidget(makeActionButton(m_comment, this), 0, Qt::AlignLeft);
    layout->addWidget(m_problem);
}

void ThreadsPanel::show(const core::ChangeRequest *request, const core::RequestItem *item)
{
    m_threads.show(request ? request->id : core::ChangeRequestId());
    m_request = request ? std::optional(*request) : std::nullopt;
    const QString before = m_keys->currentData().toString();
    m_keys->clear();
    m_config = item ? item->config : core::ConfigId();
    m_environment = item ? item->environment : core::EnvironmentId();
    if (item) {
        m_keys->addItem(keyText({}), QString());
        for (const std::string &key : item->facts ? item->facts->keys : std::vector<std::string>())
            m_keys->addItem(safeText(toQt(key)), toQt(key));
        m_keys->setCurrentIndex(std::max(0, m_keys->findData(before)));
    }
    readActions();
}

QString ThreadsPanel::textOf(const core::ReviewThread &thread) const
{
    QStringList head{keyText(thread.key), toQt(thread.path)};
    if (thread.outdated)
        head << tr("outdated: the key is gone");
    if (thread.resolvedBy)
        head << tr("resolved by %1").arg(toQt(thread.resolvedByName));
    QStringList lines{head.join(tr(" · "))};
    const core::Instant now = m_context.clock.now();
    for (const core::ThreadNote &note : thread.notes)
        lines << tr("%1, %2: %3")
                     .arg(toQt(note.authorName), models::timeText(note.at, now), toQt(note.text));
    return safeText(lines.join(u'\n'));
}

void ThreadsPanel::readThreads()
{
    const core::ThreadId wanted = m_current;
    m_list->clear();
    for (const core::ReviewThread &thread : m_threads.threads()) {
        auto *row = new QListWidgetItem(textOf(thread), m_list);
        row->setData(threadRole, toQt(thread.id));
        if (thread.id == wanted)
            m_list->setCurrentItem(row);
    }
    if (!m_list->currentItem() && m_list->count() > 0)
        m_list->setCurrentRow(m_list->count() - 1);
    // With texts in it always there, or they would be wrapped for less.
    m_list->setVerticalScrollBarPolicy(
        m_list->count() > 0 ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    // In the list, whose place stays what it is.
    if (m_list->count() == 0)
        (new QListWidgetItem(tr("Nothing is said about a key yet."), m_list))
            ->setFlags(Qt::NoItemFlags);
    readActions();
}

void ThreadsPanel::readActions()
{
    using models::ActionState;
    const core::ReviewThread *thread = current();
    const auto set = [this](QAction *action, const ActionState &known) {
        const auto state = m_threads.acting().isRunning()
            ? ActionState::disabled(tr("Something is on its way already."))
            : known;
        action->setEnabled(state.isEnabled);
        action->setStatusTip(state.whyNot);
        setPlainToolTip(*action, state.isEnabled ? action->text() : state.whyNot);
    };
    const auto none = ActionState::disabled(tr("No thread is selected."));
    const bool isAbout = !m_threads.request().isEmpty() && !m_config.isEmpty();
    set(m_comment,
        isAbout ? ActionState::enabled() : ActionState::disabled(tr("No request is selected.")));
    set(m_reply, thread ? ActionState::enabled() : none);
    m_resolve->setText(thread && thread->resolvedBy ? tr("Reopen") : tr("Resolve"));
    set(m_resolve,
        thread && m_request
            ? models::resolveState(m_context.stores.permissions, *m_request, *thread)
            : none);
    const models::Operation *failed = m_threads.acting().hasFailed() ? &m_threads.acting()
        : m_threads.loading().hasFailed()                            ? &m_threads.loading()
                                                                     : nullptr;
    showText(m_problem, failed ? errorHeadline(failed->error()) : QString());
    m_problem->setHidden(!failed);
}

const core::ReviewThread *ThreadsPanel::current() const
{
    return m_list->currentItem() ? m_threads.find(m_current) : nullptr;
}

void ThreadsPanel::comment()
{
    core::NewThread thread{
        m_config, m_environment, models::fromQt(m_keys->currentData().toString()), {}};
    const Question question{tr("Comment on Key"),
        tr("%1: what you say stays with the key when the change is edited or rebased. It counts "
           "neither for nor against the change.")
            .arg(safeText(keyText(thread.key))),
        tr("Comment"), tr("Comment"), {}};
    m_context.prompt.ask(question, [this, thread](const PromptAnswer &answer) mutable {
        if (!answer.isAccepted)
            return;
        thread.text = models::fromQt(answer.reason);
        m_threads.open(thread);
    });
}

void ThreadsPanel::reply()
{
    const core::ReviewThread *thread = current();
    if (!thread)
        return;
    const Question question{tr("Reply"), textOf(*thread), tr("Reply"), tr("Reply"), {}};
    m_context.prompt.ask(question, [this, id = thread->id](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_threads.reply(id, answer.reason);
    });
}

void ThreadsPanel::resolve()
{
    if (const core::ReviewThread *thread = current())
        m_threads.resolve(thread->id, !thread->resolvedBy);
}

} // namespace chancery::views
