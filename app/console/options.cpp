// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <QCommandLineParser>
#include <QFile>

namespace chancery::app {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Options)
};

// Else every stamp would be by nobody who is trusted, and nobody would know why.
bool hasCertificates(const QString &name)
{
    static constexpr qint64 most = 1 << 20;
    QFile file(name);
    return file.open(QIODevice::ReadOnly)
        && file.read(most).contains("-----BEGIN CERTIFICATE-----");
}

} // namespace

std::optional<Options> Options::parse(const QStringList &arguments, QString &message)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Words::tr("Console for configuration under control"));
    const QCommandLineOption help(
        QStringList{QStringLiteral("h"), QStringLiteral("help")}, Words::tr("Shows this help."));
    const QCommandLineOption demo(QStringLiteral("demo"),
        Words::tr("Starts an embedded server with the demo workspace and signs in."));
    const QCommandLineOption tour(QStringLiteral("tour"),
        Words::tr("Plays through the workspaces and saves a picture of each."),
        QStringLiteral("folder"));
    const QCommandLineOption theme(QStringLiteral("theme"),
        Words::tr("“light” or “dark” instead of the desktop's."), QStringLiteral("theme"));
    const QCommandLineOption data(QStringLiteral("data"),
        Words::tr("Keeps profiles, caches and the embedded server here."),
        QStringLiteral("folder"));
    const QCommandLineOption painted(QStringLiteral("exit-after-first-paint"),
        Words::tr("Ends when the first window is painted."));
    const QCommandLineOption authorities(QStringLiteral("tsa-ca"),
        Words::tr("Trusts time stamps of the audit log by these authorities (certificates, PEM), "
                  "from now on."),
        QStringLiteral("file"));
    parser.addOptions({help, demo, tour, theme, data, painted, authorities});
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
    options.stampAuthorities = parser.value(authorities);
    if (parser.isSet(authorities) && !hasCertificates(options.stampAuthorities)) {
        message = Words::tr("“%1” cannot be read, or holds no certificate (PEM).")
                      .arg(options.stampAuthorities);
        return std::nullopt;
    }
    options.endsAfterFirstPaint = parser.isSet(painted);
    const QString wanted = parser.value(theme);
    if (wanted == QLatin1String("dark"))
        options.theme = ThemeChoice::Dark;
    else if (wanted == QLatin1String("light"))
        options.theme = ThemeChoice::Light;
    else if (!wanted.isEmpty()) {
        message = Words::tr("“%1” is no theme; there are “light” and “dark”.").arg(wanted);
        return std::nullopt;
    }
    return options;
}

} // namespace chancery::app
