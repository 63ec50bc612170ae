// SPDX-License-Identifier: Apache-2.0
#include "freezestate.h"

#include "models/qtconvert.h"
#include "models/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace chancery::models {

namespace {

using Kind = FreezeState::Kind;

// What the server takes for a slot.
constexpr std::chrono::minutes shortestSlot{15};

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FreezeState)
};

bool isHard(const core::CalendarClosure &closure)
{
    return closure.severity != "soft";
}

const core::CalendarWindow *windowOf(const core::ChangeCalendar &calendar, const std::string &id)
{
    const auto found = std::ranges::find(calendar.windows, id, &core::CalendarWindow::id);
    return found == calendar.windows.end() ? nullptr : &*found;
}

// The end of all closures that follow on each other.
std::optional<core::Instant> endOf(
    const core::ChangeCalendar &calendar, const core::CalendarClosure &closure)
{
    core::Instant end = closure.to;
    for (const core::CalendarClosure &next : calendar.closed) {
        if (next.from <= end && next.to > end)
            end = next.to;
    }
    return end < calendar.to ? std::optional(end) : std::nullopt;
}

FreezeState stateIn(const core::ChangeCalendar &calendar, core::Instant instant)
{
    FreezeState state;
    state.environment = calendar.environment;
    if (!calendar.fault.empty()) {
        state.kind = Kind::Unreadable;
        return state;
    }
    if (instant < calendar.from || instant >= calendar.to)
        return state;
    state.kind = Kind::Open;
    for (const core::CalendarClosure &closure : calendar.closed) {
        if (instant < closure.from || instant >= closure.to)
            continue;
        state.kind = isHard(closure) ? Kind::Hard : Kind::Soft;
        state.windows = windowTexts(calendar, closure.windows);
        state.isForSomeConfigs = std::ranges::all_of(closure.windows, [&](const std::string &id) {
            const core::CalendarWindow *window = windowOf(calendar, id);
            return window && !window->paths.empty();
        });
        state.until = endOf(calendar, closure);
        break;
    }
    return state;
}

} // namespace

FreezeState freezeAt(const std::vector<core::ChangeCalendar> &calendars, core::Instant instant)
{
    std::optional<FreezeState> hardest;
    bool isAllKnown = !calendars.empty();
    for (const core::ChangeCalendar &calendar : calendars) {
        FreezeState state = stateIn(calendar, instant);
        isAllKnown = isAllKnown && state.kind != Kind::Unknown;
        if (!hardest || state.kind > hardest->kind)
            hardest = std::move(state);
    }
    if (!hardest || (!isAllKnown && !hardest->isClosed()))
        return {};
    return *hardest;
}

std::optional<core::Instant> nextSlot(
    const std::vector<core::ChangeCalendar> &calendars, core::Instant from, bool isOverridden)
{
    std::vector<core::CalendarSpan> closed;
    std::optional<core::Instant> end; // of what is known
    for (const core::ChangeCalendar &calendar : calendars) {
        if (!calendar.fault.empty())
            return {};
        end = std::min(end.value_or(calendar.to), calendar.to);
        for (const core::CalendarClosure &closure : calendar.closed) {
            if (isHard(closure) || !isOverridden)
                closed.push_back({closure.from, closure.to});
        }
    }
    std::ranges::sort(closed, {}, &core::CalendarSpan::from);
    core::Instant slot = from;
    for (const core::CalendarSpan &span : closed) {
        if (span.from < slot + shortestSlot)
            slot = std::max(slot, span.to);
    }
    return end && slot < *end ? std::optional(slot) : std::nullopt;
}

QString severityText(const std::string &severity)
{
    return severity == "soft" ? Words::tr("soft") : Words::tr("hard");
}

QString windowText(const core::CalendarWindow &window)
{
    const QString title = toQt(window.title.empty() ? window.id : window.title);
    return (window.kind == "allow" ? Words::tr("outside of “%1” (%2)") : Words::tr("“%1” (%2)"))
        .arg(title, severityText(window.severity));
}

QStringList windowTexts(
    const core::ChangeCalendar &calendar, const std::vector<std::string> &windows)
{
    QStringList texts;
    for (const std::string &id : windows) {
        const core::CalendarWindow *window = windowOf(calendar, id);
        texts << (window ? windowText(*window) : Words::tr("“%1”").arg(toQt(id)));
    }
    return texts;
}

bool isOverridden(const core::ChangeRequest &request)
{
    return request.freezeOverride && request.freezeOverride->cycle == request.cycle;
}

bool isScheduled(const core::ChangeRequest &request)
{
    return request.schedule && !isFinal(request.state);
}

ActionState scheduleState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Schedule, request);
        !right.isEnabled)
        return right;
    if (request.state == core::RequestState::Open)
        return ActionState::disabled(Words::tr("Approvals are missing."));
    if (request.state != core::RequestState::Approved)
        return ActionState::disabled(
            Words::tr("Only an approved request can be scheduled; this one is in the state “%1”.")
                .arg(stateText(request.state)));
    return ActionState::enabled();
}

ActionState unscheduleState(const Permissions &permissions, const core::ChangeRequest &request)
{
    if (const auto right = rightFor(permissions, core::Permission::Schedule, request);
        !right.isEnabled)
        return right;
    if (!isScheduled(request))
        return ActionState::disabled(Words::tr("It is not scheduled."));
    return ActionState::enabled();
}

ActionState overrideState(const Permissions &permissions, const core::ChangeRequest &request,
    const FreezeState &now, const FreezeState &atItsTime)
{
    if (const auto right = rightFor(permissions, core::Permission::FreezeOverride, request);
        !right.isEnabled)
        return right;
    const bool isOpen = request.state == core::RequestState::Open
        || request.state == core::RequestState::Approved
        || request.state == core::RequestState::Failed;
    if (!isOpen)
        return ActionState::disabled(Words::tr(
            "Only a request that can still be applied is let through a freeze; this one is in "
            "the state “%1”.")
                .arg(stateText(request.state)));
    if (isOverridden(request))
        return ActionState::disabled(Words::tr("Soft freezes are overridden for it already."));
    if (now.kind == Kind::Unknown)
        return ActionState::disabled(Words::tr("What freezes it is not known."));
    if (now.kind == Kind::Unreadable)
        return ActionState::disabled(Words::tr(
            "The freeze windows cannot be read; nothing is applied until that is mended."));
    if (now.kind == Kind::Hard)
        return ActionState::disabled(Words::tr("No override lifts a hard freeze: %1.")
                .arg(now.windows.join(QStringLiteral(", "))));
    if (now.kind == Kind::Soft || atItsTime.kind == Kind::Soft)
        return ActionState::enabled();
    return ActionState::disabled(atItsTime.kind == Kind::Hard
            ? Words::tr("No override lifts a hard freeze: %1.")
                  .arg(atItsTime.windows.join(QStringLiteral(", ")))
            : Words::tr("No freeze stands against it."));
}

} // namespace chancery::models
