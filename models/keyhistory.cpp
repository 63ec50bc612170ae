// SPDX-License-Identifier: Apache-2.0
#include "keyhistory.h"

#include "engine/core/document/canonical.h"
#include "engine/core/lineage/following.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace {

constexpr int versionsAtATime = 10;

struct Step {
    core::Version version;
    std::shared_ptr<const core::Tree> tree;
};

std::string bytesAt(const core::Tree *tree, const std::string &pointer)
{
    const auto value
        = tree && tree->nodeCount() > 0 ? tree->root().resolve(pointer) : core::Value();
    return value ? core::canonicalJson(value) : std::string();
}

QString lineAt(const core::Tree *tree, const std::string &pointer, const SensitiveTest &test)
{
    return tree && tree->nodeCount() > 0 ? valueLine(tree->root().resolve(pointer), pointer, test)
                                         : QString();
}

// Where what stands there stood in an older tree, items told apart by what they are; nothing where
// that is an item that did not stand there yet. What is not there stands beside what is.
std::optional<std::string> earlierPlace(
    const core::Tree *before, const core::Tree *after, const std::string &pointer)
{
    if (!before || !after || before->nodeCount() == 0 || after->nodeCount() == 0)
        return pointer;
    core::Following following(after->root(), before->root());
    auto end = pointer.size();
    auto value = following.there(pointer);
    while (!value && end > 0) {
        end = pointer.rfind('/', end - 1);
        value = following.there(std::string_view(pointer).substr(0, end));
    }
    if (!value || (value.isArray() && end < pointer.size()))
        return std::nullopt;
    return core::pointerOf(*before, value.index()) + pointer.substr(end);
}

// The oldest of the steps only says what was before, unless there is nothing older. The pointer is
// that of the newest.
std::vector<KeyChange> changesOf(const std::vector<Step> &steps, std::string pointer,
    const SensitiveTest &isSensitive, bool hasOlder, const core::CancelToken &token)
{
    std::vector<KeyChange> changes;
    for (std::size_t i = 0; i < steps.size() && !token.isCancelled(); ++i) {
        const bool isOldest = i + 1 == steps.size();
        if (isOldest && hasOlder)
            break;
        const core::Tree *before = isOldest ? nullptr : steps[i + 1].tree.get();
        const core::Tree *after = steps[i].tree.get();
        const auto place = earlierPlace(before, after, pointer);
        const auto bytes = place ? bytesAt(before, *place) : std::string();
        if (bytes != bytesAt(after, pointer))
            changes.push_back(
                {steps[i].version, place ? lineAt(before, *place, isSensitive) : QString(),
                    lineAt(after, pointer, isSensitive)});
        if (!place)
            break;
        pointer = *place;
    }
    return changes;
}

} // namespace

KeyHistory::KeyHistory(client::CmsApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
{
}

void KeyHistory::begin()
{
    m_loading.cancel();
    m_comparing.cancel();
    m_versions.clear();
    m_trees.clear();
    m_changes.clear();
    m_next.clear();
    m_hasMore = false;
    m_isKnown = false;
}

void KeyHistory::show(const core::Config &config, const core::EnvironmentId &environment)
{
    if (m_config && m_config->id == config.id && m_environment == environment)
        return;
    m_config = config;
    m_environment = environment;
    m_pointer.clear();
    begin();
    m_hasMore = true;
    Q_EMIT changed();
}

void KeyHistory::leave()
{
    m_config.reset();
    begin();
    Q_EMIT changed();
}

void KeyHistory::showKey(const std::string &pointer, SensitiveTest isSensitive)
{
    m_isSensitive = std::move(isSensitive);
    if (m_pointer == pointer)
        return;
    m_pointer = pointer;
    m_isKnown = false;
    m_changes.clear();
    if (!m_versions.empty() && !m_loading.isRunning())
        compare();
    Q_EMIT changed();
}

// A head moved: from the newest on again, when anything had been read.
void KeyHistory::reload()
{
    if (!m_config || m_versions.empty())
        return;
    begin();
    m_hasMore = true;
    more();
}

void KeyHistory::more()
{
    if (!m_config || !m_hasMore || m_loading.isRunning())
        return;
    m_loading.start<api::Page<core::Version>>(
        tr("Reading the versions of “%1”").arg(toQt(m_config->path)),
        [this](auto done) {
            return m_api.listVersions(
                m_config->id, m_environment, {m_next, versionsAtATime}, std::move(done));
        },
        [this](api::Page<core::Version> page) {
            std::ranges::move(page.items, std::back_inserter(m_versions));
            m_next = page.next;
            m_hasMore = !m_next.empty();
            readNext();
        });
    Q_EMIT changed();
}

void KeyHistory::readNext()
{
    const auto missing = std::ranges::find_if(
        m_versions, [this](const core::Version &version) { return !m_trees.contains(version.id); });
    if (missing == m_versions.end()) {
        compare();
        return;
    }
    using Text = std::shared_ptr<const core::Tree>;
    const core::VersionId id = missing->id;
    m_loading.start<std::string>(
        m_loading.title(), [this, id](auto done) { return m_api.versionText(id, std::move(done)); },
        [this, id, format = missing->format](const std::string &text) {
            m_loading.start<Text>(
                m_loading.title(),
                [this, text, format](core::Handler<Text> done) {
                    return m_compute.run<Text>(
                        [text, format](const core::CancelToken &) {
                            auto reading = core::read(text, format);
                            return core::Result<Text>(std::make_shared<const core::Tree>(
                                reading ? std::move(reading).tree() : core::Tree()));
                        },
                        std::move(done));
                },
                [this, id](Text tree) {
                    m_trees[id] = std::move(tree);
                    readNext();
                });
        });
}

void KeyHistory::compare()
{
    std::vector<Step> steps;
    for (const core::Version &version : m_versions) {
        if (const auto tree = m_trees.find(version.id); tree != m_trees.end())
            steps.push_back({version, tree->second});
    }
    using Changes = std::vector<KeyChange>;
    m_comparing.start<Changes>(
        tr("Comparing versions"),
        [this, steps](core::Handler<Changes> done) {
            return m_compute.run<Changes>(
                [steps, pointer = m_pointer, test = m_isSensitive, hasOlder = m_hasMore](
                    const core::CancelToken &token) {
                    return core::Result<Changes>(changesOf(steps, pointer, test, hasOlder, token));
                },
                std::move(done));
        },
        [this](Changes changes) {
            m_changes = std::move(changes);
            m_isKnown = true;
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

} // namespace chancery::models
