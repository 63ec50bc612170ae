// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/notification.h"
#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <string>
#include <string_view>
#include <vector>

// What a webhook carries and how it is signed, after the Standard Webhooks specification 1.0: the
// signature is over "id.timestamp.body", so that none of them can be changed or sent again later.
namespace chancery::core {

// The text of a secret file: one secret a line, "whsec_" and base64 of 24 to 64 bytes; the first is
// the present one, a second the one before it, while both are signed with. Error{Invalid}.
Result<std::vector<Secret>> readWebhookSecrets(std::string_view text);

// The header "webhook-signature": "v1,…" for each secret, a blank between them.
std::string webhookSignature(const std::vector<Secret> &secrets, std::string_view id,
    Instant timestamp, std::string_view body);
// Seconds since the epoch, as in the header "webhook-timestamp".
std::string webhookTimestamp(Instant timestamp);

// The body: a CloudEvent 1.0 in structured JSON. The links are what "change-requests/CR-1" is put
// behind.
std::string webhookBody(const Delivery &delivery, std::string_view source, std::string_view links);

// Where to look: "chancery://change-requests/CR-1"; empty for what is nowhere to be seen.
std::string linkOf(const NotificationEvent &event, std::string_view links);

} // namespace chancery::core
