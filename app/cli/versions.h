// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// The version that somebody names: by its id, by its label as lists and messages show it ("1.2.0",
// "v1.2.0"), or by the beginning of its digest from eight digits on, where only one of the config
// in that environment begins so; an empty environment means any. Error{NotFound} and
// Error{Invalid} "several-versions" say what there is.
core::Result<core::VersionId> versionMeant(Online &online, const core::Config &config,
    const std::string &environment, const std::string &named);

} // namespace chancery::cli
