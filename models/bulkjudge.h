// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/schema/schema.h"
#include "models/bulkobject.h"
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
        QString title; // of the operation
        Progress progress;
        core::ConfigId config;
        core::EnvironmentId environment;
        std::string path;
        core::Format format = core::Format::Json;
        std::string text; // in the place of what is live
        std::optional<std::string> before; // of a draft; nothing: what is live
        std::shared_ptr<const core::CompiledSchema> schema; // null: only what refers to nothing
    };
    // What is wrong then and is not now, each once (GOV-22). What keeps a text from being looked
    // at, a right for one, is an answer; what keeps everybody from asking is a failure of the
    // operation.
    using Take = std::function<void(const BulkJudgement &judgement)>;

    BulkJudge(client::CmsApi &api, core::Executor &compute)
        : m_api(api)
        , m_compute(compute)
    {
    }

    void ask(Operation &operation, Question question, Take take);

private:
    // What holds in a place, or what keeps it from being put together.
    struct Merged {
        std::optional<core::EffectiveView> view;
        std::vector<core::FieldError> problems;
        std::optional<core::Error> error; // nobody knows what holds
    };

    template <typename T, typename Start, typename Use>
    void start(Operation &operation, Start start, Use use);
    void takePlaces(const core::ConfigLayers &declared);
    void askNext(Operation &operation);
    void askBefore(Operation &operation, const Merged &after);
    void compare(Operation &operation, const Merged &after, const Merged &before);
    void finish();
    static core::Result<Merged> mergedOf(core::Result<core::EffectiveView> view);
    void takeProblems(const std::vector<BulkProblem> &problems);
    static std::vector<core::FieldError> introduced(
        const core::CompiledSchema *schema, const Merged &after, const Merged &before);
    static std::vector<BulkProblem> withDefinitions(
        const Question &question, const std::vector<core::FieldError> &problems);

    client::CmsApi &m_api;
    core::Executor &m_compute;
    Question m_question;
    std::vector<core::HierarchyPlace> m_places; // still to be looked at
    BulkJudgement m_judgement;
    Take m_take;
};

} // namespace chancery::models
