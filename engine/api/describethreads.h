// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/rebase.h"
#include "engine/core/domain/thread.h"

// The part of the description that is about how a request is talked about and rebased.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::ThreadNote &value)
{
    visit("author", value.author);
    visit("authorName", value.authorName);
    visit("text", value.text);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::ReviewThread &value)
{
    visit("id", value.id);
    visit("request", value.request);
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("key", value.key);
    visit("outdated", value.outdated);
    visit("notes", value.notes);
    visit("resolvedBy", value.resolvedBy);
    visit("resolvedByName", value.resolvedByName);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewThread &value)
{
    visit("config", value.config);
    visit("environment", value.environment);
    visit("key", value.key);
    visit("text", value.text);
}

template <typename Visitor>
void describe(Visitor &visit, core::ThreadReply &value)
{
    visit("text", value.text);
    visit("resolved", value.resolved);
}

template <typename Visitor>
void describe(Visitor &visit, core::RebaseItem &value)
{
    visit("config", value.config);
    visit("environment", value.environment);
    visit("way", value.way);
}

template <typename Visitor>
void describe(Visitor &visit, core::Rebase &value)
{
    visit("items", value.items);
}

} // namespace chancery::api
