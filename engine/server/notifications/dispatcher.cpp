// SPDX-License-Identifier: Apache-2.0
#include "dispatcher.h"

#include "engine/core/notifications/mail.h"
#include "engine/core/notifications/webhook.h"

#include <fstream>

namespace chancery::server {

namespace {

constexpr std::size_t mostInDigest = 100;
constexpr std::size_t longestSecretFile = 4096;

core::Error failed(std::string code, std::string detail = {})
{
    return {core::ErrorKind::Offline, std::move(code), std::move(detail), {}, {}, {}};
}

// In a courier's thread. A file that was changed counts from the next message on.
core::Result<std::vector<core::Secret>> secretsOf(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::string text(longestSecretFile, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    if (!in.is_open() || in.gcount() == 0)
        return failed("secret-missing");
    text.resize(std::size_t(in.gcount()));
    auto secrets = core::readWebhookSecrets(text);
    core::Secret wiped(std::move(text));
    return secrets;
}

} // namespace

Dispatcher::Dispatcher(
    const NotificationOptions &options, Outbound &outbound, const Facts &facts, Links links)
    : m_options(options)
    , m_outbound(outbound)
    , m_facts(facts)
    , m_links(std::move(links))
{
}

void Dispatcher::dispatch(const View &view)
{
    for (const auto &queue : dueQueues(view, m_facts.notificationLimits, m_facts.clock.now())) {
        const Receiver receiver{queue.environment, queue.receiver};
        const auto pause = m_pauses.find(receiver);
        const bool isPaused = pause != m_pauses.end() && m_facts.clock.now() < pause->second.until;
        if (m_underway.contains(receiver) || isPaused)
            continue;
        try {
            dispatch(view, queue);
        } catch (const Refusal &refusal) { // the others are told all the same
            m_facts.journal.write(JournalLevel::Error, "notification.unreadable",
                {{"environment", queue.environment.text()}, {"receiver", queue.receiver},
                    {"code", refusal.error.code}});
        }
    }
}

void Dispatcher::dispatch(const View &view, const ReceiverQueue &queue)
{
    auto deliveries = firstOf(view, queue, mostInDigest);
    if (deliveries.empty())
        return;
    auto job = jobFor(view, queue, deliveries);
    std::vector<std::uint64_t> numbers;
    for (const auto &waiting : deliveries)
        numbers.push_back(waiting.number);
    const Receiver receiver{queue.environment, queue.receiver};
    auto work = [this, receiver, numbers = std::move(numbers), job = std::move(job)] {
        auto outcome = job();
        m_links.post([this, receiver, numbers, outcome] { settle(receiver, numbers, outcome); });
    };
    // One whose threads are all busy waits for the next second.
    if (m_couriers[m_nextCourier++ % m_couriers.size()].submit(std::move(work)))
        m_underway.insert(receiver);
}

Dispatcher::Job Dispatcher::jobFor(
    const View &view, const ReceiverQueue &queue, std::vector<WaitingDelivery> &deliveries) const
{
    const auto receivers = receiversOf(view, queue.environment);
    if (const auto *mail = receivers ? receivers->mail(queue.receiver) : nullptr) {
        if (mail->digestMinutes == 0)
            deliveries.resize(1);
        std::vector<core::Delivery> gathered;
        for (const auto &waiting : deliveries)
            gathered.push_back(waiting.delivery);
        return mailJob(*mail, std::move(gathered));
    }
    if (const auto *webhook = receivers ? receivers->webhook(queue.receiver) : nullptr) {
        deliveries.resize(1);
        return webhookJob(*webhook, deliveries.front().delivery);
    }
    return [] { return core::Result<>(failed("receiver-gone")); };
}

Dispatcher::Job Dispatcher::webhookJob(
    const core::WebhookReceiver &receiver, const core::Delivery &delivery) const
{
    // Of its own environment: nobody signs as another one's receivers expect it.
    const auto file = m_options.secrets.empty()
        ? std::filesystem::path()
        : m_options.secrets / delivery.environment.text() / receiver.secret;
    WebhookPost post;
    post.url = receiver.url;
    post.id = delivery.id;
    post.body = core::webhookBody(delivery, "urn:chancery:" + m_facts.logOrigin, m_options.links);
    return [this, file, post = std::move(post)]() mutable -> core::Result<> {
        const auto secrets = secretsOf(file);
        if (!secrets)
            return secrets.error();
        const auto now = m_facts.clock.now();
        post.timestamp = core::webhookTimestamp(now);
        post.signature = core::webhookSignature(*secrets, post.id, now, post.body);
        return m_outbound.post(post);
    };
}

Dispatcher::Job Dispatcher::mailJob(
    const core::MailReceiver &receiver, std::vector<core::Delivery> deliveries) const
{
    if (!core::isPlainAddress(m_options.mailFrom))
        return [] { return core::Result<>(failed("no-relay")); };
    Mail mail;
    mail.from = m_options.mailFrom;
    mail.to = receiver.to;
    mail.text
        = core::mailText(deliveries, {mail.from, mail.to, m_options.links}, m_facts.clock.now());
    return [this, mail = std::move(mail)] { return m_outbound.mail(mail); };
}

void Dispatcher::settle(
    const Receiver &receiver, std::vector<std::uint64_t> numbers, const core::Result<> &outcome)
{
    if (!outcome)
        m_facts.journal.write(JournalLevel::Warning, "notification.undelivered",
            {{"environment", receiver.first.text()}, {"receiver", receiver.second},
                {"code", outcome.error().code}});
    m_links.write(
        [receiver, numbers = std::move(numbers), outcome](Unit &unit) {
            settleDeliveries(unit, receiver.first, receiver.second, numbers, outcome);
        },
        [this, receiver](bool isWritten) { noteWritten(receiver, isWritten); });
}

void Dispatcher::noteWritten(const Receiver &receiver, bool isWritten)
{
    static constexpr std::chrono::seconds longestPause{600};
    m_underway.erase(receiver);
    if (isWritten) {
        m_pauses.erase(receiver);
        return;
    }
    auto &pause = m_pauses[receiver];
    pause.length = std::min(pause.length * 2, longestPause);
    pause.until = m_facts.clock.now() + pause.length;
}

} // namespace chancery::server
