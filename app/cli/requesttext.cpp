// SPDX-License-Identifier: Apache-2.0
#include "requesttext.h"

#include "app/cli/visible.h"

#include <iostream>

namespace chancery::cli {

int printRequest(Online &online, const core::ChangeRequest &request)
{
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(request)) << '\n';
        return succeeded;
    }
    std::cout << visible(request.id.text()) << ' ' << api::toWire(request.state) << ' '
              << visible(request.title) << '\n';
    for (const auto &need : request.requirements) {
        std::cout << "  " << visible(need.rule) << ": " << need.have << " of " << need.need;
        if (!need.blockedBy.empty())
            std::cout << ", blocked: " << visible(need.blockedBy);
        std::cout << '\n';
    }
    if (!request.failure.empty())
        std::cout << "  failed: " << visible(request.failure) << '\n';
    return succeeded;
}

} // namespace chancery::cli
