// SPDX-License-Identifier: Apache-2.0
#include "referencestore.h"

#include "engine/core/schema/schemainfo.h"
#include "models/maybe.h"
#include "models/qtconvert.h"

#include <algorithm>
#include <set>

namespace chancery::models {

namespace {

constexpr std::size_t mostPointers = 500;
constexpr std::size_t mostTargets = 1000;

using Target = std::shared_ptr<const ReferenceTarget>;

core::Result<Target> targetOf(
    const core::Config &config, core::EffectiveView view, const std::optional<std::string> &schema)
{
    auto target = std::make_shared<ReferenceTarget>();
    target->config = config;
    auto reading = core::read(std::exchange(view.text, {}), core::Format::Json);
    if (!reading)
        return core::toError(reading.problem());
    target->tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    target->view = std::make_shared<const core::EffectiveView>(std::move(view));
    if (!schema)
        return Target(std::move(target));
    auto schemaReading = core::read(*schema, core::Format::Json);
    auto compiled = schemaReading
        ? core::CompiledSchema::compile(std::move(schemaReading).tree(), {}, core::SchemaLibrary())
        : core::toError(schemaReading.problem());
    target->isOpaque = !compiled;
    if (compiled)
        target->schema = std::make_shared<const core::CompiledSchema>(*std::move(compiled));
    return Target(std::move(target));
}

void collect(core::Value value, std::string &pointer, std::vector<std::string> &pointers)
{
    std::size_t number = 0;
    for (const auto &item : value) {
        if (pointers.size() >= mostPointers)
            return;
        const auto length = pointer.size();
        pointer += '/';
        pointer
            += value.isObject() ? core::escapePointerToken(item.key()) : std::to_string(number++);
        pointers.push_back(pointer);
        collect(item.value(), pointer, pointers);
        pointer.resize(length);
    }
}

// Where a reference leads.
struct Leading {
    std::string pointer;
    std::shared_ptr<const ReferenceTarget> target; // null for the document's own
};

// What is not for everybody's eyes in a merged document. A place below a reference is a place below
// its target, which may be behind a reference again when that is the document itself.
class Hiding {
public:
    explicit Hiding(SensitiveTest own)
        : m_own(std::move(own))
    {
    }
    void hide(const std::string &at) { m_hidden.insert(at); }
    void lead(const std::string &at, Leading leading) { m_leading.emplace(at, std::move(leading)); }

    bool isHidden(const std::string &pointer, int depth = 0) const
    {
        if (depth > deepest || (m_own && m_own(pointer)))
            return true;
        for (std::size_t end = 0; end != std::string::npos;) {
            const std::string place = pointer.substr(0, end);
            if (m_hidden.contains(place))
                return true;
            const auto [first, last] = m_leading.equal_range(place);
            for (auto one = first; one != last; ++one) {
                const std::string there = one->second.pointer + pointer.substr(end);
                const bool isSensitive = one->second.target ? one->second.target->isSensitive(there)
                                                            : isHidden(there, depth + 1);
                if (isSensitive)
                    return true;
            }
            end = end == pointer.size() ? std::string::npos
                                        : std::min(pointer.find('/', end + 1), pointer.size());
        }
        return false;
    }

private:
    static constexpr int deepest = 16;

    SensitiveTest m_own;
    std::set<std::string> m_hidden;
    std::multimap<std::string, Leading> m_leading; // by where the references stand
};

} // namespace

bool ReferenceTarget::isSensitive(const std::string &pointer) const
{
    return isOpaque
        || (schema && core::schemaInfoAt(*schema, core::Tree(), pointer).place.isSensitive);
}

ReferenceStore::ReferenceStore(client::CmsApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
{
}

const ReferenceTarget *ReferenceStore::target(const std::string &path) const
{
    const auto found = m_targets.find(path);
    return found == m_targets.end() ? nullptr : found->second.get();
}

QString ReferenceStore::present(const std::string &path, const std::string &pointer) const
{
    const ReferenceTarget *known = target(path);
    if (!known)
        return {};
    if (!known->config)
        return tr("there is no such config");
    if (!known->tree)
        return tr("nothing of it is live here");
    const auto value = known->tree->root().resolve(pointer);
    if (!value)
        return tr("there is no such key");
    return valueLine(
        value, pointer, [known](const std::string &place) { return known->isSensitive(place); });
}

bool ReferenceStore::isMissing(const std::string &path, const std::string &pointer) const
{
    const ReferenceTarget *known = target(path);
    return known && !(known->tree && known->tree->root().resolve(pointer));
}

std::vector<std::string> ReferenceStore::pointersOf(const std::string &path) const
{
    std::vector<std::string> pointers;
    std::string pointer;
    const ReferenceTarget *known = target(path);
    if (known && known->tree)
        collect(known->tree->root(), pointer, pointers);
    return pointers;
}

SensitiveTest ReferenceStore::hiding(const core::EffectiveView &view, SensitiveTest own)
{
    auto hiding = std::make_shared<Hiding>(std::move(own));
    for (const core::EffectiveValue &value : view.values) {
        if (value.isRepeated.value_or(false))
            hiding->hide(value.pointer);
    }
    for (const core::EffectiveReference &reference : view.references) {
        const std::string path = reference.path.substr(reference.path.starts_with('/') ? 1 : 0);
        if (path == view.path) {
            hiding->lead(reference.at, {reference.pointer, nullptr});
            continue;
        }
        want(path);
        const auto known = m_targets.find(path);
        if (known == m_targets.end())
            hiding->hide(reference.at);
        else
            hiding->lead(reference.at, {reference.pointer, known->second});
    }
    return [hiding = std::shared_ptr<const Hiding>(std::move(hiding))](
               const std::string &pointer) { return hiding->isHidden(pointer); };
}

void ReferenceStore::show(const core::Config &config, const core::HierarchyPlace &place)
{
    const bool isSamePlace = m_place == place;
    if (m_config && m_config->id == config.id && isSamePlace)
        return;
    const bool isSameList
        = m_config && m_config->id == config.id && m_place.environment == place.environment;
    m_config = config;
    m_place = place;
    if (!isSamePlace) {
        m_reading.cancel();
        m_targets.clear();
        m_wanted.clear();
    }
    if (!isSameList) {
        m_dependents.clear();
        loadDependents();
    }
    Q_EMIT changed();
}

void ReferenceStore::leave()
{
    if (!m_config)
        return;
    m_config.reset();
    m_dependents.clear();
    m_targets.clear();
    m_wanted.clear();
    m_loading.cancel();
    m_reading.cancel();
    Q_EMIT changed();
}

// What was known is shown until the new has come.
void ReferenceStore::reload()
{
    if (!m_config)
        return;
    loadDependents();
    m_reading.cancel();
    for (const auto &[path, target] : m_targets) {
        if (std::ranges::find(m_wanted, path) == m_wanted.end())
            m_wanted.push_back(path);
    }
    readNext();
}

void ReferenceStore::loadDependents()
{
    m_loading.start<api::Page<core::Dependent>>(
        tr("Finding who refers to “%1”").arg(toQt(m_config->path)),
        [this](auto done) {
            return m_api.listDependents(m_config->id, m_place.environment, std::move(done));
        },
        [this](api::Page<core::Dependent> page) {
            m_dependents = std::move(page.items);
            Q_EMIT changed();
        });
}

void ReferenceStore::want(const std::string &path)
{
    if (path.empty() || m_targets.contains(path) || m_place.environment.isEmpty()
        || m_targets.size() + m_wanted.size() >= mostTargets
        || std::ranges::find(m_wanted, path) != m_wanted.end())
        return;
    m_wanted.push_back(path);
    if (!m_reading.isRunning())
        readNext();
}

// The one in front leaves the queue when it is known, so that a failure can be repeated.
void ReferenceStore::readNext()
{
    if (m_wanted.empty())
        return;
    const std::string path = m_wanted.front();
    m_reading.start<api::Page<core::Config>>(
        tr("Reading “%1”").arg(toQt(path)),
        [this, path](auto done) { return m_api.listConfigs({{}, path, {}}, std::move(done)); },
        [this, path](const api::Page<core::Config> &page) {
            if (page.items.empty())
                put(path, std::make_shared<const ReferenceTarget>());
            else
                readEffective(path, page.items.front());
        });
}

void ReferenceStore::readEffective(const std::string &path, const core::Config &config)
{
    m_reading.start<View>(
        m_reading.title(),
        [this, config](core::Handler<View> done) {
            return m_api.effective(config.id, m_place,
                [done = std::move(done)](core::Result<core::EffectiveView> view) {
                    if (view)
                        done(std::make_shared<const core::EffectiveView>(*std::move(view)));
                    else if (view.error().kind == core::ErrorKind::NotFound)
                        done(View());
                    else
                        done(std::move(view).error());
                });
        },
        [this, path, config](const View &view) {
            if (view) {
                readHead(path, config, view);
                return;
            }
            auto target = std::make_shared<ReferenceTarget>();
            target->config = config;
            put(path, std::move(target));
        });
}

// With the schema that it has there.
void ReferenceStore::readHead(const std::string &path, const core::Config &config, const View &view)
{
    using MaybeHead = std::optional<core::Head>;
    m_reading.start<MaybeHead>(
        m_reading.title(),
        [this, config](core::Handler<MaybeHead> done) {
            return m_api.getHead(
                config.id, m_place.environment, maybe<core::Head>(std::move(done)));
        },
        [this, path, config, view](const MaybeHead &head) {
            auto bound = config;
            bound.schema = core::boundSchema(config, head ? &*head : nullptr);
            readSchema(path, bound, view);
        });
}

void ReferenceStore::readSchema(
    const std::string &path, const core::Config &config, const View &view)
{
    if (!config.schema) {
        build(path, config, view, {});
        return;
    }
    m_reading.start<std::string>(
        m_reading.title(),
        [this, config](auto done) { return m_api.schemaText(*config.schema, std::move(done)); },
        [this, path, config, view](
            const std::string &schema) { build(path, config, view, schema); });
}

void ReferenceStore::build(const std::string &path, const core::Config &config, const View &view,
    const std::optional<std::string> &schema)
{
    m_reading.start<Target>(
        m_reading.title(),
        [this, config, view, schema](core::Handler<Target> done) {
            return m_compute.run<Target>(
                [config, view, schema](
                    const core::CancelToken &) { return targetOf(config, *view, schema); },
                std::move(done));
        },
        [this, path](Target target) { put(path, std::move(target)); });
}

void ReferenceStore::put(const std::string &path, std::shared_ptr<const ReferenceTarget> target)
{
    std::erase(m_wanted, path);
    m_targets[path] = std::move(target);
    Q_EMIT changed();
    readNext();
}

} // namespace chancery::models
