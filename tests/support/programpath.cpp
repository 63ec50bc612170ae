// SPDX-License-Identifier: Apache-2.0
#include "programpath.h"

namespace chancery::support {

QString programPath(const QString &name)
{
    const auto folder
        = qEnvironmentVariable("CHANCERY_PROGRAMS", QStringLiteral(CHANCERY_PROGRAMS_DIR));
    return folder + QLatin1Char('/') + name;
}

} // namespace chancery::support
