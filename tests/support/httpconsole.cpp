// SPDX-License-Identifier: Apache-2.0
#include "httpconsole.h"

#include "editors/codeview.h"
#include "editors/configeditor.h"

namespace chancery::support {

HttpConsole::HttpConsole()
{
    app::Options options;
    options.dataFolder = m_folder.path();
    options.theme = app::Options::ThemeChoice::Light;
    app::Parts parts;
    parts.aids = models::SignInAids{}; // nothing of this desktop
    parts.programFolder = QStringLiteral(CHANCERY_PROGRAMS_DIR);
    begin(options, std::move(parts));
}

HttpConsole::~HttpConsole()
{
    end();
}

bool HttpConsole::connectTo(const QString &url)
{
    return click(QStringLiteral("addServerButton"))
        && write(QStringLiteral("serverNameField"), QStringLiteral("Test server"))
        && write(QStringLiteral("serverUrlField"), url) && click(QStringLiteral("saveServerButton"))
        && click(QStringLiteral("connectButton"));
}

bool HttpConsole::arrive(int port, const QString &name, const QString &environment)
{
    return connectTo(QStringLiteral("http://127.0.0.1:%1").arg(port)) && waitForSignIn()
        && signIn(name) && chooseEnvironment(environment);
}

QWidget *HttpConsole::editor() const
{
    auto *editor = find<editors::ConfigEditor>(QString());
    return editor ? &editor->view() : nullptr;
}

bool HttpConsole::putCaretBehind(const QString &text)
{
    auto *editor = find<editors::ConfigEditor>(QString());
    if (!editor)
        return false;
    const QString whole = editor->text();
    const qsizetype at = whole.indexOf(text);
    if (at < 0)
        return false;
    const QString before = whole.left(at + text.size());
    QTest::keyClick(&editor->view(), Qt::Key_Home, Qt::ControlModifier);
    return press(Qt::Key_Down, int(before.count(u'\n')))
        && press(Qt::Key_Right, int(before.size() - before.lastIndexOf(u'\n') - 1));
}

bool HttpConsole::type(const QString &text)
{
    if (!editor())
        return false;
    QTest::keyClicks(editor(), text);
    return true;
}

bool HttpConsole::press(Qt::Key key, int times)
{
    for (int time = 0; time < times && editor(); ++time)
        QTest::keyClick(editor(), key);
    return editor() != nullptr;
}

} // namespace chancery::support
