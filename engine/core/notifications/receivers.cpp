// SPDX-License-Identifier: Apache-2.0
#include "receivers.h"

#include "engine/core/governing/form.h"

#include <algorithm>
#include <set>

namespace chancery::core {

namespace {

constexpr std::size_t longestName = 64;
constexpr std::size_t longestAddress = 254; // RFC 5321 §4.5.3.1.3, less the brackets
constexpr std::size_t longestUrl = 2048;
constexpr std::size_t mostReceivers = 50; // of each kind
constexpr std::size_t mostAddresses = 50;
constexpr int longestDigest = 24 * 60;

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isDomain(std::string_view domain)
{
    if (domain.empty() || domain.front() == '.' || domain.back() == '.'
        || domain.find("..") != std::string_view::npos)
        return false;
    return std::ranges::all_of(
        domain, [](char c) { return isLetterOrDigit(c) || c == '-' || c == '.'; });
}

class ReceiversReader {
public:
    Result<Receivers> run(Value document)
    {
        if (m_form.object(document, {"webhooks", "mails"})) {
            for (const auto &item : limited(document, "webhooks"))
                readWebhook(item.value());
            for (const auto &item : limited(document, "mails"))
                readMail(item.value());
        }
        if (!m_form.isFine())
            return Error{ErrorKind::Invalid, "policy-violation",
                "The receivers of notifications cannot be used", {}, m_form.takeProblems(), {}};
        return std::move(m_receivers);
    }

private:
    Value limited(Value object, std::string_view key)
    {
        const auto list = m_form.list(object, key);
        if (list.size() <= mostReceivers)
            return list;
        m_form.complain(list, "maxItems", "Expected at most 50 of them");
        return {};
    }

    std::string plainId(Value value)
    {
        auto id = m_form.id(value, m_ids);
        if (!id.empty() && !isPlainName(id))
            m_form.complain(
                value["id"], "pattern", "Expected lower-case letters, digits and dashes");
        return id;
    }

    std::vector<NotificationKind> kindsOf(Value value)
    {
        std::vector<NotificationKind> kinds;
        for (const auto &item : m_form.list(value, "kinds")) {
            const auto kind = item.value().isString()
                ? notificationKindFromName(item.value().text())
                : std::nullopt;
            if (kind && *kind != NotificationKind::Test)
                kinds.push_back(*kind);
            else
                m_form.complain(item.value(), "enum", "Expected a kind of notification");
        }
        if (value["kinds"] && kinds.empty())
            m_form.complain(value["kinds"], "minItems", "Expected at least one kind");
        return kinds;
    }

    void readWebhook(Value value)
    {
        if (!m_form.object(value, {"id", "title", "url", "secret", "kinds"}))
            return;
        WebhookReceiver receiver{plainId(value), std::string(value["url"].text()),
            m_form.text(value, "secret", true), kindsOf(value)};
        (void)m_form.text(value, "title", false);
        if (!value["url"].isString() || !isWebhookUrl(receiver.url))
            m_form.complain(value["url"] ? value["url"] : value, "url",
                "Expected an HTTPS address without user info and fragment");
        if (!receiver.secret.empty() && !isPlainName(receiver.secret))
            m_form.complain(value["secret"], "pattern",
                "Expected the name of a secret file of the server, never a secret");
        m_receivers.webhooks.push_back(std::move(receiver));
    }

    void readMail(Value value)
    {
        if (!m_form.object(value, {"id", "title", "to", "kinds", "audience", "digestMinutes"}))
            return;
        MailReceiver receiver{plainId(value), m_form.texts(value, "to"), kindsOf(value),
            m_form.texts(value, "audience"),
            m_form.whole(value, "digestMinutes", 0, longestDigest).value_or(0)};
        (void)m_form.text(value, "title", false);
        if (receiver.to.empty() || receiver.to.size() > mostAddresses)
            m_form.complain(
                value["to"] ? value["to"] : value, "count", "Expected 1 to 50 addresses");
        for (const auto &item : value["to"]) {
            if (item.value().isString() && !isPlainAddress(item.value().text()))
                m_form.complain(item.value(), "address", "Expected one plain mail address");
        }
        m_receivers.mails.push_back(std::move(receiver));
    }

    governing::Form m_form;
    std::set<std::string> m_ids;
    Receivers m_receivers;
};

template <typename T>
const T *found(const std::vector<T> &receivers, std::string_view id)
{
    const auto receiver = std::ranges::find(receivers, id, &T::id);
    return receiver == receivers.end() ? nullptr : &*receiver;
}

} // namespace

const WebhookReceiver *Receivers::webhook(std::string_view id) const
{
    return found(webhooks, id);
}

const MailReceiver *Receivers::mail(std::string_view id) const
{
    return found(mails, id);
}

Result<Receivers> readReceivers(Value document)
{
    return ReceiversReader().run(document);
}

bool isPlainAddress(std::string_view address)
{
    const auto at = address.find('@');
    if (at == std::string_view::npos || at == 0 || at > longestName
        || address.size() > longestAddress)
        return false;
    static constexpr std::string_view more = ".!#$%&'*+-/=?^_`{|}~"; // RFC 5322 atext
    const auto local = address.substr(0, at);
    const bool isLocal = std::ranges::all_of(
        local, [](char c) { return isLetterOrDigit(c) || more.find(c) != std::string_view::npos; });
    return isLocal && local.front() != '-' && isDomain(address.substr(at + 1));
}

bool isPlainName(std::string_view name)
{
    return !name.empty() && name.size() <= longestName && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool isWebhookUrl(std::string_view url)
{
    const bool isPlain = url.size() <= longestUrl && std::ranges::all_of(url, [](char c) {
        return c > ' ' && c < '\x7f' && c != '#' && c != '\\' && c != '"' && c != '<' && c != '>';
    });
    if (!isPlain || (!url.starts_with("https://") && !url.starts_with("http://")))
        return false;
    const auto rest = url.substr(url.find("://") + 3);
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    return !authority.empty() && authority.find('@') == std::string_view::npos;
}

} // namespace chancery::core
