// SPDX-License-Identifier: Apache-2.0
#include "reachtext.h"

#include "engine/core/graph/reachedagents.h"
#include "models/qtconvert.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

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

// As many as somebody reads, of all that there are.
QString listed(const QStringList &names, int all)
{
    static constexpr qsizetype most = 40;
    const QString told = names.mid(0, most).join(QStringLiteral(", "));
    const int more = all - int(std::min(names.size(), most));
    return more <= 0 ? told : text(QT_TRANSLATE_N_NOOP("reach", "%1 and %n more"), more).arg(told);
}

} // namespace

QString reachText(const core::ImpactReport &report, const models::PlacesStore &places)
{
    QStringList lines;
    for (const core::PlaceImpact &place : report.places) {
        if (place.configs.all() + place.services.all() + place.agents.all() == 0) {
            lines += QCoreApplication::translate("reach", "In %1: nothing else.")
                         .arg(places.titleOf(place.environment));
            continue;
        }
        lines += QCoreApplication::translate("reach", "In %1: %2, %3, %4.")
                     .arg(places.titleOf(place.environment),
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

QString reachedNames(const core::ImpactReport &report, const models::PlacesStore &places)
{
    QStringList lines;
    for (const core::PlaceImpact &place : report.places) {
        QStringList configs;
        for (const core::ReachedConfig &config : place.reached) {
            if (config.hops > 0)
                configs << (config.isInherited
                        ? QCoreApplication::translate("reach", "%1 (inherits it)")
                        : QStringLiteral("%1"))
                               .arg(models::toQt(config.path));
        }
        QStringList services;
        for (const std::string &name : place.serviceNames)
            services << models::toQt(name);
        const QString title = places.titleOf(place.environment);
        if (!configs.isEmpty())
            lines += QCoreApplication::translate("reach", "Configs in %1: %2")
                         .arg(title, listed(configs, place.configs.all()));
        if (!services.isEmpty())
            lines += QCoreApplication::translate("reach", "Services in %1: %2")
                         .arg(title, listed(services, place.services.all()));
    }
    return lines.join(u'\n');
}

QString reachedNames(const core::ImpactReport &report, const models::PlacesStore &places,
    const std::vector<core::Agent> &agents)
{
    QString lines = reachedNames(report, places);
    for (const core::PlaceImpact &place : report.places) {
        const core::ReachedAgents reached = core::reachedAgents(place, agents);
        QStringList names;
        for (const std::string &name : reached.names)
            names << models::toQt(name);
        if (names.isEmpty())
            continue;
        const QString title = places.titleOf(place.environment);
        const QString told = listed(names, int(names.size()));
        lines += (lines.isEmpty() ? QString() : QStringLiteral("\n"))
            + (reached.isExact
                    ? QCoreApplication::translate("reach", "Agents in %1: %2").arg(title, told)
                    : QCoreApplication::translate("reach", "Agents in %1 (not all of them): %2")
                          .arg(title, told));
    }
    return lines;
}

} // namespace chancery::views
