// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/declaration.h"
#include "engine/core/hierarchy/effectivehead.h"

// The part of the description that is about layers and effective documents; included by describe.h.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::ConfigLayer &value)
{
    visit("kind", value.kind);
    visit("name", value.name);
    visit("config", value.config);
}

template <typename Visitor>
void describe(Visitor &visit, core::ConfigLayers &value)
{
    visit("config", value.config);
    visit("layers", value.layers);
    visit("dependencies", value.dependencies);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::Declaration &value)
{
    visit("layers", value.layers);
    visit("dependencies", value.dependencies);
    visit("paths", value.paths);
}

template <typename Visitor>
void describe(Visitor &visit, core::DeclarationChange &value)
{
    visit("base", value.base);
    visit("before", value.before);
    visit("after", value.after);
}

template <typename Visitor>
void describe(Visitor &visit, core::LayerOrigin &value)
{
    visit("kind", value.kind);
    visit("name", value.name);
    visit("path", value.path);
    visit("config", value.config);
    visit("version", value.version);
    visit("semver", value.semver);
    visit("changeRequest", value.changeRequest);
    visit("authorName", value.authorName);
    visit("approvals", value.approvals);
}

template <typename Visitor>
void describe(Visitor &visit, core::EffectiveValue &value)
{
    visit("pointer", value.pointer);
    visit("layer", value.layer);
    visit("line", value.line);
    visit("column", value.column);
    visit("reference", value.reference);
    visit("repeated", value.isRepeated);
}

template <typename Visitor>
void describe(Visitor &visit, core::EffectiveReference &value)
{
    visit("at", value.at);
    visit("path", value.path);
    visit("pointer", value.pointer);
}

template <typename Visitor>
void describe(Visitor &visit, core::EffectiveView &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("region", value.region);
    visit("group", value.group);
    visit("instance", value.instance);
    visit("content", value.content);
    visit("text", value.text);
    visit("layers", value.layers);
    visit("chain", value.chain);
    visit("values", value.values);
    visit("references", value.references);
}

template <typename Visitor>
void describe(Visitor &visit, core::LiveText &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("version", value.version);
    visit("content", value.content);
    visit("epoch", value.epoch);
}

template <typename Visitor>
void describe(Visitor &visit, core::LiveDeclaration &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("schema", value.schema);
    visit("number", value.number);
    visit("layers", value.layers);
}

template <typename Visitor>
void describe(Visitor &visit, core::EffectiveHead &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("region", value.region);
    visit("group", value.group);
    visit("instance", value.instance);
    visit("format", value.format);
    visit("content", value.content);
    visit("configs", value.configs);
    visit("texts", value.texts);
    visit("absent", value.absent);
}

template <typename Visitor>
void describe(Visitor &visit, core::Dependent &value)
{
    visit("kind", value.kind);
    visit("config", value.config);
    visit("path", value.path);
    visit("at", value.at);
    visit("pointer", value.pointer);
}

} // namespace chancery::api
