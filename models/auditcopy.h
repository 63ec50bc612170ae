// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditapi.h"
#include "engine/core/call.h"

namespace chancery::models {

struct AuditPlace;

// The console's copy of the audit log for somebody who needs more of it than searches. Implemented
// by AuditStore; of the GUI thread.
class AuditCopy {
public:
    using Job = std::function<core::Result<>(audit::AuditCache &cache, const AuditPlace &place)>;

    virtual ~AuditCopy() = default;
    // Something short is done with it in the storage thread, between the store's other work. Error
    // where the copy cannot be opened; the job is not run then.
    virtual core::Call withCopy(Job job, core::Handler<core::Done> done) = 0;
    // What it is sealed with lies in a file, for there is no keychain; as of the last look.
    bool isKeyInFile() const { return m_isKeyInFile; }

protected:
    bool m_isKeyInFile = false;
};

} // namespace chancery::models
