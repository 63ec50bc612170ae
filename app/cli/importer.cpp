// SPDX-License-Identifier: Apache-2.0
#include "importer.h"

#include "engine/core/digest.h"

#include <charconv>

namespace chancery::cli {

namespace {

constexpr std::size_t itemsPerRequest = 100;
constexpr std::size_t bytesPerRequest = std::size_t(4) << 20;

// One item was refused, not the work as a whole.
bool isAnswer(const core::Error &error)
{
    return exitCodeOf(error) == answeredNo && error.kind != core::ErrorKind::Forbidden;
}

std::optional<std::size_t> itemNumber(std::string_view pointer)
{
    static constexpr std::string_view start = "/items/";
    if (!pointer.starts_with(start))
        return std::nullopt;
    pointer.remove_prefix(start.size());
    std::size_t number = 0;
    const auto parsed = std::from_chars(pointer.data(), pointer.data() + pointer.size(), number);
    return parsed.ec == std::errc() ? std::optional(number) : std::nullopt;
}

// "/items/7/text/limits/rate" -> "/limits/rate": the place in the document, not in the request.
std::string placeIn(const std::string &pointer)
{
    static constexpr std::string_view text = "/text";
    const auto found = itemNumber(pointer) ? pointer.find(text) : std::string::npos;
    const auto place = found == std::string::npos ? pointer : pointer.substr(found + text.size());
    return place.empty() ? "the whole" : place;
}

} // namespace

Importer::Importer(Online &online, const ImportOptions &options, ImportPlan plan)
    : m_online(online)
    , m_options(options)
    , m_plan(std::move(plan))
{
}

core::Result<> Importer::run()
{
    for (const auto step :
        {&Importer::readSchemas, &Importer::sendSchemas, &Importer::readConfigs}) {
        if (auto done = (this->*step)(); !done)
            return done;
    }
    for (const auto &document : m_plan.documents) {
        if (auto done = prepare(document); !done)
            return done;
    }
    return sendItems(std::exchange(m_items, {}));
}

core::Result<> Importer::readSchemas()
{
    auto schemas = m_online.all<core::Schema>([this](const auto &page, auto done) {
        return m_online.cms().listSchemas(page, std::move(done));
    });
    if (!schemas)
        return std::move(schemas).error();
    for (const auto &schema : *schemas) {
        m_schemas[schema.uri] = schema.id;
        m_schemaDigests[schema.uri] = schema.digest;
    }
    return core::Done{};
}

// A schema may need another that comes later: what is refused is tried again as long as others get
// through.
core::Result<> Importer::sendSchemas()
{
    std::vector<const FoundSchema *> waiting;
    for (const auto &schema : m_plan.schemas)
        waiting.push_back(&schema);
    std::map<std::string, core::Error> refusals;
    for (bool hasProgress = true; hasProgress && !waiting.empty();) {
        std::vector<const FoundSchema *> refused;
        for (const auto *schema : waiting) {
            auto sent = sendSchema(*schema);
            if (sent)
                continue;
            if (!isAnswer(sent.error()))
                return std::move(sent).error();
            refusals.insert_or_assign(schema->file, std::move(sent).error());
            refused.push_back(schema);
        }
        hasProgress = refused.size() < waiting.size();
        waiting = std::move(refused);
    }
    for (const auto *schema : waiting)
        skip(schema->file, refusals.at(schema->file));
    return core::Done{};
}

core::Result<bool> Importer::sendSchema(const FoundSchema &schema)
{
    const auto known = m_schemaDigests.find(schema.uri);
    if (known != m_schemaDigests.end() && known->second == core::sha256Id({}, schema.text))
        return false;
    auto made = m_online.ask<client::Acknowledged<core::Schema>>([&](auto done) {
        return m_online.cms().createSchema({schema.uri, schema.name, schema.text}, std::move(done));
    });
    if (!made)
        return std::move(made).error();
    m_schemas[schema.uri] = made->value.id;
    m_schemaDigests[schema.uri] = made->value.digest;
    return true;
}

core::Result<> Importer::readConfigs()
{
    auto configs = m_online.all<core::Config>([this](const auto &page, auto done) {
        return m_online.cms().listConfigs({{}, {}, page}, std::move(done));
    });
    if (!configs)
        return std::move(configs).error();
    for (auto &config : *configs)
        m_configs.emplace(config.path, config);
    auto heads = m_online.all<core::Head>([this](const auto &page, auto done) {
        return m_online.cms().listHeads(
            {core::EnvironmentId(m_options.environment), {}, page}, std::move(done));
    });
    if (!heads)
        return std::move(heads).error();
    for (const auto &head : *heads)
        m_live.emplace(head.path, head.version);
    return core::Done{};
}

core::Result<> Importer::prepare(const FoundDocument &document)
{
    if (document.path.empty() || document.path.find('/') == std::string::npos) {
        m_plan.skipped.push_back(
            {document.file, "its name gives no config path of at least two parts; use --prefix"});
        return core::Done{};
    }
    if (const auto [first, isNew] = m_files.emplace(document.path, document.file); !isNew) {
        m_plan.skipped.push_back(
            {document.file, "has the same path as " + first->second + ": " + document.path});
        return core::Done{};
    }
    auto config = configFor(document);
    if (!config)
        return std::move(config).error();
    if (!*config)
        return core::Done{};
    core::NewItem item{
        (*config)->id, core::EnvironmentId(m_options.environment), {}, document.text};
    if (const auto live = m_live.find(document.path); live != m_live.end()) {
        auto same = isUnchanged(document, live->second);
        if (!same)
            return std::move(same).error();
        if (*same) {
            m_unchanged.push_back({document.file, "is live already"});
            return core::Done{};
        }
        item.base = live->second;
    }
    m_items.push_back({&document, std::move(item)});
    return core::Done{};
}

// Nothing when the server would not have it; then it is among the skipped.
core::Result<std::optional<core::Config>> Importer::configFor(const FoundDocument &document)
{
    if (const auto known = m_configs.find(document.path); known != m_configs.end()) {
        if (known->second.format == document.format)
            return std::optional(known->second);
        m_plan.skipped.push_back({document.file,
            document.path + " exists and is " + std::string(core::name(known->second.format))});
        return std::optional<core::Config>();
    }
    const auto schema = m_schemas.find(document.schemaUri);
    if (!document.schemaUri.empty() && schema == m_schemas.end()) {
        m_plan.skipped.push_back(
            {document.file, "its schema " + document.schemaUri + " was refused"});
        return std::optional<core::Config>();
    }
    if (auto done = ensureNamespace(document.path); !done)
        return std::move(done).error();
    core::NewConfig fresh;
    fresh.path = document.path;
    fresh.format = document.format;
    fresh.description = "Imported from " + document.file;
    if (schema != m_schemas.end())
        fresh.schema = schema->second;
    auto made = m_online.ask<client::Acknowledged<core::Config>>(
        [&](auto done) { return m_online.cms().createConfig(fresh, std::move(done)); });
    if (made)
        return std::optional(std::move(made->value));
    if (!isAnswer(made.error()))
        return std::move(made).error();
    skip(document.file, made.error());
    return std::optional<core::Config>();
}

core::Result<> Importer::ensureNamespace(const std::string &path)
{
    core::Namespace space;
    space.slug = path.substr(0, path.find('/'));
    space.title = space.slug;
    // The configs know it: one look is enough.
    const auto near = m_configs.lower_bound(space.slug + '/');
    if (near != m_configs.end() && near->first.starts_with(space.slug + '/'))
        return core::Done{};
    auto spaces = m_online.all<core::Namespace>([this](const auto &page, auto done) {
        return m_online.cms().listNamespaces(page, std::move(done));
    });
    if (!spaces)
        return std::move(spaces).error();
    core::Config marker; // remembers that the namespace is there
    m_configs.emplace(space.slug + '/', marker);
    for (const auto &known : *spaces) {
        if (known.slug == space.slug)
            return core::Done{};
    }
    auto made = m_online.ask<client::Acknowledged<core::Namespace>>(
        [&](auto done) { return m_online.cms().createNamespace(space, std::move(done)); });
    if (!made)
        return std::move(made).error();
    return core::Done{};
}

core::Result<bool> Importer::isUnchanged(const FoundDocument &document, const core::VersionId &live)
{
    auto version = m_online.ask<core::Version>(
        [&](auto done) { return m_online.cms().getVersion(live, std::move(done)); });
    if (!version)
        return std::move(version).error();
    return version->sourceDigest == core::sha256Id({}, document.text);
}

core::Result<> Importer::sendItems(Items items)
{
    Items bundle;
    std::size_t bytes = 0;
    for (auto &item : items) {
        const auto size = item.content.text.size();
        if (!bundle.empty()
            && (bundle.size() == itemsPerRequest || bytes + size > bytesPerRequest)) {
            if (auto sent = sendBundle(std::exchange(bundle, {})); !sent)
                return sent;
            bytes = 0;
        }
        bytes += size;
        bundle.push_back(std::move(item));
    }
    return sendBundle(std::move(bundle));
}

core::Result<> Importer::sendBundle(Items items)
{
    while (!items.empty()) {
        core::NewChangeRequest request;
        request.title = "Import " + std::to_string(items.size()) + " from " + m_options.folder;
        request.reason = m_options.reason;
        request.submit = true;
        for (const auto &item : items)
            request.items.push_back(item.content);
        auto made = m_online.ask<client::Acknowledged<core::ChangeRequest>>([&](auto done) {
            return m_online.cms().createChangeRequest(request, std::move(done));
        });
        if (made)
            return settle(items, std::move(made->value));
        if (!isAnswer(made.error()))
            return std::move(made).error();
        if (leaveOut(items, made.error()))
            continue;
        if (items.size() == 1) {
            skip(items.front().document->file, made.error());
            return core::Done{};
        }
        // It says not which: look in each half.
        const auto middle = items.begin() + std::ptrdiff_t(items.size() / 2);
        if (auto sent = sendBundle(Items(items.begin(), middle)); !sent)
            return sent;
        items.erase(items.begin(), middle);
    }
    return core::Done{};
}

bool Importer::leaveOut(Items &items, const core::Error &refusal)
{
    std::map<std::size_t, core::Error> refused;
    for (const auto &field : refusal.fields) {
        const auto number = itemNumber(field.pointer);
        if (!number || *number >= items.size())
            continue;
        auto &error = refused[*number];
        error.code = refusal.code;
        error.fields.push_back(field);
    }
    for (auto entry = refused.rbegin(); entry != refused.rend(); ++entry) {
        skip(items[entry->first].document->file, entry->second);
        items.erase(items.begin() + std::ptrdiff_t(entry->first));
    }
    return !refused.empty();
}

core::Result<> Importer::settle(const Items &items, core::ChangeRequest request)
{
    if (m_options.apply && request.state == core::RequestState::Approved) {
        auto applied = m_online.ask<client::Acknowledged<core::ChangeRequest>>([&](auto done) {
            return m_online.cms().apply(request.id, request.etag, std::move(done));
        });
        if (!applied)
            return std::move(applied).error();
        request = std::move(applied->value);
    }
    for (const auto &item : items) {
        m_taken.push_back({item.document->file, item.document->path, item.document->schemaUri,
            item.document->schemaBy, request.id.text(), std::string(api::toWire(request.state))});
    }
    return core::Done{};
}

void Importer::skip(const std::string &file, const core::Error &error)
{
    std::string reason = error.detail.empty() ? error.code : error.detail;
    for (const auto &field : error.fields) {
        if (field.line > 0)
            reason += "; line " + std::to_string(field.line) + ", column "
                + std::to_string(field.column) + ", " + placeIn(field.pointer);
        else
            reason += "; " + placeIn(field.pointer);
        reason += ": " + field.message;
    }
    m_plan.skipped.push_back({file, std::move(reason)});
}

} // namespace chancery::cli
