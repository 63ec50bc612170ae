// SPDX-License-Identifier: Apache-2.0
#include "startview.h"

#include "models/qtconvert.h"
#include "views/common/banner.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/start/choosepasswordpage.h"
#include "views/start/recoverypage.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QUrl>
#include <QUuid>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

QLineEdit *makeField(const QString &name, const QString &label, QFormLayout *form, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setMinimumHeight(32);
    QLabel *caption = makeLabel(label, "muted", parent);
    caption->setBuddy(field);
    field->setAccessibleName(label);
    form->addRow(caption, field);
    return field;
}

// Where the provider is, short enough for a button.
QString hostOf(const core::IdentityProvider &provider)
{
    const QString issuer = models::toQt(provider.issuer);
    const QString host = QUrl(issuer).host();
    return host.isEmpty() ? issuer : host;
}

QFormLayout *makeForm()
{
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(4);
    return form;
}

} // namespace

StartView::StartView(models::SessionStore &session, Look &look, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_look(look)
{
    setObjectName(QStringLiteral("startPage"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(makeCard(), 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(&session, &models::SessionStore::changed, this, &StartView::update);
    connect(&session, &models::SessionStore::profilesChanged, this, &StartView::readProfiles);
    connect(&session.connecting(), &models::Operation::changed, this, &StartView::update);
    connect(&session.signingIn(), &models::Operation::changed, this, &StartView::update);
    connect(&session.atProvider(), &models::Operation::changed, this, &StartView::update);
    connect(m_banner, &Banner::actionTriggered, this, [this] { m_session.connecting().retry(); });
    readProfiles();
    update();
}

QWidget *StartView::makeCard()
{
    auto *card = new QFrame(this);
    card->setProperty("role", QStringLiteral("card"));
    card->setMinimumWidth(440);
    auto *mark = new QLabel(card);
    const auto drawMark = [this, mark] {
        mark->setPixmap(
            m_look.pixmap(QStringLiteral("mark"), 40, Token::Accent, devicePixelRatioF()));
    };
    drawMark();
    connect(&m_look, &Look::changed, mark, drawMark);
    QLabel *name = makeLabel(tr("Chancery"), "heading", card);
    QLabel *purpose = makeLabel(tr("Configuration under control"), "muted", card);
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(name);
    names->addWidget(purpose);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(24, 24, 24, 16);
    head->setSpacing(12);
    head->addWidget(mark);
    head->addLayout(names, 1);
    m_banner = new Banner(m_look, card);
    m_pages = new QStackedWidget(card);
    m_profilesPage = makeProfilesPage();
    m_newServerPage = makeNewServerPage();
    m_connectingPage = makeConnectingPage();
    m_signInPage = makeSignInPage();
    m_providerPage = makeProviderPage();
    m_choosePasswordPage = new ChoosePasswordPage(m_session, this);
    m_recoveryPage = new RecoveryPage(m_session, this);
    connect(m_recoveryPage, &RecoveryPage::left, this, [this] { showRecovery(false); });
    for (QWidget *page :
        {m_profilesPage, m_newServerPage, m_connectingPage, m_signInPage, m_providerPage,
            static_cast<QWidget *>(m_choosePasswordPage), static_cast<QWidget *>(m_recoveryPage)}) {
        page->setProperty("role", QStringLiteral("page"));
        m_pages->addWidget(page);
    }
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_banner);
    layout->addWidget(m_pages);
    return card;
}

QWidget *StartView::makeProfilesPage()
{
    auto *page = new QWidget(this);
    m_profiles = new QListWidget(page);
    m_profiles->setObjectName(QStringLiteral("profileList"));
    m_profiles->setAccessibleName(tr("Servers"));
    m_profiles->setMinimumHeight(168);
    m_profiles->setIconSize({16, 16});
    QPushButton *add = makeButton(tr("Add Server…"), QStringLiteral("addServerButton"), page);
    m_removeButton = makeButton(tr("Remove"), QStringLiteral("removeServerButton"), page);
    m_connectButton = makeButton(tr("Connect"), QStringLiteral("connectButton"), page, "primary");
    m_connectButton->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(add);
    buttons->addWidget(m_removeButton);
    buttons->addStretch();
    buttons->addWidget(m_connectButton);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 0, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(m_profiles);
    layout->addLayout(buttons);
    connect(add, &QPushButton::clicked, this, [this] {
        m_pages->setCurrentWidget(m_newServerPage);
        m_serverName->setFocus();
    });
    connect(m_removeButton, &QPushButton::clicked, this, &StartView::removeSelected);
    connect(m_connectButton, &QPushButton::clicked, this, &StartView::connectToSelected);
    connect(m_profiles, &QListWidget::itemActivated, this, &StartView::connectToSelected);
    connect(m_profiles, &QListWidget::currentRowChanged, this, [this](int row) {
        m_removeButton->setEnabled(row > 0);
        const QString whyNot = row < 0 ? tr("No server is selected.")
            : row == 0                 ? tr("The server of this computer comes with the console.")
                                       : QString();
        setPlainToolTip(*m_removeButton, whyNot);
        m_removeButton->setStatusTip(whyNot);
    });
    return page;
}

QWidget *StartView::makeNewServerPage()
{
    auto *page = new QWidget(this);
    QFormLayout *form = makeForm();
    m_serverName = makeField(QStringLiteral("serverNameField"), tr("Name"), form, page);
    m_serverUrl = makeField(QStringLiteral("serverUrlField"), tr("Address"), form, page);
    m_serverUrl->setPlaceholderText(QStringLiteral("https://cms.example.org"));
    m_authorityFile = makeField(QStringLiteral("authorityFileField"),
        tr("Certificate authority (PEM file), if it is a private one"), form, page);
    m_serverProblem = makeLabel({}, "problem", page);
    m_serverProblem->setWordWrap(true);
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("backToServersButton"), page);
    QPushButton *save
        = makeButton(tr("Add Server"), QStringLiteral("saveServerButton"), page, "primary");
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addStretch();
    buttons->addWidget(save);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 0, 24, 24);
    layout->setSpacing(8);
    layout->addLayout(form);
    layout->addWidget(m_serverProblem);
    layout->addLayout(buttons);
    connect(
        back, &QPushButton::clicked, this, [this] { m_pages->setCurrentWidget(m_profilesPage); });
    connect(save, &QPushButton::clicked, this, &StartView::addServer);
    connect(m_authorityFile, &QLineEdit::returnPressed, this, &StartView::addServer);
    return page;
}

QWidget *StartView::makeConnectingPage()
{
    auto *page = new QWidget(this);
    m_connectingText = makeLabel({}, "muted", page);
    m_connectingText->setObjectName(QStringLiteral("connectingText"));
    m_connectingText->setWordWrap(true);
    auto *bar = new QProgressBar(page);
    bar->setObjectName(QStringLiteral("connectingBar"));
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("cancelConnectingButton"), page);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 8, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(m_connectingText);
    layout->addWidget(bar);
    layout->addStretch();
    layout->addWidget(back, 0, Qt::AlignLeft);
    connect(back, &QPushButton::clicked, &m_session, &models::SessionStore::disconnectFromServer);
    return page;
}

QWidget *StartView::makeSignInPage()
{
    auto *page = new QWidget(this);
    m_serverText = makeLabel({}, "muted", page);
    m_serverText->setWordWrap(true);
    QFormLayout *form = makeForm();
    m_userName = makeField(QStringLiteral("userNameField"), tr("User name"), form, page);
    m_password = makeField(QStringLiteral("passwordField"), tr("Password"), form, page);
    m_password->setEchoMode(QLineEdit::Password);
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("leaveServerButton"), page);
    m_signInButton = makeButton(tr("Sign In"), QStringLiteral("signInButton"), page, "primary");
    m_providerButton = makeButton({}, QStringLiteral("providerSignInButton"), page);
    m_providerButton->setMinimumHeight(32);
    m_recoveryButton = makeButton(tr("Recovery Key…"), QStringLiteral("recoveryKeyButton"), page);
    m_recoveryButton->setToolTip(tr("For when nobody can sign in"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addWidget(m_recoveryButton);
    buttons->addStretch();
    buttons->addWidget(m_signInButton);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 8, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(m_serverText);
    layout->addWidget(m_providerButton);
    layout->addLayout(form);
    layout->addStretch();
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, &m_session, &models::SessionStore::disconnectFromServer);
    connect(m_providerButton, &QPushButton::clicked, &m_session,
        &models::SessionStore::signInAtProvider);
    connect(m_recoveryButton, &QPushButton::clicked, this, [this] { showRecovery(true); });
    connect(m_signInButton, &QPushButton::clicked, this, &StartView::signIn);
    connect(m_password, &QLineEdit::returnPressed, this, &StartView::signIn);
    connect(m_userName, &QLineEdit::returnPressed, m_password, qOverload<>(&QWidget::setFocus));
    return page;
}

void StartView::showRecovery(bool isShown)
{
    m_session.signingIn().dismiss();
    m_isRecovering = isShown;
    if (isShown)
        m_recoveryPage->begin();
    update();
}

// While the browser has the word.
QWidget *StartView::makeProviderPage()
{
    auto *page = new QWidget(this);
    m_providerText = makeLabel({}, "value", page);
    m_providerText->setObjectName(QStringLiteral("providerText"));
    m_providerText->setWordWrap(true);
    auto *bar = new QProgressBar(page);
    bar->setObjectName(QStringLiteral("providerBar"));
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    QPushButton *cancel = makeButton(tr("Cancel"), QStringLiteral("cancelProviderButton"), page);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 8, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(m_providerText);
    layout->addWidget(bar);
    layout->addStretch();
    layout->addWidget(cancel, 0, Qt::AlignLeft);
    connect(cancel, &QPushButton::clicked, &m_session, &models::SessionStore::cancelProvider);
    return page;
}

void StartView::readProfiles()
{
    const int row = m_profiles->currentRow();
    m_profiles->clear();
    for (const models::Profile &profile : m_session.profiles()) {
        const bool isEmbedded = profile.kind == models::Profile::Kind::Embedded;
        const QString place
            = isEmbedded ? tr("a server that the console runs for itself") : profile.url;
        auto *item = new QListWidgetItem(m_look.icon(QStringLiteral("server")),
            safeText(tr("%1 – %2").arg(profile.name, place)), m_profiles);
        item->setSizeHint({0, 36});
        setPlainToolTip(*item, place);
    }
    m_profiles->setCurrentRow(std::clamp(row, 0, m_profiles->count() - 1));
}

void StartView::connectToSelected()
{
    const auto row = std::size_t(m_profiles->currentRow());
    if (row < m_session.profiles().size())
        m_session.connectTo(models::Profile(m_session.profiles()[row]));
}

void StartView::removeSelected()
{
    const auto row = std::size_t(m_profiles->currentRow());
    if (row < m_session.profiles().size())
        m_session.removeProfile(QString(m_session.profiles()[row].id));
}

void StartView::addServer()
{
    models::Profile profile;
    profile.id = QUuid::createUuid().toString(QUuid::Id128);
    profile.url = m_serverUrl->text().trimmed();
    profile.name
        = m_serverName->text().trimmed().isEmpty() ? profile.url : m_serverName->text().trimmed();
    profile.authorityFile = m_authorityFile->text().trimmed();
    const QString problem = models::profileProblem(profile);
    m_serverProblem->setText(problem);
    if (!problem.isEmpty())
        return;
    m_session.addProfile(profile);
    m_profiles->setCurrentRow(m_profiles->count() - 1);
    m_pages->setCurrentWidget(m_profilesPage);
}

void StartView::signIn()
{
    if (m_userName->text().isEmpty()) {
        m_userName->setFocus();
        return;
    }
    m_session.signIn(m_userName->text(), m_password->text());
}

void StartView::update()
{
    updateBanner();
    if (m_session.stage() != models::SessionStore::Stage::SigningIn)
        m_isRecovering = false;
    switch (m_session.stage()) {
    case models::SessionStore::Stage::Choosing:
        m_pages->setCurrentWidget(m_profilesPage);
        return;
    case models::SessionStore::Stage::Connecting:
        updateConnecting();
        return;
    case models::SessionStore::Stage::SigningIn:
        updateSigningIn();
        return;
    case models::SessionStore::Stage::ChoosingPassword:
        if (m_pages->currentWidget() != m_choosePasswordPage) {
            m_pages->setCurrentWidget(m_choosePasswordPage);
            m_choosePasswordPage->begin(m_password->text());
            m_password->clear();
        }
        return;
    case models::SessionStore::Stage::SignedIn:
        m_password->clear();
        return;
    }
}

void StartView::updateSigningIn()
{
    const models::Operation &atProvider = m_session.atProvider();
    const auto &provider = m_session.provider();
    if (atProvider.isRunning()) {
        showText(m_providerText,
            tr("Your browser shows the sign-in page of %1. Sign in there, then come back: the "
               "console goes on by itself.")
                .arg(provider ? hostOf(*provider) : QString()));
        if (m_pages->currentWidget() != m_providerPage) {
            m_pages->setCurrentWidget(m_providerPage);
            m_providerPage->findChild<QPushButton *>()->setFocus();
        }
        return;
    }
    if (m_isRecovering) {
        m_pages->setCurrentWidget(m_recoveryPage);
        return;
    }
    const bool isNew = m_pages->currentWidget() != m_signInPage;
    m_pages->setCurrentWidget(m_signInPage);
    m_recoveryButton->setVisible(m_session.hasRecovery());
    showText(m_serverText,
        tr("%1 – server %2")
            .arg(m_session.profile().name, models::toQt(m_session.meta().serverVersion)));
    m_signInButton->setEnabled(!m_session.signingIn().isRunning());
    m_providerButton->setVisible(provider.has_value());
    if (provider)
        m_providerButton->setText(
            safeText(tr("Sign In at %1 in the Browser").arg(hostOf(*provider))));
    if (isNew)
        beginSignIn();
}

void StartView::beginSignIn()
{
    m_userName->setText(m_session.profile().lastUser);
    m_password->clear();
    (m_userName->text().isEmpty() ? m_userName : m_password)->setFocus();
}

// After a session that ended the page is in front still, and what had the focus is gone.
void StartView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_pages->currentWidget() == m_signInPage)
        beginSignIn();
}

void StartView::updateConnecting()
{
    const models::Operation &connecting = m_session.connecting();
    m_pages->setCurrentWidget(m_connectingPage);
    const bool isRunning = connecting.isRunning();
    m_connectingPage->findChild<QProgressBar *>()->setVisible(isRunning);
    showText(m_connectingText,
        isRunning ? connecting.title()
                  : tr("Not connected to “%1”.").arg(m_session.profile().name));
}

void StartView::updateBanner()
{
    using Verdict = models::SessionStore::Verdict;
    const models::Operation &connecting = m_session.connecting();
    if (connecting.hasFailed())
        m_banner->show(Banner::Tone::Attention, errorHeadline(connecting.error()), tr("Retry"),
            errorDetails(connecting.error()));
    else if (m_session.verdict() == Verdict::Foreign)
        m_banner->show(Banner::Tone::Bad,
            tr("Something answers at this address, but it is not a Chancery server."));
    else if (m_session.verdict() == Verdict::ServerTooOld)
        m_banner->show(Banner::Tone::Bad,
            tr("This server is older than the console understands. The server has to be updated."));
    else if (m_session.verdict() == Verdict::ConsoleTooOld)
        m_banner->show(Banner::Tone::Bad,
            tr("This server is newer than the console. The console has to be updated."));
    else
        updateSignInBanner();
}

void StartView::updateSignInBanner()
{
    const models::Operation &signingIn = m_session.signingIn();
    const models::Operation &atProvider = m_session.atProvider();
    if (signingIn.hasFailed())
        m_banner->show(Banner::Tone::Attention, errorHeadline(signingIn.error()), {},
            errorDetails(signingIn.error()));
    else if (atProvider.hasFailed())
        m_banner->show(Banner::Tone::Attention, providerHeadline(atProvider.error()), {},
            errorDetails(atProvider.error()));
    else
        m_banner->clear();
}

} // namespace chancery::views
