// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/silentdependencies.h"

namespace chancery::support {

// Sealed values of a server that never answers.
class SilentSealing : public SilentDependencies {
public:
    client::Call sealValue(const core::ConfigId &, const core::EnvironmentId &,
        const core::NewSeal &, client::Handler<client::Acknowledged<core::Sealed>>) override
    {
        return {};
    }
    client::Call revealValue(const core::ConfigId &, const core::EnvironmentId &,
        const core::RevealRequest &,
        client::Handler<client::Acknowledged<core::RevealedValue>>) override
    {
        return {};
    }
    client::Call openVersion(const core::AgentId &, const core::VersionId &,
        client::Handler<core::OpenedVersion>) override
    {
        return {};
    }
    client::Call listSealKeys(
        const client::PageQuery &, client::Handler<api::Page<core::SealKey>>) override
    {
        return {};
    }
    client::Call rotateSealKey(const core::KeyRotation &,
        client::Handler<client::Acknowledged<api::Page<core::SealKey>>>) override
    {
        return {};
    }
};

} // namespace chancery::support
