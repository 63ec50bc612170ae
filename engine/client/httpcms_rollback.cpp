// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/api/describedependencies.h"
#include "engine/api/describehierarchy.h"
#include "engine/api/describerollback.h"
#include "engine/api/describesuspects.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

namespace {

std::string textOf(const std::optional<core::Instant> &instant)
{
    return instant ? core::toRfc3339(*instant) : std::string();
}

} // namespace

Call HttpCms::previewRollback(const core::EnvironmentId &environment,
    const core::RollbackScope &scope, Handler<core::RollbackPreview> done)
{
    return m_rest.call<core::RollbackPreview>(
        {Operation::previewRollback, {environment.text()}, {}, api::toJson(scope), {}},
        readBody<core::RollbackPreview>, std::move(done));
}

Call HttpCms::rollBackSeveral(const core::EnvironmentId &environment,
    const core::NewRollback &rollback, Handler<Acknowledged<core::ChangeRequest>> done)
{
    return m_rest.call<Acknowledged<core::ChangeRequest>>(
        {Operation::rollBackSeveral, {environment.text()}, {}, api::toJson(rollback), {}},
        readAcknowledged<core::ChangeRequest>, std::move(done));
}

Call HttpCms::placeImpact(const core::EnvironmentId &environment,
    const std::vector<core::ConfigId> &configs, Handler<core::PlaceImpact> done)
{
    return m_rest.call<core::PlaceImpact>({Operation::getPlaceImpact, {environment.text()}, {},
                                              api::toJson(api::ConfigChoice{configs}), {}},
        readBody<core::PlaceImpact>, std::move(done));
}

Call HttpCms::effectiveAt(const core::ConfigId &config, const core::HierarchyPlace &place,
    core::Instant instant, Handler<core::EffectiveView> done)
{
    return m_rest.call<core::EffectiveView>({Operation::getEffective, {config.text()},
                                                Query()
                                                    .add("environment", place.environment.text())
                                                    .add("region", place.region)
                                                    .add("group", place.group)
                                                    .add("instance", place.instance)
                                                    .add("at", core::toRfc3339(instant)),
                                                {}, {}},
        readBody<core::EffectiveView>, std::move(done));
}

Call HttpCms::listSuspects(const SuspectQuery &query, Handler<core::SuspectReport> done)
{
    return m_rest.call<core::SuspectReport>({Operation::listSuspects, {query.environment.text()},
                                                Query()
                                                    .add("service", query.service)
                                                    .add("before", textOf(query.before))
                                                    .add("since", textOf(query.since)),
                                                {}, {}},
        readBody<core::SuspectReport>, std::move(done));
}

} // namespace chancery::client
