// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/matrixread.h"
#include "app/cli/visible.h"
#include "engine/core/document/json.h"
#include "engine/core/lineage/promoted.h"
#include "engine/core/matrix/promotion.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace chancery::cli {

namespace {

using core::MatrixRow;
using core::MatrixState;

struct Options {
    std::string path;
    bool isDiffering = false;
    bool isLive = false;
    std::string from;
    std::vector<std::string> targets;
    std::vector<std::string> keys;
    bool takesOwn = false;
    bool removes = false;
    bool overwrites = false;
    bool bringsSchema = false;
    bool isDryRun = false;
    bool submits = false;
    std::string title;
    std::string reason;
    std::string ticket;
};

core::Error invalid(const char *code, std::string detail)
{
    return {core::ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

std::string cellOf(const core::Matrix &matrix, std::uint32_t row, std::size_t column)
{
    const auto &cell = matrix.cell(row, column);
    if (!cell.isPresent())
        return "-";
    return cell.isSealed   ? "(sealed)"
        : cell.isSensitive ? "(sensitive)"
                           : core::lineOf(matrix.value(row, column), 60);
}

// {"pointer":…,"state":…,"owner":…,"values":{"dev":…}}; what is not shown and what is not there is
// null.
void printJson(const Environments &all, std::uint32_t row)
{
    std::string line = "{\"pointer\":";
    core::appendJsonString(line, all.matrix.pointer(row));
    line += ",\"state\":";
    core::appendJsonString(line, name(all.matrix.row(row).state));
    line += std::string(",\"sensitive\":") + (all.matrix.isSensitive(row) ? "true" : "false");
    if (const auto owner = ownerIn(all, all.matrix.pointer(row)); !owner.empty()) {
        line += ",\"owner\":";
        core::appendJsonString(line, owner);
    }
    line += ",\"values\":{";
    for (std::size_t i = 0; i < all.places.size(); ++i) {
        const auto &cell = all.matrix.cell(row, i);
        line += i > 0 ? "," : "";
        core::appendJsonString(line, all.places[i].environment.id.text());
        line += ':';
        line += cell.isPresent() && !cell.isSensitive && !cell.isSealed
            ? core::lineOf(all.matrix.value(row, i), std::string::npos)
            : "null";
    }
    std::cout << safeJson(line + "}}") << '\n';
}

core::Result<int> matrix(Online &online, const Options &options)
{
    const auto all = readMatrix(online, options.path, options.isLive);
    if (!all)
        return all.error();
    std::vector<std::string> header{"KEY", "STATE", "OWNER"};
    for (const auto &place : all->places)
        header.push_back(place.environment.id.text() + (place.draft ? " (draft)" : ""));
    Table table(std::move(header));
    for (std::uint32_t row = 0; row < all->matrix.rowCount(); ++row) {
        const auto &there = all->matrix.row(row);
        const bool differs
            = there.state == MatrixState::Differs || there.state == MatrixState::Missing;
        if (!there.isLeaf || (options.isDiffering && !differs))
            continue;
        if (online.asJson()) {
            printJson(*all, row);
            continue;
        }
        std::vector<std::string> cells{all->matrix.pointer(row), std::string(name(there.state)),
            ownerIn(*all, all->matrix.pointer(row))};
        if (cells[0].empty())
            cells[0] = "/";
        for (std::size_t i = 0; i < all->places.size(); ++i)
            cells.push_back(cellOf(all->matrix, row, i));
        table.add(std::move(cells));
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<std::size_t> placeOf(const Environments &all, const std::string &environment)
{
    for (std::size_t i = 0; i < all.places.size(); ++i) {
        if (all.places[i].environment.id.text() == environment)
            return i;
    }
    return invalid("no-such-environment", "There is no environment " + environment);
}

std::string reasonOf(core::LeftOut::Reason reason)
{
    using Reason = core::LeftOut::Reason;
    switch (reason) {
    case Reason::Own:
        return "belongs to its environment: name it with --key and add --own";
    case Reason::Sensitive:
        return "is sensitive: name it with --key to copy it";
    case Reason::Sealed:
        return "is sealed for its own environment and is never copied";
    case Reason::SealedTarget:
        return "is sealed there: name it with --key and add --own";
    case Reason::OnlyInTarget:
        return "is only there and kept: add --remove to take it away";
    case Reason::Incomplete:
        return "is an item of an array that would come without its other items";
    case Reason::ChangedThere:
        return "was changed there since the last promotion: add --overwrite to replace it";
    }
    return {};
}

// What becomes of the schema in the target: nothing to say where both have the same one.
void tellSchema(const Environments &all, const Place &source, const Place &target, bool brings)
{
    const auto there = schemaOf(all, target);
    const auto here = schemaOf(all, source);
    if (!here || here == there)
        return;
    const auto named
        = [](const auto &id) { return visible(id ? id->text() : std::string("none")); };
    std::cout << "  schema   "
              << (brings ? named(here) + " comes along in the place of " + named(there)
                         : "stays " + named(there) + "; the source has " + named(here)
                             + ": add --schema to bring it")
              << '\n';
}

// What happens in one target, before it happens. False: its text would be wrong.
bool tell(
    const Environments &all, std::size_t to, const core::Promotion &promotion, const Place &held)
{
    const auto &place = all.places[to];
    const auto told = [&](const std::string &pointer) {
        const auto owner = ownerIn(all, pointer);
        return visible(pointer + (owner.empty() ? owner : " (owner " + owner + ')'));
    };
    std::cout << visible(place.environment.id.text()) << ":\n";
    for (const auto &pointer : promotion.copied)
        std::cout << "  copied   " << told(pointer) << '\n';
    for (const auto &pointer : promotion.merged)
        std::cout << "  merged   " << told(pointer) << " with what was changed there since\n";
    for (const auto &pointer : promotion.removed)
        std::cout << "  removed  " << told(pointer) << '\n';
    for (const auto &kept : promotion.leftOut)
        std::cout << "  stays    " << visible(kept.pointer) << ' ' << reasonOf(kept.reason) << '\n';
    if (!promotion.changesAnything())
        std::cout << "  nothing changes\n";
    const auto &before = all.matrix.column(to).tree;
    const auto after = core::read(
        promotion.text, before ? before->format() : all.config.format, core::Limits::wide());
    const auto *schema = compiledFor(all, held);
    const bool isOther = schemaOf(all, held) != schemaOf(all, place);
    if (!schema || !after || !promotion.changesAnything())
        return true;
    const core::LineIndex lines(promotion.text);
    const auto violations = core::violationsOfChange(
        *schema, before && !isOther ? before->root() : core::Value(), after.tree().root());
    for (const auto &violation : violations) {
        const auto field = core::toFieldError(violation, lines);
        std::cout << "  problem  " << field.line << ':' << field.column << ' '
                  << visible(field.pointer) << ' ' << visible(field.message) << '\n';
    }
    return violations.empty();
}

// What becomes of one target.
struct Promoted {
    std::size_t to = 0;
    std::string text;
    std::optional<core::SchemaId> schema; // that comes along
};

core::DraftText draftText(const Environments &all, const Promoted &promoted)
{
    const auto &place = all.places[promoted.to];
    core::DraftText draft{all.config.id, place.environment.id, {}, promoted.text, promoted.schema};
    if (place.draft) {
        draft.base = place.draft->base;
        if (!draft.schema) // what was chosen for it stays
            draft.schema = place.draft->schema;
    } else if (place.head) {
        draft.base = place.head->version;
    }
    return draft;
}

// What a promotion from there is from; a draft is no version.
std::optional<core::VersionId> liveVersion(const Place &place)
{
    return place.draft || !place.head ? std::nullopt : std::optional(place.head->version);
}

core::Result<core::Done> saveDraft(
    Online &online, const Environments &all, std::size_t to, const core::DraftText &content)
{
    const auto &draft = all.places[to].draft;
    auto stored = online.ask<client::Acknowledged<core::Draft>>([&](auto done) {
        if (!draft)
            return online.cms().createDraft(content, std::move(done));
        return online.cms().updateDraft(draft->id, content, draft->etag, std::move(done));
    });
    if (!stored)
        return std::move(stored).error();
    std::cout << "Draft " << visible(stored->value.id.text()) << " of " << visible(all.config.path)
              << " in " << visible(content.environment.text()) << ".\n";
    return core::Done();
}

core::Result<core::Done> submit(
    Online &online, const Options &options, core::NewChangeRequest request)
{
    request.title = options.title.empty() ? "Promote " + options.path + " from " + options.from
                                          : options.title;
    request.reason = options.reason;
    request.ticket = options.ticket;
    request.submit = true;
    auto made = online.ask<client::Acknowledged<core::ChangeRequest>>(
        [&](auto done) { return online.cms().createChangeRequest(request, std::move(done)); });
    if (!made)
        return std::move(made).error();
    std::cout << visible(made->value.id.text()) << ' ' << api::toWire(made->value.state) << ' '
              << visible(made->value.title) << '\n';
    return core::Done();
}

// Looked for among the last thousands of changes; one that is older than those counts as none.
core::Result<std::optional<core::VersionId>> lastPromotion(Online &online,
    const core::ConfigId &config, const core::EnvironmentId &target,
    const core::EnvironmentId &source)
{
    static constexpr int mostPages = 20;
    client::LineageQuery query{config, target, {}, {{}, 200}};
    for (int page = 0; page < mostPages; ++page) {
        auto entries = online.ask<api::Page<core::LineageEntry>>(
            [&](auto done) { return online.cms().listLineage(query, std::move(done)); });
        if (!entries)
            return std::move(entries).error();
        for (const auto &entry : entries->items) {
            if (core::isPromotedFrom(entry, source))
                return std::optional(entry.version);
        }
        if (entries->next.empty())
            break;
        query.page.cursor = std::move(entries->next);
    }
    return std::optional<core::VersionId>();
}

// What the target was after the last promotion from there; nothing where there was none.
core::Result<std::optional<core::MatrixColumn>> baseOf(
    Online &online, const Environments &all, std::size_t from, std::size_t to)
{
    const auto &target = all.places[to];
    const auto found = lastPromotion(
        online, all.config.id, target.environment.id, all.places[from].environment.id);
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<core::MatrixColumn>();
    auto version = online.ask<core::Version>(
        [&](auto done) { return online.cms().getVersion(**found, std::move(done)); });
    if (!version)
        return std::move(version).error();
    const core::Head then{all.config.id, {}, target.environment.id, version->id, {},
        version->format, 0, {}, {}, target.head ? target.head->schema : std::nullopt, {}};
    auto column
        = columnOf(online, all, {target.environment, then, {}}, core::SecretScanner::shared());
    if (!column)
        return std::move(column).error();
    return std::optional(*std::move(column));
}

core::Result<core::Promotion> promotionTo(Online &online, const Environments &all, std::size_t from,
    std::size_t to, const std::vector<core::PromotionPick> &picks)
{
    auto base = baseOf(online, all, from, to);
    if (!base)
        return std::move(base).error();
    if (!*base)
        return core::promote(all.matrix, from, to, picks);
    const auto extended = core::withColumn(all.matrix, **std::move(base));
    return core::promote(extended, from, to, picks, nullptr, all.matrix.columnCount());
}

core::Result<int> promote(Online &online, const Options &options)
{
    const auto all = readMatrix(online, options.path, options.isLive);
    if (!all)
        return all.error();
    const auto from = placeOf(*all, options.from);
    if (!from)
        return from.error();
    std::vector<core::PromotionPick> picks;
    for (const auto &key : options.keys)
        picks.push_back({key == "/" ? std::string() : key, options.removes, options.takesOwn, true,
            options.overwrites});
    std::vector<Promoted> texts;
    bool isSound = true;
    for (const auto &target : options.targets) {
        const auto to = placeOf(*all, target);
        if (!to)
            return to.error();
        auto promotion = promotionTo(online, *all, *from, *to, picks);
        if (!promotion)
            return std::move(promotion).error();
        const auto &source = all->places[*from];
        const auto &place = all->places[*to];
        const bool brings = options.bringsSchema && schemaOf(*all, source)
            && schemaOf(*all, source) != schemaOf(*all, place)
            && (place.head || place.draft || promotion->changesAnything());
        isSound = tell(*all, *to, *promotion, brings ? source : place) && isSound;
        tellSchema(*all, source, place, brings);
        if (brings || promotion->changesAnything())
            texts.push_back(
                {*to, std::move(promotion->text), brings ? schemaOf(*all, source) : std::nullopt});
    }
    if (options.isDryRun || texts.empty())
        return isSound ? succeeded : answeredNo;
    core::NewChangeRequest request;
    for (const auto &text : texts) {
        auto content = draftText(*all, text);
        if (!options.submits) {
            if (auto saved = saveDraft(online, *all, text.to, content); !saved)
                return std::move(saved).error();
        }
        request.items.push_back({content.config, content.environment, content.base, content.text,
            liveVersion(all->places[*from]), content.schema});
    }
    if (options.submits) {
        if (auto made = submit(online, options, std::move(request)); !made)
            return std::move(made).error();
    }
    return isSound ? succeeded : answeredNo;
}

} // namespace

void addMatrixCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *showing
        = addOnline(program, "matrix", "A config's keys against its environments", common);
    showing->add_option("PATH", options->path)->required();
    showing->add_flag("--differing", options->isDiffering, "Only keys that differ or are missing");
    showing->add_flag("--live", options->isLive, "What is live, also where you have a draft");
    showing->callback([=, &exitCode] {
        exitCode = runOnline(*common, "matrix " + options->path,
            [&](Online &online) { return matrix(online, *options); });
    });
    auto *promoting = addOnline(program, "promote",
        "Carry chosen keys from one environment to others, as drafts or as a request", common);
    promoting->add_option("PATH", options->path)->required();
    promoting->add_option("--from", options->from, "The environment they come from")->required();
    promoting->add_option("--to", options->targets, "Where they go; may be given again")
        ->required();
    promoting
        ->add_option("--key", options->keys, "Pointer of a key, all below it included; / for all")
        ->required();
    promoting->add_flag("--own", options->takesOwn,
        "Also values that belong to their environment, where --key names them themselves");
    promoting->add_flag("--remove", options->removes, "Take away what the source does not have");
    promoting->add_flag("--overwrite", options->overwrites,
        "Also what was changed there since the last promotion from the same environment");
    promoting->add_flag("--schema", options->bringsSchema,
        "Bring the schema of the source along, where the target has another one");
    promoting->add_flag("--live", options->isLive, "Begin from what is live, not from a draft");
    promoting->add_flag("--dry-run", options->isDryRun, "Only say what would happen");
    promoting->add_flag("--submit", options->submits, "One request for all targets, not drafts");
    promoting->add_option("--title", options->title, "One line, for the request");
    promoting->add_option("--reason", options->reason, "Why, for the request");
    promoting->add_option("--ticket", options->ticket, "A reference, like INC-1234");
    promoting->callback([=, &exitCode] {
        exitCode = runOnline(*common, "promote " + options->path,
            [&](Online &online) { return promote(online, *options); });
    });
}

} // namespace chancery::cli
