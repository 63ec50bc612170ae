// SPDX-License-Identifier: Apache-2.0
#include "matrixread.h"

#include "app/cli/owners.h"
#include "app/cli/schemas.h"

#include <algorithm>
#include <iostream>

namespace chancery::cli {

std::optional<core::SchemaId> schemaOf(const Environments &all, const Place &place)
{
    if (place.draft && place.draft->schema)
        return place.draft->schema;
    return core::boundSchema(all.config, place.head ? &*place.head : nullptr);
}

namespace {

core::Result<core::Done> readPlaces(Online &online, bool isLive, Environments &all)
{
    auto environments = online.ask<api::Page<core::Environment>>(
        [&](auto done) { return online.cms().listEnvironments(std::move(done)); });
    if (!environments)
        return std::move(environments).error();
    std::sort(environments->items.begin(), environments->items.end(),
        [](const auto &a, const auto &b) { return a.order < b.order; });
    auto heads = online.all<core::Head>([&](const auto &page, auto done) {
        return online.cms().listHeads({{}, all.config.id, page}, std::move(done));
    });
    if (!heads)
        return std::move(heads).error();
    auto drafts = online.all<core::Draft>([&](const auto &page, auto done) {
        return online.cms().listDrafts(page, std::move(done));
    });
    if (!drafts)
        return std::move(drafts).error();
    for (auto &environment : environments->items) {
        Place place{std::move(environment), {}, {}};
        for (const auto &head : *heads) {
            if (head.environment == place.environment.id)
                place.head = head;
        }
        for (const auto &draft : *drafts) {
            if (!isLive && draft.config == all.config.id && draft.parkedAs.empty()
                && draft.isReadable() && draft.environment == place.environment.id)
                place.draft = draft;
        }
        all.places.push_back(std::move(place));
    }
    return core::Done();
}

// Where the schema cannot be read, everything counts as sensitive and the environment's own.
core::Result<core::Done> readSchemas(Online &online, Environments &all)
{
    Schemas schemas(online);
    for (const auto &place : all.places) {
        const auto id = schemaOf(all, place);
        if (!id || !all.schemas.emplace(*id, std::nullopt).second)
            continue;
        const auto schema = schemas.compiled(*id);
        if (!schema)
            return schema.error();
        if (*schema)
            all.schemas[*id] = **schema;
        else
            std::cerr << "chancery-cli: a schema, or one that it refers to, cannot be read: every "
                         "value is protected\n";
    }
    return core::Done();
}

} // namespace

const core::CompiledSchema *compiledFor(const Environments &all, const Place &place)
{
    const auto id = schemaOf(all, place);
    const auto known = id ? all.schemas.find(*id) : all.schemas.end();
    return known == all.schemas.end() || !known->second ? nullptr : &*known->second;
}

core::Result<core::MatrixColumn> columnOf(
    Online &online, const Environments &all, const Place &place, const core::SecretScanner &scanner)
{
    if (!place.draft && !place.head)
        return core::MatrixColumn();
    auto text = place.draft ? core::Result<std::string>(place.draft->text)
                            : online.text(place.head->version);
    if (!text)
        return std::move(text).error();
    auto reading = core::read(*std::move(text),
        place.draft ? all.config.format : place.head->format, core::Limits::wide());
    if (!reading) {
        auto error = core::toError(reading.problem());
        error.detail = (place.draft ? "Your draft of " : "What is live of ") + all.config.path
            + " in " + place.environment.id.text()
            + " cannot be read: " + (error.detail.empty() ? error.code : error.detail);
        return error;
    }
    auto tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    const auto *schema = compiledFor(all, place);
    if (schemaOf(all, place) && !schema)
        return core::MatrixColumn::unknown(std::move(tree));
    return core::MatrixColumn::of(std::move(tree), schema, &scanner);
}

core::Result<Environments> readMatrix(Online &online, const std::string &path, bool isLive)
{
    Environments all;
    auto config = online.config(path);
    if (!config)
        return std::move(config).error();
    all.config = *std::move(config);
    if (auto places = readPlaces(online, isLive, all); !places)
        return std::move(places).error();
    if (auto schema = readSchemas(online, all); !schema)
        return std::move(schema).error();
    const core::SecretScanner scanner;
    std::vector<core::MatrixColumn> columns;
    for (const auto &place : all.places) {
        auto column = columnOf(online, all, place, scanner);
        if (!column)
            return std::move(column).error();
        columns.push_back(*std::move(column));
    }
    all.matrix = core::Matrix(std::move(columns));
    return all;
}

std::string ownerIn(const Environments &all, const std::string &pointer)
{
    const core::Tree nothing;
    for (std::size_t i = 0; i < all.places.size(); ++i) {
        const auto &tree = all.matrix.column(i).tree;
        auto owner = ownerOf(compiledFor(all, all.places[i]), tree ? *tree : nothing, pointer);
        if (!owner.empty())
            return owner;
    }
    return {};
}

} // namespace chancery::cli
