// SPDX-License-Identifier: Apache-2.0
#include "choosepasswordpage.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/errortext.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

namespace {

QString wordsOf(const core::OneTimePassword &given)
{
    const QString who = models::toQt(given.issuedBy);
    const QString when = models::fullTime(given.issuedAt);
    QString words = given.isReset
        ? ChoosePasswordPage::tr("%1 reset your password on %2.").arg(who, when)
        : ChoosePasswordPage::tr("%1 made your account on %2.").arg(who, when);
    if (!given.reason.empty())
        words += QLatin1Char(' ')
            + ChoosePasswordPage::tr("Reason: %1.").arg(models::toQt(given.reason));
    words += QLatin1Char(' ')
        + ChoosePasswordPage::tr("The password that you were given opens nothing but this page. "
                                 "Choose one that only you know.");
    return words;
}

} // namespace

ChoosePasswordPage::ChoosePasswordPage(models::SessionStore &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_text(makeLabel({}, "value", this))
    , m_form(new PasswordForm(tr("Sign Out"), this))
{
    m_text->setObjectName(QStringLiteral("choosePasswordText"));
    m_text->setWordWrap(true);
    // A stack does not ask a wrapped text how high it gets; who, when and why take four lines.
    m_text->setMinimumHeight(4 * m_text->fontMetrics().lineSpacing());
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 8, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Choose Your Password"), "title", this));
    layout->addWidget(m_text);
    layout->addWidget(m_form, 1);
    connect(m_form, &PasswordForm::submitted, &session, &models::SessionStore::changePassword);
    connect(m_form, &PasswordForm::left, &session, &models::SessionStore::signOut);
    connect(&session.changingPassword(), &models::Operation::changed, this,
        &ChoosePasswordPage::readOutcome);
}

void ChoosePasswordPage::begin(const QString &current)
{
    if (const auto &given = m_session.oneTimePassword())
        showText(m_text, wordsOf(*given));
    m_form->begin(current);
}

void ChoosePasswordPage::readOutcome()
{
    const models::Operation &changing = m_session.changingPassword();
    m_form->setBusy(changing.isRunning());
    if (changing.hasFailed())
        m_form->showProblem(errorHeadline(changing.error()));
}

} // namespace chancery::views
