// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/changerequest.h"

namespace chancery::client {

// What has to be acknowledged about a request before it goes on.
class ChecksApi {
public:
    virtual ~ChecksApi() = default;
    virtual core::Call acknowledgeCheck(const core::ChangeRequestId &request,
        const core::NewAcknowledgement &said, const core::ETag &expected,
        core::Handler<Acknowledged<core::ChangeRequest>> done)
        = 0;
};

} // namespace chancery::client
