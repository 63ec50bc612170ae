// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <QCommandLineParser>

namespace chancery::app {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Options", text);
}

} // namespace

std::optional<Options> Options::parse(const QStringList &arguments, QString &message)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(say("Console for configuration under control"));
    const QCommandLineOption help(
        QStringList{QStringLiteral("h"), QStringLiteral("help")}, say("Shows this help."));
    const QCommandLineOption demo(QStringLiteral("demo"),
        say("Starts an embedded server with the demo workspace and signs in."));
    const QCommandLineOption tour(QStringLiteral("tour"),
        say("Plays through the workspaces and saves a picture of each."), QStringLiteral("folder"));
    const QCommandLineOption theme(QStringLiteral("theme"),
        say("“light” or “dark” instead of the desktop's."), QStringLiteral("theme"));
    const QCommandLineOption data(QStringLiteral("data"),
        say("Keeps profiles, caches and the embedded server here."), QStringLiteral("folder"));
    const QCommandLineOption painted(
        QStringLiteral("exit-after-first-paint"), say("Ends when the first window is painted."));
    parser.addOptions({help, demo, tour, theme, data, painted});
    if (!parser.parse(arguments) || !parser.positionalArguments().isEmpty() || parser.isSet(help)) {
        const QString problem = parser.isSet(help) ? QString() : parser.errorText();
        message = problem + (problem.isEmpty() ? QString() : QStringLiteral("\n\n"))
            + parser.helpText();
        return std::nullopt;
    }
    Options options;
    options.isDemo = parser.isSet(demo) || parser.isSet(tour);
    options.tourFolder = parser.value(tour);
    options.dataFolder = parser.value(data);
    options.endsAfterFirstPaint = parser.isSet(painted);
    const QString wanted = parser.value(theme);
    if (wanted == QLatin1String("dark"))
        options.theme = ThemeChoice::Dark;
    else if (wanted == QLatin1String("light"))
        options.theme = ThemeChoice::Light;
    else if (!wanted.isEmpty()) {
        message = say("“%1” is no theme; there are “light” and “dark”.").arg(wanted);
        return std::nullopt;
    }
    return options;
}

} // namespace chancery::app
