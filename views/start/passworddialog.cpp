// SPDX-License-Identifier: Apache-2.0
#include "passworddialog.h"

#include "views/common/errortext.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

PasswordDialog::PasswordDialog(models::SessionStore &session, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_form(new PasswordForm(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("passwordDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Change Password"));
    setMinimumWidth(440);
    QLabel *text
        = makeLabel(tr("This session goes on. All others of your account end, on every machine."),
            "value", this);
    text->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(tr("Change Password"), "title", this));
    layout->addWidget(text);
    layout->addWidget(m_form, 1);
    session.changingPassword().dismiss();
    m_form->begin({});
    connect(m_form, &PasswordForm::submitted, &session, &models::SessionStore::changePassword);
    connect(m_form, &PasswordForm::left, this, &QDialog::reject);
    connect(&session, &models::SessionStore::passwordChanged, this, &QDialog::accept);
    connect(&session.changingPassword(), &models::Operation::changed, this,
        &PasswordDialog::readOutcome);
}

void PasswordDialog::readOutcome()
{
    const models::Operation &changing = m_session.changingPassword();
    m_form->setBusy(changing.isRunning());
    if (changing.hasFailed())
        m_form->showProblem(errorHeadline(changing.error()));
}

} // namespace chancery::views
