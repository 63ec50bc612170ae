// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/search.h"

// The part of the description that is about searching; included by describe.h.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::ConfigSearch &value)
{
    visit("pattern", value.what.pattern);
    visit("expression", value.what.isExpression);
    visit("matchCase", value.what.matchesCase);
    visit("wholeWords", value.what.wholeWords);
    visit("within", value.what.within);
    visit("places", value.what.places);
    visit("environment", value.environment);
    visit("path", value.path);
    visit("drafts", value.drafts);
}

template <typename Visitor>
void describe(Visitor &visit, core::FoundPlace &value)
{
    visit("line", value.line);
    visit("column", value.column);
    visit("length", value.length);
    visit("pointer", value.pointer);
    visit("excerpt", value.excerpt);
    visit("excerptColumn", value.excerptColumn);
}

template <typename Visitor>
void describe(Visitor &visit, core::FoundConfig &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("format", value.format);
    visit("schema", value.schema);
    visit("version", value.version);
    visit("draft", value.draft);
    visit("total", value.total);
    visit("hits", value.hits);
    visit("unreadable", value.unreadable);
}

} // namespace chancery::api
