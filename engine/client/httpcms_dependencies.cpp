// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describedependencies.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

Call HttpCms::dependencyMap(const DependencyQuery &query, Handler<core::DependencyMap> done)
{
    const auto number = [](int value) { return value > 0 ? std::to_string(value) : std::string(); };
    return m_rest.call<core::DependencyMap>(
        {Operation::getDependencyMap, {},
            Query()
                .add("environment", query.environment.text())
                .add("config", query.config.text())
                .add("direction", query.direction)
                .add("hops", number(query.hops))
                .add("proposed", query.isProposedToo ? "true" : "")
                .add("limit", number(query.limit)),
            {}, {}},
        readBody<core::DependencyMap>, std::move(done));
}

Call HttpCms::draftImpact(const core::DraftId &draft, Handler<core::ImpactReport> done)
{
    return m_rest.call<core::ImpactReport>({Operation::getDraftImpact, {draft.text()}, {}, {}, {}},
        readBody<core::ImpactReport>, std::move(done));
}

Call HttpCms::requestImpact(const core::ChangeRequestId &request, Handler<core::ImpactReport> done)
{
    return m_rest.call<core::ImpactReport>(
        {Operation::getRequestImpact, {request.text()}, {}, {}, {}}, readBody<core::ImpactReport>,
        std::move(done));
}

} // namespace chancery::client
