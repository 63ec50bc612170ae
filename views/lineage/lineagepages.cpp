// SPDX-License-Identifier: Apache-2.0
#include "lineagepages.h"

#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"
#include "views/lineage/hindsightpage.h"
#include "views/lineage/instantspage.h"
#include "views/lineage/lineageview.h"
#include "views/lineage/rollbackpanel.h"

#include <QVBoxLayout>

namespace chancery::views {

LineagePages::LineagePages(ViewContext &context)
    : m_context(context)
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_versions(new LineageView(context))
    , m_before(new HindsightPage(context, m_stack))
{
    m_tabs->setObjectName(QStringLiteral("lineageTabs"));
    m_tabs->setAccessibleName(tr("What is looked at"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &title : {tr("Versions"), tr("What Changed Before"), tr("Two Instants")})
        m_tabs->addTab(title);
    m_stack->addWidget(m_versions);
    m_stack->addWidget(m_before);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(makeLine(this));
    layout->addWidget(m_stack, 1);
    makeCommands();
    connectParts();
}

LineagePages::~LineagePages() = default;

void LineagePages::makeCommands()
{
    static constexpr const char *names[]{"showVersions", "showSuspects", "showInstants"};
    for (int page = 0; page < m_tabs->count(); ++page) {
        auto *action = new QAction(tr("Show %1").arg(m_tabs->tabText(page)), this);
        action->setObjectName(QLatin1String(names[page]));
        action->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key(Qt::Key_1 + page)));
        connect(action, &QAction::triggered, this, [this, page] { m_tabs->setCurrentIndex(page); });
        m_commands << action;
    }
    auto *instant = new QAction(
        m_context.look.icon(QStringLiteral("rollback")), tr("Roll Back to a Point in Time…"), this);
    instant->setObjectName(QStringLiteral("rollBackToInstant"));
    instant->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::ALT | Qt::Key_B);
    const models::ActionState may = models::rollBackRight(m_context.stores.permissions);
    instant->setEnabled(may.isEnabled);
    setPlainToolTip(*instant,
        may.isEnabled ? tr("Make live again what was live at an instant: an environment, a "
                           "namespace or a service")
                      : may.whyNot);
    connect(instant, &QAction::triggered, this, &LineagePages::rollBackToInstant);
    m_commands << instant;
    m_versions->addToHeader(instant);
}

void LineagePages::connectParts()
{
    connect(m_tabs, &QTabBar::currentChanged, this, &LineagePages::show);
    connect(m_tabs, &QTabBar::tabBarClicked, this, &LineagePages::show);
    connect(m_versions, &LineageView::rollbackWanted, this, &LineagePages::rollBack);
    connect(m_before, &HindsightPage::rollbackWanted, this, &LineagePages::rollBack);
}

void LineagePages::show(int page)
{
    if (page == Instants && !m_instants) {
        m_instants = new InstantsPage(m_context, m_stack);
        m_stack->addWidget(m_instants);
    }
    const auto &config = m_context.stores.lineage.config();
    switch (page) {
    case Before:
        m_stack->setCurrentWidget(m_before);
        m_before->enter();
        break;
    case Instants:
        m_stack->setCurrentWidget(m_instants);
        m_instants->enter(config ? &*config : nullptr);
        break;
    default:
        m_stack->setCurrentWidget(m_versions);
        break;
    }
}

RollbackPanel &LineagePages::rollbackPanel()
{
    if (!m_rollback) {
        m_rollback = new RollbackPanel(m_context, m_stack);
        m_stack->addWidget(m_rollback);
        connect(m_rollback, &RollbackPanel::left, this, [this] { show(m_tabs->currentIndex()); });
    }
    m_stack->setCurrentWidget(m_rollback);
    return *m_rollback;
}

void LineagePages::rollBack(const core::ConfigId &config, const core::VersionId &target)
{
    if (const core::Config *known = m_context.stores.configs.find(config))
        rollbackPanel().enterVersion(*known, target);
}

void LineagePages::rollBackToInstant()
{
    const auto &config = m_context.stores.lineage.config();
    rollbackPanel().enterInstant(config ? &*config : nullptr);
}

void LineagePages::activate(const QString &subject)
{
    m_context.stores.configs.loadAllNamespaces();
    if (!subject.isEmpty()) {
        m_tabs->setCurrentIndex(Versions);
        show(Versions);
    }
    m_versions->activate(subject);
}

QList<QAction *> LineagePages::commands() const
{
    return m_versions->commands() + m_commands + m_before->commands();
}

QString LineagePages::configPath() const
{
    const auto &config = m_context.stores.lineage.config();
    return config ? models::toQt(config->path) : QString();
}

void LineagePages::focusFilter()
{
    if (m_stack->currentWidget() == m_before)
        m_before->focusFilter();
    else if (m_stack->currentWidget() == m_instants)
        m_instants->focusFilter();
    else
        m_versions->focusFilter();
}

} // namespace chancery::views
