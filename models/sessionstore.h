// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/signingkey.h"
#include "models/operation.h"
#include "models/permissions.h"
#include "models/profile.h"
#include "models/providerbrowser.h"
#include "models/tokenvault.h"

namespace chancery::models {

// Where a server answers.
struct Endpoint {
    std::string url;
    std::string authorityFile;
    // Of the server that the console started for itself: signs in without asking.
    core::Secret token{};
};

// Starts the server that the console keeps for itself. Implemented by app.
class ServerLauncher {
public:
    virtual ~ServerLauncher() = default;
    virtual core::Call launch(const Profile &profile, core::Handler<Endpoint> done) = 0;
};

using ApiFactory
    = std::function<core::Result<std::shared_ptr<client::CmsApi>>(const Endpoint &endpoint)>;

// What the desktop has for signing in; null: this one has none.
struct SignInAids {
    ProviderBrowser *browser = nullptr;
    TokenVault *vault = nullptr;
    // Where a sealed key is opened, which takes time by design; null: at once.
    core::Executor *compute = nullptr;
};

// A key of recovery access, and why it was taken out of its safe.
struct RecoveryAttempt {
    QString keyFile;
    QString passphrase;
    QString reason;
};

// Which server the console talks to and as whom: profiles, the check of the server's answer, sign
// in and out. Owned by the composition, lives as long as the program; the stores of one session
// live between signedIn() and signingOut().
class SessionStore : public QObject {
    Q_OBJECT

public:
    // ChoosingPassword: the session of a one-time password, to which nothing else is open.
    enum class Stage { Choosing, Connecting, SigningIn, ChoosingPassword, SignedIn };
    // What the server's own description makes of it.
    enum class Verdict { Unknown, Fine, Foreign, ServerTooOld, ConsoleTooOld };

    SessionStore(
        QSettings &settings, ServerLauncher &launcher, ApiFactory factory, SignInAids aids = {});
    ~SessionStore() override;

    Stage stage() const { return m_stage; }
    Verdict verdict() const { return m_verdict; }
    const std::vector<Profile> &profiles() const { return m_profiles; }
    const Profile &profile() const { return m_profile; }
    const core::Meta &meta() const { return m_meta; }
    const Permissions &permissions() const { return m_permissions; }
    client::CmsApi *api() const { return m_api.get(); }
    // Connecting: launching the embedded server and asking who it is.
    Operation &connecting() { return m_connecting; }
    Operation &signingIn() { return m_signingIn; }
    Operation &changingPassword() { return m_changingPassword; }
    // From asking the browser until the token is there.
    Operation &atProvider() { return m_atProvider; }
    // Where people may sign in besides; nothing where this server or this desktop has no such way.
    const std::optional<core::IdentityProvider> &provider() const { return m_provider; }
    // Of the session: nothing where the password is one's own.
    const std::optional<core::OneTimePassword> &oneTimePassword() const { return m_oneTime; }

    void addProfile(Profile profile);
    void removeProfile(const QString &id);
    void connectTo(const Profile &profile);
    void signIn(const QString &name, const QString &password);
    void signInAtProvider();
    void cancelProvider();
    // Whether the server knows keys that open it when nobody can sign in.
    bool hasRecovery() const;
    void recover(const RecoveryAttempt &attempt);
    // Of who is signed in, in both of the last stages.
    void changePassword(const QString &current, const QString &fresh);
    // Also out of ChoosingPassword.
    void signOut();
    // Back to the choice of a profile, from any stage.
    void disconnectFromServer();

    static Verdict judge(const core::Meta &meta, int apiVersion);

Q_SIGNALS:
    void changed();
    void profilesChanged();
    void signedIn();
    void passwordChanged();
    void signingOut(); // the stores of the session must go now

private:
    void reach(const Endpoint &endpoint);
    void take(const core::Meta &meta);
    void signInByToken();
    void askForProvider();
    void lookForKeptToken();
    void useKeptToken(const core::Secret &token);
    void exchange(const core::IdTokenExchange &brought);
    void signChallenge(const core::SigningKey &key, const std::string &reason);
    void openRecovery(const core::RecoveryProof &proof);
    void take(core::Session session);
    void enter(const core::Session &session);
    QString vaultName() const;
    void setStage(Stage stage);

    QSettings &m_settings;
    ServerLauncher &m_launcher;
    ApiFactory m_factory;
    SignInAids m_aids;
    std::vector<Profile> m_profiles;
    Profile m_profile;
    core::Meta m_meta;
    Permissions m_permissions;
    std::shared_ptr<client::CmsApi> m_api;
    Operation m_connecting;
    Operation m_signingIn;
    Operation m_signingOut;
    Operation m_changingPassword;
    Operation m_askingForProvider;
    Operation m_atProvider;
    Operation m_lookingForToken;
    std::optional<core::IdentityProvider> m_provider;
    std::optional<core::OneTimePassword> m_oneTime;
    std::shared_ptr<core::PasswordChange> m_change; // that is on its way
    std::string m_url; // at which the server was found
    bool m_hasToken = false;
    Stage m_stage = Stage::Choosing;
    Verdict m_verdict = Verdict::Unknown;
};

} // namespace chancery::models
