// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

Call HttpCms::sealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
    const core::NewSeal &seal, Handler<Acknowledged<core::Sealed>> done)
{
    return m_rest.call<Acknowledged<core::Sealed>>(
        {Operation::sealValue, {config.text(), environment.text()}, {}, api::toJson(seal), {}},
        readAcknowledged<core::Sealed>, std::move(done));
}

Call HttpCms::revealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
    const core::RevealRequest &request, Handler<Acknowledged<core::RevealedValue>> done)
{
    return m_rest.call<Acknowledged<core::RevealedValue>>(
        {Operation::revealValue, {config.text(), environment.text()}, {}, api::toJson(request), {}},
        readAcknowledged<core::RevealedValue>, std::move(done));
}

Call HttpCms::openVersion(
    const core::AgentId &agent, const core::VersionId &version, Handler<core::OpenedVersion> done)
{
    return m_rest.call<core::OpenedVersion>(
        {Operation::openVersion, {agent.text()}, {}, oneMember("version", version.text()), {}},
        readBody<core::OpenedVersion>, std::move(done));
}

Call HttpCms::listSealKeys(const PageQuery &page, Handler<api::Page<core::SealKey>> done)
{
    return m_rest.call<api::Page<core::SealKey>>(
        {Operation::listSealKeys, {}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::SealKey>>, std::move(done));
}

Call HttpCms::rotateSealKey(
    const core::KeyRotation &rotation, Handler<Acknowledged<api::Page<core::SealKey>>> done)
{
    return m_rest.call<Acknowledged<api::Page<core::SealKey>>>(
        {Operation::rotateSealKey, {}, {}, api::toJson(rotation), {}},
        readAcknowledged<api::Page<core::SealKey>>, std::move(done));
}

} // namespace chancery::client
