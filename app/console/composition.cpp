// SPDX-License-Identifier: Apache-2.0
#include "composition.h"

#include "engine/client/httpcms.h"
#include "engine/core/digest.h"
#include "engine/core/productversion.h"
#include "models/qtconvert.h"

#include <QCoreApplication>
#include <QDir>
#include <QGuiApplication>
#include <QStandardPaths>

namespace chancery::app {

namespace {

QString dataFolderOf(const Options &options)
{
    const QString folder = options.dataFolder.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
        : QDir(options.dataFolder).absolutePath();
    return options.isDemo ? folder + QStringLiteral("/demo") : folder;
}

std::unique_ptr<DemoFolder> demoFolderOf(const Options &options)
{
    if (!options.isDemo)
        return nullptr;
    auto folder = std::make_unique<DemoFolder>(dataFolderOf(options));
    folder->prepare();
    return folder;
}

views::Theme::Kind themeOf(const Options &options, const QSettings &settings)
{
    if (options.theme == Options::ThemeChoice::Dark)
        return views::Theme::Kind::Dark;
    if (options.theme == Options::ThemeChoice::Light)
        return views::Theme::Kind::Light;
    const QString remembered = settings.value(QStringLiteral("window/theme")).toString();
    if (!remembered.isEmpty())
        return remembered == QLatin1String("dark") ? views::Theme::Kind::Dark
                                                   : views::Theme::Kind::Light;
    // Qt 6.4 has no colour scheme; a desktop's dark palette tells.
    const QColor window = QGuiApplication::palette().color(QPalette::Window);
    return window.lightness() < 128 ? views::Theme::Kind::Dark : views::Theme::Kind::Light;
}

} // namespace

Composition::Composition(const Options &options, Parts parts)
    : m_options(options)
    , m_translations(parts.languages.value_or(QLocale().uiLanguages()),
          parts.translationsFolder.isEmpty() ? Translations::shippedFolder()
                                             : parts.translationsFolder)
    , m_demoFolder(demoFolderOf(options))
    , m_dataFolder(dataFolderOf(options))
    , m_programFolder(parts.programFolder.isEmpty() ? QCoreApplication::applicationDirPath()
                                                    : parts.programFolder)
    , m_settings(QDir(m_dataFolder).filePath(QStringLiteral("console.ini")), QSettings::IniFormat)
    , m_mailbox(parts.mailbox ? parts.mailbox : std::make_shared<core::Mailbox>())
    , m_pump(m_mailbox)
    , m_storage(m_mailbox)
    , m_compute(m_mailbox)
    , m_reports(m_mailbox)
    , m_clock(parts.clock ? *parts.clock : m_systemClock)
    , m_look(themeOf(options, m_settings))
    , m_server(m_programFolder, m_dataFolder, m_mailbox,
          // The demo signs in as one of its own people.
          options.isDemo ? EmbeddedServer::Welcome::Demo : EmbeddedServer::Welcome::SignIn)
    , m_browser(m_mailbox, qEnvironmentVariable("CHANCERY_PROVIDER_CA_FILE").toStdString())
    , m_aids(parts.aids ? *parts.aids : models::SignInAids{&m_browser, &m_vault, &m_compute})
    , m_draftKey(m_aids.vault, m_settings, keyFile())
    , m_session(m_settings, parts.launcher ? *parts.launcher : m_server, factoryOf(parts), m_aids)
    , m_window(m_session, {m_look, m_clock, m_compute, m_settings})
    , m_demo(m_session, m_server, m_storage)
    , m_tour(m_window, m_look, options.tourFolder)
{
    QObject::connect(&m_session, &models::SessionStore::signedIn, &m_window, [this] {
        m_draftKey.use([this](core::Result<core::Secret> key) { beginSession(std::move(key)); });
    });
    QObject::connect(
        &m_session, &models::SessionStore::signingOut, &m_window, [this] { endSession(); });
}

models::ApiFactory Composition::factoryOf(Parts &parts)
{
    if (parts.makeApi)
        return std::move(parts.makeApi);
    return
        [this](const models::Endpoint &endpoint) -> core::Result<std::shared_ptr<client::CmsApi>> {
            client::TransportOptions transport;
            transport.baseUrl = endpoint.url;
            transport.caFile = endpoint.authorityFile;
            transport.clientName = "console/" + std::string(core::productVersion());
            if (auto usable = client::checkBaseUrl(endpoint.url); !usable)
                return usable.error();
            auto cms = std::make_shared<client::HttpCms>(transport, m_mailbox);
            if (!endpoint.token.isEmpty())
                cms->setToken(endpoint.token);
            cms->onReceipt([this](std::uint64_t sequence, const std::string &requestId) {
                if (m_stores && m_stores->permissions.has("auditRead"))
                    m_stores->audit.addReceipt(sequence, requestId);
            });
            cms->onSkew([this](std::chrono::microseconds skew) {
                m_skew = skew;
                if (m_stores)
                    m_stores->serverClock.note(skew);
            });
            return std::shared_ptr<client::CmsApi>(std::move(cms));
        };
}

void Composition::begin()
{
    if (!m_options.stampAuthorities.isEmpty())
        m_settings.setValue(QLatin1String(models::stampAuthoritiesKey),
            QFileInfo(m_options.stampAuthorities).absoluteFilePath());
    QObject::connect(
        &m_tour, &Tour::finished, &m_window, [this](bool isComplete) { endTour(isComplete); });
    QObject::connect(&m_demo, &Demo::failed, &m_window, [this](const QString &what) {
        qWarning("demo: %s", qPrintable(what));
        if (!m_options.tourFolder.isEmpty())
            endTour(false);
    });
    if (!m_demoFolder)
        return;
    QObject::connect(&m_demo, &Demo::loaded, &m_window, [this] {
        if (!m_demoFolder->setComplete())
            qWarning("demo: it will be loaded again at the next start");
    });
    QObject::connect(&m_window, &ShellWindow::firstPainted, &m_demo, &Demo::start);
}

void Composition::endTour(bool isComplete)
{
    QCoreApplication::exit(isComplete ? 0 : 1);
}

Composition::~Composition()
{
    endSession();
}

QString Composition::keyFile() const
{
    return QDir(m_dataFolder).filePath(QStringLiteral("drafts.key"));
}

// The log's key is pinned when a server is met for the first time; another one later is an alarm,
// not an update. The copy is sealed with a key of its own, made from the one in the keychain.
models::AuditPlace Composition::auditPlace(const core::Result<core::Secret> &draftKey)
{
    const QString folder = QStringLiteral("audit/") + m_session.profile().id;
    const QString key = folder + QStringLiteral("/key");
    if (!m_settings.contains(key))
        m_settings.setValue(key, models::toQt(m_session.meta().logKey));
    models::AuditPlace place;
    place.file
        = models::fromQt(QDir(m_dataFolder).filePath(folder + QStringLiteral("/log.sqlite")));
    place.origin = m_session.meta().logOrigin;
    place.verifierKey = models::fromQt(m_settings.value(key).toString());
    place.authorities
        = models::fromQt(m_settings.value(QLatin1String(models::stampAuthoritiesKey)).toString());
    if (m_draftKey.isInFile())
        place.keyFile = models::fromQt(keyFile());
    if (!draftKey) {
        place.keyFault = draftKey.error();
        return place;
    }
    const auto profile = models::fromQt(m_session.profile().id);
    const auto sealing = core::hmacSha256(draftKey->reveal(), "chancery audit copy\n" + profile);
    place.key = core::Secret(std::string(core::bytesOf(sealing)));
    return place;
}

models::VaultSetup Composition::vaultSetup(core::Result<core::Secret> key) const
{
    const QDir folder(m_dataFolder);
    return {models::fromQt(folder.filePath(QStringLiteral("drafts"))), std::move(key),
        models::fromQt(m_session.profile().id)};
}

void Composition::beginSession(core::Result<core::Secret> draftKey)
{
    // Whoever has signed out while the keychain was asked is gone.
    if (!m_session.api())
        return;
    auto place = auditPlace(draftKey);
    m_stores = std::make_unique<models::Stores>(*m_session.api(), m_session.permissions(),
        models::Executors{m_storage, m_compute, m_reports}, m_clock, std::move(place),
        vaultSetup(std::move(draftKey)));
    m_stores->serverClock.note(m_skew);
    m_stores->proof.useBrowser(m_aids.browser);
    m_stores->reports.usePrograms(models::fromQt(m_programFolder));
    m_window.beginWork(*m_stores);
    m_stores->start();
    if (!m_options.tourFolder.isEmpty())
        m_tour.start(*m_stores);
}

void Composition::endSession()
{
    m_window.endWork();
    m_stores.reset();
}

} // namespace chancery::app
