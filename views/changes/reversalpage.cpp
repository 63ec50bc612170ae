// SPDX-License-Identifier: Apache-2.0
#include "reversalpage.h"

#include "editors/diffview.h"
#include "editors/merge/mergeview.h"
#include "models/qtconvert.h"
#include "views/common/banner.h"
#include "views/common/differencekeeper.h"
#include "views/common/errortext.h"
#include "views/common/jointadvisor.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using core::ReversalOutcome;
using models::toQt;

ReversalPage::ReversalPage(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.api, context.compute)
    , m_banner(new Banner(context.look, this))
    , m_schemas(new SchemaShelf(context, this))
    , m_items(new QListWidget(this))
    , m_overlay(new StateOverlay(context.look, makeItems(), this))
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
    , m_merge(new editors::MergeView(context.compute, this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("reversalPage"));
    m_stack->addWidget(m_difference);
    m_stack->addWidget(m_merge);
    m_merge->setTitles(tr("After the Change"), tr("Before the Change"), tr("Live Now"));
    m_merge->setAnswers(tr("Take Back"), tr("Leave as It Is"));
    m_merge->setLeaveText(tr("Back to List"));
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(m_stack);
    splitter->setSizes({320, 900});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("reversal"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_banner);
    layout->addWidget(makeLine(this));
    layout->addWidget(splitter, 1);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeForm());
    m_overlay->watch(m_store.reading());
    const auto dress = [this] {
        m_difference->setTheme(m_context.look.theme().editorTheme());
        m_merge->setTheme(m_context.look.theme().editorTheme());
    };
    context.look.whenDressed(*m_difference, dress);
    dress();
    connectParts();
}

ReversalPage::~ReversalPage() = default;

QWidget *ReversalPage::makeHead()
{
    auto *head = new QWidget(this);
    head->setProperty("role", QStringLiteral("panel"));
    head->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", head);
    m_title->setObjectName(QStringLiteral("reversalTitle"));
    QLabel *what = makeLabel(
        tr("What the request changed goes, what came later stays: all of it, or nothing."), "muted",
        head);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(what);
    return head;
}

QWidget *ReversalPage::makeItems()
{
    m_items->setObjectName(QStringLiteral("reversalItems"));
    m_items->setAccessibleName(tr("Configs of the change"));
    m_items->setIconSize({16, 16});
    m_items->setSpacing(2);
    m_items->setTextElideMode(Qt::ElideMiddle);
    m_items->setWordWrap(true);
    m_items->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return m_items;
}

QWidget *ReversalPage::makeForm()
{
    auto *form = new QWidget(this);
    form->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    m_effect = makeLabel({}, "value", form);
    m_effect->setObjectName(QStringLiteral("reversalEffect"));
    m_effect->setWordWrap(true);
    m_reason = new QLineEdit(form);
    m_reason->setObjectName(QStringLiteral("reversalReason"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Why: approvers and the audit log read this"));
    m_ticket = new QLineEdit(form);
    m_ticket->setObjectName(QStringLiteral("reversalTicket"));
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Ticket, if there is one"));
    m_ticket->setMaximumWidth(220);
    m_hint = makeLabel({}, "muted", form);
    m_hint->setObjectName(QStringLiteral("reversalHint"));
    m_again = makeButton(tr("Decide Again"), QStringLiteral("decideAgainButton"), form);
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("leaveReversalButton"), form);
    m_send = makeButton(
        tr("Request the Revert"), QStringLiteral("requestReversalButton"), form, "primary");
    auto *fields = new QHBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_reason, 1);
    fields->addWidget(m_ticket);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_again);
    buttons->addWidget(back);
    buttons->addWidget(m_send);
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(16, 8, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_effect);
    layout->addLayout(fields);
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &ReversalPage::left);
    return form;
}

void ReversalPage::connectParts()
{
    for (models::Operation *operation : {&m_store.reading(), &m_store.sending()}) {
        m_context.stores.operations.add(*operation);
        connect(operation, &models::Operation::changed, this, &ReversalPage::readState);
    }
    connect(&m_store, &models::RequestReversal::changed, this, &ReversalPage::read);
    connect(&m_store, &models::RequestReversal::moved, this, [this] {
        m_banner->show(Banner::Tone::Attention,
            tr("Live has moved. Look at what would happen now, then ask again."));
    });
    connect(&m_store, &models::RequestReversal::requested, this,
        [this](const core::ChangeRequest &request) {
            Q_EMIT left();
            m_context.navigator.goTo({QStringLiteral("changes"), toQt(request.id)});
        });
    connect(m_schemas, &SchemaShelf::changed, this, &ReversalPage::showItem);
    connect(m_items, &QListWidget::currentRowChanged, this, &ReversalPage::showItem);
    connect(m_reason, &QLineEdit::textChanged, this, &ReversalPage::readState);
    connect(m_merge, &editors::MergeView::cancelled, m_items, qOverload<>(&QWidget::setFocus));
    connect(m_merge, &editors::MergeView::used, this, [this](const QString &text) {
        m_store.decide(std::size_t(m_items->currentRow()), text);
        goToOpen();
    });
    connect(m_again, &QPushButton::clicked, this,
        [this] { m_store.decide(std::size_t(m_items->currentRow()), std::nullopt); });
    connect(m_send, &QPushButton::clicked, this, [this] {
        m_banner->clear();
        m_store.send(m_reason->text().trimmed(), m_ticket->text().trimmed());
    });
}

void ReversalPage::enter(const core::ChangeRequest &request)
{
    m_reason->clear();
    m_ticket->clear();
    m_banner->clear();
    m_items->clear();
    m_isKnown = false;
    showText(m_title, tr("Revert %1  %2").arg(toQt(request.id), toQt(request.title)));
    m_store.want(request);
    m_items->setFocus();
}

void ReversalPage::read()
{
    readItems();
    if (m_store.isRead() && !std::exchange(m_isKnown, true))
        goToOpen();
    else
        showItem();
    readState();
}

namespace {

QString outcomeText(const models::ReversedItem &item)
{
    switch (item.reversal.outcome) {
    case ReversalOutcome::Ready:
        return ReversalPage::tr("Taken back");
    case ReversalOutcome::NothingLeft:
        return ReversalPage::tr("Nothing of it is left");
    case ReversalOutcome::Conflicts:
        return item.decided ? ReversalPage::tr("Decided")
                            : ReversalPage::tr("To decide: changed again in %n place(s)", nullptr,
                                  int(item.reversal.merge->conflicts().size()));
    case ReversalOutcome::FirstVersion:
        return ReversalPage::tr("Its first version: nothing to go back to");
    }
    return {};
}

QString laterText(const models::ReversedItem &item)
{
    if (item.hasMoreLater)
        return ReversalPage::tr("leaves more than %n later change(s)", nullptr, item.laterCount);
    return ReversalPage::tr("leaves %n later change(s)", nullptr, item.laterCount);
}

QString iconOf(const models::ReversedItem &item)
{
    const bool stops = item.isOpen() || item.reversal.outcome == ReversalOutcome::FirstVersion;
    return stops ? QStringLiteral("warning") : QStringLiteral("config");
}

} // namespace

// Each in the place of the one before, so that the current one stays so.
void ReversalPage::readItems()
{
    const auto &items = m_store.items();
    while (m_items->count() > int(items.size()))
        delete m_items->takeItem(m_items->count() - 1);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const models::ReversedItem &item = items[i];
        if (m_items->count() <= int(i))
            m_items->addItem(QString());
        QListWidgetItem *row = m_items->item(int(i));
        QString text = outcomeText(item);
        if (item.laterCount > 0 && item.reversal.outcome != ReversalOutcome::FirstVersion)
            text = tr("%1; %2").arg(text, laterText(item));
        row->setText(safeText(tr("%1 – %2\n%3")
                .arg(toQt(item.path), m_context.stores.places.titleOf(item.environment), text)));
        row->setIcon(m_context.look.icon(iconOf(item)));
    }
    if (m_items->currentRow() < 0 && m_items->count() > 0)
        m_items->setCurrentRow(0);
}

const models::ReversedItem *ReversalPage::current() const
{
    const int row = m_items->currentRow();
    return row >= 0 && row < int(m_store.items().size()) ? &m_store.items()[std::size_t(row)]
                                                         : nullptr;
}

std::shared_ptr<const editors::SchemaAdvisor> ReversalPage::advisorOf(
    const models::ReversedItem &item) const
{
    JointAdvisor::Advisors advisors;
    for (const auto &schema : item.schemas)
        advisors.push_back(m_schemas->advisorOf(schema));
    return JointAdvisor::of(std::move(advisors));
}

void ReversalPage::showItem()
{
    const models::ReversedItem *item = current();
    m_again->setVisible(item && item->decided);
    if (!item || !item->reversal.merge) {
        m_stack->setCurrentWidget(m_difference);
        m_difference->setTexts(QString(), QString(), core::Format::Json);
        return;
    }
    if (item->isOpen())
        showMerge(*item);
    else
        showDifference(*item);
}

void ReversalPage::showMerge(const models::ReversedItem &item)
{
    m_stack->setCurrentWidget(m_merge);
    m_merge->setAdvisor(advisorOf(item));
    if (m_merge->merge() != item.reversal.merge)
        m_merge->setMerge(item.reversal.merge, editors::MergeView::Purpose::Decide);
}

void ReversalPage::showDifference(const models::ReversedItem &item)
{
    m_stack->setCurrentWidget(m_difference);
    m_difference->setAdvisor(advisorOf(item));
    m_difference->setTitles(tr("Live"), tr("After the revert"));
    m_keeper->follow(item.config, item.environment, item.liveText(), item.text());
    m_difference->setTexts(item.liveText(), item.text(), item.format);
}

// The next one that somebody has to decide, if there is one.
void ReversalPage::goToOpen()
{
    const auto &items = m_store.items();
    const auto open = std::ranges::find_if(items, &models::ReversedItem::isOpen);
    if (open != items.end())
        m_items->setCurrentRow(int(open - items.begin()));
    showItem();
}

void ReversalPage::readState()
{
    const models::ActionState state = m_store.state(m_context.stores.permissions);
    const bool hasReason = !m_reason->text().trimmed().isEmpty();
    const int changing
        = int(std::ranges::count_if(m_store.items(), &models::ReversedItem::changes));
    m_send->setEnabled(state.isEnabled && hasReason);
    const QString why = !state.isEnabled ? state.whyNot
        : hasReason                      ? QString()
                                         : tr("A revert needs a reason.");
    setPlainToolTip(*m_send, why);
    showText(m_hint, why);
    showText(m_effect,
        state.isEnabled
            ? tr("One change request of %n config(s) is made, and approved as any other.", nullptr,
                  changing)
            : QString());
    m_effect->setVisible(state.isEnabled);
    if (m_store.sending().hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(m_store.sending().error()), {},
            errorDetails(m_store.sending().error()));
}

} // namespace chancery::views
