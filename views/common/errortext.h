// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/error.h"

#include <QString>

namespace chancery::views {

// The only place where an error becomes a sentence for people.
QString errorHeadline(const core::Error &error);
// The same for what failed on the way through an identity provider: no session has ended there.
QString providerHeadline(const core::Error &error);
// What helps support: code, detail, request id, fields.
QString errorDetails(const core::Error &error);

} // namespace chancery::views
