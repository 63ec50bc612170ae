// SPDX-License-Identifier: Apache-2.0
#include "eventcolumns.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/safetext.h"

namespace chancery::views {

using models::Column;
using models::Status;
using models::toQt;

namespace {

Status outcomeStatus(const EventLine &line)
{
    if (line.event.outcome == "success")
        return Status::Good;
    return line.event.outcome.empty() ? Status::Muted : Status::Bad;
}

// "agent …b5c1d0": the end of an id is what tells it from others of the same hour.
QString shortened(const audit::EventRow &event)
{
    QString id = toQt(event.targetId);
    if (id.size() > 24)
        id = u'…' + id.right(6);
    const QString type = toQt(event.targetType).replace(u'_', u' ');
    return id.isEmpty() ? type : type + u' ' + id;
}

// What people call the target; the id is in the tool tip and in the detail.
QString targetOf(const audit::EventRow &event, const models::Stores &stores)
{
    const std::string id = event.targetId.substr(0, event.targetId.find('@'));
    if (event.targetType == "head" || event.targetType == "config") {
        const core::Config *config = stores.configs.find(core::ConfigId(id));
        return config ? toQt(config->path) : shortened(event);
    }
    if (event.targetType == "principal") {
        const QString name = stores.people.nameOf(core::PrincipalId(id));
        return name == toQt(id) ? shortened(event) : name;
    }
    if (event.targetType == "agent") {
        const core::Agent *agent = stores.fleet.find(core::AgentId(id));
        return agent ? toQt(agent->name) : shortened(event);
    }
    if (event.targetType == "environment")
        return stores.places.titleOf(core::EnvironmentId(id));
    if (event.targetType == "change_request")
        return toQt(id);
    return shortened(event);
}

QString targetTip(const EventLine &line)
{
    return safeToolTip(toQt(line.event.targetType) + u' ' + toQt(line.event.targetId));
}

constexpr Column<EventLine> columns[]{
    {.key = "seq",
        .title = QT_TRANSLATE_NOOP("columns", "No."),
        .text = [](const EventLine &line) { return QString::number(line.event.seq); },
        .sort = [](const EventLine &line) { return QVariant(qlonglong(line.event.seq)); },
        .isNumber = true,
        .width = 52},
    {.key = "time",
        .title = QT_TRANSLATE_NOOP("columns", "Time"),
        .text = [](const EventLine &line) { return models::fullTime(line.event.time); },
        .sort =
            [](const EventLine &line) {
                return QVariant(qlonglong(line.event.time.time_since_epoch().count()));
            },
        .width = 174},
    {.key = "event",
        .title = QT_TRANSLATE_NOOP("columns", "Event"),
        .text = [](const EventLine &line) { return toQt(line.event.event); },
        .isCode = true,
        .width = 182},
    {.key = "actor",
        .title = QT_TRANSLATE_NOOP("columns", "Actor"),
        .text =
            [](const EventLine &line) {
                return line.stores->people.nameOf(core::PrincipalId(line.event.actor));
            },
        .tip = [](const EventLine &line) { return safeToolTip(toQt(line.event.actor)); },
        .width = 92},
    {.key = "outcome",
        .title = QT_TRANSLATE_NOOP("columns", "Outcome"),
        .text = [](const EventLine &line) { return toQt(line.event.outcome); },
        .status = outcomeStatus,
        .width = 82},
    {.key = "environment",
        .title = QT_TRANSLATE_NOOP("columns", "Environment"),
        .text =
            [](const EventLine &line) {
                return line.stores->places.titleOf(core::EnvironmentId(line.event.environment));
            },
        .width = 102},
    {.key = "target",
        .title = QT_TRANSLATE_NOOP("columns", "Target"),
        .text = [](const EventLine &line) { return targetOf(line.event, *line.stores); },
        .tip = targetTip,
        .width = 80},
    {.key = "reason",
        .title = QT_TRANSLATE_NOOP("columns", "Reason"),
        .text =
            [](const EventLine &line) {
                return toQt(line.event.problem.empty() ? line.event.reason : line.event.problem);
            },
        .tip = [](const EventLine &line) { return safeToolTip(toQt(line.event.reason)); },
        .width = 280},
};

} // namespace

QString EventLine::id() const
{
    return QString::number(event.seq);
}

std::span<const Column<EventLine>> eventColumns()
{
    return columns;
}

} // namespace chancery::views
