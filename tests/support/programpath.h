// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace chancery::support {

// Where one of our programs stands: beside this build, or in the folder that the environment
// variable CHANCERY_PROGRAMS names, so that an ordinary build's tests can drive sanitized programs.
QString programPath(const QString &name);

} // namespace chancery::support
