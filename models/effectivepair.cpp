// SPDX-License-Identifier: Apache-2.0
#include "effectivepair.h"

#include "models/qtconvert.h"

namespace chancery::models {

EffectivePair::EffectivePair(client::CmsApi &api)
    : m_api(api)
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
        [this, before = std::move(left)](const core::EffectiveView &view) {
            m_answer = Answer{toQt(before.text), toQt(view.text), {}};
            for (const core::EffectiveView *side : {&before, &view}) {
                for (const core::EffectiveReference &reference : side->references)
                    m_answer->brought.push_back(reference.at);
            }
            Q_EMIT changed();
        });
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
