// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/core/document/canonical.h"
#include "engine/server/answers.h"
#include "engine/server/cursor.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/agents.h"
#include "engine/server/handlers/names.h"
#include "engine/server/log/gapjournal.h"
#include "engine/server/resolution.h"
#include "engine/server/sealkeys.h"
#include "engine/server/seals.h"
#include "engine/server/validator.h"

#include <algorithm>

// Values pass here in plain, in the body that came and in the answer that goes, and nowhere else:
// no message quotes one, and the writer keeps neither for a repeated request.
namespace chancery::server {

namespace {

struct Place {
    core::Config config;
    core::SealPlace seal;
};

void demandPointer(const std::string &pointer)
{
    static constexpr std::size_t longest = 4096;
    if (pointer.size() > longest || (!pointer.empty() && pointer.front() != '/'))
        refuse("policy-violation", "This is no pointer",
            {{"/pointer", "format", "Expected a JSON pointer of at most 4096 bytes", {}, 0, 0}});
}

Place placeOf(Unit &unit, const std::string &pointer)
{
    const auto &id = unit.argument(0);
    const auto &environment = unit.argument(1);
    auto config = unit.view().need<core::Config>(keys::join(keys::config, id), "config " + id);
    unit.view().needBytes(keys::join(keys::environment, environment), "environment " + environment);
    demandPointer(pointer);
    auto place = core::sealPlace(config.path, environment, pointer);
    return {std::move(config), std::move(place)};
}

// A JSON text out of a body. What the reader has to say of it may quote it.
core::Tree treeOf(const std::string &text, const char *pointer, const char *expected)
{
    auto reading = core::readJson(text);
    if (!reading)
        refuse("policy-violation", expected, {{pointer, "format", expected, {}, 0, 0}});
    return std::move(reading).tree();
}

core::SealedValue sealedIn(const std::string &text, const char *pointer)
{
    static constexpr auto expected = "Expected the JSON text of a sealed value";
    const auto sealed = core::sealedValue(treeOf(text, pointer, expected).root());
    if (!sealed)
        refuse("policy-violation", expected, {{pointer, "malformed-seal", expected, {}, 0, 0}});
    return *sealed;
}

void demandAllowance(Unit &unit, Allowance &allowance)
{
    const auto wait = allowance.take(unit.actor().principal.id.text(), unit.now());
    if (wait.count() > 0)
        refuse(tooMuch(wait, "Too many at a time"));
}

void recordValue(Unit &unit, core::AuditKind kind, const Place &place, std::string reason)
{
    Deed deed{.kind = kind, .targetType = "value"};
    deed.targetId
        = place.config.id.text() + '@' + place.seal.environment + '#' + place.seal.pointer;
    deed.config = place.config.id.text();
    deed.path = place.config.path;
    deed.environment = place.seal.environment;
    deed.nameSpace = place.seal.nameSpace;
    deed.reason = std::move(reason);
    unit.record(deed);
}

Response unstored(std::string json)
{
    auto response = Response::json(std::move(json));
    response.cacheControl = "no-store";
    return response;
}

// The error of an opening as a problem of the request.
[[noreturn]] void refuseOpening(core::Error error, const char *pointer)
{
    if (error.code == "sealing-unavailable")
        refuse(std::move(error));
    refuse("seal-refused", error.detail, {{pointer, error.code, error.detail, {}, 0, 0}});
}

// The values equal, so that the old text stays and no version changes for nothing (ENC-3).
bool isSame(Unit &unit, const core::SealedValue &present, const Place &place, core::Value value)
{
    const auto opened = unit.sealKeys().open(unit.view(), present, place.seal);
    return opened && opened->reveal() == core::canonicalJson(value);
}

} // namespace

Response sealValue(Unit &unit)
{
    const auto asked = unit.body<core::NewSeal>();
    const auto place = placeOf(unit, asked.pointer);
    // Whoever may seal can try out what a sealed value is; not often.
    demandAllowance(unit, unit.sealKeys().seals());
    const auto value = treeOf(asked.value.reveal(), "/value", "Expected the JSON text of a value");
    core::Sealed answer;
    if (!asked.replaces.empty()) {
        const auto present = sealedIn(asked.replaces, "/replaces");
        if (isSame(unit, present, place, value.root()))
            answer = {core::toJson(present), present.kid, true};
    }
    if (!answer.isUnchanged) {
        const auto sealed = unit.sealKeys().seal(unit, place.seal, value.root());
        answer = {core::toJson(sealed), sealed.kid, false};
    }
    recordValue(unit, core::AuditKind::SecretSeal, place, {});
    return Response::json(api::toJson(answer));
}

namespace {

// In an emergency a secret is shown also where the log cannot be written, if the journal of gaps
// can be (AUD-12).
void wantWitness(
    Unit &unit, const core::EnvironmentId &environment, const core::EmergencyRotation &secret)
{
    auto *witness = unit.tools().witness;
    const auto &actor = unit.actor().principal.id;
    if (!witness || !isInEmergency(unit.view(), actor, environment, secret.path, unit.now()))
        return;
    witness->isWanted = true;
    witness->actor = actor;
    witness->environment = environment;
    witness->secret = secret;
}

} // namespace

Response revealValue(Unit &unit)
{
    if (!unit.actor().isPerson())
        refuse("forbidden", "Values are revealed to people only");
    const auto asked = unit.body<core::RevealRequest>();
    demandLength(asked.reason, longestReason, "/reason");
    if (asked.reason.empty())
        refuse("policy-violation", "A reveal needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    const auto place = placeOf(unit, asked.pointer);
    demandAllowance(unit, unit.sealKeys().reveals());
    const auto sealed = sealedIn(asked.sealed, "/sealed");
    auto opened = unit.sealKeys().open(unit.view(), sealed, place.seal);
    if (!opened)
        refuseOpening(std::move(opened).error(), "/sealed");
    const core::EnvironmentId environment(place.seal.environment);
    const core::EmergencyRotation seen{
        place.config.id, place.config.path, asked.pointer, asked.sealed, unit.now()};
    wantWitness(unit, environment, seen);
    recordValue(unit, core::AuditKind::SecretReveal, place, asked.reason);
    noteRevealed(unit, unit.actor().principal.id, environment, seen);
    return unstored(api::toJson(core::RevealedValue{asked.pointer, std::move(*opened)}));
}

namespace {

// What an agent follows is what its account said when it registered: those configs, and those that
// take part in their effective documents.
bool isFollowed(const View &view, const core::Agent &agent, const core::Config &config)
{
    const auto bytes = view.get(keys::join(keys::agentFollows, agent.id.text()));
    const auto paths
        = bytes ? View::parse<std::vector<std::string>>(bytes) : std::vector<std::string>();
    const auto takesPart = [&](const std::string &path) {
        if (path == config.path)
            return true;
        const auto followed = configAt(view, path);
        if (!followed)
            return false;
        auto chain = parentsOf(view, *followed);
        chain.push_back(*followed);
        return std::any_of(chain.begin(), chain.end(), [&](const core::Config &each) {
            const auto layers = layersOf(view, each.id).layers;
            return each.id == config.id
                || std::any_of(layers.begin(), layers.end(),
                    [&](const core::ConfigLayer &layer) { return layer.config == config.id; });
        });
    };
    return std::any_of(paths.begin(), paths.end(), takesPart);
}

void recordOpening(Unit &unit, const core::Agent &agent, const core::Config &config,
    const core::VersionId &version)
{
    const auto mark = keys::join(keys::opened, agent.id.text(), version.text());
    if (unit.view().get(mark))
        return;
    unit.put(mark, "-");
    Deed deed{.kind = core::AuditKind::ConfigReadSensitive, .targetType = "version"};
    deed.targetId = version.text();
    deed.config = config.id.text();
    deed.path = config.path;
    deed.environment = agent.environment.text();
    deed.nameSpace = config.path.substr(0, config.path.find('/'));
    deed.subject = agent.name;
    unit.record(deed);
}

} // namespace

Response openVersion(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto agent = unit.view().need<core::Agent>(keys::join(keys::agent, id), "agent " + id);
    if (unit.actor().isPerson())
        refuse("forbidden", "Versions are opened for agents; a person reveals one value");
    demandOwner(unit, agent.id);
    const auto choice = unit.body<api::VersionChoice>().version;
    const auto version = unit.view().need<core::Version>(
        keys::join(keys::version, choice.text()), "version " + choice.text());
    const auto config = unit.view().need<core::Config>(
        keys::join(keys::config, version.config.text()), "config " + version.config.text());
    if (version.environment != agent.environment || !isFollowed(unit.view(), agent, config))
        refuse("forbidden", "The agent is not registered to follow this config here");
    const auto text
        = unit.view().needBytes(keys::join(keys::text, choice.text()), "text of " + choice.text());
    const auto tree = unit.validator().read(*text, version.format, "/version");
    core::OpenedVersion answer;
    answer.version = version.id;
    for (const auto &value : openedValues(unit, tree, config.path, version.environment, "/version"))
        answer.values.push_back({core::pointerOf(tree, value.node),
            core::Secret(core::canonicalJson(value.value.root()))});
    recordOpening(unit, agent, config, version.id);
    return unstored(api::toJson(answer));
}

Response listSealKeys(const Scene &scene)
{
    return pageOf(scene, KeyRange::under(keys::join(keys::sealKey, "")),
        [](const Entry &entry, std::string &json) {
            const auto key = View::parse<StoredSealKey>(entry.value).key;
            if (isOfPlace(key))
                json = api::toJson(key);
            return isOfPlace(key);
        });
}

Response rotateSealKey(Unit &unit)
{
    const auto asked = unit.body<core::KeyRotation>();
    demandLength(asked.reason, longestReason, "/reason");
    if (asked.reason.empty())
        refuse("policy-violation", "A rotation needs a reason",
            {{"/reason", "required", "Expected a reason", {}, 0, 0}});
    const bool isForAll = asked.nameSpace.empty() && asked.environment.isEmpty();
    if (isForAll) {
        unit.sealKeys().rotateWrapping(unit, asked.reason);
    } else {
        unit.view().needBytes(
            keys::join(keys::nameSpace, asked.nameSpace), "namespace " + asked.nameSpace);
        unit.view().needBytes(keys::join(keys::environment, asked.environment.text()),
            "environment " + asked.environment.text());
        unit.sealKeys().rotate(unit, asked.nameSpace, asked.environment, asked.reason);
    }
    api::Page<core::SealKey> page;
    const auto range = KeyRange::under(isForAll
            ? keys::join(keys::sealKey, "")
            : keys::join(keys::sealKey, asked.nameSpace, asked.environment.text(), ""));
    for (const auto &entry : unit.view().scan(range)) {
        auto key = View::parse<StoredSealKey>(entry.value).key;
        if (isOfPlace(key))
            page.items.push_back(std::move(key));
    }
    return Response::json(api::toJson(page));
}

} // namespace chancery::server
