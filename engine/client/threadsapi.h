// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/rebase.h"
#include "engine/core/domain/thread.h"

namespace chancery::client {

using core::Call;
using core::Handler;

// What a request is talked about, and what becomes of it when live has moved on.
class ThreadsApi {
public:
    using Done = Handler<Acknowledged<core::ReviewThread>>;

    virtual ~ThreadsApi() = default;
    virtual Call listThreads(
        const core::ChangeRequestId &request, Handler<api::Page<core::ReviewThread>> done)
        = 0;
    virtual Call openThread(
        const core::ChangeRequestId &request, const core::NewThread &thread, Done done)
        = 0;
    virtual Call replyToThread(const core::ChangeRequestId &request, const core::ThreadId &thread,
        const core::ThreadReply &reply, const core::ETag &expected, Done done)
        = 0;
    // Refused with "merge-conflict" where both changed the same and no side was chosen.
    virtual Call rebase(const core::ChangeRequestId &request, const core::Rebase &rebase,
        const core::ETag &expected, Handler<Acknowledged<core::ChangeRequest>> done)
        = 0;
};

} // namespace chancery::client
