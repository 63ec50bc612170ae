// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describe.h"
#include "engine/core/notifications/notification.h"

// The part of the description that is about notifications; included where such values are read or
// written.
namespace chancery::api {

template <>
std::span<const std::pair<core::NotificationKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::DeliveryState, std::string_view>> wireNames();

template <typename Visitor>
void describe(Visitor &visit, core::NotificationEvent &value)
{
    visit("id", value.id);
    visit("kind", value.kind);
    visit("at", value.at);
    visit("subject", value.subject);
    visit("title", value.title);
    visit("environments", value.environments);
    visit("by", value.by);
}

template <typename Visitor>
void describe(Visitor &visit, core::Notification &value)
{
    visit("number", value.number);
    visit("event", value.event);
    visit("read", value.isRead);
}

template <typename Visitor>
void describe(Visitor &visit, core::InboxPage &value)
{
    visit("items", value.items);
    visit("next", value.next);
    visit("unread", value.unread);
    visit("newest", value.newest);
}

template <typename Visitor>
void describe(Visitor &visit, core::ReadMark &value)
{
    visit("numbers", value.numbers);
    visit("upTo", value.upTo);
}

template <typename Visitor>
void describe(Visitor &visit, core::InboxState &value)
{
    visit("unread", value.unread);
}

template <typename Visitor>
void describe(Visitor &visit, core::Delivery &value)
{
    visit("id", value.id);
    visit("environment", value.environment);
    visit("receiver", value.receiver);
    visit("channel", value.channel);
    visit("event", value.event);
    visit("state", value.state);
    visit("attempts", value.attempts);
    visit("failure", value.failure);
    visit("createdAt", value.createdAt);
    visit("nextAt", value.nextAt);
    visit("settledAt", value.settledAt);
}

template <typename Visitor>
void describe(Visitor &visit, core::ReceiverTest &value)
{
    visit("receiver", value.receiver);
}

} // namespace chancery::api
