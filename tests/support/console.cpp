// SPDX-License-Identifier: Apache-2.0
#include "console.h"

#include <QDir>

#include <filesystem>

namespace chancery::support {

Console::Console(views::Theme::Kind theme, Fill fill)
    : m_mailbox(std::make_shared<core::Mailbox>())
    , m_cms(std::make_shared<ScriptedCms>(m_mailbox))
{
    fill(*m_cms);
    m_clock.instant = m_cms->now + std::chrono::minutes(12);
    m_folders.push_back(std::make_unique<QTemporaryDir>());
    m_options.theme = theme == views::Theme::Kind::Dark ? app::Options::ThemeChoice::Dark
                                                        : app::Options::ThemeChoice::Light;
    beginHere();
}

Console::~Console()
{
    end();
}

void Console::beginHere()
{
    m_options.dataFolder = m_folders.back()->path();
    app::Parts parts;
    parts.mailbox = m_mailbox;
    parts.launcher = this;
    parts.clock = &m_clock;
    parts.aids = aids;
    parts.languages = languages;
    parts.translationsFolder = translationsFolder;
    parts.programFolder = QStringLiteral(CHANCERY_PROGRAMS_DIR);
    parts.makeApi
        = [this](const models::Endpoint &) -> core::Result<std::shared_ptr<client::CmsApi>> {
        return std::shared_ptr<client::CmsApi>(m_cms);
    };
    begin(m_options, std::move(parts));
}

void Console::crashAndBeginAgain()
{
    beginOn(folder());
}

void Console::beginOn(const QString &folder)
{
    auto left = std::make_unique<QTemporaryDir>();
    std::filesystem::copy(
        folder.toStdString(), left->path().toStdString(), std::filesystem::copy_options::recursive);
    // The program that is gone held them, and this one does not.
    for (const auto &entry :
        std::filesystem::recursive_directory_iterator(left->path().toStdString())) {
        if (entry.path().extension() == ".lock")
            std::filesystem::remove(entry.path());
    }
    end();
    m_folders.push_back(std::move(left));
    beginHere();
}

int Console::unsavedTextCount() const
{
    return int(QDir(m_folders.back()->path() + QStringLiteral("/drafts"))
            .entryList({QStringLiteral("*.draft")})
            .size());
}

core::Call Console::launch(const models::Profile &, core::Handler<models::Endpoint> done)
{
    auto token = std::make_shared<core::CancelToken>();
    m_mailbox->post(token,
        [done = std::move(done)] { done(models::Endpoint{"https://scripted.example", {}, {}}); });
    return core::Call(token);
}

bool Console::connectToServer()
{
    return click(QStringLiteral("connectButton")) && waitForSignIn();
}

} // namespace chancery::support
