// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/access.h"
#include "engine/core/strongid.h"

#include <QString>

namespace chancery::models {

// Why somebody may not do something somewhere, and what would help, as sentences for a tooltip.
QString whyNot(const core::access::Decision &decision, core::Permission permission,
    const core::EnvironmentId &environment, const QString &path);

} // namespace chancery::models
