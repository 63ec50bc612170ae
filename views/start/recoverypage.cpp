// SPDX-License-Identifier: Apache-2.0
#include "recoverypage.h"

#include "models/emergencywords.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

QLineEdit *makeField(const QString &name, const QString &label, QFormLayout *form, QWidget *parent,
    QWidget *beside = nullptr)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setMinimumHeight(32);
    field->setAccessibleName(label);
    QLabel *caption = makeLabel(label, "muted", parent);
    caption->setBuddy(field);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(field, 1);
    if (beside)
        row->addWidget(beside);
    form->addRow(caption, row);
    return field;
}

} // namespace

RecoveryPage::RecoveryPage(models::SessionStore &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("recoveryPage"));
    QLabel *text = makeLabel(
        tr("For the day on which nobody can sign in. You can look, go back to the last known good "
           "version, freeze, and revoke – nothing else. Everybody is told, and somebody reviews "
           "what you did."),
        "value", this);
    text->setObjectName(QStringLiteral("recoveryText"));
    text->setWordWrap(true);
    text->setMinimumHeight(4 * text->fontMetrics().lineSpacing());
    text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(4);
    QPushButton *choose
        = makeButton(tr("Choose…"), QStringLiteral("chooseRecoveryKeyButton"), this);
    m_file = makeField(
        QStringLiteral("recoveryFileField"), tr("Recovery key (file)"), form, this, choose);
    m_passphrase
        = makeField(QStringLiteral("recoveryPassphraseField"), tr("Passphrase"), form, this);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_reason = makeField(
        QStringLiteral("recoveryReasonField"), tr("Reason, which everybody reads"), form, this);
    m_problem = makeLabel({}, "problem", this);
    m_problem->setObjectName(QStringLiteral("recoveryProblem"));
    m_problem->setWordWrap(true);
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("leaveRecoveryButton"), this);
    m_openButton
        = makeButton(tr("Open Recovery"), QStringLiteral("openRecoveryButton"), this, "primary");
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addStretch();
    buttons->addWidget(m_openButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 8, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Recovery Key"), "title", this));
    layout->addWidget(text);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch();
    layout->addLayout(buttons);
    connectAll(choose, back);
}

void RecoveryPage::connectAll(QPushButton *choose, QPushButton *back)
{
    connect(choose, &QPushButton::clicked, this, &RecoveryPage::chooseFile);
    connect(back, &QPushButton::clicked, this, &RecoveryPage::left);
    connect(m_openButton, &QPushButton::clicked, this, &RecoveryPage::submit);
    connect(m_reason, &QLineEdit::returnPressed, this, &RecoveryPage::submit);
    connect(m_file, &QLineEdit::returnPressed, m_passphrase, qOverload<>(&QWidget::setFocus));
    connect(m_passphrase, &QLineEdit::returnPressed, m_reason, qOverload<>(&QWidget::setFocus));
    connect(&m_session.signingIn(), &models::Operation::changed, this, &RecoveryPage::read);
}

void RecoveryPage::begin()
{
    m_file->clear();
    m_passphrase->clear();
    m_reason->clear();
    m_problem->clear();
    m_file->setFocus();
}

void RecoveryPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Recovery Key"));
    dialog->setObjectName(QStringLiteral("recoveryKeyDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_file->setText(file);
        m_passphrase->setFocus();
    });
    dialog->open();
}

void RecoveryPage::submit()
{
    QString problem;
    if (m_file->text().trimmed().isEmpty())
        problem = tr("Choose the file of the key.");
    else if (m_passphrase->text().isEmpty())
        problem = tr("Type the passphrase that opens the key.");
    else
        problem = models::reasonFault(m_reason->text());
    showText(m_problem, problem);
    if (!problem.isEmpty())
        return;
    m_session.recover({m_file->text().trimmed(), m_passphrase->text(), m_reason->text()});
    m_passphrase->clear();
}

void RecoveryPage::read()
{
    m_openButton->setEnabled(!m_session.signingIn().isRunning());
    // It has to be typed again.
    if (m_session.signingIn().hasFailed() && isVisible())
        m_passphrase->setFocus();
}

} // namespace chancery::views
