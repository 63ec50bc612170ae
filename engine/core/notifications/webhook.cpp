// SPDX-License-Identifier: Apache-2.0
#include "webhook.h"

#include "engine/core/digest.h"
#include "engine/core/document/json.h"

namespace chancery::core {

namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t leastBytes = 24;
constexpr std::size_t mostBytes = 64;
constexpr std::size_t mostSecrets = 2;

Error noSecret(std::string detail)
{
    return {ErrorKind::Invalid, "secret-unusable", std::move(detail), {}, {}, {}};
}

std::string_view trimmed(std::string_view line)
{
    static constexpr std::string_view blanks = " \t\r";
    const auto begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return line.substr(begin, line.find_last_not_of(blanks) - begin + 1);
}

// {"name":"text", …}
class Members {
public:
    void add(std::string_view name, std::string_view text)
    {
        begin(name);
        appendJsonString(m_json, text);
    }
    void add(std::string_view name, const std::vector<std::string> &texts)
    {
        begin(name);
        m_json += '[';
        for (std::size_t i = 0; i < texts.size(); ++i) {
            m_json += i > 0 ? "," : "";
            appendJsonString(m_json, texts[i]);
        }
        m_json += ']';
    }
    void addJson(std::string_view name, std::string_view json)
    {
        begin(name);
        m_json += json;
    }
    std::string done() { return (m_json.empty() ? "{" : m_json) + '}'; }

private:
    void begin(std::string_view name)
    {
        m_json += m_json.empty() ? '{' : ',';
        appendJsonString(m_json, name);
        m_json += ':';
    }
    std::string m_json;
};

} // namespace

Result<std::vector<Secret>> readWebhookSecrets(std::string_view text)
{
    std::vector<Secret> secrets;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty())
            continue;
        if (!line.starts_with(prefix))
            return noSecret("a line does not begin with whsec_");
        auto bytes = fromBase64(line.substr(prefix.size()));
        if (!bytes || bytes->size() < leastBytes || bytes->size() > mostBytes)
            return noSecret("a secret is not the base64 of 24 to 64 bytes");
        secrets.emplace_back(std::move(*bytes));
    }
    if (secrets.empty() || secrets.size() > mostSecrets)
        return noSecret("expected one secret, or two while one follows the other");
    return secrets;
}

std::string webhookTimestamp(Instant timestamp)
{
    return std::to_string(
        std::chrono::duration_cast<std::chrono::seconds>(timestamp.time_since_epoch()).count());
}

std::string webhookSignature(const std::vector<Secret> &secrets, std::string_view id,
    Instant timestamp, std::string_view body)
{
    std::string signedText(id);
    signedText += '.' + webhookTimestamp(timestamp) + '.';
    signedText += body;
    std::string signature;
    for (const Secret &secret : secrets) {
        signature += signature.empty() ? "v1," : " v1,";
        signature += toBase64(bytesOf(hmacSha256(secret.reveal(), signedText)));
    }
    return signature;
}

std::string linkOf(const NotificationEvent &event, std::string_view links)
{
    if (event.subject.starts_with("CR-"))
        return std::string(links) + "change-requests/" + event.subject;
    if (event.subject.starts_with("EM-"))
        return std::string(links) + "emergency-sessions/" + event.subject;
    return {};
}

std::string webhookBody(const Delivery &delivery, std::string_view source, std::string_view links)
{
    const auto &event = delivery.event;
    Members data;
    data.add("event", event.id);
    data.add("kind", name(event.kind));
    data.add("title", visibleTitle(event.title));
    data.add("environment", delivery.environment.text());
    data.add("environments", event.environments);
    data.add("by", visibleTitle(event.by));
    data.add("link", linkOf(event, links));
    Members body;
    body.add("specversion", "1.0");
    body.add("id", delivery.id);
    body.add("source", source);
    body.add("type", "chancery." + std::string(name(event.kind)));
    body.add("time", toRfc3339(event.at));
    body.add("subject", event.subject);
    body.add("datacontenttype", "application/json");
    body.addJson("data", data.done());
    return body.done();
}

} // namespace chancery::core
