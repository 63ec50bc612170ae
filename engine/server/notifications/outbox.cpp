// SPDX-License-Identifier: Apache-2.0
#include "outbox.h"

#include "engine/api/describenotifications.h"
#include "engine/server/access.h"
#include "engine/server/cursor.h"
#include "engine/server/governing.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/notifications/inbox.h"

#include <algorithm>

namespace chancery::server {

template <typename Visitor>
void describe(Visitor &visit, ReceiverQueue &value)
{
    visit("environment", value.environment);
    visit("receiver", value.receiver);
    visit("waiting", value.waiting);
    visit("failures", value.failures);
    visit("nextAt", value.nextAt);
    visit("dropped", value.dropped);
}

namespace {

constexpr std::string_view deliveryRow = "delivery";
constexpr std::string_view webhookChannel = "webhook";
constexpr std::string_view mailChannel = "mail";

std::string queueKey(const core::EnvironmentId &environment, std::string_view receiver)
{
    return keys::join(keys::receiverQueue, environment.text(), receiver);
}

std::string waitingUnder(const core::EnvironmentId &environment, std::string_view receiver)
{
    return keys::join(keys::deliveryOf, environment.text(), receiver, "");
}

std::string deliveryKey(std::uint64_t number)
{
    return keys::join(keys::delivery, keys::number(number));
}

ReceiverQueue queueOf(
    const View &view, const core::EnvironmentId &environment, const std::string &receiver)
{
    auto queue = view.find<ReceiverQueue>(queueKey(environment, receiver));
    return queue ? std::move(*queue) : ReceiverQueue{environment, receiver, 0, 0, {}, 0};
}

void storeQueue(Unit &unit, const ReceiverQueue &queue)
{
    const auto key = queueKey(queue.environment, queue.receiver);
    const bool isIdle = queue.waiting == 0 && queue.dropped == 0 && queue.failures == 0;
    if (!isIdle)
        unit.put(key, api::toJson(queue));
    else if (unit.view().get(key))
        unit.remove(key);
}

void recordFailure(Unit &unit, const core::Delivery &delivery)
{
    Deed deed{.kind = delivery.channel == mailChannel ? core::AuditKind::MailDeliverFail
                                                      : core::AuditKind::WebhookDeliverFail,
        .targetType = "receiver"};
    deed.targetId = delivery.receiver;
    deed.environment = delivery.environment.text();
    deed.correlation = delivery.event.subject;
    deed.outcome = core::AuditOutcome::Failure;
    deed.problem = delivery.failure;
    unit.record(deed);
}

core::Delivery enqueue(Unit &unit, core::Delivery delivery, std::chrono::minutes gathered)
{
    const auto &limits = unit.facts().notificationLimits;
    auto queue = queueOf(unit.view(), delivery.environment, delivery.receiver);
    const auto number = nextOf(unit, deliveryRow);
    delivery.id = unit.newId("dlv_");
    delivery.createdAt = unit.now();
    // What somebody sends often must not keep out that an emergency was opened.
    const bool isUrgent = core::name(delivery.event.kind).starts_with("emergency-")
        && queue.waiting < 2 * limits.mostWaiting;
    if (queue.waiting >= limits.mostWaiting && !isUrgent) {
        delivery.state = core::DeliveryState::Dropped;
        delivery.failure = "queue-full";
        delivery.settledAt = unit.now();
        // Once: what follows until it hears again is counted, and fills no store.
        if (queue.dropped++ > 0) {
            storeQueue(unit, queue);
            return delivery;
        }
        recordFailure(unit, delivery);
    } else {
        if (queue.waiting++ == 0 && queue.failures == 0)
            queue.nextAt = unit.now() + gathered;
        delivery.nextAt = queue.nextAt;
        unit.put(waitingUnder(delivery.environment, delivery.receiver) + keys::number(number), "-");
    }
    unit.put(deliveryKey(number), api::toJson(delivery));
    storeQueue(unit, queue);
    return delivery;
}

bool wants(const std::vector<core::NotificationKind> &kinds, core::NotificationKind kind)
{
    return kinds.empty() || std::ranges::find(kinds, kind) != kinds.end();
}

bool concerns(const View &view, const core::EnvironmentId &environment,
    const core::MailReceiver &receiver, const std::set<std::string> &told)
{
    if (receiver.audience.empty())
        return true;
    const auto groups = groupsOf(view, environment);
    return std::ranges::any_of(receiver.audience, [&](const std::string &name) {
        const auto group = std::ranges::find(groups, name, &core::governing::Group::name);
        if (group == groups.end())
            return told.contains(name);
        return std::ranges::any_of(
            group->members, [&](const std::string &member) { return told.contains(member); });
    });
}

core::Delivery deliveryTo(const core::EnvironmentId &environment, std::string receiver,
    std::string_view channel, const core::NotificationEvent &event)
{
    core::Delivery delivery;
    delivery.environment = environment;
    delivery.receiver = std::move(receiver);
    delivery.channel = channel;
    delivery.event = event;
    return delivery;
}

} // namespace

std::optional<core::Receivers> receiversOf(const View &view, const core::EnvironmentId &environment)
{
    const auto tree = governingTree(view, core::governing::Kind::Notifications, environment);
    if (!tree || tree->nodeCount() == 0)
        return std::nullopt;
    auto receivers = core::readReceivers(tree->root());
    return receivers ? std::optional(std::move(*receivers)) : std::nullopt;
}

void putIntoOutbox(Unit &unit, const core::EnvironmentId &environment,
    const core::NotificationEvent &event, const std::set<std::string> &told)
{
    const auto receivers = receiversOf(unit.view(), environment);
    if (!receivers)
        return;
    for (const auto &webhook : receivers->webhooks) {
        if (wants(webhook.kinds, event.kind))
            (void)enqueue(unit, deliveryTo(environment, webhook.id, webhookChannel, event), {});
    }
    for (const auto &mail : receivers->mails) {
        if (wants(mail.kinds, event.kind) && concerns(unit.view(), environment, mail, told))
            (void)enqueue(unit, deliveryTo(environment, mail.id, mailChannel, event),
                std::chrono::minutes(mail.digestMinutes));
    }
}

std::vector<ReceiverQueue> dueQueues(
    const View &view, const NotificationLimits &limits, core::Instant now)
{
    std::vector<ReceiverQueue> due;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::receiverQueue, "")))) {
        auto queue = View::parse<ReceiverQueue>(entry.value);
        // One that lies further ahead than anything is ever put off was set before the clock was
        // turned back.
        const bool isTime = !queue.nextAt || *queue.nextAt <= now
            || *queue.nextAt > now + limits.longestWait + limits.longestRetry;
        if (queue.waiting > 0 && isTime)
            due.push_back(std::move(queue));
    }
    return due;
}

std::vector<WaitingDelivery> firstOf(const View &view, const ReceiverQueue &queue, std::size_t most)
{
    auto range = KeyRange::under(waitingUnder(queue.environment, queue.receiver));
    range.limit = most;
    std::vector<WaitingDelivery> first;
    for (const auto &entry : view.scan(range)) {
        const auto number = keys::numberAtEnd(entry.key);
        if (auto delivery = view.find<core::Delivery>(deliveryKey(number)))
            first.push_back({number, std::move(*delivery)});
    }
    return first;
}

namespace {

// So that many that failed together do not come back together.
std::chrono::seconds pauseAfter(const NotificationLimits &limits, int failures)
{
    auto pause = limits.firstRetry;
    for (int i = 1; i < failures && pause < limits.longestRetry; ++i)
        pause *= 2;
    pause = std::min(pause, limits.longestRetry);
    const auto random = static_cast<unsigned char>(core::randomBytes(1).front());
    return pause + pause * (int(random) - 128) / 640;
}

bool isFinal(const core::Error &error)
{
    // What is gone is gone, and who is no receiver any more is told nothing.
    return error.code == "http-410" || error.code == "receiver-gone";
}

bool mustGiveUp(const NotificationLimits &limits, const core::Delivery &delivery,
    const core::Error &error, core::Instant now)
{
    static constexpr int fewAttempts = 3; // whatever the clock says
    if (isFinal(error) || delivery.attempts >= limits.mostAttempts)
        return true;
    return delivery.attempts >= fewAttempts && delivery.createdAt + limits.longestWait < now;
}

// Whether it is over for this delivery.
bool settleOne(
    Unit &unit, core::Delivery &delivery, const core::Result<> &outcome, core::Instant nextAt)
{
    ++delivery.attempts;
    delivery.nextAt.reset();
    if (outcome) {
        delivery.state = core::DeliveryState::Delivered;
        delivery.settledAt = unit.now();
        return true;
    }
    delivery.failure = outcome.error().code;
    if (!mustGiveUp(unit.facts().notificationLimits, delivery, outcome.error(), unit.now())) {
        delivery.nextAt = nextAt;
        return false;
    }
    delivery.state = core::DeliveryState::GivenUp;
    delivery.settledAt = unit.now();
    recordFailure(unit, delivery);
    return true;
}

} // namespace

void settleDeliveries(Unit &unit, const core::EnvironmentId &environment,
    const std::string &receiver, const std::vector<std::uint64_t> &numbers,
    const core::Result<> &outcome)
{
    auto queue = queueOf(unit.view(), environment, receiver);
    queue.failures = outcome ? 0 : queue.failures + 1;
    auto pause = outcome ? std::chrono::seconds(0)
                         : pauseAfter(unit.facts().notificationLimits, queue.failures);
    if (!outcome && outcome.error().retryAfter)
        pause = std::clamp(*outcome.error().retryAfter, pause,
            unit.facts().notificationLimits.longestRetry + pause);
    queue.nextAt = unit.now() + pause;
    for (const auto number : numbers) {
        const auto waiting = waitingUnder(environment, receiver) + keys::number(number);
        auto delivery = unit.view().find<core::Delivery>(deliveryKey(number));
        if (!delivery || !unit.view().get(waiting))
            continue; // settled already
        if (settleOne(unit, *delivery, outcome, *queue.nextAt)) {
            unit.remove(waiting);
            queue.waiting -= std::min<std::uint64_t>(queue.waiting, 1);
        }
        unit.put(deliveryKey(number), api::toJson(*delivery));
    }
    if (outcome)
        queue.dropped = 0;
    if (queue.waiting == 0 && (outcome || isFinal(outcome.error())))
        queue.failures = 0;
    storeQueue(unit, queue);
}

Response listDeliveries(const Scene &scene)
{
    const auto environment = scene.request.parameter("environment");
    auto range = KeyRange::under(keys::join(keys::delivery, ""));
    range.backwards = true;
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        const auto delivery = View::parse<core::Delivery>(entry.value);
        if (!environment.empty() && delivery.environment.text() != environment)
            return false;
        json = *entry.value;
        return true;
    });
}

Response testReceiver(Unit &unit)
{
    const core::EnvironmentId environment(unit.argument(0));
    demandAccess(unit, core::Permission::PolicyEdit, std::vector<Place>{{environment, {}}});
    const auto asked = unit.body<core::ReceiverTest>();
    (void)unit.view().needBytes(
        keys::join(keys::environment, environment.text()), "environment " + environment.text());
    const auto receivers = receiversOf(unit.view(), environment);
    const bool isWebhook = receivers && receivers->webhook(asked.receiver);
    if (!isWebhook && !(receivers && receivers->mail(asked.receiver)))
        refuse("not-found", "There is no receiver of that name in " + environment.text());
    core::NotificationEvent event;
    event.id = unit.newId("ntf_");
    event.kind = core::NotificationKind::Test;
    event.at = unit.now();
    event.environments.push_back(environment.text());
    event.by = unit.actor().principal.displayName;
    const auto delivery = enqueue(unit,
        deliveryTo(environment, asked.receiver, isWebhook ? webhookChannel : mailChannel, event),
        {});
    return Response::json(api::toJson(delivery), 201);
}

} // namespace chancery::server
