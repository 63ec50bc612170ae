// SPDX-License-Identifier: Apache-2.0
#include "console.h"

#include "models/qtconvert.h"
#include "views/common/resources.h"

#include <QAbstractButton>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTreeView>

#include <filesystem>

namespace chancery::support {

Console::Console(views::Theme::Kind theme)
    : m_mailbox(std::make_shared<core::Mailbox>())
    , m_cms(std::make_shared<ScriptedCms>(m_mailbox))
{
    views::initialiseResources();
    fillDemoWorld(*m_cms);
    m_clock.instant = m_cms->now + std::chrono::minutes(12);
    m_folders.push_back(std::make_unique<QTemporaryDir>());
    m_options.theme = theme == views::Theme::Kind::Dark ? app::Options::ThemeChoice::Dark
                                                        : app::Options::ThemeChoice::Light;
    begin();
}

void Console::begin()
{
    m_options.dataFolder = m_folders.back()->path();
    app::Parts parts;
    parts.mailbox = m_mailbox;
    parts.launcher = this;
    parts.clock = &m_clock;
    parts.makeApi
        = [this](const models::Endpoint &) -> core::Result<std::shared_ptr<client::CmsApi>> {
        return std::shared_ptr<client::CmsApi>(m_cms);
    };
    m_composition = std::make_unique<app::Composition>(m_options, std::move(parts));
    window().resize(1440, 900);
    window().show();
    QCoreApplication::sendPostedEvents();
}

Console::~Console() = default;

void Console::crashAndBeginAgain()
{
    auto left = std::make_unique<QTemporaryDir>();
    std::filesystem::copy(m_folders.back()->path().toStdString(), left->path().toStdString(),
        std::filesystem::copy_options::recursive);
    m_composition.reset();
    m_folders.push_back(std::move(left));
    begin();
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
    m_mailbox->post(
        token, [done = std::move(done)] { done(models::Endpoint{"scripted", {}, {}}); });
    return core::Call(token);
}

bool Console::connectToServer()
{
    return click(QStringLiteral("connectButton")) && QTest::qWaitFor([this] {
        return find<QLineEdit>(QStringLiteral("userNameField")) != nullptr;
    });
}

bool Console::signIn(const QString &name)
{
    return write(QStringLiteral("userNameField"), name)
        && write(QStringLiteral("passwordField"), name + QStringLiteral("-password"))
        && click(QStringLiteral("signInButton")) && QTest::qWaitFor([this] {
               return m_composition->stores() && m_composition->stores()->places.current();
           });
}

bool Console::signOut()
{
    return trigger(QStringLiteral("signOut")) && QTest::qWaitFor([this] {
        return find<QLineEdit>(QStringLiteral("userNameField")) != nullptr;
    });
}

bool Console::chooseEnvironment(const QString &id)
{
    return click(id + QStringLiteral("EnvironmentButton"));
}

bool Console::openView(const QString &id)
{
    return trigger(QStringLiteral("go") + id) && window().workArea()->currentId() == id;
}

bool Console::openConfig(const QString &path)
{
    window().workArea()->goTo({QStringLiteral("configs"), path});
    return QTest::qWaitFor([this, path] {
        const auto *label = find<QLabel>(QStringLiteral("documentPath"));
        const auto *chip = find<QLabel>(QStringLiteral("draftChip"));
        return label && label->text() == path && chip && !chip->text().isEmpty();
    });
}

bool Console::openRequest(const QString &id)
{
    window().workArea()->goTo({QStringLiteral("changes"), id});
    return QTest::qWaitFor([this, id] {
        const auto *label = find<QLabel>(QStringLiteral("requestTitle"));
        return label && label->text().contains(id);
    });
}

QAction *Console::action(const QString &name) const
{
    return window_().findChild<QAction *>(name);
}

bool Console::trigger(const QString &name)
{
    if (!QTest::qWaitFor([&] { return action(name) && action(name)->isEnabled(); }))
        return false;
    action(name)->trigger();
    return true;
}

bool Console::click(const QString &name)
{
    if (!QTest::qWaitFor([&] {
            return find<QAbstractButton>(name) && find<QAbstractButton>(name)->isEnabled();
        }))
        return false;
    QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    return true;
}

bool Console::write(const QString &name, const QString &text)
{
    if (auto *line = find<QLineEdit>(name)) {
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
        return line->text() == text;
    }
    if (auto *area = find<QPlainTextEdit>(name)) {
        area->setPlainText(text);
        return true;
    }
    return false;
}

bool Console::answerPrompt(const QString &reason, const QString &confirmation)
{
    if (!QTest::qWaitFor(
            [this] { return find<QDialog>(QStringLiteral("promptDialog")) != nullptr; }))
        return false;
    if (!reason.isEmpty() && !write(QStringLiteral("promptReasonField"), reason))
        return false;
    if (!confirmation.isEmpty() && !write(QStringLiteral("promptConfirmationField"), confirmation))
        return false;
    return click(QStringLiteral("promptActionButton"));
}

bool Console::select(const QString &name, const QString &cellText)
{
    return QTest::qWaitFor([&] {
        auto *table = find<QTableView>(name);
        if (!table)
            return false;
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            const auto found = table->model()->match(
                table->model()->index(0, column), Qt::DisplayRole, cellText, 1, Qt::MatchContains);
            if (found.isEmpty())
                continue;
            table->setCurrentIndex(found.front());
            return true;
        }
        return false;
    });
}

QString Console::textOf(const QString &name) const
{
    const auto *label = find<QLabel>(name);
    return label ? label->text() : QString();
}

QStringList Console::rowsOf(const QString &name) const
{
    QStringList rows;
    const auto *table = find<QTableView>(name);
    if (!table)
        return rows;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < table->model()->columnCount(); ++column)
            cells << table->model()->index(row, column).data().toString();
        rows << cells.join(QStringLiteral(" | "));
    }
    return rows;
}

void Console::picture(const QString &name)
{
    const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
    if (folder.isEmpty())
        return;
    QCoreApplication::sendPostedEvents();
    const QString theme
        = m_composition->look().theme().isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    window().grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, theme));
}

} // namespace chancery::support
