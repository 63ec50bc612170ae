// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/server/approvals.h"

// What a vote binds, as one digest.
namespace chancery::server {

namespace {

struct DigestItem {
    const core::RequestItem &item;
    std::string source;
};

template <typename Visitor>
void describe(Visitor &visit, DigestItem &value)
{
    visit("config", value.item.config);
    visit("environment", value.item.environment);
    visit("base", value.item.base);
    visit("format", value.item.format);
    visit("source", value.source);
    // Requests of before there was one keep their digest.
    if (value.item.rollbackTo)
        visit("rollbackTo", value.item.rollbackTo);
    if (value.item.schema)
        visit("schema", value.item.schema);
    if (value.item.declaration)
        visit("declaration", value.item.declaration);
}

struct DigestContent {
    std::vector<DigestItem> items;
    const core::ChangeRequest &request;
};

template <typename Visitor>
void describe(Visitor &visit, DigestContent &value)
{
    visit("items", value.items);
    visit("rollbackTo", value.request.rollbackTo);
    if (value.request.expedited)
        visit("expedited", value.request.expedited);
}

} // namespace

std::string contentDigestOf(const core::ChangeRequest &request)
{
    DigestContent content{{}, request};
    for (const auto &item : request.items)
        content.items.push_back({item, core::sha256Id("", item.text)});
    const auto reading = core::readJson(api::toJson(content), core::Limits::wide());
    return core::sha256Id("cms.request.v1\n", core::canonicalJson(reading.tree().root()));
}

} // namespace chancery::server
