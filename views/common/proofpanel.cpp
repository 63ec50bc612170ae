// SPDX-License-Identifier: Apache-2.0
#include "proofpanel.h"

#include "views/common/errortext.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

ProofPanel::ProofPanel(models::ProofStore &proof, models::Operation &action, QWidget *parent)
    : QFrame(parent)
    , m_proof(proof)
    , m_action(action)
    , m_text(makeLabel({}, "value", this))
    , m_password(new QLineEdit(this))
    , m_problem(makeLabel({}, "problem", this))
{
    setObjectName(QStringLiteral("proofPanel"));
    setProperty("role", QStringLiteral("banner"));
    const bool isOfProvider = proof.kind() == core::ProofKind::Provider;
    m_text->setObjectName(QStringLiteral("proofText"));
    m_text->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("proofProblem"));
    m_problem->setWordWrap(true);
    m_password->setObjectName(QStringLiteral("proofPasswordField"));
    m_password->setAccessibleName(tr("Your password"));
    m_password->setPlaceholderText(tr("Your password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMinimumWidth(220);
    m_password->setVisible(!isOfProvider);
    m_confirm = makeButton(isOfProvider ? tr("Sign In in the Browser") : tr("Confirm"),
        QStringLiteral("proofConfirmButton"), this, "primary");
    QPushButton *cancel = makeButton(tr("Cancel"), QStringLiteral("proofCancelButton"), this);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_password);
    row->addWidget(m_confirm);
    row->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_problem);
    connect(m_confirm, &QPushButton::clicked, this, &ProofPanel::confirm);
    connect(m_password, &QLineEdit::returnPressed, this, &ProofPanel::confirm);
    connect(cancel, &QPushButton::clicked, this, &ProofPanel::leave);
    connect(&action, &models::Operation::changed, this, &ProofPanel::read);
    connect(&proof.proving(), &models::Operation::changed, this, &ProofPanel::read);
    connect(&proof, &models::ProofStore::proven, this, [this] {
        if (models::ProofStore::isWantedBy(m_action))
            m_action.retry();
    });
    hide();
    read();
}

void ProofPanel::read()
{
    const bool isWanted = models::ProofStore::isWantedBy(m_action);
    const bool isNew = isWanted && isHidden();
    setVisible(isWanted);
    if (!isWanted)
        return;
    const models::Operation &proving = m_proof.proving();
    const bool isOfProvider = m_proof.kind() == core::ProofKind::Provider;
    if (proving.isRunning() && isOfProvider)
        showText(m_text, tr("Sign in again in your browser, then come back."));
    else
        showText(m_text, tr("This needs a fresh proof that it is you; then it goes on by itself."));
    m_confirm->setEnabled(!proving.isRunning());
    showText(m_problem, proving.hasFailed() ? errorHeadline(proving.error()) : QString());
    m_problem->setVisible(proving.hasFailed());
    if (isNew)
        (isOfProvider ? static_cast<QWidget *>(m_confirm) : m_password)->setFocus();
}

void ProofPanel::confirm()
{
    if (m_proof.kind() == core::ProofKind::Provider) {
        m_proof.atProvider();
        return;
    }
    if (m_password->text().isEmpty())
        return;
    const QString password = m_password->text();
    m_password->clear();
    m_proof.byPassword(password);
}

void ProofPanel::leave()
{
    m_password->clear();
    m_proof.cancel();
    m_action.dismiss();
}

} // namespace chancery::views
