// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/domain/config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the server tells people of by itself: in their inbox, and by receivers outside. Values. A
// notification says that something happened and where to look; it carries no text of a config, no
// value and no reason.
namespace chancery::core {

// Everything that is ever told, a closed list; new kinds go before Unknown.
enum class NotificationKind : std::uint8_t {
    ReviewAsked, // your approval would count
    RequestApproved,
    ChangesAsked,
    RequestRejected,
    RequestApplied,
    RequestFailed,
    ScheduleSuspended,
    RequestExpiring, // within a day
    RequestExpired,
    RequestOrphaned, // its author is gone: claim it
    RequestDiscussed, // somebody spoke about one of its keys
    NeedsRebase,
    QuorumUnreachable, // GOV-7
    FreezeOverridden,
    RolledBack, // what you made live is not live any more
    EmergencyRequested, // waits for a second person
    EmergencyOpened,
    EmergencyActed,
    EmergencyEnded,
    EmergencyReviewDue,
    EmergencyReviewOverdue,
    EmergencyNotRatified,
    Test, // asked for, to see whether a receiver hears
    Unknown
};

// "review-asked", …: in governing documents, on the wire and for receivers.
std::string_view name(NotificationKind kind);
std::optional<NotificationKind> notificationKindFromName(std::string_view name);

// What happened, the same for everybody who is told.
struct NotificationEvent {
    std::string id; // "ntf_…": who gets it twice knows it by this
    NotificationKind kind = NotificationKind::Unknown;
    Instant at;
    std::string subject; // "CR-12", "EM-3"
    std::string title; // of the request, as its author wrote it: for eyes only
    std::vector<std::string> environments; // ids, in order
    std::string by; // name of who did it; empty: time

    friend bool operator==(const NotificationEvent &, const NotificationEvent &) = default;
};

// It in the inbox of one person.
struct Notification {
    std::uint64_t number = 0; // grows; of this inbox alone
    NotificationEvent event;
    bool isRead = false;

    friend bool operator==(const Notification &, const Notification &) = default;
};

// One page of an inbox, the newest first.
struct InboxPage {
    std::vector<Notification> items;
    std::string next; // empty on the last page
    std::uint64_t unread = 0; // of all of the inbox
    std::uint64_t newest = 0; // number of the newest of all; 0: it is empty

    friend bool operator==(const InboxPage &, const InboxPage &) = default;
};

// What has been read: some, or everything up to one that was seen, so that what comes in between
// stays unread.
struct ReadMark {
    std::vector<std::uint64_t> numbers;
    std::optional<std::uint64_t> upTo;

    friend bool operator==(const ReadMark &, const ReadMark &) = default;
};

struct InboxState {
    std::uint64_t unread = 0;

    friend bool operator==(const InboxState &, const InboxState &) = default;
};

enum class DeliveryState : std::uint8_t {
    Waiting, // for its first or another try
    Delivered,
    GivenUp, // after so many tries, or because the receiver wants no more
    Dropped, // too many waited for this receiver already
    Unknown
};

// One event on its way to one receiver outside.
struct Delivery {
    std::string id; // "dlv_…"
    EnvironmentId environment; // whose document names the receiver
    std::string receiver;
    std::string channel; // "webhook", "mail"
    NotificationEvent event;
    DeliveryState state = DeliveryState::Waiting;
    int attempts = 0;
    std::string failure; // code of the last one: "timeout", "http-500", "address-refused", …
    Instant createdAt;
    std::optional<Instant> nextAt; // while it waits
    std::optional<Instant> settledAt;

    friend bool operator==(const Delivery &, const Delivery &) = default;
};

struct ReceiverTest {
    std::string receiver;

    friend bool operator==(const ReceiverTest &, const ReceiverTest &) = default;
};

// Of a title as it may stand in a message outside: one line, control and bidirectional characters
// shown as "\u{…}", at most so many bytes, cut between characters.
std::string visibleTitle(std::string_view title, std::size_t mostBytes = 200);

} // namespace chancery::core
