// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/qtconvert.h"
#include "views/common/banner.h"
#include "views/common/errortext.h"

namespace chancery::views {

// What the server did not do, and why in its own words: here the state and the person matter more
// than the kind of error.
inline void showRefusal(Banner &banner, const core::Error &error)
{
    // Asked for in place, see ProofPanel.
    if (error.code == "step-up-required") {
        banner.clear();
        return;
    }
    const bool saysWhy
        = error.kind == core::ErrorKind::Conflict || error.kind == core::ErrorKind::Forbidden;
    QString words = errorHeadline(error);
    if (saysWhy && !error.detail.empty())
        words += QLatin1Char(' ') + models::toQt(error.detail) + QLatin1Char('.');
    banner.show(Banner::Tone::Bad, words, {}, errorDetails(error));
}

} // namespace chancery::views
