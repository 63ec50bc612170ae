// SPDX-License-Identifier: Apache-2.0
#include "requestfacts.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/safetext.h"
#include "views/common/schemaname.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

namespace {

constexpr int mostKeysShown = 8;

QString factorText(const core::RiskFactor &factor)
{
    const auto &code = factor.code;
    if (code == "environment")
        return RequestFacts::tr("how critical the environment is");
    if (code == "numeric-change")
        return RequestFacts::tr("the size of a change of a number");
    if (code == "kill-switch")
        return RequestFacts::tr("something is switched on or off");
    if (code == "security-key")
        return RequestFacts::tr("a key that security hangs on");
    if (code == "dependents")
        return RequestFacts::tr("other configs hang on it");
    if (code == "removal")
        return RequestFacts::tr("keys go");
    if (code == "governing")
        return RequestFacts::tr("it changes who decides");
    if (code == "schema")
        return RequestFacts::tr("another schema, which limits every later change");
    return models::toQt(code);
}

QString keysText(const std::vector<std::string> &keys)
{
    QStringList shown;
    for (const std::string &key : keys) {
        if (shown.size() == mostKeysShown)
            return RequestFacts::tr("%1 and %n more", nullptr, int(keys.size()) - mostKeysShown)
                .arg(shown.join(QStringLiteral(", ")));
        shown << (key.empty() ? RequestFacts::tr("perhaps any key") : models::toQt(key));
    }
    return shown.join(QStringLiteral(", "));
}

} // namespace

RequestFacts::RequestFacts(models::SchemaSet &schemas, QWidget *parent)
    : QWidget(parent)
    , m_schemas(schemas)
    , m_schemaChanges(makeLabel({}, "value", this))
    , m_risk(makeLabel({}, "value", this))
    , m_life(makeLabel({}, "muted", this))
    , m_overlaps(makeLabel({}, "problem", this))
{
    m_schemaChanges->setObjectName(QStringLiteral("requestSchemas"));
    m_risk->setObjectName(QStringLiteral("requestRisk"));
    m_life->setObjectName(QStringLiteral("requestLife"));
    m_overlaps->setObjectName(QStringLiteral("requestOverlaps"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (QLabel *label : {m_schemaChanges, m_risk, m_life, m_overlaps}) {
        label->setWordWrap(true);
        layout->addWidget(label);
    }
}

void RequestFacts::show(const core::ChangeRequest &request)
{
    const auto put = [](QLabel *label, const QString &text) {
        showText(label, text);
        label->setHidden(text.isEmpty());
    };
    put(m_schemaChanges, schemasOf(request));
    put(m_risk, riskOf(request));
    put(m_life, lifeOf(request));
    put(m_overlaps, overlapsOf(request));
}

// What comes with the text and is approved with it.
QString RequestFacts::schemasOf(const core::ChangeRequest &request) const
{
    QStringList lines;
    for (const core::RequestItem &item : request.items) {
        if (item.schema)
            lines << tr("%1 gets another schema in %2: %3")
                         .arg(models::toQt(item.path), models::toQt(item.environment),
                             schemaName(m_schemas, *item.schema));
        if (!item.declaration)
            continue;
        lines << tr("%1 gets its earlier layers and dependencies back, in every environment:")
                     .arg(models::toQt(item.path));
        for (const core::DeclarationDifference &each : core::differences(*item.declaration))
            lines << models::toQt(core::toString(each));
    }
    return lines.join(u'\n');
}

// Of several items the riskiest, for that one selects the rule.
QString RequestFacts::riskOf(const core::ChangeRequest &request) const
{
    const core::ChangeFacts *worst = nullptr;
    for (const core::RequestItem &item : request.items) {
        if (!item.facts)
            return tr("The risk is not known: every rule that asks for a risk binds.");
        if (!worst || item.facts->risk > worst->risk)
            worst = &*item.facts;
    }
    if (!worst)
        return {};
    QStringList lines{tr("%1 of 100").arg(worst->risk)};
    for (const core::RiskFactor &factor : worst->factors)
        lines << tr("+%1  %2").arg(factor.points).arg(factorText(factor));
    return lines.join(u'\n');
}

QString RequestFacts::lifeOf(const core::ChangeRequest &request) const
{
    if (request.orphanedBecause)
        return tr("Its author is gone. Whoever may edit can claim the request; all votes are void "
                  "then.");
    if (request.confirmation) {
        const QString due = models::fullTime(request.confirmation->dueAt);
        if (request.confirmation->at)
            return tr("Expedited; the other approvals came: %1")
                .arg(models::fullTime(*request.confirmation->at));
        return request.confirmation->isOverdue
            ? tr("Expedited, and the other approvals are overdue since %1").arg(due)
            : tr("Expedited: it was applied with fewer approvals, the others are due by %1")
                  .arg(due);
    }
    if (!request.expiresAt)
        return {};
    const QString when = models::fullTime(*request.expiresAt);
    return request.state == core::RequestState::Approved
        ? tr("Expires unless applied: %1").arg(when)
        : tr("Expires unless approved: %1").arg(when);
}

QString RequestFacts::overlapsOf(const core::ChangeRequest &request) const
{
    QStringList lines;
    for (const core::RequestItem &item : request.items) {
        if (!item.overlaps)
            continue;
        for (const core::Overlap &overlap : *item.overlaps)
            lines << tr("%1 of %2 changes the same keys of %3: %4")
                         .arg(models::toQt(overlap.request), models::toQt(overlap.requesterName),
                             models::toQt(item.path), keysText(overlap.keys));
    }
    return lines.join(u'\n');
}

} // namespace chancery::views
