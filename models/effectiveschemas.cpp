// SPDX-License-Identifier: Apache-2.0
#include "effectiveschemas.h"

#include "engine/core/hierarchy/brought.h"

namespace chancery::models {

namespace {

// What is not there, or not for one's eyes, is an answer too.
template <typename T>
core::Handler<T> tolerant(core::Handler<core::Result<T>> done)
{
    return [done = std::move(done)](core::Result<T> result) {
        const bool isAnswer = result || result.error().kind == core::ErrorKind::NotFound
            || result.error().kind == core::ErrorKind::Forbidden;
        if (isAnswer)
            done(core::Result<core::Result<T>>(std::move(result)));
        else
            done(std::move(result).error());
    };
}

} // namespace

void EffectiveSchemas::read(Operation &operation, const QString &title,
    const core::ConfigId &config, const std::vector<const core::EffectiveView *> &views, Take take)
{
    core::TakingPart part;
    if (!views.empty())
        part.add(config);
    for (const core::EffectiveView *view : views) {
        m_environment = view->environment;
        part.add(*view);
    }
    m_versions.assign(part.versions.begin(), part.versions.end());
    m_configs.assign(part.configs.begin(), part.configs.end());
    m_found = {};
    m_take = std::move(take);
    readNext(operation, title);
}

void EffectiveSchemas::readNext(Operation &operation, const QString &title)
{
    while (!m_versions.empty()) {
        const core::VersionId id = m_versions.front();
        m_versions.pop_front();
        const auto known = m_known.find(id);
        if (known == m_known.end()) {
            readVersion(operation, title, id);
            return;
        }
        m_found.schemas.push_back(known->second);
    }
    if (!m_configs.empty()) {
        const core::ConfigId config = m_configs.front();
        m_configs.pop_front();
        readBound(operation, title, config);
        return;
    }
    std::exchange(m_take, nullptr)(m_found);
}

void EffectiveSchemas::readVersion(
    Operation &operation, const QString &title, const core::VersionId &id)
{
    using Answer = core::Result<core::Version>;
    operation.start<Answer>(
        title,
        [this, id](core::Handler<Answer> done) {
            return m_api.getVersion(id, tolerant<core::Version>(std::move(done)));
        },
        [this, &operation, title, id](const Answer &version) {
            if (version) {
                m_known[id] = version->schema;
                m_found.schemas.push_back(version->schema);
            } else {
                m_found.closed.insert(id);
            }
            readNext(operation, title);
        });
}

void EffectiveSchemas::readBound(
    Operation &operation, const QString &title, const core::ConfigId &config)
{
    using Answer = core::Result<core::Head>;
    operation.start<Answer>(
        title,
        [this, config](core::Handler<Answer> done) {
            return m_api.getHead(config, m_environment, tolerant<core::Head>(std::move(done)));
        },
        [this, &operation, title](const Answer &head) {
            if (head)
                m_found.schemas.push_back(head->schema);
            readNext(operation, title);
        });
}

} // namespace chancery::models
