// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describethreads.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;
using core::ReviewThread;

Call HttpCms::listThreads(
    const core::ChangeRequestId &request, Handler<api::Page<core::ReviewThread>> done)
{
    return m_rest.call<api::Page<ReviewThread>>(
        {Operation::listThreads, {request.text()}, {}, {}, {}}, readBody<api::Page<ReviewThread>>,
        std::move(done));
}

Call HttpCms::openThread(
    const core::ChangeRequestId &request, const core::NewThread &thread, ThreadsApi::Done done)
{
    return m_rest.call<Acknowledged<ReviewThread>>(
        {Operation::openThread, {request.text()}, {}, api::toJson(thread), {}},
        readAcknowledged<ReviewThread>, std::move(done));
}

Call HttpCms::replyToThread(const core::ChangeRequestId &request, const core::ThreadId &thread,
    const core::ThreadReply &reply, const core::ETag &expected, ThreadsApi::Done done)
{
    return m_rest.call<Acknowledged<ReviewThread>>(
        {Operation::replyToThread, {request.text(), thread.text()}, {}, api::toJson(reply),
            expected},
        readAcknowledged<ReviewThread>, std::move(done));
}

Call HttpCms::rebase(const core::ChangeRequestId &request, const core::Rebase &rebase,
    const core::ETag &expected, Handler<Acknowledged<core::ChangeRequest>> done)
{
    return m_rest.call<Acknowledged<core::ChangeRequest>>(
        {Operation::rebaseChangeRequest, {request.text()}, {}, api::toJson(rebase), expected},
        readAcknowledged<core::ChangeRequest>, std::move(done));
}

Call HttpCms::acknowledgeCheck(const core::ChangeRequestId &request,
    const core::NewAcknowledgement &said, const core::ETag &expected,
    Handler<Acknowledged<core::ChangeRequest>> done)
{
    return m_rest.call<Acknowledged<core::ChangeRequest>>(
        {Operation::acknowledgeChangeRequest, {request.text()}, {}, api::toJson(said), expected},
        readAcknowledged<core::ChangeRequest>, std::move(done));
}

} // namespace chancery::client
