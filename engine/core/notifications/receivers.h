// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/notifications/notification.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>
#include <vector>

// The document "sys/notifications": whom the server tells outside, beside the inboxes. Values.
namespace chancery::core {

struct WebhookReceiver {
    std::string id;
    std::string url;
    std::string secret; // the name of a secret file of the server, never the secret
    std::vector<NotificationKind> kinds; // empty: all

    friend bool operator==(const WebhookReceiver &, const WebhookReceiver &) = default;
};

struct MailReceiver {
    std::string id;
    std::vector<std::string> to; // addresses
    std::vector<NotificationKind> kinds; // empty: all
    // Names of accounts and groups: only what one of them is told. Empty: everything of the kinds.
    std::vector<std::string> audience;
    int digestMinutes = 0; // gathered for so long; 0: each at once

    friend bool operator==(const MailReceiver &, const MailReceiver &) = default;
};

struct Receivers {
    std::vector<WebhookReceiver> webhooks;
    std::vector<MailReceiver> mails;

    const WebhookReceiver *webhook(std::string_view id) const;
    const MailReceiver *mail(std::string_view id) const;
    friend bool operator==(const Receivers &, const Receivers &) = default;
};

// Strict, as every governing document: Error{Invalid} with the places that are wrong.
Result<Receivers> readReceivers(Value document);

// Whether it may stand in a mail's header and in a dialogue with a mail server: one address in
// ASCII, "local@domain", of plain characters, at most 254 of them.
bool isPlainAddress(std::string_view address);
// Lower-case letters, digits and dashes, at most 64: a name of a receiver or of a secret file.
bool isPlainName(std::string_view name);
// An HTTPS address, or an HTTP one, which a server option may allow for this machine; without user
// info and fragment, printable ASCII. Where it leads is looked at when something is sent.
bool isWebhookUrl(std::string_view url);

} // namespace chancery::core
