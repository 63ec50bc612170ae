// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/view.h"

// Which schema documents are held against. A version carries its schema, so that another one comes
// to an environment as another text does: with a request, through the gates of that environment
// (GOV-6, GOV-21). What Config::schema says holds only where nothing is live.
namespace chancery::server {

// The schema of what is live there. Governing documents have the product's everywhere.
std::optional<core::SchemaId> boundSchema(
    const View &view, const core::Config &config, const core::EnvironmentId &environment);
// The config with the schema that it has in the environment.
core::Config boundIn(const View &view, core::Config config, const core::EnvironmentId &environment);
// The config with the schema that it has where the item is live.
core::Config boundBy(const View &view, core::Config config, const core::RequestItem &item);

// What the request asks for where it differs from what is bound; nothing where it stays. Refused
// with the pointer of the item where there is no such schema or the config can have no other.
std::optional<core::SchemaId> checkedSchema(const View &view, const core::Config &config,
    const core::EnvironmentId &environment, const std::optional<core::SchemaId> &asked,
    const std::string &pointer);

// Whether another Config::schema would change what something that is live is held against, where
// somebody has to be asked for that, or what somebody votes for: then only a request can bring it.
bool bindsAnything(const View &view, const core::Config &config);

} // namespace chancery::server
