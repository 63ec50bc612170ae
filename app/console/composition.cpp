// SPDX-License-Identifier: Apache-2.0
#include "composition.h"

#include "models/qtconvert.h"

#include <QCoreApplication>
#include <QDir>
#include <QGuiApplication>
#include <QStandardPaths>

namespace chancery::app {

namespace {

QString dataFolderOf(const Options &options)
{
    if (!options.dataFolder.isEmpty())
        return options.dataFolder;
    QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    if (options.isDemo)
        folder += QStringLiteral("/demo");
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

models::ApiFactory factoryOf(Parts &parts)
{
    if (parts.makeApi)
        return std::move(parts.makeApi);
    return [](const models::Endpoint &) -> core::Result<std::shared_ptr<client::CmsApi>> {
        return core::Error{core::ErrorKind::Offline, "no-client", {}, {}, {}, {}};
    };
}

} // namespace

Composition::Composition(const Options &options, Parts parts)
    : m_dataFolder(dataFolderOf(options))
    , m_settings(QDir(m_dataFolder).filePath(QStringLiteral("console.ini")), QSettings::IniFormat)
    , m_mailbox(parts.mailbox ? parts.mailbox : std::make_shared<core::Mailbox>())
    , m_pump(m_mailbox)
    , m_compute(m_mailbox)
    , m_look(themeOf(options, m_settings))
    , m_server(parts.programFolder.isEmpty() ? QCoreApplication::applicationDirPath()
                                             : parts.programFolder,
          m_dataFolder, m_mailbox)
    , m_session(m_settings, parts.launcher ? *parts.launcher : m_server, factoryOf(parts))
    , m_window(
          m_session, {m_look, parts.clock ? *parts.clock : m_systemClock, m_compute, m_settings})
{
    QObject::connect(
        &m_session, &models::SessionStore::signedIn, &m_window, [this] { beginSession(); });
    QObject::connect(
        &m_session, &models::SessionStore::signingOut, &m_window, [this] { endSession(); });
}

Composition::~Composition()
{
    endSession();
}

void Composition::beginSession()
{
    m_stores = std::make_unique<models::Stores>(*m_session.api(), m_session.permissions());
    m_window.beginWork(*m_stores);
    m_stores->start();
}

void Composition::endSession()
{
    m_window.endWork();
    m_stores.reset();
}

} // namespace chancery::app
