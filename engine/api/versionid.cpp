// SPDX-License-Identifier: Apache-2.0
#include "versionid.h"

#include "engine/api/json.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"

namespace chancery::api {

namespace {

struct Labels {
    core::EnvironmentId environment;
    core::Format format = core::Format::Json;
    std::optional<core::VersionId> rollbackOf;
    std::optional<std::string> emergency;
};

template <typename Visitor>
void describe(Visitor &visit, Labels &value)
{
    visit("environment", value.environment);
    visit("format", value.format);
    visit("rollbackOf", value.rollbackOf);
    // Versions of before there was one keep their id.
    if (value.emergency)
        visit("emergency", value.emergency);
}

struct Envelope {
    const core::Version &version;
    Labels labels;
    std::vector<std::string> sealed;
};

template <typename Visitor>
void describe(Visitor &visit, Envelope &value)
{
    const auto &version = value.version;
    visit("cid", version.content);
    visit("config", version.config);
    visit("parents", version.parents);
    visit("schema", version.schema);
    visit("semver", version.semver);
    visit("author", version.author);
    visit("createdAt", version.createdAt);
    visit("message", version.message);
    visit("changeRequest", version.changeRequest);
    visit("sealed", value.sealed);
    visit("source", version.sourceDigest);
    visit("labels", value.labels);
}

} // namespace

core::VersionId versionIdOf(const core::Version &version)
{
    const Envelope envelope{
        version, {version.environment, version.format, version.rollbackOf, version.emergency}, {}};
    const auto reading = core::readJson(toJson(envelope), core::Limits::wide());
    const auto canonical = core::canonicalJson(reading.tree().root());
    return core::VersionId(core::sha256Id("cms.version.v1\n", canonical));
}

} // namespace chancery::api
