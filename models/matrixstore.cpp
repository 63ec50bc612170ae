// SPDX-License-Identifier: Apache-2.0
#include "matrixstore.h"

#include "models/paging.h"
#include "models/problemwords.h"
#include "models/qtconvert.h"
#include "models/schemacompiler.h"

namespace chancery::models {

namespace {

struct Built {
    std::shared_ptr<const EnvironmentMatrix> matrix;
    std::set<std::string> references;
    std::shared_ptr<const core::SecretScanner> scanner;
};

struct Sources {
    std::map<core::SchemaId, std::string> schemaTexts;
    std::map<core::SchemaId, SchemaParts> parts; // that each refers to
    std::map<core::EnvironmentId, std::optional<core::EffectiveView>> views;
    std::shared_ptr<const core::SecretScanner> scanner;
};

// What a reference brings may be secret where it comes from; what YAML repeats of a secret is one.
void hideReferred(const core::EffectiveView &view, core::MatrixColumn &column)
{
    for (const core::EffectiveValue &value : view.values) {
        const auto place = value.reference || value.isRepeated.value_or(false)
            ? column.tree->root().resolve(value.pointer)
            : core::Value();
        if (place)
            column.sensitive[place.index()] = true;
    }
}

std::optional<core::SchemaId> schemaOf(const core::Config &config, const MatrixPlace &place)
{
    return core::boundSchema(config, place.head ? &*place.head : nullptr);
}

// Each once, however many environments have it.
void compileSchemas(EnvironmentMatrix &matrix, const Sources &sources, Built &built)
{
    std::map<core::SchemaId, std::shared_ptr<const core::CompiledSchema>> known;
    for (MatrixPlace &place : matrix.places) {
        const auto id = schemaOf(matrix.config, place);
        if (!id)
            continue;
        if (!known.contains(*id)) {
            known[*id] = nullptr;
            const auto text = sources.schemaTexts.find(*id);
            const auto parts = sources.parts.find(*id);
            if (text == sources.schemaTexts.end())
                continue;
            auto compiled = compileText(
                text->second, parts == sources.parts.end() ? SchemaParts() : parts->second);
            if (compiled) {
                built.references.merge(std::move(compiled->references));
                known[*id] = compiled->schema;
            }
        }
        place.schema = known[*id];
        place.isOpaque = !place.schema;
    }
}

core::MatrixColumn columnOf(MatrixPlace &place, const core::SecretScanner &scanner)
{
    if (!place.text)
        return {};
    auto reading = core::read(place.text, place.format, core::Limits::wide());
    if (!reading) {
        place.fault = problemText(reading.problem().message);
        return {};
    }
    auto tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    return place.isOpaque ? core::MatrixColumn::unknown(std::move(tree))
                          : core::MatrixColumn::of(std::move(tree), place.schema.get(), &scanner);
}

core::Result<Built> build(std::shared_ptr<EnvironmentMatrix> matrix, const Sources &sources,
    const core::CancelToken &token)
{
    Built built;
    built.scanner
        = sources.scanner ? sources.scanner : std::make_shared<const core::SecretScanner>();
    compileSchemas(*matrix, sources, built);
    std::vector<core::MatrixColumn> columns;
    for (MatrixPlace &place : matrix->places) {
        if (token.isCancelled())
            return built;
        auto column = columnOf(place, *built.scanner);
        const auto view = sources.views.find(place.environment.id);
        if (column.tree && view != sources.views.end() && view->second)
            hideReferred(*view->second, column);
        columns.push_back(std::move(column));
    }
    matrix->matrix = core::Matrix(std::move(columns));
    built.matrix = std::move(matrix);
    return built;
}

} // namespace

bool MatrixPlace::isOutdated() const
{
    return draft && draft->base != (head ? std::optional(head->version) : std::nullopt);
}

std::optional<core::VersionId> MatrixPlace::base() const
{
    if (isDraft)
        return draft->base;
    return head ? std::optional(head->version) : std::nullopt;
}

std::optional<core::SchemaId> MatrixPlace::schemaId(const core::Config &config) const
{
    if (isDraft && draft->schema)
        return draft->schema;
    return core::boundSchema(config, head ? &*head : nullptr);
}

MatrixStore::MatrixStore(client::CmsApi &api, SchemaSet &schemas, core::Executor &compute)
    : m_api(api)
    , m_schemas(schemas)
    , m_compute(compute)
{
    connect(&m_schemas, &SchemaSet::wantedRead, this, [this] {
        if (!m_references.empty() && m_config && !m_loading.isRunning())
            build();
    });
}

void MatrixStore::show(
    const core::Config &config, const std::vector<core::Environment> &environments)
{
    const bool isSameConfig = m_config && m_config->id == config.id;
    if (isSameConfig && m_config->schema == config.schema && m_environments == environments)
        return;
    if (!isSameConfig) {
        m_shown.reset();
        m_versions.clear();
        m_texts.clear();
        m_references.clear();
    }
    m_config = config;
    m_environments = environments;
    reload();
}

void MatrixStore::setEffective(bool isEffective)
{
    if (std::exchange(m_isEffective, isEffective) != isEffective)
        reload();
}

void MatrixStore::setDrafts(bool hasDrafts)
{
    if (std::exchange(m_hasDrafts, hasDrafts) != hasDrafts)
        reload();
}

void MatrixStore::reload()
{
    if (!m_config)
        return;
    m_views.clear();
    startPaged<core::Head>(
        m_loading, tr("Comparing the environments of “%1”").arg(toQt(m_config->path)),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listHeads({{}, m_config->id, page}, std::move(done));
        },
        [this](const std::vector<core::Head> &heads) {
            m_places.clear();
            for (const core::Environment &environment : m_environments) {
                MatrixPlace place;
                place.environment = environment;
                place.format = m_config->format;
                const auto head
                    = std::ranges::find(heads, environment.id, &core::Head::environment);
                if (head != heads.end())
                    place.head = *head;
                m_places.push_back(std::move(place));
            }
            readDrafts();
        });
}

void MatrixStore::readDrafts()
{
    startPaged<core::Draft>(
        m_loading, m_loading.title(),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listDrafts(page, std::move(done));
        },
        [this](const std::vector<core::Draft> &drafts) {
            for (const core::Draft &draft : drafts) {
                const auto place = std::ranges::find_if(m_places, [&](const MatrixPlace &each) {
                    return each.environment.id == draft.environment;
                });
                if (draft.config == m_config->id && draft.parkedAs.empty() && draft.isReadable()
                    && place != m_places.end())
                    place->draft = draft;
            }
            readNext();
        });
}

// One after the other; versions never change, so that each is read once.
void MatrixStore::readNext()
{
    for (std::size_t at = 0; at < m_places.size(); ++at) {
        const MatrixPlace &place = m_places[at];
        if (place.head && !m_texts.contains(place.head->version)) {
            readVersion(place.head->version);
            return;
        }
        if (m_isEffective && !m_views.contains(place.environment.id)) {
            readEffective(at);
            return;
        }
        const auto schema = schemaOf(*m_config, place);
        if (schema && !m_schemaTexts.contains(*schema)) {
            readSchema(*schema);
            return;
        }
    }
    build();
}

void MatrixStore::readVersion(const core::VersionId &id)
{
    m_loading.start<core::Version>(
        m_loading.title(), [this, id](auto done) { return m_api.getVersion(id, std::move(done)); },
        [this, id](const core::Version &version) {
            m_loading.start<std::string>(
                m_loading.title(),
                [this, id](auto done) { return m_api.versionText(id, std::move(done)); },
                [this, version](std::string text) {
                    m_texts[version.id] = std::make_shared<const std::string>(std::move(text));
                    m_versions[version.id] = version;
                    readNext();
                });
        });
}

void MatrixStore::readEffective(std::size_t place)
{
    using View = std::optional<core::EffectiveView>;
    const core::EnvironmentId environment = m_places[place].environment.id;
    m_loading.start<View>(
        m_loading.title(),
        [this, environment](core::Handler<View> done) {
            return m_api.effective(m_config->id, {environment, {}, {}, {}},
                [done = std::move(done)](core::Result<core::EffectiveView> view) {
                    if (view)
                        done(View(*std::move(view)));
                    else if (view.error().kind == core::ErrorKind::NotFound)
                        done(View());
                    else
                        done(std::move(view).error());
                });
        },
        [this, environment](View view) {
            m_views[environment] = std::move(view);
            readNext();
        });
}

void MatrixStore::readSchema(const core::SchemaId &id)
{
    m_loading.start<std::string>(
        m_loading.title(), [this, id](auto done) { return m_api.schemaText(id, std::move(done)); },
        [this, id](std::string text) {
            m_schemaTexts[id] = std::move(text);
            readNext();
        });
}

void MatrixStore::build()
{
    auto matrix = std::make_shared<EnvironmentMatrix>();
    matrix->config = *m_config;
    matrix->isEffective = m_isEffective;
    for (MatrixPlace place : m_places) {
        if (place.head)
            place.version = m_versions[place.head->version];
        if (m_isEffective) {
            const auto &view = m_views[place.environment.id];
            place.format = core::Format::Json;
            if (view)
                place.text = std::make_shared<const std::string>(view->text);
        } else if (m_hasDrafts && place.draft) {
            place.isDraft = true;
            place.text = std::make_shared<const std::string>(place.draft->text);
        } else if (place.head) {
            place.text = m_texts[place.head->version];
            place.format = place.version->format;
        }
        matrix->places.push_back(std::move(place));
    }
    Sources sources{m_schemaTexts, {}, m_views, m_scanner};
    for (const auto &[id, text] : m_schemaTexts)
        sources.parts[id] = m_schemas.known(m_references, id);
    m_loading.start<Built>(
        m_loading.title(),
        [this, matrix, sources = std::move(sources)](core::Handler<Built> done) {
            return m_compute.run<Built>(
                [matrix = std::make_shared<EnvironmentMatrix>(*matrix), sources](
                    const core::CancelToken &token) {
                    return models::build(matrix, sources, token);
                },
                std::move(done));
        },
        [this](Built built) {
            m_scanner = std::move(built.scanner);
            m_shown = std::move(built.matrix);
            const std::size_t before = m_references.size();
            m_references.insert(built.references.begin(), built.references.end());
            if (m_references.size() > before) {
                for (const auto &[id, text] : m_schemaTexts)
                    m_schemas.want(m_references, id);
            }
            Q_EMIT changed();
        });
}

} // namespace chancery::models
