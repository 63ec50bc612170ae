// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/secret.h"

#include <QString>

namespace chancery::models {

// Where the desktop keeps what nobody else may read: its keychain. What is not kept there is kept
// nowhere (AUT-2). Implemented by app; calls and answers are in the thread of the windows.
class TokenVault {
public:
    virtual ~TokenVault() = default;
    // Error{NotFound} where there is none of that name or no keychain at all.
    virtual core::Call read(const QString &name, core::Handler<core::Secret> done) = 0;
    // Without an answer: a session that could not be kept ends with the program.
    virtual void keep(const QString &name, const core::Secret &token) = 0;
    virtual void forget(const QString &name) = 0;
};

} // namespace chancery::models
