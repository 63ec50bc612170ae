// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/sealing/sealedvalue.h"
#include "tests/support/scriptedanswer.h"

// Sealed values with one key for all; the places are the engine's own.
namespace chancery::support {

using core::Call;
using core::Result;

namespace {

core::Secret sealKey()
{
    return core::Secret(std::string(32, 'k'));
}

core::SealPlace placeOf(ScriptedCms &cms, const core::ConfigId &config,
    const core::EnvironmentId &environment, const std::string &pointer)
{
    const auto known = std::ranges::find(cms.configs, config, &core::Config::id);
    return core::sealPlace(known->path, environment.text(), pointer);
}

Result<core::SealedValue> sealedIn(const std::string &text)
{
    const auto reading = core::readJson(text);
    const auto sealed = reading ? core::sealedValue(reading.tree().root()) : std::nullopt;
    return sealed ? Result<core::SealedValue>(*sealed)
                  : Result<core::SealedValue>(anError(core::ErrorKind::Invalid, "seal-refused"));
}

} // namespace

Call ScriptedCms::sealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
    const core::NewSeal &seal, Handler<Acknowledged<core::Sealed>> done)
{
    return answer<Acknowledged<core::Sealed>>(
        "sealValue", std::move(done), [&]() -> Result<Acknowledged<core::Sealed>> {
            const auto value = core::readJson(seal.value.reveal());
            if (!value)
                return anError(core::ErrorKind::Invalid, "policy-violation");
            const auto place = placeOf(*this, config, environment, seal.pointer);
            if (const auto present = sealedIn(seal.replaces)) {
                const auto old = core::openValue(sealKey(), *present, place);
                if (old && old->reveal() == core::canonicalJson(value.tree().root()))
                    return acknowledge(core::Sealed{seal.replaces, present->kid, true});
            }
            auto sealed = core::sealValue(sealKey(), "dek-1", place, value.tree().root());
            if (!sealed)
                return std::move(sealed).error();
            return acknowledge(core::Sealed{core::toJson(*sealed), sealed->kid, false});
        });
}

Call ScriptedCms::revealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
    const core::RevealRequest &request, Handler<Acknowledged<core::RevealedValue>> done)
{
    return answer<Acknowledged<core::RevealedValue>>(
        "revealValue", std::move(done), [&]() -> Result<Acknowledged<core::RevealedValue>> {
            const auto sealed = sealedIn(request.sealed);
            if (!sealed)
                return sealed.error();
            auto value = core::openValue(
                sealKey(), *sealed, placeOf(*this, config, environment, request.pointer));
            if (!value)
                return std::move(value).error();
            return acknowledge(core::RevealedValue{request.pointer, std::move(*value)});
        });
}

} // namespace chancery::support
