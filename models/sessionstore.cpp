// SPDX-License-Identifier: Apache-2.0
#include "sessionstore.h"

#include "engine/core/productversion.h"
#include "engine/core/semver.h"
#include "models/qtconvert.h"

#include <QSettings>

namespace chancery::models {

namespace {

constexpr int spokenApiVersion = 1;

} // namespace

SessionStore::SessionStore(
    QSettings &settings, ServerLauncher &launcher, ApiFactory factory, SignInAids aids)
    : m_settings(settings)
    , m_launcher(launcher)
    , m_factory(std::move(factory))
    , m_aids(aids)
    , m_profiles(loadProfiles(settings))
{
    // The operation keeps what it could repeat; passwords are not for that.
    connect(&m_changingPassword, &Operation::changed, this, [this] {
        if (m_change && !m_changingPassword.isRunning()) {
            *m_change = {};
            m_change.reset();
        }
    });
}

SessionStore::~SessionStore() = default;

void SessionStore::addProfile(Profile profile)
{
    const auto same = std::ranges::find(m_profiles, profile.id, &Profile::id);
    if (same != m_profiles.end())
        *same = std::move(profile);
    else
        m_profiles.push_back(std::move(profile));
    saveProfiles(m_settings, m_profiles);
    Q_EMIT profilesChanged();
}

void SessionStore::removeProfile(const QString &id)
{
    std::erase_if(m_profiles, [&](const Profile &profile) {
        return profile.id == id && profile.kind == Profile::Kind::Server;
    });
    saveProfiles(m_settings, m_profiles);
    Q_EMIT profilesChanged();
}

void SessionStore::connectTo(const Profile &profile)
{
    disconnectFromServer();
    m_profile = profile;
    setStage(Stage::Connecting);
    if (profile.kind == Profile::Kind::Server) {
        reach({fromQt(profile.url), fromQt(profile.authorityFile)});
        return;
    }
    m_connecting.start<Endpoint>(
        tr("Starting the server"),
        [this](
            core::Handler<Endpoint> done) { return m_launcher.launch(m_profile, std::move(done)); },
        [this](const Endpoint &endpoint) { reach(endpoint); });
}

void SessionStore::reach(const Endpoint &endpoint)
{
    const QString title = tr("Connecting to “%1”").arg(m_profile.name);
    auto made = m_factory(endpoint);
    if (!made) {
        m_connecting.refuse(title, made.error());
        return;
    }
    m_api = std::move(*std::move(made));
    m_url = endpoint.url;
    m_hasToken = !endpoint.token.isEmpty();
    m_connecting.start<core::Meta>(
        title, [this](core::Handler<core::Meta> done) { return m_api->getMeta(std::move(done)); },
        [this](const core::Meta &meta) { take(meta); });
}

SessionStore::Verdict SessionStore::judge(const core::Meta &meta, int apiVersion)
{
    if (meta.product != "chancery-cms")
        return Verdict::Foreign;
    if (meta.apiVersion < apiVersion)
        return Verdict::ServerTooOld;
    const auto wanted = core::SemanticVersion::parse(meta.minimumClientVersion);
    const auto own = core::SemanticVersion::parse(core::productVersion());
    const bool isTooOld = wanted && own && own->compare(*wanted) < 0;
    return meta.apiVersion > apiVersion || isTooOld ? Verdict::ConsoleTooOld : Verdict::Fine;
}

void SessionStore::take(const core::Meta &meta)
{
    m_meta = meta;
    m_verdict = judge(meta, spokenApiVersion);
    setStage(m_verdict == Verdict::Fine ? Stage::SigningIn : Stage::Connecting);
    if (m_stage != Stage::SigningIn)
        return;
    if (std::exchange(m_hasToken, false)) {
        signInByToken();
        return;
    }
    askForProvider();
    lookForKeptToken();
}

// The token is used once: after signing out, or when the server does not know it any more, a name
// and a password are asked for as everywhere.
void SessionStore::signInByToken()
{
    m_signingIn.start<core::Session>(
        tr("Signing in to “%1”").arg(m_profile.name),
        [this](
            core::Handler<core::Session> done) { return m_api->currentSession(std::move(done)); },
        [this](core::Session session) { take(std::move(session)); });
}

void SessionStore::signIn(const QString &name, const QString &password)
{
    if (m_stage != Stage::SigningIn || !m_api)
        return;
    m_profile.lastUser = name;
    m_lookingForToken.cancel();
    m_signingIn.start<core::Session>(
        tr("Signing in as “%1”").arg(name),
        [this, credentials = core::Credentials{fromQt(name), core::Secret(fromQt(password))}](
            core::Handler<core::Session> done) {
            return m_api->signIn(credentials, std::move(done));
        },
        [this](core::Session session) { take(std::move(session)); });
}

// Only the token of a server that somebody named is kept: the console's own leaves one each time.
void SessionStore::take(core::Session session)
{
    if (m_aids.vault && m_profile.kind == Profile::Kind::Server && !session.token.isEmpty())
        m_aids.vault->keep(vaultName(), session.token);
    enter(session);
}

void SessionStore::enter(const core::Session &session)
{
    m_permissions = {session.principal, session.permissions, {}, session.proof};
    m_oneTime = session.oneTimePassword;
    if (m_oneTime) {
        setStage(Stage::ChoosingPassword);
        return;
    }
    const auto known = std::ranges::find(m_profiles, m_profile.id, &Profile::id);
    if (known != m_profiles.end()) {
        known->lastUser = m_profile.lastUser;
        saveProfiles(m_settings, m_profiles);
    }
    setStage(Stage::SignedIn);
    Q_EMIT signedIn();
}

void SessionStore::signOut()
{
    if (m_stage != Stage::SignedIn && m_stage != Stage::ChoosingPassword)
        return;
    if (m_stage == Stage::SignedIn)
        Q_EMIT signingOut();
    if (m_aids.vault && m_profile.kind == Profile::Kind::Server)
        m_aids.vault->forget(vaultName());
    m_permissions = {};
    m_oneTime.reset();
    m_changingPassword.dismiss();
    setStage(Stage::SigningIn);
    m_signingOut.start<core::Done>(
        tr("Signing out"),
        [this](core::Handler<core::Done> done) { return m_api->signOut(std::move(done)); },
        [](core::Done) {});
}

void SessionStore::disconnectFromServer()
{
    m_connecting.cancel();
    m_connecting.dismiss();
    m_signingIn.cancel();
    m_signingIn.dismiss();
    m_signingOut.cancel();
    m_askingForProvider.cancel();
    m_lookingForToken.cancel();
    cancelProvider();
    m_changingPassword.cancel();
    m_changingPassword.dismiss();
    m_provider.reset();
    m_oneTime.reset();
    if (m_stage == Stage::SignedIn)
        Q_EMIT signingOut();
    m_permissions = {};
    m_verdict = Verdict::Unknown;
    m_api.reset();
    setStage(Stage::Choosing);
}

void SessionStore::setStage(Stage stage)
{
    m_stage = stage;
    Q_EMIT changed();
}

} // namespace chancery::models
