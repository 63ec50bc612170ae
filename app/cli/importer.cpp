// SPDX-License-Identifier: Apache-2.0
#include "importer.h"

#include "engine/core/digest.h"

#include <algorithm>
#include <charconv>
#include <set>

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
    auto done = bring();
    // Who cannot be reached cannot take anything back either.
    if (done || exitCodeOf(done.error()) == answeredNo)
        takeBack();
    return done;
}

core::Result<> Importer::bring()
{
    for (const auto step : {&Importer::readSchemas, &Importer::sendSchemas, &Importer::readConfigs,
             &Importer::prepare}) {
        if (auto done = (this->*step)(); !done)
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
    for (const auto &schema : m_plan.schemas) {
        if (!isKnown(schema))
            waiting.push_back(&schema);
    }
    std::map<std::string, core::Error> refusals;
    for (bool hasProgress = true; hasProgress && !waiting.empty();) {
        std::vector<const FoundSchema *> refused;
        auto answers = m_online.askAll<client::Acknowledged<core::Schema>>(
            waiting.size(), [&](std::size_t i, auto done) {
                const auto &schema = *waiting[i];
                return m_online.cms().createSchema(
                    {schema.uri, schema.name, schema.text}, std::move(done));
            });
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            const auto &uri = waiting[i]->uri;
            if (answers[i]) {
                m_schemas[uri] = answers[i]->value.id;
                m_schemaDigests[uri] = answers[i]->value.digest;
                continue;
            }
            if (!isAnswer(answers[i].error()))
                return std::move(answers[i]).error();
            refusals.insert_or_assign(waiting[i]->file, std::move(answers[i]).error());
            refused.push_back(waiting[i]);
        }
        hasProgress = refused.size() < waiting.size();
        waiting = std::move(refused);
    }
    for (const auto *schema : waiting)
        skip(schema->file, refusals.at(schema->file));
    return core::Done{};
}

bool Importer::isKnown(const FoundSchema &schema) const
{
    const auto known = m_schemaDigests.find(schema.uri);
    return known != m_schemaDigests.end() && known->second == core::sha256Id({}, schema.text);
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

core::Result<> Importer::prepare()
{
    Documents documents;
    for (const auto &document : m_plan.documents) {
        if (hasPlace(document))
            documents.push_back(&document);
    }
    if (auto done = makeNamespaces(documents); !done)
        return done;
    if (auto done = makeConfigs(documents); !done)
        return done;
    // What the server would not have has been skipped.
    std::erase_if(
        documents, [this](const auto *document) { return !m_configs.contains(document->path); });
    if (auto done = dropUnchanged(documents); !done)
        return done;
    for (const auto *document : documents) {
        const auto live = m_live.find(document->path);
        core::NewItem item{m_configs.at(document->path).id,
            core::EnvironmentId(m_options.environment), {}, document->text};
        if (live != m_live.end())
            item.base = live->second;
        m_items.push_back({document, std::move(item)});
    }
    return core::Done{};
}

// False for what cannot have a config; then it is among the skipped.
bool Importer::hasPlace(const FoundDocument &document)
{
    const auto leaveOut = [&](std::string reason) {
        m_plan.skipped.push_back({document.file, std::move(reason)});
        return false;
    };
    if (document.path.empty() || document.path.find('/') == std::string::npos)
        return leaveOut("its name gives no config path of at least two parts; use --prefix");
    if (const auto [first, isNew] = m_files.emplace(document.path, document.file); !isNew)
        return leaveOut("has the same path as " + first->second + ": " + document.path);
    if (const auto known = m_configs.find(document.path); known != m_configs.end())
        return known->second.format == document.format
            || leaveOut(
                document.path + " exists and is " + std::string(core::name(known->second.format)));
    return document.schemaUri.empty() || m_schemas.contains(document.schemaUri)
        || leaveOut("its schema " + document.schemaUri + " was refused");
}

core::Result<> Importer::makeNamespaces(const Documents &documents)
{
    std::set<std::string> missing;
    for (const auto *document : documents) {
        if (!m_configs.contains(document->path))
            missing.insert(document->path.substr(0, document->path.find('/')));
    }
    if (missing.empty())
        return core::Done{};
    auto spaces = m_online.all<core::Namespace>([this](const auto &page, auto done) {
        return m_online.cms().listNamespaces(page, std::move(done));
    });
    if (!spaces)
        return std::move(spaces).error();
    for (const auto &known : *spaces)
        missing.erase(known.slug);
    for (const auto &slug : missing) {
        core::Namespace space;
        space.slug = slug;
        space.title = slug;
        auto made = m_online.ask<client::Acknowledged<core::Namespace>>(
            [&](auto done) { return m_online.cms().createNamespace(space, std::move(done)); });
        if (!made)
            return std::move(made).error();
    }
    return core::Done{};
}

core::Result<> Importer::makeConfigs(const Documents &documents)
{
    Documents fresh;
    for (const auto *document : documents) {
        if (!m_configs.contains(document->path))
            fresh.push_back(document);
    }
    auto answers = m_online.askAll<client::Acknowledged<core::Config>>(
        fresh.size(), [&](std::size_t i, auto done) {
            core::NewConfig config;
            config.path = fresh[i]->path;
            config.format = fresh[i]->format;
            config.description = "Imported from " + fresh[i]->file;
            if (!fresh[i]->schemaUri.empty())
                config.schema = m_schemas.at(fresh[i]->schemaUri);
            return m_online.cms().createConfig(config, std::move(done));
        });
    std::optional<core::Error> failure;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        if (answers[i]) {
            m_configs.emplace(fresh[i]->path, answers[i]->value);
            m_made.emplace(fresh[i]->path, std::move(answers[i]->value));
        } else if (isAnswer(answers[i].error())) {
            skip(fresh[i]->file, answers[i].error());
        } else {
            failure = std::move(answers[i]).error();
        }
    }
    return failure ? core::Result<>(std::move(*failure)) : core::Done{};
}

core::Result<> Importer::dropUnchanged(Documents &documents)
{
    Documents live;
    std::ranges::copy_if(documents, std::back_inserter(live),
        [this](const auto *document) { return m_live.contains(document->path); });
    const auto versions
        = m_online.askAll<core::Version>(live.size(), [&](std::size_t i, auto done) {
              return m_online.cms().getVersion(m_live.at(live[i]->path), std::move(done));
          });
    std::set<const FoundDocument *> same;
    for (std::size_t i = 0; i < live.size(); ++i) {
        if (!versions[i])
            return versions[i].error();
        if (versions[i]->sourceDigest != core::sha256Id({}, live[i]->text))
            continue;
        m_unchanged.push_back({live[i]->file, "is live already"});
        same.insert(live[i]);
    }
    std::erase_if(documents, [&](const auto *document) { return same.contains(document); });
    return core::Done{};
}

void Importer::takeBack()
{
    std::vector<core::Config> left;
    for (const auto &[path, config] : m_made) {
        if (std::ranges::find(m_taken, path, &TakenFile::path) == m_taken.end())
            left.push_back(config);
    }
    const auto answers = m_online.askAll<core::Done>(left.size(), [&](std::size_t i, auto done) {
        return m_online.cms().deleteConfig(left[i].id, left[i].etag, std::move(done));
    });
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (!answers[i])
            skip(left[i].path, answers[i].error());
    }
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
