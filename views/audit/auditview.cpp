// SPDX-License-Identifier: Apache-2.0
#include "auditview.h"

#include "editors/editortheme.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"

#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::Column;
using models::Status;
using models::toQt;

namespace {

// The leaf is canonical JSON on one line; only white space is added, never a value read and
// written.
QString indented(const QString &json)
{
    QString text;
    int depth = 0;
    bool isInString = false;
    const auto breakLine = [&] { text += u'\n' + QString(2 * std::max(0, depth), u' '); };
    for (qsizetype at = 0; at < json.size(); ++at) {
        const QChar c = json[at];
        const bool closes = !isInString && (c == u'}' || c == u']');
        const bool opens = !isInString && (c == u'{' || c == u'[');
        const bool wasOpened = at > 0 && (json[at - 1] == u'{' || json[at - 1] == u'[');
        depth -= closes;
        if (closes && !wasOpened)
            breakLine();
        text += c;
        if (c == u'"' && (at == 0 || json[at - 1] != u'\\' || (at > 1 && json[at - 2] == u'\\')))
            isInString = !isInString;
        depth += opens;
        const QChar next = at + 1 < json.size() ? json[at + 1] : QChar();
        if ((opens && next != u'}' && next != u']') || (!isInString && c == u','))
            breakLine();
        else if (!isInString && c == u':')
            text += u' ';
    }
    return text;
}

Status outcomeStatus(const EventLine &line)
{
    if (line.event.outcome == "success")
        return Status::Good;
    return line.event.outcome.empty() ? Status::Muted : Status::Bad;
}

// "agent …b5c1d0": the end of an id is what tells it from others of the same hour.
QString shortened(const audit::EventRow &event)
{
    QString id = toQt(event.targetId);
    if (id.size() > 24)
        id = u'…' + id.right(6);
    const QString type = toQt(event.targetType).replace(u'_', u' ');
    return id.isEmpty() ? type : type + u' ' + id;
}

// What people call the target; the id is in the tool tip and in the detail.
QString targetOf(const audit::EventRow &event, const models::Stores &stores)
{
    const std::string id = event.targetId.substr(0, event.targetId.find('@'));
    if (event.targetType == "head" || event.targetType == "config") {
        const core::Config *config = stores.configs.find(core::ConfigId(id));
        return config ? toQt(config->path) : shortened(event);
    }
    if (event.targetType == "principal") {
        const QString name = stores.people.nameOf(core::PrincipalId(id));
        return name == toQt(id) ? shortened(event) : name;
    }
    if (event.targetType == "agent") {
        const core::Agent *agent = stores.fleet.find(core::AgentId(id));
        return agent ? toQt(agent->name) : shortened(event);
    }
    if (event.targetType == "environment")
        return stores.places.titleOf(core::EnvironmentId(id));
    if (event.targetType == "change_request")
        return toQt(id);
    return shortened(event);
}

QString targetTip(const EventLine &line)
{
    return safeToolTip(toQt(line.event.targetType) + u' ' + toQt(line.event.targetId));
}

constexpr Column<EventLine> columns[]{
    {.key = "seq",
        .title = QT_TRANSLATE_NOOP("columns", "No."),
        .text = [](const EventLine &line) { return QString::number(line.event.seq); },
        .sort = [](const EventLine &line) { return QVariant(qlonglong(line.event.seq)); },
        .isNumber = true,
        .width = 52},
    {.key = "time",
        .title = QT_TRANSLATE_NOOP("columns", "Time"),
        .text = [](const EventLine &line) { return models::fullTime(line.event.time); },
        .sort =
            [](const EventLine &line) {
                return QVariant(qlonglong(line.event.time.time_since_epoch().count()));
            },
        .width = 176},
    {.key = "event",
        .title = QT_TRANSLATE_NOOP("columns", "Event"),
        .text = [](const EventLine &line) { return toQt(line.event.event); },
        .isCode = true,
        .width = 184},
    {.key = "actor",
        .title = QT_TRANSLATE_NOOP("columns", "Actor"),
        .text =
            [](const EventLine &line) {
                return line.stores->people.nameOf(core::PrincipalId(line.event.actor));
            },
        .tip = [](const EventLine &line) { return safeToolTip(toQt(line.event.actor)); },
        .width = 104},
    {.key = "outcome",
        .title = QT_TRANSLATE_NOOP("columns", "Outcome"),
        .text = [](const EventLine &line) { return toQt(line.event.outcome); },
        .status = outcomeStatus,
        .width = 84},
    {.key = "environment",
        .title = QT_TRANSLATE_NOOP("columns", "Environment"),
        .text =
            [](const EventLine &line) {
                return line.stores->places.titleOf(core::EnvironmentId(line.event.environment));
            },
        .width = 104},
    {.key = "target",
        .title = QT_TRANSLATE_NOOP("columns", "Target"),
        .text = [](const EventLine &line) { return targetOf(line.event, *line.stores); },
        .tip = targetTip,
        .width = 150},
    {.key = "reason",
        .title = QT_TRANSLATE_NOOP("columns", "Reason"),
        .text =
            [](const EventLine &line) {
                return toQt(line.event.problem.empty() ? line.event.reason : line.event.problem);
            },
        .tip = [](const EventLine &line) { return safeToolTip(toQt(line.event.reason)); },
        .width = 280},
};

} // namespace

QString EventLine::id() const
{
    return QString::number(event.seq);
}

AuditView::AuditView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.audit)
    , m_model(std::make_unique<models::TableModel<EventLine>>(columns))
    , m_table(
          new TablePane(QStringLiteral("events"), *m_model, context.look, context.settings, this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
    , m_banner(new Banner(context.look, this))
{
    m_table->table().setAccessibleName(tr("Audit events"));
    m_table->filter().hide();
    m_table->stretch(QStringLiteral("reason"));
    auto *splitter = new QSplitter(this);
    auto *detail = makeDetail();
    splitter->addWidget(m_overlay);
    splitter->addWidget(detail);
    splitter->setSizes({1036, 320});
    splitter->setStretchFactor(0, 1);
    rememberSplitter(*splitter, QStringLiteral("audit"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBarOverTable());
    layout->addWidget(m_banner);
    layout->addWidget(splitter, 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(std::chrono::milliseconds(150));
    m_overlay->watch(m_store.searching());
    connectStore();
    read();
    readState();
}

AuditView::~AuditView() = default;

void AuditView::connectStore()
{
    connect(&m_typing, &QTimer::timeout, this, [this] { m_store.search(m_search->text()); });
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_verify, &QAction::triggered, &m_store, &models::AuditStore::verify);
    connect(m_sync, &QAction::triggered, &m_store, &models::AuditStore::sync);
    connect(&m_store, &models::AuditStore::rowsChanged, this, &AuditView::read);
    connect(&m_context.stores.people, &models::PeopleStore::changed, this, &AuditView::readNames);
    connect(&m_context.stores.configs, &models::ConfigStore::configsChanged, this,
        &AuditView::readNames);
    connect(&m_context.stores.fleet, &models::FleetStore::changed, this, &AuditView::readNames);
    connect(&m_store, &models::AuditStore::detailChanged, this, &AuditView::readDetail);
    connect(&m_store, &models::AuditStore::stateChanged, this, &AuditView::readState);
    connect(&m_store.verifying(), &models::Operation::changed, this, &AuditView::readState);
    connect(m_banner, &Banner::actionTriggered, &m_store, &models::AuditStore::sync);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, m_search, &QLineEdit::clear);
    connect(m_table, &TablePane::currentChanged, this, [this](const QString &id) {
        if (!id.isEmpty())
            m_store.showDetail(id.toLongLong());
    });
    QScrollBar *bar = m_table->table().verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        if (value > bar->maximum() - 40)
            m_store.loadMore();
    });
}

QWidget *AuditView::makeBarOverTable()
{
    m_verify = new QAction(m_context.look.icon(QStringLiteral("verify")), tr("Verify"), this);
    m_verify->setObjectName(QStringLiteral("verifyLog"));
    m_verify->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_V);
    setPlainToolTip(
        *m_verify, tr("Hash every cached event again and compare with the signed checkpoint"));
    m_sync = new QAction(m_context.look.icon(QStringLiteral("reload")), tr("Sync"), this);
    m_sync->setObjectName(QStringLiteral("syncLog"));
    m_sync->setShortcut(Qt::Key_F5);
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_search = new QLineEdit(bar);
    m_search->setObjectName(QStringLiteral("auditSearch"));
    m_search->setAccessibleName(tr("Search events"));
    m_search->setPlaceholderText(tr("Search events"));
    m_search->setClearButtonEnabled(true);
    m_search->setProperty("role", QStringLiteral("filter"));
    m_search->setFixedWidth(320);
    m_search->addAction(m_context.look.icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    m_state = makeLabel({}, "muted", bar);
    m_state->setObjectName(QStringLiteral("auditState"));
    line->addWidget(m_search);
    line->addWidget(m_state, 1);
    line->addWidget(makeActionButton(m_sync, bar));
    line->addWidget(makeActionButton(m_verify, bar));
    return bar;
}

QWidget *AuditView::makeDetail()
{
    auto *panel = new QWidget(this);
    panel->setProperty("role", QStringLiteral("panel"));
    panel->setAttribute(Qt::WA_StyledBackground);
    m_detailTitle = makeLabel(tr("No event is selected"), "title", panel);
    m_detailTitle->setObjectName(QStringLiteral("eventTitle"));
    m_detailTitle->setWordWrap(true);
    m_proof = makeLabel({}, "muted", panel);
    m_proof->setObjectName(QStringLiteral("eventProof"));
    m_proof->setWordWrap(true);
    m_leaf = new QPlainTextEdit(panel);
    m_leaf->setObjectName(QStringLiteral("eventLeaf"));
    m_leaf->setAccessibleName(tr("The event as it was logged"));
    m_leaf->setReadOnly(true);
    m_leaf->setFont(editors::EditorTheme::monospacedFont());
    m_leaf->setProperty("role", QStringLiteral("code"));
    m_leaf->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_leaf->setTabChangesFocus(true);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_detailTitle);
    layout->addWidget(m_proof);
    layout->addWidget(makeLine(panel));
    layout->addWidget(m_leaf, 1);
    return panel;
}

void AuditView::activate(const QString &subject)
{
    if (!subject.isEmpty())
        m_search->setText(subject);
}

void AuditView::read()
{
    const auto &rows = m_store.rows();
    const auto &known = m_model->rows();
    const bool isMore = !known.empty() && known.size() < rows.size()
        && known.front().event.seq == rows.front().seq
        && known.back().event.seq == rows[known.size() - 1].seq;
    std::vector<EventLine> lines;
    for (std::size_t at = isMore ? known.size() : 0; at < rows.size(); ++at)
        lines.push_back({rows[at], &m_context.stores});
    if (isMore)
        m_model->append(std::move(lines));
    else
        m_model->setRows(std::move(lines));
    if (m_table->currentId().isEmpty() && m_model->rowCount() > 0)
        m_table->selectId(m_model->rows().front().id());
    if (!m_search->text().isEmpty())
        m_overlay->setEmpty(m_model->rowCount() == 0, tr("No event matches"),
            tr("Nothing in the cached log contains “%1”.").arg(m_search->text()),
            tr("Clear Search"));
    else
        m_overlay->setEmpty(m_model->rowCount() == 0, tr("No events are cached yet"),
            tr("They appear here when the first sync is through."));
}

void AuditView::readNames()
{
    m_model->refresh();
}

void AuditView::readDetail()
{
    const auto &detail = m_store.detail();
    if (!detail)
        return;
    showText(m_detailTitle, tr("%1  %2").arg(detail->row.seq).arg(toQt(detail->row.event)));
    showText(m_proof,
        detail->isProved ? tr("✓ Proved: its inclusion in the signed checkpoint was checked with "
                              "%n step(s) of proof.",
                               nullptr, int(detail->proof.size()))
                         : tr("✗ Not proved: this event is not in the signed checkpoint."));
    m_leaf->setPlainText(safeText(indented(toQt(detail->leaf))));
}

void AuditView::readState()
{
    const QLocale locale(QLocale::English);
    QString state = tr("%1 events cached").arg(locale.toString(m_store.size()));
    const auto &verification = m_store.verification();
    if (m_store.verifying().isRunning())
        state = tr("%1, verifying").arg(state);
    else if (verification && !verification->finding)
        state = tr("%1, all %2 proved by the signed checkpoint")
                    .arg(state, locale.toString(qlonglong(verification->checked)));
    showText(m_state, state);
    const models::Operation &syncing = m_store.syncing();
    if (verification && verification->finding)
        m_banner->show(Banner::Tone::Bad,
            tr("The cached log was changed: entries %1 to %2 (%3) are not what the checkpoint "
               "signs.")
                .arg(verification->finding->first)
                .arg(verification->finding->last)
                .arg(toQt(verification->finding->part)));
    else if (!m_store.alarm().isEmpty())
        m_banner->show(Banner::Tone::Bad,
            tr("The server's log contradicts what was seen before (%1). Keep this computer as it "
               "is and call your security team.")
                .arg(m_store.alarm()),
            {}, syncing.hasFailed() ? errorDetails(syncing.error()) : QString());
    else if (m_store.verifying().hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(m_store.verifying().error()), {},
            errorDetails(m_store.verifying().error()));
    else if (syncing.hasFailed())
        m_banner->show(Banner::Tone::Attention,
            tr("The log could not be synced: %1").arg(errorHeadline(syncing.error())),
            tr("Sync Again"), errorDetails(syncing.error()));
    else
        m_banner->clear();
}

QList<QAction *> AuditView::commands() const
{
    return {m_verify, m_sync};
}

void AuditView::focusFilter()
{
    m_search->setFocus();
}

} // namespace chancery::views
