// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/schema/schema.h"
#include "models/operation.h"

#include <functional>
#include <memory>

namespace chancery::models {

// Whether what comes of a config's layers with another text in their midst is in order: in the
// environment as such, and in each region, group and instance that layers are declared for. Asked
// one after another in the operation of its owner, which it lives in; one question at a time. Of
// the GUI thread.
class BulkJudge {
public:
    struct Question {
        core::ConfigId config;
        core::EnvironmentId environment;
        std::string text; // in the place of what is live
        std::shared_ptr<const core::CompiledSchema> schema; // null: only what refers to nothing
    };
    // What is wrong then and is not now, each once (GOV-22).
    using Take = std::function<void(std::vector<core::FieldError> problems)>;

    BulkJudge(client::CmsApi &api, core::Executor &compute)
        : m_api(api)
        , m_compute(compute)
    {
    }

    void ask(Operation &operation, const QString &title, Question question, Take take);

private:
    // What holds in a place, or what keeps it from being put together.
    struct Merged {
        std::optional<core::EffectiveView> view;
        std::vector<core::FieldError> problems;
    };

    void askNext(Operation &operation, const QString &title);
    void askBefore(Operation &operation, const QString &title, const Merged &after);
    void compare(
        Operation &operation, const QString &title, const Merged &after, const Merged &before);
    static core::Result<Merged> mergedOf(core::Result<core::EffectiveView> view);
    static std::vector<core::FieldError> introduced(
        const core::CompiledSchema *schema, const Merged &after, const Merged &before);

    client::CmsApi &m_api;
    core::Executor &m_compute;
    Question m_question;
    std::vector<core::HierarchyPlace> m_places; // still to be looked at
    std::vector<core::FieldError> m_problems;
    Take m_take;
};

} // namespace chancery::models
