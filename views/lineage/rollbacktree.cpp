// SPDX-License-Identifier: Apache-2.0
#include "rollbacktree.h"

#include "models/problemwords.h"
#include "models/versionname.h"
#include "views/common/safetext.h"
#include "views/common/schemaname.h"

#include <QHeaderView>
#include <QScopedValueRollback>

#include <algorithm>

namespace chancery::views {

using models::toQt;

namespace {

QString outcomeText(const core::RollbackStep &step)
{
    switch (step.outcome) {
    case core::RollbackOutcome::Ready:
        if (step.base == step.target && !step.isShared)
            return RollbackTree::tr("its layers and dependencies go back");
        if (step.isOnlyText() && !step.isShared)
            return RollbackTree::tr("goes back in comments and order alone");
        return step.isShared ? RollbackTree::tr("goes back; others hang on it too")
                             : RollbackTree::tr("goes back");
    case core::RollbackOutcome::Same:
        return RollbackTree::tr("has that text already");
    case core::RollbackOutcome::NotLiveThen:
        return RollbackTree::tr("was not live then, stays");
    case core::RollbackOutcome::Refused:
        return RollbackTree::tr("cannot go back");
    }
    return {};
}

QString kindText(core::KeyDifference::Kind kind)
{
    switch (kind) {
    case core::KeyDifference::Kind::Added:
        return RollbackTree::tr("comes back");
    case core::KeyDifference::Kind::Removed:
        return RollbackTree::tr("goes away");
    case core::KeyDifference::Kind::Changed:
        return RollbackTree::tr("has its earlier value");
    }
    return {};
}

QString fateText(core::ChangeFate fate)
{
    switch (fate) {
    case core::ChangeFate::Kept:
        return RollbackTree::tr("kept");
    case core::ChangeFate::Partly:
        return RollbackTree::tr("lost in part");
    case core::ChangeFate::Lost:
        return RollbackTree::tr("lost");
    case core::ChangeFate::Unknown:
        return RollbackTree::tr("not known, too much to look at");
    }
    return {};
}

// As it is chosen now: keys alone leave it as it is.
bool isDeclarationBack(const models::RollbackStore &store, const core::RollbackStep &step)
{
    return store.scope().at && store.isIncluded(step.config) && step.bringsDeclaration()
        && std::ranges::all_of(step.keys, [&](const core::KeyDifference &key) {
               return store.isChosen(step.config, key.pointer);
           });
}

QString layerText(const core::DeclarationDifference &difference)
{
    const QString path = toQt(difference.path);
    if (!difference.layer)
        return RollbackTree::tr("Needs %1").arg(path);
    switch (*difference.layer) {
    case core::LayerKind::Region:
        return RollbackTree::tr("Region %1: %2").arg(toQt(difference.name), path);
    case core::LayerKind::Group:
        return RollbackTree::tr("Group %1: %2").arg(toQt(difference.name), path);
    case core::LayerKind::Instance:
        return RollbackTree::tr("Instance %1: %2").arg(toQt(difference.name), path);
    case core::LayerKind::Base:
    case core::LayerKind::Environment:
        break;
    }
    return RollbackTree::tr("Base %1").arg(path);
}

QString differenceText(core::DeclarationDifference::Kind kind)
{
    switch (kind) {
    case core::DeclarationDifference::Kind::Added:
        return RollbackTree::tr("comes back");
    case core::DeclarationDifference::Kind::Removed:
        return RollbackTree::tr("goes away");
    case core::DeclarationDifference::Kind::Moved:
        return RollbackTree::tr("has its earlier place");
    }
    return {};
}

} // namespace

RollbackTree::RollbackTree(ViewContext &context, models::RollbackStore &store, QWidget *parent)
    : QTreeWidget(parent)
    , m_context(context)
    , m_store(store)
{
    setObjectName(QStringLiteral("rollbackTree"));
    setAccessibleName(tr("What goes back, what is lost and what would be wrong"));
    setColumnCount(2);
    setHeaderLabels({tr("What"), tr("What becomes of it")});
    header()->setStretchLastSection(true);
    header()->resizeSection(0, 330);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    connect(this, &QTreeWidget::itemChanged, this, &RollbackTree::take);
}

void RollbackTree::read()
{
    const QScopedValueRollback<bool> reading(m_isReading, true);
    const core::ConfigId current = currentConfig();
    // The rows of configs stay, so that whoever ticks one keeps their place.
    const auto &steps = m_store.steps();
    while (topLevelItemCount() > int(steps.size()))
        delete takeTopLevelItem(topLevelItemCount() - 1);
    while (topLevelItemCount() < int(steps.size()))
        addTopLevelItem(new QTreeWidgetItem);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        QTreeWidgetItem &row = *topLevelItem(int(i));
        const bool isNew = row.data(0, ConfigData).toString() != toQt(steps[i].config);
        readStep(row, steps[i]);
        if (isNew)
            row.setExpanded(steps.size() == 1 || !steps[i].problems.empty());
    }
    if (current.isEmpty())
        selectFirst();
}

void RollbackTree::selectFirst()
{
    if (topLevelItemCount() > 0)
        setCurrentItem(topLevelItem(0));
}

core::ConfigId RollbackTree::currentConfig() const
{
    QTreeWidgetItem *item = currentItem();
    while (item && item->parent())
        item = item->parent();
    return item ? models::idFromQt<core::ConfigId>(item->data(0, ConfigData).toString())
                : core::ConfigId();
}

void RollbackTree::readStep(QTreeWidgetItem &row, const core::RollbackStep &step)
{
    row.setData(0, ConfigData, toQt(step.config));
    const QString way = step.target.isEmpty()
        ? QString()
        : tr("%1 → %2").arg(models::versionName(step.baseSemver, step.base),
              models::versionName(step.targetSemver, step.target));
    row.setText(0, safeText(toQt(step.path)));
    // What becomes of it first: a narrow column cuts the names of versions, not that.
    row.setText(
        1, safeText(way.isEmpty() ? outcomeText(step) : tr("%1: %2").arg(outcomeText(step), way)));
    row.setData(0, Qt::ToolTipRole, safeToolTip(toQt(step.path)));
    const bool canGo = step.outcome == core::RollbackOutcome::Ready
        || step.outcome == core::RollbackOutcome::Refused;
    row.setFlags(
        canGo ? row.flags() | Qt::ItemIsUserCheckable : row.flags() & ~Qt::ItemIsUserCheckable);
    if (canGo)
        row.setCheckState(0, m_store.isIncluded(step.config) ? Qt::Checked : Qt::Unchecked);
    row.setIcon(
        1, step.problems.empty() ? QIcon() : m_context.look.icon(QStringLiteral("warning")));
    // Keys are ticked one after another: their rows stay, and what follows is told anew.
    const bool hasKeys = row.childCount() > 0 && row.child(0)->childCount() >= int(step.keys.size())
        && !step.keys.empty();
    if (!hasKeys) {
        qDeleteAll(row.takeChildren());
        readKeys(row, step);
    } else {
        while (row.childCount() > 1)
            delete row.takeChild(1);
        for (int i = 0; i < int(step.keys.size()); ++i)
            row.child(0)->child(i)->setCheckState(0,
                m_store.isIncluded(step.config)
                        && m_store.isChosen(step.config, step.keys[std::size_t(i)].pointer)
                    ? Qt::Checked
                    : Qt::Unchecked);
    }
    readDeclaration(row, step);
    readLater(row, step);
    readProblems(row, step);
    if (step.schema)
        addRow(row,
            tr("Its schema comes back with it, for today's refuses it: %1")
                .arg(schemaName(m_context.stores.schemas, *step.schema)),
            {});
    if (step.isTargetQuarantined)
        addRow(row, tr("Somebody rolled back from this version before."), {})
            ->setIcon(0, m_context.look.icon(QStringLiteral("warning")));
}

QTreeWidgetItem *RollbackTree::addRow(
    QTreeWidgetItem &above, const QString &text, const QString &note)
{
    auto *row = new QTreeWidgetItem(&above);
    row->setText(0, safeText(text));
    row->setText(1, safeText(note));
    row->setData(0, Qt::ToolTipRole, safeToolTip(text));
    row->setFlags(row->flags() & ~Qt::ItemIsUserCheckable);
    return row;
}

void RollbackTree::readKeys(QTreeWidgetItem &row, const core::RollbackStep &step)
{
    if (step.keys.empty())
        return;
    QTreeWidgetItem *group
        = addRow(row, tr("%n key(s) change", nullptr, int(step.keys.size())), {});
    group->setExpanded(true);
    for (const core::KeyDifference &key : step.keys) {
        QTreeWidgetItem *item = addRow(*group,
            key.pointer.empty() ? tr("The whole document") : toQt(key.pointer), kindText(key.kind));
        item->setData(0, KeyData, toQt(key.pointer));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(0,
            m_store.isIncluded(step.config) && m_store.isChosen(step.config, key.pointer)
                ? Qt::Checked
                : Qt::Unchecked);
    }
    if (step.hasMoreKeys)
        addRow(*group, tr("and more: they go back only with all of these"), {});
}

void RollbackTree::readDeclaration(QTreeWidgetItem &row, const core::RollbackStep &step)
{
    if (!step.declaration)
        return;
    const core::DeclarationStep &declaration = *step.declaration;
    const bool isBack = isDeclarationBack(m_store, step);
    QTreeWidgetItem *group = addRow(row,
        isBack ? tr("Layers and dependencies go back, in every environment")
               : tr("Layers and dependencies stay as they are"),
        isBack                    ? QString()
            : declaration.barrier ? toQt(*declaration.barrier)
                                  : tr("They go back with all keys alone."));
    if (declaration.barrier)
        group->setIcon(0, m_context.look.icon(QStringLiteral("warning")));
    group->setExpanded(true);
    for (const core::DeclarationDifference &difference : core::differences(declaration.change)) {
        const QString what = layerText(difference);
        addRow(*group, what, isBack ? differenceText(difference.kind) : QString());
    }
    for (const std::string &path : declaration.left)
        addRow(*group, toQt(path), tr("was not live then or is no more, stays out"));
}

void RollbackTree::readLater(QTreeWidgetItem &row, const core::RollbackStep &step)
{
    if (step.later.empty())
        return;
    QTreeWidgetItem *group
        = addRow(row, tr("%n later change(s)", nullptr, int(step.later.size())), {});
    group->setExpanded(true);
    for (const core::LaterChange &change : step.later) {
        const core::LineageEntry &entry = change.entry;
        QTreeWidgetItem *item = addRow(*group,
            tr("%1 by %2, %3: %4")
                .arg(models::versionName(entry.semver, entry.version), toQt(entry.authorName),
                    models::relativeTime(entry.createdAt, m_context.clock.now()),
                    toQt(entry.message)),
            fateText(change.fate));
        QStringList keys;
        for (const std::string &key : entry.namedKeys())
            keys << toQt(key);
        item->setData(1, Qt::ToolTipRole, safeToolTip(keys.join(QStringLiteral(", "))));
    }
    if (step.hasMoreLater)
        addRow(*group, tr("and older ones"), {});
}

void RollbackTree::readProblems(QTreeWidgetItem &row, const core::RollbackStep &step)
{
    if (step.problems.empty())
        return;
    QTreeWidgetItem *group
        = addRow(row, tr("%n thing(s) would be wrong", nullptr, int(step.problems.size())), {});
    group->setExpanded(true);
    group->setIcon(0, m_context.look.icon(QStringLiteral("warning")));
    for (const core::RollbackProblem &problem : step.problems) {
        const QString place
            = problem.path == step.path ? toQt(problem.pointer) : toQt(problem.path);
        addRow(*group, place.isEmpty() ? toQt(problem.path) : place,
            models::problemText(problem.message))
            ->setData(1, Qt::ToolTipRole, safeToolTip(models::problemText(problem.message)));
    }
}

void RollbackTree::take(QTreeWidgetItem *item)
{
    if (m_isReading)
        return;
    QTreeWidgetItem *top = item;
    while (top->parent())
        top = top->parent();
    const auto config = models::idFromQt<core::ConfigId>(top->data(0, ConfigData).toString());
    const bool isChecked = item->checkState(0) == Qt::Checked;
    if (item == top) {
        m_store.include(config, isChecked);
        return;
    }
    const QVariant key = item->data(0, KeyData);
    if (!key.isValid())
        return;
    if (isChecked && !m_store.isIncluded(config)) {
        // From nothing to one key: the others stay.
        m_store.include(config, true);
        const core::RollbackStep *step = m_store.find(config);
        for (const core::KeyDifference &other : step->keys)
            if (other.pointer != models::fromQt(key.toString()))
                m_store.choose(config, other.pointer, false);
        return;
    }
    m_store.choose(config, models::fromQt(key.toString()), isChecked);
}

} // namespace chancery::views
