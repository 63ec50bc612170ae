// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describenotifications.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

Call HttpCms::listNotifications(const InboxQuery &query, Handler<core::InboxPage> done)
{
    auto text = Query()
                    .add("unread", query.isUnreadOnly ? "true" : "")
                    .page(query.page.cursor, query.page.limit);
    return m_rest.call<core::InboxPage>({Operation::listNotifications, {}, text, {}, {}},
        readBody<core::InboxPage>, std::move(done));
}

Call HttpCms::markNotificationsRead(const core::ReadMark &mark, Handler<core::InboxState> done)
{
    return m_rest.call<core::InboxState>(
        {Operation::markNotificationsRead, {}, {}, api::toJson(mark), {}},
        readBody<core::InboxState>, std::move(done));
}

Call HttpCms::listDeliveries(const DeliveryQuery &query, Handler<api::Page<core::Delivery>> done)
{
    auto text = Query()
                    .add("environment", query.environment.text())
                    .page(query.page.cursor, query.page.limit);
    return m_rest.call<api::Page<core::Delivery>>({Operation::listDeliveries, {}, text, {}, {}},
        readBody<api::Page<core::Delivery>>, std::move(done));
}

Call HttpCms::testReceiver(const core::EnvironmentId &environment, const core::ReceiverTest &test,
    Handler<Acknowledged<core::Delivery>> done)
{
    return m_rest.call<Acknowledged<core::Delivery>>(
        {Operation::testReceiver, {environment.text()}, {}, api::toJson(test), {}},
        readAcknowledged<core::Delivery>, std::move(done));
}

} // namespace chancery::client
