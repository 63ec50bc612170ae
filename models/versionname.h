// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/qtconvert.h"
#include "models/words.h"

namespace chancery::models {

// "v1.4.0", or where a version has no label the beginning of its digest.
inline QString versionName(const std::string &semver, const core::VersionId &version)
{
    return semver.empty() ? shortDigest(version.text()) : QLatin1Char('v') + toQt(semver);
}

} // namespace chancery::models
