// SPDX-License-Identifier: Apache-2.0
#include "lineageview.h"

#include "editors/diffview.h"
#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/differencekeeper.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"
#include "views/lineage/revertaction.h"

#include <QHBoxLayout>
#include <QListView>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::Column;
using models::toQt;

namespace {

QString approvers(const VersionRow &row)
{
    QStringList names;
    for (const core::Approval &approval : row.version.approvals)
        names << toQt(approval.name);
    return names.join(QStringLiteral(", "));
}

QString stateOf(const VersionRow &row)
{
    if (row.isLive)
        return QCoreApplication::translate("columns", "Live");
    if (row.version.quarantined)
        return QCoreApplication::translate("columns", "Quarantined");
    if (row.version.rollbackOf)
        return QCoreApplication::translate("columns", "Rollback");
    return QCoreApplication::translate("columns", "Earlier");
}

models::Status statusOf(const VersionRow &row)
{
    if (row.isLive)
        return models::Status::Good;
    return row.version.quarantined ? models::Status::Attention : models::Status::Muted;
}

constexpr Column<VersionRow> columns[]{
    {.key = "version",
        .title = QT_TRANSLATE_NOOP("columns", "Version"),
        .text = [](const VersionRow &row) { return models::shortDigest(row.version.id.text()); },
        .isCode = true,
        .width = 96},
    {.key = "state",
        .title = QT_TRANSLATE_NOOP("columns", "State"),
        .text = stateOf,
        .status = statusOf,
        .width = 112},
    {.key = "when",
        .title = QT_TRANSLATE_NOOP("columns", "Applied"),
        .text = [](const VersionRow &row) { return models::fullTime(row.version.createdAt); },
        .sort =
            [](const VersionRow &row) {
                return QVariant(qlonglong(row.version.createdAt.time_since_epoch().count()));
            },
        .tip =
            [](const VersionRow &row) {
                return models::relativeTime(row.version.createdAt, row.now);
            },
        .width = 184},
    {.key = "author",
        .title = QT_TRANSLATE_NOOP("columns", "Author"),
        .text = [](const VersionRow &row) { return toQt(row.version.authorName); },
        .width = 136},
    {.key = "approvers",
        .title = QT_TRANSLATE_NOOP("columns", "Approved By"),
        .text = approvers,
        .width = 136},
    {.key = "request",
        .title = QT_TRANSLATE_NOOP("columns", "Request"),
        .text =
            [](const VersionRow &row) {
                return row.version.changeRequest ? toQt(*row.version.changeRequest) : QString();
            },
        .width = 80},
    {.key = "reason",
        .title = QT_TRANSLATE_NOOP("columns", "Reason"),
        .text = [](const VersionRow &row) { return models::firstLine(row.version.message); },
        .tip = [](const VersionRow &row) { return safeToolTip(toQt(row.version.message)); },
        .width = 320},
};

} // namespace

QString VersionRow::id() const
{
    return toQt(version.id);
}

LineageView::LineageView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.lineage)
    , m_model(std::make_unique<models::TableModel<VersionRow>>(columns))
    , m_table(
          new TablePane(QStringLiteral("versions"), *m_model, context.look, context.settings, this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
    , m_banner(new Banner(context.look, this))
    , m_paths(new QStringListModel(this))
    , m_schemas(new SchemaShelf(context, this))
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
    , m_differenceOverlay(new StateOverlay(context.look, m_difference, this))
    , m_revert(new RevertAction(context, this))
{
    m_rollBack = new QAction(context.look.icon(QStringLiteral("rollback")), tr("Roll Back…"), this);
    m_rollBack->setObjectName(QStringLiteral("rollBack"));
    m_rollBack->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_B);
    m_table->table().setAccessibleName(tr("Versions"));
    m_difference->setTheme(context.look.theme().editorTheme());
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(m_differenceOverlay);
    splitter->setSizes({300, 480});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("lineage"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_banner);
    layout->addWidget(splitter, 1);
    m_overlay->watch(m_store.loading());
    m_differenceOverlay->watch(m_store.loadingTexts());
    connectStores();
    fillConfigs();
    read();
}

LineageView::~LineageView() = default;

void LineageView::connectStores()
{
    connect(m_rollBack, &QAction::triggered, this, &LineageView::rollBack);
    connect(m_table, &TablePane::selectionChanged, this, &LineageView::readSelection);
    connect(&m_store, &models::LineageStore::versionsChanged, this, &LineageView::read);
    connect(&m_store, &models::LineageStore::textsChanged, this, &LineageView::readTexts);
    connect(m_schemas, &SchemaShelf::changed, this, &LineageView::readSchemas);
    connect(&m_store.rollingBack(), &models::Operation::changed, this, &LineageView::readOutcome);
    connect(&m_store, &models::LineageStore::rolledBack, this,
        [this](const core::ChangeRequest &request) {
            if (request.state != core::RequestState::Applied)
                m_context.navigator.goTo({QStringLiteral("changes"), toQt(request.id)});
        });
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        m_store.rollingBack().dismiss();
        m_store.reload();
    });
    connect(&m_context.stores.configs, &models::ConfigStore::configsChanged, this,
        &LineageView::fillConfigs);
    connect(&m_context.stores.configs, &models::ConfigStore::namespacesChanged,
        &m_context.stores.configs, &models::ConfigStore::loadAllNamespaces);
    connect(&m_context.stores.places, &models::PlacesStore::currentChanged, this,
        [this] { show(m_configs->currentText()); });
    m_context.look.whenDressed(
        *m_difference, [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); });
}

QWidget *LineageView::makeHeader()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_configs = new QComboBox(bar);
    m_configs->setObjectName(QStringLiteral("lineageConfig"));
    m_configs->setAccessibleName(tr("Config"));
    m_configs->setMinimumWidth(280);
    // Thousands of paths: none of them is measured.
    m_configs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_configs->setModel(m_paths);
    if (auto *list = qobject_cast<QListView *>(m_configs->view()))
        list->setUniformItemSizes(true);
    m_configs->setPlaceholderText(tr("Choose a config"));
    m_hint = makeLabel({}, "muted", bar);
    m_table->filter().setMaximumWidth(260);
    line->addWidget(m_configs);
    line->addWidget(&m_table->filter());
    line->addWidget(m_hint, 1);
    line->addWidget(makeActionButton(m_revert, bar));
    line->addWidget(makeActionButton(m_rollBack, bar));
    connect(m_configs, &QComboBox::textActivated, this, &LineageView::show);
    return bar;
}

void LineageView::fillConfigs()
{
    const QString current = m_configs->currentText();
    QStringList paths;
    for (const core::Config *config : m_context.stores.configs.all())
        paths << toQt(config->path);
    if (paths != m_paths->stringList())
        m_paths->setStringList(paths);
    m_configs->setCurrentIndex(int(paths.indexOf(current)));
    if (!m_wanted.isEmpty() && paths.contains(m_wanted))
        show(std::exchange(m_wanted, QString()));
    else if (m_configs->currentIndex() < 0 && m_wanted.isEmpty() && !paths.isEmpty())
        show(paths.front());
}

void LineageView::activate(const QString &subject)
{
    m_context.stores.configs.loadAllNamespaces();
    if (!subject.isEmpty()) {
        m_wanted = subject;
        fillConfigs();
    }
}

void LineageView::show(const QString &path)
{
    const core::Config *config = m_context.stores.configs.findPath(models::fromQt(path));
    if (!config)
        return;
    m_configs->setCurrentText(path);
    m_store.show(*config, m_context.stores.places.currentId());
}

void LineageView::read()
{
    std::vector<VersionRow> rows;
    for (const core::Version &version : m_store.versions())
        rows.push_back({version, m_context.clock.now(),
            m_store.head() && m_store.head()->version == version.id});
    m_model->setRows(std::move(rows));
    const QString place = m_context.stores.places.titleOf(m_context.stores.places.currentId());
    if (!m_store.config())
        m_overlay->setEmpty(
            true, tr("No config is chosen"), tr("Choose a config above to see its versions."));
    else
        m_overlay->setEmpty(m_model->rowCount() == 0, tr("Nothing was ever live here"),
            tr("“%1” has no version in %2.").arg(toQt(m_store.config()->path), place));
    if (m_model->rowCount() > 0 && m_table->selectedIds().isEmpty())
        m_table->selectId(m_model->rows().front().id());
    readSelection();
}

const core::Version *LineageView::target() const
{
    const QStringList ids = m_table->selectedIds();
    return ids.size() == 1 ? m_store.find(models::idFromQt<core::VersionId>(ids.front())) : nullptr;
}

void LineageView::readSelection()
{
    const QStringList ids = m_table->selectedIds();
    const models::ActionState state
        = models::rollBackState(m_context.stores.permissions, target(), m_store.head());
    m_rollBack->setEnabled(state.isEnabled);
    setPlainToolTip(*m_rollBack,
        state.isEnabled ? tr("Make the selected version live again")
                        : tr("%1: %2").arg(m_rollBack->text(), state.whyNot));
    m_revert->update(target());
    m_older = {};
    m_newer = {};
    if (ids.size() == 1) {
        // One alone is compared with the one before it.
        m_newer = models::idFromQt<core::VersionId>(ids.front());
        const core::Version *version = m_store.find(m_newer);
        m_older
            = version && !version->parents.empty() ? version->parents.front() : core::VersionId();
    } else if (ids.size() >= 2) {
        const core::Version *first = m_store.find(models::idFromQt<core::VersionId>(ids.front()));
        const core::Version *last = m_store.find(models::idFromQt<core::VersionId>(ids.back()));
        if (first && last) {
            m_older = first->createdAt < last->createdAt ? first->id : last->id;
            m_newer = first->createdAt < last->createdAt ? last->id : first->id;
        }
    }
    showText(m_hint,
        ids.size() < 2 ? tr("Select two versions to compare them.")
                       : tr("Comparing two versions."));
    m_store.wantTexts(m_newer, m_older);
}

void LineageView::readTexts()
{
    const QString *newer = m_store.textOf(m_newer);
    const QString *older = m_store.textOf(m_older);
    m_differenceOverlay->setEmpty(m_newer.isEmpty(), tr("No version is selected"),
        tr("Select one to see what it changed, or two to compare them."));
    if (!newer || (!older && !m_older.isEmpty()))
        return;
    readSchemas();
    m_difference->setTitles(
        m_older.isEmpty() ? tr("Nothing before") : models::shortDigest(m_older.text()),
        models::shortDigest(m_newer.text()));
    m_keeper->follow(m_store.config()->id, m_context.stores.places.currentId(),
        older ? *older : QString(), *newer);
    m_difference->setTexts(older ? *older : QString(), *newer, m_store.config()->format);
}

// Each version by the schema of its time; of one that is not listed nobody knows it.
void LineageView::readSchemas()
{
    const auto advisorOf = [this](const core::VersionId &id) {
        const core::Version *version = m_store.find(id);
        if (!version)
            return id.isEmpty() ? SchemaShelf::Advisor() : m_schemas->awaited();
        return m_schemas->advisorOf(version->schema);
    };
    m_difference->setAdvisors(advisorOf(m_older), advisorOf(m_newer));
}

void LineageView::readOutcome()
{
    const models::Operation &operation = m_store.rollingBack();
    if (operation.hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(operation.error()), tr("Reload"),
            errorDetails(operation.error()));
    else
        m_banner->clear();
}

void LineageView::rollBack()
{
    const core::Version *version = target();
    const core::Environment *place = m_context.stores.places.current();
    if (!version || !place)
        return;
    const QString title = m_context.stores.places.titleOf(place->id);
    const QString effect = place->rollbackNeedsApproval
        ? tr("A change request is made that somebody else has to approve.")
        : tr("It becomes live at once.");
    Question question;
    question.title = tr("Roll Back");
    question.text
        = tr("“%1” in %2 goes back to version %3 of %4. %5")
              .arg(toQt(m_store.config()->path), title, models::shortDigest(version->id.text()),
                  models::fullTime(version->createdAt), effect);
    question.action = tr("Roll Back");
    question.reasonLabel = tr("Why");
    question.typeToConfirm = title;
    m_context.prompt.ask(question, [this, id = version->id](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.rollBack(id, answer.reason);
    });
}

QList<QAction *> LineageView::commands() const
{
    return {m_revert, m_rollBack};
}

void LineageView::focusFilter()
{
    m_table->filter().setFocus();
}

} // namespace chancery::views
