// SPDX-License-Identifier: Apache-2.0
#include "actionform.h"

#include "editors/diffview.h"
#include "models/emergencywords.h"
#include "models/qtconvert.h"
#include "models/versionname.h"
#include "views/common/differencekeeper.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/emergency/refusal.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

ActionForm::ActionForm(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.emergencies)
    , m_aim(context.stores.api)
    , m_banner(new Banner(context.look, this))
    , m_schemas(new SchemaShelf(context, this))
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
    , m_overlay(new StateOverlay(context.look, m_difference, this))
{
    setObjectName(QStringLiteral("actionForm"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_banner);
    layout->addWidget(makeLine(this));
    layout->addWidget(m_overlay, 1);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeForm());
    m_overlay->watch(m_aim.loadingWays());
    const auto dress = [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
    connectParts();
}

ActionForm::~ActionForm() = default;

QWidget *ActionForm::makeHead()
{
    auto *head = new QWidget(this);
    head->setProperty("role", QStringLiteral("panel"));
    head->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", head);
    m_title->setObjectName(QStringLiteral("actionTitle"));
    m_time = makeLabel({}, "strong", head);
    m_time->setObjectName(QStringLiteral("actionTime"));
    m_config = new QComboBox(head);
    m_config->setObjectName(QStringLiteral("actionConfig"));
    m_config->setAccessibleName(tr("Config"));
    m_config->setMinimumWidth(240);
    m_way = new QComboBox(head);
    m_way->setObjectName(QStringLiteral("actionWay"));
    m_way->setAccessibleName(tr("What becomes live"));
    m_way->setPlaceholderText(tr("Choose what becomes live"));
    for (QComboBox *box : {m_config, m_way}) {
        // Long titles do not push the register aside.
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(20);
    }
    auto *first = new QHBoxLayout;
    first->addWidget(m_title, 1);
    first->addWidget(m_time);
    auto *second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_config);
    second->addWidget(makeLabel(tr("becomes"), "muted", head));
    second->addWidget(m_way, 1);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    return head;
}

QWidget *ActionForm::makeForm()
{
    auto *form = new QWidget(this);
    form->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    m_override = new QCheckBox(tr("Let schemas and invariants not count"), form);
    m_override->setObjectName(QStringLiteral("actionOverride"));
    m_overrideReason = new QLineEdit(form);
    m_overrideReason->setObjectName(QStringLiteral("actionOverrideReason"));
    m_overrideReason->setAccessibleName(tr("Why they do not count"));
    m_overrideReason->setPlaceholderText(tr("Why, in at least 20 characters; never for secrets"));
    m_confirmLabel = makeLabel({}, "muted", form);
    m_confirmation = new QLineEdit(form);
    m_confirmation->setObjectName(QStringLiteral("actionConfirmation"));
    m_confirmation->setAccessibleName(tr("The environment's name"));
    m_confirmation->setMaximumWidth(220);
    m_confirmLabel->setBuddy(m_confirmation);
    m_hint = makeLabel({}, "muted", form);
    m_hint->setObjectName(QStringLiteral("actionHint"));
    auto *back = makeButton(tr("Back"), QStringLiteral("leaveActionButton"), form);
    m_doIt
        = makeButton(tr("Make It Live"), QStringLiteral("applyInEmergencyButton"), form, "primary");
    auto *overriding = new QHBoxLayout;
    overriding->setSpacing(8);
    overriding->addWidget(m_override);
    overriding->addWidget(m_overrideReason, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_confirmLabel);
    buttons->addWidget(m_confirmation);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(back);
    buttons->addWidget(m_doIt);
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(16, 8, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(overriding);
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &ActionForm::left);
    return form;
}

void ActionForm::connectParts()
{
    for (models::Operation *operation :
        {&m_aim.loading(), &m_aim.loadingDrafts(), &m_aim.loadingWays(), &m_aim.readingTexts()}) {
        m_context.stores.operations.add(*operation);
        connect(operation, &models::Operation::changed, this, &ActionForm::readState);
    }
    connect(&m_aim, &models::EmergencyAim::changed, this, &ActionForm::read);
    connect(&m_aim, &models::EmergencyAim::textsChanged, this, &ActionForm::readTexts);
    connect(m_schemas, &SchemaShelf::changed, this, &ActionForm::readTexts);
    connect(&m_store, &models::EmergencyStore::ticked, this, &ActionForm::readTime);
    connect(&m_store, &models::EmergencyStore::changed, this, &ActionForm::readTime);
    connect(&m_store.acting(), &models::Operation::changed, this, &ActionForm::readOutcome);
    connect(m_config, &QComboBox::activated, this, [this](int index) {
        m_aim.chooseConfig(models::idFromQt<core::ConfigId>(m_config->itemData(index).toString()));
    });
    connect(m_way, &QComboBox::activated, this,
        [this](int index) { m_aim.chooseWay(std::size_t(index)); });
    connect(m_override, &QCheckBox::toggled, m_overrideReason, &QWidget::setVisible);
    connect(m_override, &QCheckBox::toggled, this, &ActionForm::readState);
    for (QLineEdit *field : {m_confirmation, m_overrideReason}) {
        connect(field, &QLineEdit::textChanged, this, &ActionForm::readState);
        connect(field, &QLineEdit::returnPressed, this, &ActionForm::apply);
    }
    connect(m_doIt, &QPushButton::clicked, this, &ActionForm::apply);
    connect(&m_context.stores.live, &models::LiveUpdates::changed, this,
        [this](models::LiveUpdates::Topics topics) {
            if (isVisible() && topics & models::LiveUpdates::Heads)
                m_aim.reload();
        });
}

void ActionForm::begin(const QString &path)
{
    const auto &session = m_store.selected();
    if (!session)
        return;
    m_store.acting().dismiss();
    m_confirmation->clear();
    m_override->setChecked(false);
    m_overrideReason->clear();
    m_overrideReason->hide();
    showText(m_title,
        tr("Change what is live in %1 (%2)")
            .arg(m_context.stores.places.titleOf(session->environment), toQt(session->id)));
    showText(m_confirmLabel, tr("Type “%1”").arg(toQt(session->environment)));
    m_aim.begin(*session, models::fromQt(path));
    readTime();
    (path.isEmpty() ? static_cast<QWidget *>(m_config) : m_confirmation)->setFocus();
}

void ActionForm::read()
{
    readConfigs();
    readWays();
    readTexts();
    readState();
}

void ActionForm::readConfigs()
{
    m_config->clear();
    m_config->setPlaceholderText(tr("Choose a config"));
    for (const core::Head &head : m_aim.configs())
        m_config->addItem(safeText(toQt(head.path)), toQt(head.config));
    const core::Head *chosen = m_aim.config();
    m_config->setCurrentIndex(chosen ? m_config->findData(toQt(chosen->config)) : -1);
}

QString ActionForm::titleOf(const models::EmergencyAim::Way &way) const
{
    const auto now = m_store.serverNow();
    if (way.draft)
        return tr("your draft, saved %1").arg(models::relativeTime(way.draft->updatedAt, now));
    const core::Version &version = *way.version;
    const QString name = models::versionName(version.semver, version.id);
    const QString who
        = tr("%1 by %2, %3: %4")
              .arg(name, toQt(version.authorName), models::relativeTime(version.createdAt, now),
                  models::firstLine(version.message));
    if (way.isLastGood)
        return tr("the last known good, %1").arg(who);
    return version.quarantined ? tr("rolled back from before: %1").arg(who) : who;
}

void ActionForm::readWays()
{
    m_way->clear();
    int chosen = -1;
    for (const auto &way : m_aim.ways()) {
        if (&way == m_aim.way())
            chosen = m_way->count();
        m_way->addItem(safeText(titleOf(way)));
    }
    m_way->setCurrentIndex(chosen);
    readEmpty();
}

void ActionForm::readEmpty()
{
    const bool isLooking = m_aim.loading().isRunning() || m_aim.loadingDrafts().isRunning()
        || m_aim.loadingWays().isRunning();
    if (m_aim.way() || isLooking)
        m_overlay->setEmpty(false);
    else if (!m_aim.config())
        m_overlay->setEmpty(true, tr("Choose the config that is changed"),
            tr("Those of the session's scope that are live are listed above."));
    else if (m_aim.ways().empty())
        m_overlay->setEmpty(true, tr("There is nothing to go back to"),
            tr("Write a draft of it under “Configs”; it can be made live from here."));
    else
        m_overlay->setEmpty(true, tr("Choose what becomes live"),
            tr("None of the earlier versions is known to be good: somebody rolled back from "
               "each."));
}

void ActionForm::readTexts()
{
    const auto texts = m_aim.texts();
    const core::Version *live = m_aim.live();
    if (!texts || !live) {
        m_difference->setTexts(QString(), QString(), core::Format::Json);
        readState();
        return;
    }
    const auto *way = m_aim.way();
    m_difference->setAdvisors(m_schemas->advisorOf(live->schema),
        m_schemas->advisorOf(way->version ? way->version->schema : live->schema));
    m_difference->setTitles(
        tr("Live (%1)").arg(models::versionName(live->semver, live->id)), tr("After this"));
    const core::Head &head = *m_aim.config();
    m_keeper->follow(head.config, head.environment, texts->live, texts->after);
    m_difference->setTexts(texts->live, texts->after, head.format);
    readState();
}

QString ActionForm::fault() const
{
    const auto &session = m_store.selected();
    if (!session)
        return tr("The session is being read.");
    const auto may = models::emergencyApplyState(
        {m_context.stores.permissions, m_store.serverNow()}, *session);
    if (!may.isEnabled)
        return may.whyNot;
    if (m_store.acting().isRunning())
        return tr("It is on its way.");
    if (const auto state = m_aim.state(); !state.isEnabled)
        return state.whyNot;
    if (m_override->isChecked()) {
        if (const QString why = models::reasonFault(m_overrideReason->text()); !why.isEmpty())
            return why;
    }
    if (m_confirmation->text() != toQt(session->environment))
        return tr("The environment's name confirms it.");
    return {};
}

void ActionForm::readState()
{
    const QString why = fault();
    m_doIt->setEnabled(why.isEmpty());
    setPlainToolTip(*m_doIt, why);
    showText(m_hint, why);
}

void ActionForm::readTime()
{
    const auto &session = m_store.selected();
    const auto left = session ? models::remaining(*session, m_store.serverNow()) : std::nullopt;
    m_time->setText(left ? tr("%1 left").arg(models::countdownText(*left)) : tr("over"));
    m_time->setAccessibleName(left ? models::countdownWords(*left) : tr("The session is over."));
    if (isVisible())
        readState();
}

void ActionForm::readOutcome()
{
    readState();
    const models::Operation &acting = m_store.acting();
    if (isHidden() || !acting.hasFailed()) {
        m_banner->clear();
        return;
    }
    showRefusal(*m_banner, acting.error());
    if (acting.error().kind == core::ErrorKind::Conflict)
        m_aim.reload();
}

void ActionForm::apply()
{
    const auto &session = m_store.selected();
    if (!m_doIt->isEnabled() || !session)
        return;
    core::EmergencyChanges changes{
        {m_aim.item()}, models::fromQt(m_confirmation->text()), {}, m_override->isChecked(), {}};
    if (changes.overrideValidation)
        changes.overrideReason = models::fromQt(m_overrideReason->text());
    m_confirmation->clear();
    m_store.apply(changes);
}

} // namespace chancery::views
