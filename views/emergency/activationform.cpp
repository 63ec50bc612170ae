// SPDX-License-Identifier: Apache-2.0
#include "activationform.h"

#include "models/emergencywords.h"
#include "models/qtconvert.h"
#include "views/common/banner.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/emergency/refusal.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

using models::fromQt;
using models::toQt;

namespace {

constexpr int usualMinutes = 30;
constexpr int mostMinutes = 240; // GOV-41; an environment may allow less

} // namespace

ActivationForm::ActivationForm(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.emergencies)
    , m_banner(new Banner(context.look, this))
{
    setObjectName(QStringLiteral("activationForm"));
    auto *content = new QWidget(this);
    content->setMaximumWidth(760);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Emergency Access"), "title", content));
    auto *what = makeLabel(
        tr("For a short time you change what is live without approvals. Everything else holds: "
           "scope, schemas, secrets, the audit log. Afterwards somebody else reviews each change."),
        "muted", content);
    what->setWordWrap(true);
    layout->addWidget(what);
    layout->addWidget(makeFields());
    m_audience = makeLabel({}, "value", content);
    m_audience->setObjectName(QStringLiteral("activationAudience"));
    m_audience->setWordWrap(true);
    layout->addWidget(m_audience);
    m_hint = makeLabel({}, "muted", content);
    m_hint->setObjectName(QStringLiteral("activationHint"));
    m_hint->setWordWrap(true);
    auto *cancel = makeButton(tr("Cancel"), QStringLiteral("leaveActivationButton"), content);
    m_doIt = makeButton(
        tr("Open Emergency Access"), QStringLiteral("activateEmergencyButton"), content, "primary");
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_doIt);
    layout->addLayout(buttons);
    layout->addStretch(1);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_banner);
    whole->addWidget(content, 1);
    connect(cancel, &QPushButton::clicked, this, &ActivationForm::left);
    connectParts();
}

QLineEdit *ActivationForm::makeField(const QString &name, const QString &label, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setAccessibleName(label);
    connect(field, &QLineEdit::textChanged, this, &ActivationForm::readState);
    connect(field, &QLineEdit::returnPressed, this, &ActivationForm::goOn);
    return field;
}

QWidget *ActivationForm::makeFields()
{
    auto *fields = new QWidget(this);
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addFields(*form);
    return fields;
}

void ActivationForm::addFields(QFormLayout &form)
{
    QWidget *parent = form.parentWidget();
    const auto add = [&](const QString &title, QWidget *field) {
        QLabel *label = makeLabel(title, "muted", parent);
        label->setBuddy(field);
        form.addRow(label, field);
        return label;
    };
    m_reason = makeField(QStringLiteral("activationReason"), tr("Reason"), parent);
    m_reason->setPlaceholderText(tr("What is broken, in at least 20 characters"));
    add(tr("Reason"), m_reason);
    m_incident = makeField(QStringLiteral("activationIncident"), tr("Incident"), parent);
    m_incident->setPlaceholderText(tr("Like INC-4711"));
    add(tr("Incident"), m_incident);
    m_environment = new QComboBox(parent);
    m_environment->setObjectName(QStringLiteral("activationEnvironment"));
    m_environment->setAccessibleName(tr("Environment"));
    add(tr("Environment"), m_environment);
    m_namespaces = makeField(QStringLiteral("activationNamespaces"), tr("Namespaces"), parent);
    m_namespaces->setPlaceholderText(tr("Those that may be changed: shop, platform"));
    add(tr("Namespaces"), m_namespaces);
    m_minutes = new QSpinBox(parent);
    m_minutes->setObjectName(QStringLiteral("activationMinutes"));
    m_minutes->setAccessibleName(tr("Minutes"));
    m_minutes->setRange(1, mostMinutes);
    m_minutes->setSuffix(tr(" minutes"));
    m_minutes->setButtonSymbols(QAbstractSpinBox::NoButtons); // the arrow keys do it
    add(tr("Duration"), m_minutes);
    m_confirmation
        = makeField(QStringLiteral("activationConfirmation"), tr("The environment's name"), parent);
    m_confirmLabel = add({}, m_confirmation);
    m_password = makeField(QStringLiteral("activationPassword"), tr("Your password"), parent);
    m_password->setEchoMode(QLineEdit::Password);
    add(tr("Your password"), m_password)->setVisible(asksForPassword());
    m_password->setVisible(asksForPassword());
}

void ActivationForm::connectParts()
{
    connect(m_environment, &QComboBox::currentIndexChanged, this, &ActivationForm::readState);
    connect(m_doIt, &QPushButton::clicked, this, &ActivationForm::activate);
    connect(&m_store.acting(), &models::Operation::changed, this, &ActivationForm::readOutcome);
    connect(&m_store, &models::EmergencyStore::changed, this, &ActivationForm::readState);
    connect(&m_store, &models::EmergencyStore::changed, this, &ActivationForm::readAudience);
    connect(&m_context.stores.places, &models::PlacesStore::changed, this,
        &ActivationForm::fillEnvironments);
}

void ActivationForm::fillEnvironments()
{
    const QString chosen = m_environment->currentData().toString();
    m_environment->clear();
    for (const core::Environment &place : m_context.stores.places.environments())
        m_environment->addItem(safeText(m_context.stores.places.titleOf(place.id)), toQt(place.id));
    const int known = m_environment->findData(chosen);
    m_environment->setCurrentIndex(
        known >= 0 ? known : m_environment->findData(toQt(m_context.stores.places.currentId())));
}

void ActivationForm::begin(const QString &path)
{
    m_store.acting().dismiss();
    m_environment->clear();
    fillEnvironments();
    m_namespaces->setText(path.section(u'/', 0, 0));
    m_reason->clear();
    m_confirmation->clear();
    m_password->clear();
    m_minutes->setValue(usualMinutes);
    readAudience();
    readState();
    m_reason->setFocus();
}

core::NewEmergency ActivationForm::asked() const
{
    core::NewEmergency asked;
    asked.environment
        = models::idFromQt<core::EnvironmentId>(m_environment->currentData().toString());
    for (const QString &slug : m_namespaces->text().split(u',', Qt::SkipEmptyParts)) {
        if (!slug.trimmed().isEmpty())
            asked.namespaces.push_back(fromQt(slug.trimmed()));
    }
    asked.reason = fromQt(m_reason->text().trimmed());
    asked.incident = fromQt(m_incident->text().trimmed());
    asked.minutes = m_minutes->value();
    return asked;
}

// Why it cannot be sent yet, in the order of the fields.
QString ActivationForm::fault() const
{
    const models::Permissions &permissions = m_context.stores.permissions;
    const auto *own = m_store.openOf(permissions.me.id);
    const auto wanted = asked();
    const auto may = models::activateState(permissions, wanted.environment,
        own && own->environment == wanted.environment ? own : nullptr);
    if (!may.isEnabled)
        return may.whyNot;
    if (m_store.acting().isRunning())
        return tr("It is on its way.");
    if (const QString why = models::activationFault(wanted); !why.isEmpty())
        return why;
    if (m_confirmation->text() != toQt(wanted.environment))
        return tr("Type “%1” to confirm the environment.").arg(toQt(wanted.environment));
    if (asksForPassword() && m_password->text().isEmpty())
        return tr("Your password is asked for again.");
    return {};
}

// Who signs in elsewhere has none here; they are asked there when the server wants to know.
bool ActivationForm::asksForPassword() const
{
    return m_context.stores.permissions.proof != core::ProofKind::Provider;
}

void ActivationForm::readState()
{
    const QString why = fault();
    showText(m_confirmLabel, tr("Type “%1”").arg(m_environment->currentData().toString()));
    m_doIt->setEnabled(why.isEmpty());
    setPlainToolTip(*m_doIt, why);
    showText(m_hint, why);
}

// Whom the server told last time: nobody but the server knows all rights.
void ActivationForm::readAudience()
{
    QStringList names;
    for (const auto &session : m_store.sessions()) {
        for (const auto &notice : session.notices) {
            for (const auto &name : notice.audience)
                names << m_context.stores.people.nameOfUser(name);
        }
        if (!names.isEmpty())
            break;
    }
    names.removeDuplicates();
    QString words = tr("Everybody who approves, reviews or owns what is changed is told at once, "
                       "and a red line stands in "
                       "every console until it is over.");
    if (!names.isEmpty())
        words += tr(" Last time these were told: %1.").arg(names.join(QStringLiteral(", ")));
    showText(m_audience, words);
}

void ActivationForm::readOutcome()
{
    readState();
    const models::Operation &acting = m_store.acting();
    if (isHidden() || !acting.hasFailed()) {
        m_banner->clear();
        return;
    }
    m_password->clear();
    showRefusal(*m_banner, acting.error());
    m_password->setFocus();
}

// To the first field that is not good yet; the last one sends it.
void ActivationForm::goOn()
{
    if (m_doIt->isEnabled()) {
        activate();
        return;
    }
    const std::pair<QLineEdit *, bool> fields[]{
        {m_reason, models::reasonFault(m_reason->text()).isEmpty()},
        {m_incident, !m_incident->text().trimmed().isEmpty()},
        {m_namespaces, !asked().namespaces.empty()},
        {m_confirmation, m_confirmation->text() == m_environment->currentData().toString()},
        {m_password, !m_password->text().isEmpty()}};
    for (const auto &[field, isGood] : fields) {
        if (!isGood) {
            field->setFocus();
            return;
        }
    }
}

void ActivationForm::activate()
{
    if (!m_doIt->isEnabled())
        return;
    const QString password = m_password->text();
    m_password->clear();
    m_store.activate(asked(), password);
}

} // namespace chancery::views
