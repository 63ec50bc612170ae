// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/silentprivacy.h"

namespace chancery::support {

// An inbox of which nothing is heard.
class SilentNotifications : public SilentPrivacy {
public:
    client::Call listNotifications(
        const client::InboxQuery &, client::Handler<core::InboxPage>) override
    {
        return {};
    }
    client::Call markNotificationsRead(
        const core::ReadMark &, client::Handler<core::InboxState>) override
    {
        return {};
    }
    client::Call listDeliveries(
        const client::DeliveryQuery &, client::Handler<api::Page<core::Delivery>>) override
    {
        return {};
    }
    client::Call testReceiver(const core::EnvironmentId &, const core::ReceiverTest &,
        client::Handler<client::Acknowledged<core::Delivery>>) override
    {
        return {};
    }
};

} // namespace chancery::support
