// SPDX-License-Identifier: Apache-2.0
#include "effectivepair.h"

#include "engine/core/hierarchy/brought.h"
#include "models/qtconvert.h"

namespace chancery::models {

EffectivePair::EffectivePair(client::CmsApi &api)
    : m_api(api)
    , m_schemas(api)
{
    connect(&m_loading, &Operation::changed, this, [this] {
        if (m_loading.hasFailed())
            Q_EMIT changed();
    });
}

void EffectivePair::ask(Question question)
{
    if (question == m_question && (m_answer || m_loading.isRunning()))
        return;
    m_question = std::move(question);
    m_answer.reset();
    m_loading.start<core::EffectiveView>(
        tr("Merging the layers under two texts"),
        [this](core::Handler<core::EffectiveView> done) {
            return m_api.previewEffective(
                m_question.config, m_question.place, m_question.left, std::move(done));
        },
        [this](core::EffectiveView view) { askRight(std::move(view)); });
}

void EffectivePair::askRight(core::EffectiveView left)
{
    m_loading.start<core::EffectiveView>(
        tr("Merging the layers under two texts"),
        [this](core::Handler<core::EffectiveView> done) {
            return m_api.previewEffective(
                m_question.config, m_question.place, m_question.right, std::move(done));
        },
        [this, before = std::move(left)](
            core::EffectiveView view) { askSchemas(before, std::move(view)); });
}

void EffectivePair::askSchemas(core::EffectiveView left, core::EffectiveView right)
{
    const std::vector<const core::EffectiveView *> views{&left, &right};
    auto take = [this, left, right](const EffectiveSchemas::Found &found) {
        m_answer = Answer{toQt(left.text), toQt(right.text), {}, found.schemas};
        for (const core::EffectiveView *side : {&left, &right}) {
            for (std::string &pointer : core::pointersBrought(*side, found.closed))
                m_answer->brought.push_back(std::move(pointer));
        }
        Q_EMIT changed();
    };
    m_schemas.read(m_loading, tr("Merging the layers under two texts"), m_question.config, views,
        std::move(take));
}

const EffectivePair::Answer *EffectivePair::answerTo(const Question &question) const
{
    return m_answer && question == m_question ? &*m_answer : nullptr;
}

bool EffectivePair::hasFailed(const Question &question) const
{
    return question == m_question && m_loading.hasFailed();
}

} // namespace chancery::models
