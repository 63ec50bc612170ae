// SPDX-License-Identifier: Apache-2.0
#include "app/console/composition.h"
#include "engine/core/coredumps.h"
#include "views/common/resources.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    using namespace chancery;

    core::forbidCoreDumps();

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("chancery"));
    QApplication::setApplicationDisplayName(QString());
    views::initialiseResources();
    QString message;
    const auto options = app::Options::parse(QApplication::arguments(), message);
    if (!options) {
        std::fputs(qPrintable(message), stderr);
        return 2;
    }
    app::Composition composition(*options);
    if (options->endsAfterFirstPaint)
        QObject::connect(&composition.window(), &app::ShellWindow::firstPainted, &application,
            &QCoreApplication::quit);
    composition.begin();
    composition.window().show();
    return QApplication::exec();
}
