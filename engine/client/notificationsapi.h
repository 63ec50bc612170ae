// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/notifications/notification.h"

namespace chancery::client {

struct InboxQuery {
    bool isUnreadOnly = false;
    PageQuery page;
};

struct DeliveryQuery {
    core::EnvironmentId environment; // empty: all
    PageQuery page;
};

// What the server told the one who is signed in, and what it told receivers outside.
class NotificationsApi {
public:
    virtual ~NotificationsApi() = default;
    virtual Call listNotifications(const InboxQuery &query, Handler<core::InboxPage> done) = 0;
    virtual Call markNotificationsRead(const core::ReadMark &mark, Handler<core::InboxState> done)
        = 0;
    // The newest first.
    virtual Call listDeliveries(const DeliveryQuery &query, Handler<api::Page<core::Delivery>> done)
        = 0;
    // Sends a notification of no event to one receiver.
    virtual Call testReceiver(const core::EnvironmentId &environment,
        const core::ReceiverTest &test, Handler<Acknowledged<core::Delivery>> done)
        = 0;
};

} // namespace chancery::client
