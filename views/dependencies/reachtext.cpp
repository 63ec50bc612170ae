// SPDX-License-Identifier: Apache-2.0
#include "reachtext.h"

#include "models/qtconvert.h"

#include <QCoreApplication>
#include <QStringList>

namespace chancery::views {

namespace {

QString text(const char *source, int count)
{
    return QCoreApplication::translate("reach", source, nullptr, count);
}

QString withInherited(const QString &all, const core::ReachCount &count)
{
    return count.inherited == 0
        ? all
        : QCoreApplication::translate("reach", "%1 (%2 through inheritance)")
              .arg(all)
              .arg(count.inherited);
}

} // namespace

QString reachText(const core::ImpactReport &report)
{
    QStringList lines;
    for (const core::PlaceImpact &place : report.places) {
        lines += QCoreApplication::translate("reach", "In %1: %2, %3, %4.")
                     .arg(models::toQt(place.environment),
                         withInherited(text(QT_TRANSLATE_N_NOOP("reach", "%n config(s)"),
                                           place.configs.all()),
                             place.configs),
                         withInherited(text(QT_TRANSLATE_N_NOOP("reach", "%n service(s)"),
                                           place.services.all()),
                             place.services),
                         withInherited(
                             text(QT_TRANSLATE_N_NOOP("reach", "%n agent(s)"), place.agents.all()),
                             place.agents));
    }
    return lines.join(u'\n');
}

} // namespace chancery::views
