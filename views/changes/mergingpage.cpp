// SPDX-License-Identifier: Apache-2.0
#include "mergingpage.h"

#include "editors/diffview.h"
#include "editors/merge/mergeview.h"
#include "models/qtconvert.h"
#include "models/requestrebase.h"
#include "models/requestreversal.h"
#include "views/common/banner.h"
#include "views/common/differencekeeper.h"
#include "views/common/errortext.h"
#include "views/common/jointadvisor.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/schemachooser.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using core::ReversalOutcome;
using models::toQt;

namespace {

std::unique_ptr<models::RequestMerging> makeStore(
    ViewContext &context, MergingPage::Purpose purpose)
{
    if (purpose == MergingPage::Purpose::Revert)
        return std::make_unique<models::RequestReversal>(context.stores.api, context.compute);
    return std::make_unique<models::RequestRebase>(context.stores.api, context.compute);
}

} // namespace

MergingPage::MergingPage(ViewContext &context, Purpose purpose, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_purpose(purpose)
    , m_store(makeStore(context, purpose))
    , m_banner(new Banner(context.look, this))
    , m_schemas(new SchemaShelf(context, this))
    , m_items(new QListWidget(this))
    , m_overlay(new StateOverlay(context.look, makeItems(), this))
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
    , m_merge(new editors::MergeView(context.compute, this))
    , m_stack(new QStackedWidget(this))
    , m_schemaChooser(new SchemaChooser(context.stores.schemas, this))
{
    setObjectName(named("Page"));
    m_stack->addWidget(m_difference);
    m_stack->addWidget(m_merge);
    if (purpose == Purpose::Revert) {
        m_merge->setTitles(tr("After the Change"), tr("Before the Change"), tr("Live Now"));
        m_merge->setAnswers(tr("Take Back"), tr("Leave as It Is"));
    } else {
        m_merge->setTitles(tr("Both Began From"), tr("Live Now"), tr("This Request"));
        m_merge->setAnswers(tr("Take What Is Live"), tr("Take This Request"));
    }
    m_merge->setLeaveText(tr("Back to List"));
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(makeTexts());
    splitter->setSizes({110, 700});
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, named("Splitter"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_banner);
    layout->addWidget(makeLine(this));
    layout->addWidget(splitter, 1);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeForm());
    m_overlay->watch(m_store->reading());
    const auto dress = [this] {
        m_difference->setTheme(m_context.look.theme().editorTheme());
        m_merge->setTheme(m_context.look.theme().editorTheme());
    };
    context.look.whenDressed(*m_difference, dress);
    dress();
    connectParts();
}

MergingPage::~MergingPage() = default;

// "reversalHint", "rebaseHint".
QString MergingPage::named(const char *name) const
{
    return (m_purpose == Purpose::Revert ? QStringLiteral("reversal") : QStringLiteral("rebase"))
        + QLatin1String(name);
}

QWidget *MergingPage::makeHead()
{
    auto *head = new QWidget(this);
    head->setProperty("role", QStringLiteral("panel"));
    head->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", head);
    m_title->setObjectName(named("Title"));
    QLabel *what = makeLabel(m_purpose == Purpose::Revert
            ? tr("What the request changed goes, what came later stays: all of it, or nothing.")
            : tr("What has become live meanwhile is taken along, and the request goes on from it."),
        "muted", head);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(what);
    return head;
}

QWidget *MergingPage::makeItems()
{
    m_items->setObjectName(named("Items"));
    m_items->setAccessibleName(tr("Configs of the change"));
    m_items->setIconSize({16, 16});
    m_items->setTextElideMode(Qt::ElideMiddle);
    m_items->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return m_items;
}

// Below what has to be decided about the schema.
QWidget *MergingPage::makeTexts()
{
    auto *texts = new QWidget(this);
    auto *layout = new QVBoxLayout(texts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_schemaChooser);
    layout->addWidget(m_stack, 1);
    return texts;
}

QWidget *MergingPage::makeForm()
{
    auto *form = new QWidget(this);
    form->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    m_effect = makeLabel({}, "value", form);
    m_effect->setObjectName(named("Effect"));
    m_effect->setWordWrap(true);
    m_hint = makeLabel({}, "muted", form);
    m_hint->setObjectName(named("Hint"));
    m_again = makeButton(tr("Decide Again"), QStringLiteral("decideAgainButton"), form);
    QPushButton *back = makeButton(tr("Back"), named("BackButton"), form);
    m_send = makeButton(m_purpose == Purpose::Revert ? tr("Request the Revert") : tr("Rebase"),
        named("SendButton"), form, "primary");
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
    if (m_purpose == Purpose::Revert)
        layout->addLayout(makeReason(form));
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &MergingPage::left);
    return form;
}

QLayout *MergingPage::makeReason(QWidget *form)
{
    m_reason = new QLineEdit(form);
    m_reason->setObjectName(named("Reason"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Why: approvers and the audit log read this"));
    m_ticket = new QLineEdit(form);
    m_ticket->setObjectName(named("Ticket"));
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Ticket, if there is one"));
    m_ticket->setFixedWidth(220);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_reason, 1);
    fields->addWidget(m_ticket);
    connect(m_reason, &QLineEdit::textChanged, this, &MergingPage::readState);
    return fields;
}

void MergingPage::connectParts()
{
    for (models::Operation *operation : {&m_store->reading(), &m_store->sending()}) {
        m_context.stores.operations.add(*operation);
        connect(operation, &models::Operation::changed, this, &MergingPage::readState);
    }
    connect(m_store.get(), &models::RequestMerging::changed, this, &MergingPage::read);
    connect(m_store.get(), &models::RequestMerging::moved, this, [this] {
        m_banner->show(Banner::Tone::Attention,
            tr("Live has moved. Look at what would happen now, then ask again."));
    });
    connect(m_store.get(), &models::RequestMerging::requested, this,
        [this](const core::ChangeRequest &request) {
            Q_EMIT left();
            m_context.navigator.goTo({QStringLiteral("changes"), toQt(request.id)});
        });
    connect(m_schemas, &SchemaShelf::changed, this, &MergingPage::showItem);
    connect(m_items, &QListWidget::currentRowChanged, this, &MergingPage::showItem);
    connect(m_merge, &editors::MergeView::cancelled, m_items, qOverload<>(&QWidget::setFocus));
    connect(m_merge, &editors::MergeView::used, this, [this](const QString &text) {
        m_store->decide(std::size_t(m_items->currentRow()), text);
        goToOpen();
    });
    connect(m_schemaChooser, &SchemaChooser::chosen, this,
        [this](const std::optional<core::SchemaChoice> &choice) {
            m_store->decideSchema(std::size_t(m_items->currentRow()), choice);
        });
    connect(m_again, &QPushButton::clicked, this,
        [this] { m_store->decide(std::size_t(m_items->currentRow()), std::nullopt); });
    connect(m_send, &QPushButton::clicked, this, [this] {
        m_banner->clear();
        m_store->send(m_reason ? m_reason->text().trimmed() : QString(),
            m_ticket ? m_ticket->text().trimmed() : QString());
    });
}

void MergingPage::enter(const core::ChangeRequest &request)
{
    for (QLineEdit *field : {m_reason, m_ticket}) {
        if (field)
            field->clear();
    }
    m_banner->clear();
    m_items->clear();
    m_isKnown = false;
    showText(m_title,
        (m_purpose == Purpose::Revert ? tr("Revert %1  %2") : tr("Rebase %1  %2"))
            .arg(toQt(request.id), toQt(request.title)));
    m_store->want(request);
    m_items->setFocus();
}

void MergingPage::read()
{
    readItems();
    if (m_store->isRead() && !std::exchange(m_isKnown, true))
        goToOpen();
    else
        showItem();
    readState();
}

namespace {

QString laterText(const models::MergedItem &item)
{
    if (item.hasMoreLater)
        return MergingPage::tr("keeps more than %n later change(s)", nullptr, item.laterCount);
    return MergingPage::tr("keeps %n later change(s)", nullptr, item.laterCount);
}

QString choiceText(const std::optional<core::SchemaChoice> &choice)
{
    if (!choice)
        return MergingPage::tr("to decide: a later change brought another schema");
    switch (*choice) {
    case core::SchemaChoice::Before:
        return MergingPage::tr("the schema before it comes back");
    case core::SchemaChoice::Made:
        return MergingPage::tr("the schema that it brought comes back");
    case core::SchemaChoice::Now:
        break;
    }
    return MergingPage::tr("the later schema stays");
}

QString schemaText(const models::MergedItem &item)
{
    switch (item.schemaFate) {
    case core::SchemaReversal::Back:
        return MergingPage::tr("the schema before it comes back");
    case core::SchemaReversal::Stays:
        return MergingPage::tr("its schema stays: there was none before");
    case core::SchemaReversal::Conflict:
        return choiceText(item.schemaChoice);
    case core::SchemaReversal::None:
        break;
    }
    return {};
}

QString iconOf(const models::MergedItem &item)
{
    const bool stops = item.schemaFate == core::SchemaReversal::Stays || item.isOpen()
        || item.outcome == ReversalOutcome::FirstVersion;
    return stops ? QStringLiteral("warning") : QStringLiteral("config");
}

} // namespace

QString MergingPage::outcomeText(const models::MergedItem &item) const
{
    const bool isRevert = m_purpose == Purpose::Revert;
    switch (item.outcome) {
    case ReversalOutcome::Ready:
        if (isRevert)
            return tr("Taken back");
        return item.merge ? tr("Merged with what is live") : tr("Begins at what is live");
    case ReversalOutcome::NothingLeft:
        return isRevert ? tr("Nothing of it is left") : tr("Live has all of it");
    case ReversalOutcome::Conflicts:
        return item.decided ? tr("Decided")
                            : tr("To decide: changed again in %n place(s)", nullptr,
                                  int(item.merge->conflicts().size()));
    case ReversalOutcome::FirstVersion:
        return tr("Its first version: stays, there is nothing to go back to");
    }
    return {};
}

// Each in the place of the one before, so that the current one stays so.
void MergingPage::readItems()
{
    const auto &items = m_store->items();
    while (m_items->count() > int(items.size()))
        delete m_items->takeItem(m_items->count() - 1);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const models::MergedItem &item = items[i];
        if (m_items->count() <= int(i))
            m_items->addItem(QString());
        QListWidgetItem *row = m_items->item(int(i));
        QString text = outcomeText(item);
        if (item.laterCount > 0 && item.outcome != ReversalOutcome::FirstVersion)
            text = tr("%1; %2").arg(text, laterText(item));
        if (const QString schema = schemaText(item); !schema.isEmpty())
            text = tr("%1; %2").arg(text, schema);
        row->setText(safeText(tr("%1 – %2: %3")
                .arg(toQt(item.path), m_context.stores.places.titleOf(item.environment), text)));
        row->setIcon(m_context.look.icon(iconOf(item)));
    }
    if (m_items->currentRow() < 0 && m_items->count() > 0)
        m_items->setCurrentRow(0);
}

const models::MergedItem *MergingPage::current() const
{
    const int row = m_items->currentRow();
    return row >= 0 && row < int(m_store->items().size()) ? &m_store->items()[std::size_t(row)]
                                                          : nullptr;
}

std::shared_ptr<const editors::SchemaAdvisor> MergingPage::advisorOf(
    const models::MergedItem &item) const
{
    JointAdvisor::Advisors advisors;
    for (const auto &schema : item.schemas)
        advisors.push_back(m_schemas->advisorOf(schema));
    // By today's schema too; where nobody knows one, nothing is shown of the values.
    if (const core::Config *config = m_context.stores.configs.find(item.config))
        advisors.push_back(m_schemas->advisorOf(config->schema));
    else if (item.schemas.empty())
        advisors.push_back(m_schemas->awaited());
    return JointAdvisor::of(std::move(advisors));
}

void MergingPage::showItem()
{
    const models::MergedItem *item = current();
    m_again->setVisible(item && item->decided);
    if (item && item->schemaFate == core::SchemaReversal::Conflict)
        m_schemaChooser->show(&item->schemaSides, item->schemaChoice);
    else
        m_schemaChooser->show(nullptr, {});
    if (!item || item->outcome == ReversalOutcome::FirstVersion) {
        m_stack->setCurrentWidget(m_difference);
        m_difference->setTexts(QString(), QString(), core::Format::Json);
        return;
    }
    if (item->isTextOpen())
        showMerge(*item);
    else
        showDifference(*item);
}

void MergingPage::showMerge(const models::MergedItem &item)
{
    m_stack->setCurrentWidget(m_merge);
    m_merge->setAdvisor(advisorOf(item));
    if (m_merge->merge() != item.merge)
        m_merge->setMerge(item.merge, editors::MergeView::Purpose::Decide);
}

void MergingPage::showDifference(const models::MergedItem &item)
{
    m_stack->setCurrentWidget(m_difference);
    m_difference->setAdvisor(advisorOf(item));
    m_difference->setTitles(
        tr("Live"), m_purpose == Purpose::Revert ? tr("After the revert") : tr("After the rebase"));
    m_keeper->follow(item.config, item.environment, item.liveText, item.text());
    m_difference->setTexts(item.liveText, item.text(), item.format);
}

// The next one that somebody has to decide, if there is one.
void MergingPage::goToOpen()
{
    const auto &items = m_store->items();
    const auto open = std::ranges::find_if(items, &models::MergedItem::isOpen);
    if (open != items.end())
        m_items->setCurrentRow(int(open - items.begin()));
    showItem();
}

QString MergingPage::effectText() const
{
    if (m_purpose == Purpose::Rebase)
        return tr("Votes count on where the effect is the same to the byte; else a new round of "
                  "approvals begins.");
    const int changing = int(std::ranges::count_if(m_store->items(), &models::MergedItem::changes));
    return tr("One change request of %n config(s) is made, and approved as any other.", nullptr,
        changing);
}

void MergingPage::readState()
{
    const models::ActionState state = m_store->state(m_context.stores.permissions);
    const bool hasReason = !m_reason || !m_reason->text().trimmed().isEmpty();
    m_send->setEnabled(state.isEnabled && hasReason);
    const QString why = !state.isEnabled ? state.whyNot
        : hasReason                      ? QString()
                                         : tr("A revert needs a reason.");
    setPlainToolTip(*m_send, why);
    showText(m_hint, why);
    showText(m_effect, state.isEnabled ? effectText() : QString());
    m_effect->setVisible(state.isEnabled);
    if (m_store->sending().hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(m_store->sending().error()), {},
            errorDetails(m_store->sending().error()));
}

} // namespace chancery::views
