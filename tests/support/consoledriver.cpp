// SPDX-License-Identifier: Apache-2.0
#include "consoledriver.h"

#include "editors/configeditor.h"
#include "models/qtconvert.h"
#include "views/common/resources.h"

#include <QAbstractButton>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>

namespace chancery::support {

ConsoleDriver::ConsoleDriver()
{
    views::initialiseResources();
}

ConsoleDriver::~ConsoleDriver() = default;

void ConsoleDriver::begin(const app::Options &options, app::Parts parts)
{
    m_composition = std::make_unique<app::Composition>(options, std::move(parts));
    window().resize(1440, 900);
    window().show();
    QCoreApplication::sendPostedEvents();
}

bool ConsoleDriver::waitForSignIn()
{
    return QTest::qWaitFor(
        [this] { return find<QLineEdit>(QStringLiteral("userNameField")) != nullptr; });
}

bool ConsoleDriver::signIn(const QString &name)
{
    return write(QStringLiteral("userNameField"), name)
        && write(QStringLiteral("passwordField"), passwordOf(name))
        && click(QStringLiteral("signInButton")) && QTest::qWaitFor([this] {
               return m_composition->stores() && m_composition->stores()->places.current()
                   && window().workArea()->currentView();
           });
}

bool ConsoleDriver::signOut()
{
    return trigger(QStringLiteral("signOut")) && waitForSignIn();
}

bool ConsoleDriver::chooseEnvironment(const QString &id)
{
    return click(id + QStringLiteral("EnvironmentButton"));
}

bool ConsoleDriver::openView(const QString &id)
{
    return trigger(QStringLiteral("go") + id) && window().workArea()->currentId() == id;
}

bool ConsoleDriver::openConfig(const QString &path)
{
    window().workArea()->goTo({QStringLiteral("configs"), path});
    return QTest::qWaitFor([this, path] {
        const auto *label = find<QLabel>(QStringLiteral("documentPath"));
        const auto *chip = find<QLabel>(QStringLiteral("draftChip"));
        return label && label->text() == path && chip && !chip->text().isEmpty();
    });
}

bool ConsoleDriver::openRequest(const QString &id)
{
    window().workArea()->goTo({QStringLiteral("changes"), id});
    return QTest::qWaitFor([this, id] {
        const auto *label = find<QLabel>(QStringLiteral("requestTitle"));
        return label && label->text().contains(id);
    });
}

QAction *ConsoleDriver::action(const QString &name) const
{
    return m_composition->window().findChild<QAction *>(name);
}

bool ConsoleDriver::trigger(const QString &name)
{
    if (!QTest::qWaitFor([&] { return action(name) && action(name)->isEnabled(); }))
        return false;
    action(name)->trigger();
    return true;
}

bool ConsoleDriver::click(const QString &name)
{
    if (!QTest::qWaitFor([&] {
            return find<QAbstractButton>(name) && find<QAbstractButton>(name)->isEnabled();
        }))
        return false;
    QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    return true;
}

bool ConsoleDriver::write(const QString &name, const QString &text)
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

bool ConsoleDriver::answerPrompt(const QString &reason, const QString &confirmation)
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

bool ConsoleDriver::rollBack(const QString &reason, const QString &confirmation)
{
    const auto isReady = [this] {
        const auto *button = find<QPushButton>(QStringLiteral("rollBackButton"));
        return button && button->isEnabled();
    };
    return write(QStringLiteral("rollbackReason"), reason) && QTest::qWaitFor(isReady)
        && click(QStringLiteral("rollBackButton")) && answerPrompt({}, confirmation);
}

bool ConsoleDriver::select(const QString &name, const QString &cellText)
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

QString ConsoleDriver::textOf(const QString &name) const
{
    const auto *label = find<QLabel>(name);
    return label ? label->text() : QString();
}

QStringList ConsoleDriver::banners() const
{
    QStringList texts;
    for (const auto *label :
        m_composition->window().findChildren<QLabel *>(QStringLiteral("bannerText"))) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts;
}

QStringList ConsoleDriver::rowsOf(const QString &name) const
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

void ConsoleDriver::picture(const QString &name)
{
    const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
    if (folder.isEmpty())
        return;
    // One layout asks for the next, and what an editor reads comes from another thread. Some
    // pictures are of a console that waits.
    int calm = 0;
    [[maybe_unused]] const bool isCalm = QTest::qWaitFor(
        [&] {
            const auto *editor = find<editors::ConfigEditor>(QString());
            calm = isAtRest() && !(editor && editor->isBusy()) ? calm + 1 : 0;
            return calm > 20;
        },
        2000);
    const QString theme
        = m_composition->look().theme().isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    window().grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, theme));
}

} // namespace chancery::support
