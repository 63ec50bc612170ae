// SPDX-License-Identifier: Apache-2.0
#include "differencekeeper.h"

#include "editors/diffview.h"
#include "models/qtconvert.h"
#include "views/common/effectiveplace.h"
#include "views/common/errortext.h"
#include "views/common/jointadvisor.h"
#include "views/common/schemashelf.h"

#include <QBoxLayout>
#include <QSettings>

namespace chancery::views {

DifferenceKeeper::DifferenceKeeper(ViewContext &context, editors::DiffView &difference)
    : QObject(&difference)
    , m_context(context)
    , m_difference(difference)
    , m_place(new EffectivePlace(&difference))
    , m_schemas(new SchemaShelf(context, this))
{
    if (auto *layout = qobject_cast<QBoxLayout *>(difference.layout()))
        layout->insertWidget(1, m_place);
    const auto showPlace = [this] {
        m_place->setVisible(m_difference.mode() == editors::DiffView::Mode::Effective);
    };
    connect(&difference, &editors::DiffView::modeChanged, this, showPlace);
    showPlace();
    connect(m_place, &EffectivePlace::chosen, this, &DifferenceKeeper::askElsewhere);
    connect(&difference, &editors::DiffView::rulesChanged, this, [this] {
        if (!m_question.config.isEmpty())
            m_context.settings.setValue(key(), m_difference.rules().words());
    });
    connect(&difference, &editors::DiffView::effectiveWanted, this, &DifferenceKeeper::ask);
    connect(&context.stores.effective, &models::EffectivePair::changed, this,
        &DifferenceKeeper::readAnswer);
    connect(m_schemas, &SchemaShelf::changed, this, &DifferenceKeeper::readAnswer);
}

QString DifferenceKeeper::key() const
{
    return QStringLiteral("differences/%1").arg(models::toQt(m_question.config));
}

void DifferenceKeeper::follow(const core::ConfigId &config,
    const std::optional<core::EnvironmentId> &environment, const QString &left,
    const QString &right)
{
    m_question.config = config;
    m_question.place = m_place->placeIn(environment.value_or(core::EnvironmentId()));
    m_question.left = models::fromQt(left);
    m_question.right = models::fromQt(right);
    m_difference.setRules(
        editors::DiffRules::fromWords(m_context.settings.value(key()).toStringList()));
    if (!environment || config.isEmpty())
        m_difference.setEffectiveWhyNot(tr("No environment is chosen."));
    else if (left.isEmpty() || right.isEmpty())
        m_difference.setEffectiveWhyNot(tr("One of the two texts is empty."));
    else
        m_difference.setEffectiveWhyNot({});
}

void DifferenceKeeper::askElsewhere()
{
    m_question.place = m_place->placeIn(m_question.place.environment);
    if (m_difference.mode() == editors::DiffView::Mode::Effective)
        ask();
}

void DifferenceKeeper::ask()
{
    m_place->setBusy(true);
    m_context.stores.effective.ask(m_question);
    readAnswer();
}

void DifferenceKeeper::readAnswer()
{
    const models::EffectivePair &pair = m_context.stores.effective;
    const auto *answer = pair.answerTo(m_question);
    if (answer || pair.hasFailed(m_question))
        m_place->setBusy(false);
    if (answer)
        m_difference.setEffectiveTexts(answer->left, answer->right, core::Format::Json,
            answer->brought, m_schemas->jointAdvisorOf(answer->schemas));
    else if (pair.hasFailed(m_question))
        m_difference.setEffectiveWhyNot(
            errorHeadline(m_context.stores.effective.loading().error()));
}

} // namespace chancery::views
