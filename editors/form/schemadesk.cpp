// SPDX-License-Identifier: Apache-2.0
#include "schemadesk.h"

#include "editors/text/analysis.h"
#include "engine/core/document/value.h"

#include <algorithm>

namespace chancery::editors {

namespace {

using Answers = std::vector<PlaceAdvice>;

PlaceAdvice placeAdvice(
    const SchemaAdvisor &advisor, const core::Tree &tree, const std::string &pointer)
{
    PlaceAdvice place{pointer, advisor.adviceFor(&tree, pointer), {}};
    if (tree.root().resolve(pointer).isObject()) {
        place.required = advisor.keysFor(&tree, pointer);
        std::erase_if(place.required, [](const KeyAdvice &key) { return !key.isRequired; });
    }
    return place;
}

} // namespace

SchemaDesk::SchemaDesk(core::Executor &executor, QObject *parent)
    : QObject(parent)
    , m_executor(executor)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &SchemaDesk::work);
}

void SchemaDesk::start(
    std::shared_ptr<const Analysis> analysis, std::shared_ptr<const SchemaAdvisor> advisor)
{
    m_analysis = std::move(analysis);
    m_advisor = std::move(advisor);
    m_wanted.clear();
    m_call.cancel();
}

void SchemaDesk::ask(const std::string &pointer)
{
    m_wanted.insert(pointer);
    if (!m_soon.isActive() && !m_call.isHeld())
        m_soon.start(0);
}

void SchemaDesk::work()
{
    if (m_wanted.empty() || !m_advisor || !m_analysis)
        return;
    m_call = m_executor.run<Answers>(
        [analysis = m_analysis, advisor = m_advisor, wanted = std::exchange(m_wanted, {})](
            const core::CancelToken &token) {
            Answers answers;
            for (const std::string &pointer : wanted) {
                if (token.isCancelled())
                    break;
                answers.push_back(placeAdvice(*advisor, analysis->tree, pointer));
            }
            return core::Result<Answers>(std::move(answers));
        },
        [this](core::Result<Answers> answers) {
            m_call.cancel();
            if (answers)
                Q_EMIT answered(*answers);
            work();
        });
}

} // namespace chancery::editors
