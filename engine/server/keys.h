// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Where everything stands in the store. Parts are joined by '/'; ids and slugs hold none, and where
// a config path takes part it is the last one.
namespace chancery::server::keys {

// Sixteen hexadecimal digits, so that numbers sort as keys.
std::string number(std::uint64_t value);
std::uint64_t numberAtEnd(std::string_view key);

template <typename... Parts>
std::string join(std::string_view first, const Parts &...parts)
{
    std::string key(first);
    ((key += '/', key += parts), ...);
    return key;
}

inline constexpr std::string_view principal = "principal"; // /id: the value
inline constexpr std::string_view principalName = "principal-name"; // /name: id
// /id: KeptAttributes; begins as what changes rights does (Service::committed)
inline constexpr std::string_view principalAttributes = "principal-attributes";
inline constexpr std::string_view password = "password"; // /id: PHC text
inline constexpr std::string_view lastSignIn = "last-sign-in"; // /id: an instant
// By account: who disabled it last.
inline constexpr std::string_view disabledBy = "disabled-by";
// Holds that were lifted, each with who did it and when.
inline constexpr std::string_view liftedHold = "lifted-hold";
// /id: PasswordOrigin; none of a password that the server made
inline constexpr std::string_view passwordOrigin = "password-origin";
inline constexpr std::string_view token = "token"; // /hex of its SHA-256: TokenRecord
// Beside "token/", so that both are swept as one.
inline constexpr std::string_view tokenOf = "token-of"; // /principal/hex: AccessToken
inline constexpr std::string_view identity = "identity"; // /hex of issuer and subject: principal
inline constexpr std::string_view identityOf = "identity-of"; // /principal: its issuer
// Beside them too. /hex of an ID token that opened a session: TokenRecord
inline constexpr std::string_view tokenSpent = "token-spent";
inline constexpr std::string_view approver = "approver"; // /principal: ApproverGrant
inline constexpr std::string_view nameSpace = "namespace"; // /slug
inline constexpr std::string_view environment = "environment"; // /id
inline constexpr std::string_view schema = "schema"; // /id
inline constexpr std::string_view schemaText = "schema-text"; // /id
inline constexpr std::string_view schemaUri = "schema-uri"; // /uri: id of the latest
inline constexpr std::string_view config = "config"; // /id
inline constexpr std::string_view configPath = "config-path"; // /path: id
inline constexpr std::string_view layers = "layers"; // /id: ConfigLayers
inline constexpr std::string_view layersAt = "layers-at"; // /id/number: Declared
inline constexpr std::string_view layerOf = "layer-of"; // /layer/config: "-"
inline constexpr std::string_view refers = "refers"; // /target/referrer/environment: "-"
// What a text refers to, one path a line; of live texts, of drafts (the author in the first line)
// and of open requests.
inline constexpr std::string_view uses = "uses"; // /config/environment
inline constexpr std::string_view draftUses = "draft-uses"; // /config/environment/draft
inline constexpr std::string_view requestUses = "request-uses"; // /config/environment/number
inline constexpr std::string_view version = "version"; // /vid
inline constexpr std::string_view text = "text"; // /vid
inline constexpr std::string_view history = "history"; // /config/number: vid
inline constexpr std::string_view historyIn = "history-in"; // /config/environment/number: vid
inline constexpr std::string_view historyAt
    = "history-at"; // /environment/number: vid, a blank, and the path of its config
inline constexpr std::string_view lineage = "lineage"; // /vid: LineageEntry, as it was made
inline constexpr std::string_view head = "head"; // /config/environment
inline constexpr std::string_view draft = "draft"; // /author/id
inline constexpr std::string_view draftAt = "draft-at"; // /config/environment/author: id
inline constexpr std::string_view request = "request"; // /number
inline constexpr std::string_view requestOrder = "request-order"; // /number: RequestOrder
// /review: KeptCircumstances, of a vote
inline constexpr std::string_view voteCircumstances = "vote-circumstances";
inline constexpr std::string_view openAt = "open-at"; // /config/environment/number: ""
inline constexpr std::string_view expires = "expires"; // /seconds/number: "-"
inline constexpr std::string_view expiryOf = "expiry-of"; // /number of a request: seconds
inline constexpr std::string_view schedule = "schedule"; // /instant/request: its id
inline constexpr std::string_view scheduleOf = "schedule-of"; // /request: "-", also when suspended
// Of expedited changes that were applied and wait for the approvals they went without.
inline constexpr std::string_view confirmation = "confirmation"; // /number: "-"
inline constexpr std::string_view thread = "thread"; // /number of a request/thread: KeptThread
inline constexpr std::string_view quarantine = "quarantine"; // /config/environment/cid: vid
// Keys of the server's recovery file. /public key in hex: id of a principal
inline constexpr std::string_view recoveryKey = "recovery-key";
// A challenge that opened a session; beside the tokens, to be swept with them.
inline constexpr std::string_view recoverySpent = "token-recovery"; // /challenge: TokenRecord
// What a session has read of the log; beside them as well. /hex/what: KeptReading
inline constexpr std::string_view tokenReads = "token-reads";
inline constexpr std::string_view standingFreeze = "standing-freeze"; // /environment
inline constexpr std::string_view emergency = "emergency"; // /number: EmergencySession
// Those about which something is still to be done.
inline constexpr std::string_view emergencyOpen = "emergency-open"; // /number: "-"
inline constexpr std::string_view agent = "agent"; // /id
inline constexpr std::string_view agentName = "agent-name"; // /environment/name: id
inline constexpr std::string_view agentOwner = "agent-owner"; // /id: id of a principal
inline constexpr std::string_view agentFollows = "agent-follows"; // /id: the paths
inline constexpr std::string_view agentPlaces = "agent-places"; // /id: where it reads them
inline constexpr std::string_view agentRan = "agent-ran"; // /agent/config/number: AgentRun
// Keys that an agent told of as live only, of its last report: the pointers.
inline constexpr std::string_view liveOnly = "live-only"; // /environment/config/agent
inline constexpr std::string_view opened = "opened"; // /agent/version: "-"
inline constexpr std::string_view sealKey = "seal-key"; // /namespace/environment/number
inline constexpr std::string_view inbox = "inbox"; // /principal/number: NotificationEvent
inline constexpr std::string_view unread = "unread"; // /principal/number: "-"
inline constexpr std::string_view delivery = "delivery"; // /number: Delivery
inline constexpr std::string_view deliveryOf
    = "delivery-of"; // /environment/receiver/number: "-", while it waits
inline constexpr std::string_view receiverQueue = "receiver-queue"; // /environment/receiver
// What was told of a request already and is not told again: /topic/number of the request.
inline constexpr std::string_view told = "told";
inline constexpr std::string_view change = "change"; // /number: ChangeHint
inline constexpr std::string_view leaf = "audit-leaf"; // /number: exact bytes
inline constexpr std::string_view personal = "personal"; // /number: what a leaf only commits to
inline constexpr std::string_view anchor = "audit-anchor"; // /size of the log: AuditAnchor
inline constexpr std::string_view legalHold = "legal-hold"; // /id: LegalHold
inline constexpr std::string_view pruned = "audit-pruned"; // PruneRecord, once there is one
// "-" from an erasure, or a pruning, until no file holds what has gone
inline constexpr std::string_view mustScrub = "must-scrub";
inline constexpr std::string_view gapTold = "gap-told"; // number of the last gap of the log
inline constexpr std::string_view clockStepped = "clock-stepped"; // RFC 3339: the last time
inline constexpr std::string_view running = "audit-running"; // "-" from a start to its stop
inline constexpr std::string_view node = "audit-node"; // /level/number: hash
inline constexpr std::string_view idempotency = "once"; // /principal/operation/key
inline constexpr std::string_view counter = "counter"; // /name: number
inline constexpr std::string_view usesKept = "uses-kept"; // "-" once all three "uses" are
// "-" once nothing that an earlier server wrote of drafts stands in plain
inline constexpr std::string_view draftsSealed = "drafts-sealed";
inline constexpr std::string_view applied = "applied"; // number of the last batch of the redo log

} // namespace chancery::server::keys
