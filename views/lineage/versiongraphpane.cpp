// SPDX-License-Identifier: Apache-2.0
#include "versiongraphpane.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/offer.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPaintEvent>
#include <QVBoxLayout>

namespace chancery::views {

using models::VersionGraphModel;

namespace {

// Of a version that changed very much not all keys are told, and any could be among the others.
QString unsureText(int count)
{
    return count == 0 ? QString()
                      : VersionGraphPane::tr("; %n of them changed more keys than are listed, "
                                             "perhaps not these",
                            nullptr, count);
}

} // namespace

VersionGraphPane::VersionGraphPane(models::VersionGraphStore &store, const core::Clock &clock,
    Look &look, QSettings &settings, FlagOf flagOf, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_look(look)
    , m_model(std::make_unique<VersionGraphModel>(store, clock))
    , m_table(new TablePane(QStringLiteral("versions"), *m_model, look, settings, this))
    , m_search(new QLineEdit(this))
    , m_date(new QLineEdit(this))
    , m_count(makeLabel({}, "muted", this))
    , m_onlyMatches(new QAction(tr("Show Only Matches"), this))
{
    setUpTable(std::move(flagOf));
    setUpFinding();
    add(tr("Find Next Version"), QStringLiteral("findNextVersion"), QStringLiteral("next"),
        Qt::ALT | Qt::Key_PageDown, &VersionGraphPane::findNext);
    add(tr("Find Previous Version"), QStringLiteral("findPreviousVersion"),
        QStringLiteral("previous"), Qt::ALT | Qt::Key_PageUp, &VersionGraphPane::findPrevious);
    m_finds = actions();
    add(tr("Go to Version Before"), QStringLiteral("goToParent"), QStringLiteral("caretBelow"),
        Qt::ALT | Qt::Key_Down, &VersionGraphPane::goToParent);
    add(tr("Go to Version After"), QStringLiteral("goToChild"), QStringLiteral("caretAbove"),
        Qt::ALT | Qt::Key_Up, &VersionGraphPane::goToChild);
    add(tr("Find Versions Like This"), QStringLiteral("findLike"), QStringLiteral("find"),
        Qt::CTRL | Qt::ALT | Qt::Key_V, &VersionGraphPane::findLike);
    m_moves = actions().mid(m_finds.size());
    add(tr("Go to Date"), QStringLiteral("goToDate"), QStringLiteral("next"),
        Qt::CTRL | Qt::ALT | Qt::Key_G, &VersionGraphPane::goToDate);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    readCount();
    readCommands();
}

VersionGraphPane::~VersionGraphPane() = default;

QAction *VersionGraphPane::add(const QString &text, const QString &name, const QString &icon,
    QKeySequence key, void (VersionGraphPane::*deed)())
{
    auto *action = new QAction(m_look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, deed);
    addAction(action);
    return action;
}

void VersionGraphPane::setUpTable(FlagOf flagOf)
{
    QTableView &view = m_table->table();
    view.setAccessibleName(tr("Versions"));
    m_lanes = new LaneDelegate(*m_model, m_look, std::move(flagOf), this);
    view.setItemDelegateForColumn(VersionGraphModel::GraphColumn, m_lanes);
    view.viewport()->installEventFilter(this);
    // The order is that of the graph.
    view.setSortingEnabled(false);
    view.sortByColumn(-1, Qt::AscendingOrder);
    view.horizontalHeader()->setSectionsClickable(false);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->filter().hide();
    connect(m_table, &TablePane::selectionChanged, this, [this] {
        if (!m_table->currentId().isEmpty())
            m_current = m_table->currentId();
        readCommands();
        Q_EMIT selectionChanged();
    });
    connect(&m_store, &models::VersionGraphStore::rowsReset, this, [this] {
        selectVersion(models::idFromQt<core::VersionId>(m_current));
        readCount();
        readCommands();
        Q_EMIT rowsChanged();
    });
    // The model gathers what comes while more is read; so the count does not flicker.
    connect(m_model.get(), &QAbstractItemModel::rowsInserted, this, &VersionGraphPane::readCount);
    connect(&m_store, &models::VersionGraphStore::rowsAppended, this, [this] {
        if (!m_store.hasMore())
            readCount();
        Q_EMIT rowsChanged();
    });
    // When a page has come, and when none will.
    connect(&m_store.loading(), &models::Operation::changed, this, &VersionGraphPane::seek,
        Qt::QueuedConnection);
    connect(&m_store.filtering(), &models::Operation::changed, this, &VersionGraphPane::seek,
        Qt::QueuedConnection);
    connect(
        &m_store, &models::VersionGraphStore::rowsPrepended, this, &VersionGraphPane::rowsChanged);
}

bool VersionGraphPane::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey
        = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched == m_date && isKey && m_sought
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        if (event->type() == QEvent::KeyPress)
            stopSeeking();
        return true;
    }
    QTableView &view = m_table->table();
    if (watched == view.viewport() && event->type() == QEvent::Paint) {
        const int first = view.rowAt(0);
        const int last = view.rowAt(view.viewport()->height() - 1);
        const QRect painted = static_cast<QPaintEvent *>(event)->rect();
        // What is moved by a turn of the wheel was painted with wider lanes.
        if (first >= 0 && m_lanes->makeRoom(first, last >= 0 ? last : view.model()->rowCount() - 1)
            && painted != view.viewport()->rect())
            view.viewport()->update();
    }
    return QWidget::eventFilter(watched, event);
}

void VersionGraphPane::setUpFinding()
{
    m_search->setObjectName(QStringLiteral("lineageFilter"));
    m_search->setAccessibleName(tr("Filter versions"));
    m_search->setPlaceholderText(tr("Filter: words, author: key: kind: after: before:"));
    setPlainToolTip(*m_search,
        tr("Words that stand anywhere, and author:ann, path:shop/, key:/limits/max, "
           "kind:rollback, request:CR-12, is:live, is:quarantined, after:2026-11-02, "
           "before:2026-11-02T14:05."));
    m_search->setClearButtonEnabled(true);
    m_search->setProperty("role", QStringLiteral("filter"));
    m_search->addAction(m_look.icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    m_date->setObjectName(QStringLiteral("lineageDate"));
    m_date->setAccessibleName(tr("Go to Date"));
    m_date->setPlaceholderText(tr("2026-11-02 14:05"));
    m_date->setProperty("role", QStringLiteral("filter"));
    setPlainToolTip(
        *m_date, tr("Selects what was the newest version at that day's end or time, in UTC."));
    m_count->setObjectName(QStringLiteral("lineageCount"));
    m_onlyMatches->setObjectName(QStringLiteral("onlyMatches"));
    m_onlyMatches->setIcon(m_look.icon(QStringLiteral("filter")));
    m_onlyMatches->setCheckable(true);
    m_onlyMatches->setChecked(true);
    m_onlyMatches->setShortcut(Qt::CTRL | Qt::ALT | Qt::Key_H);
    setPlainToolTip(*m_onlyMatches, tr("Hides the other versions, instead of marking these."));
    m_typing.setSingleShot(true);
    m_typing.setInterval(std::chrono::milliseconds(120));
    connect(m_search, &QLineEdit::textChanged, &m_typing, QOverload<>::of(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &VersionGraphPane::findNext);
    connect(&m_typing, &QTimer::timeout, this, &VersionGraphPane::readSearch);
    connect(m_onlyMatches, &QAction::toggled, this, &VersionGraphPane::readSearch);
    connect(m_date, &QLineEdit::returnPressed, this, &VersionGraphPane::jumpToDate);
    connect(m_date, &QLineEdit::textEdited, this, &VersionGraphPane::stopSeeking);
    m_date->installEventFilter(this);
}

QList<QAction *> VersionGraphPane::commands() const
{
    return actions() + QList<QAction *>{m_onlyMatches};
}

int VersionGraphPane::currentRow() const
{
    return m_table->table().currentIndex().row();
}

void VersionGraphPane::selectRow(int row)
{
    QTableView &view = m_table->table();
    m_model->announce();
    const QModelIndex index = view.model()->index(row, VersionGraphModel::VersionColumn);
    if (!index.isValid())
        return;
    view.setCurrentIndex(index);
    view.scrollTo(index, QAbstractItemView::EnsureVisible);
}

void VersionGraphPane::selectVersion(const core::VersionId &version)
{
    selectRow(m_store.rowOf(version));
}

void VersionGraphPane::showColumns(bool withEnvironment, bool withPath)
{
    m_table->table().setColumnHidden(VersionGraphModel::EnvironmentColumn, !withEnvironment);
    m_table->table().setColumnHidden(VersionGraphModel::PathColumn, !withPath);
}

void VersionGraphPane::readSearch()
{
    m_typing.stop();
    auto filter = models::LineageFilter::parse(m_search->text());
    const bool hides = m_onlyMatches->isChecked();
    m_model->setSearch(hides ? models::LineageFilter() : filter);
    m_store.setFilter(hides ? std::move(filter) : models::LineageFilter());
    readCount();
    readCommands();
}

int VersionGraphPane::unsureCount() const
{
    if (!m_search->text().contains(QStringLiteral("key:"), Qt::CaseInsensitive))
        return 0;
    const auto filter = models::LineageFilter::parse(m_search->text());
    int count = 0;
    for (int row = 0; row < m_store.rowCount(); ++row)
        count += filter.isUnsure(m_store.entry(row)) ? 1 : 0;
    return count;
}

void VersionGraphPane::readCount()
{
    const auto filter = models::LineageFilter::parse(m_search->text());
    const QLocale locale;
    const QString total = locale.toString(qulonglong(m_store.totalCount()));
    if (m_sought)
        showText(m_count, tr("%1 versions, reading on to that date (Esc stops)").arg(total));
    else if (!filter.problem().isEmpty())
        showText(m_count, filter.problem());
    else if (!m_store.filter().isEmpty())
        showText(m_count,
            tr("%1 of %2 versions").arg(locale.toString(m_store.rowCount()), total)
                + unsureText(unsureCount()));
    else
        showText(m_count,
            m_store.hasMore() ? tr("%1 versions, reading on").arg(total)
                              : tr("%n version(s)", nullptr, int(m_store.totalCount())));
}

void VersionGraphPane::readCommands()
{
    const bool hasRow = currentRow() >= 0;
    for (QAction *action : std::as_const(m_moves))
        offer(*action, hasRow ? QString() : tr("No version is selected."));
    const bool hasWords = !m_search->text().isEmpty();
    for (QAction *action : std::as_const(m_finds))
        offer(*action, hasWords ? QString() : tr("There are no words to look for."));
}

void VersionGraphPane::find(bool isForward)
{
    if (m_typing.isActive())
        readSearch();
    const auto filter = models::LineageFilter::parse(m_search->text());
    if (!filter.isEmpty())
        selectRow(m_store.nextMatch(filter, currentRow(), isForward));
}

void VersionGraphPane::goToDate()
{
    m_date->setFocus(Qt::ShortcutFocusReason);
    m_date->selectAll();
}

// A day is meant with all that was made in it.
void VersionGraphPane::jumpToDate()
{
    const QString text = m_date->text().trimmed();
    const auto time = models::instantFromText(text);
    if (!time) {
        showText(m_count, tr("“%1” is no time: write 2026-11-02 or 2026-11-02 14:05.").arg(text));
        return;
    }
    const bool isDay = !text.contains(u':');
    m_sought = isDay ? *time + std::chrono::hours(24) - core::Instant::duration(1) : *time;
    seek();
}

// The versions come from the newest to the oldest, and may not have come that far.
void VersionGraphPane::seek()
{
    if (!m_sought)
        return;
    const int row = m_store.rowAt(*m_sought);
    const bool isComing = m_store.loading().isRunning() || m_store.filtering().isRunning();
    if (row < 0 && isComing) {
        readCount();
        return;
    }
    m_sought.reset();
    readCount();
    if (row >= 0) {
        selectRow(row);
        m_table->table().setFocus();
        return;
    }
    const int last = m_store.rowCount() - 1;
    if (m_store.hasMore())
        showText(m_count, tr("Versions could not be read that far back."));
    else if (last < 0)
        showText(m_count, tr("There are no versions."));
    else
        showText(m_count,
            tr("Nothing here is that old: the first version is of %1.")
                .arg(models::fullTime(m_store.entry(last).createdAt)));
}

void VersionGraphPane::stopSeeking()
{
    if (std::exchange(m_sought, std::nullopt))
        readCount();
}

// What was live before; of several, the first is the line's own.
void VersionGraphPane::goToParent()
{
    const int row = currentRow();
    if (row < 0)
        return;
    for (const core::LineageParent &parent : m_store.entry(row).parents) {
        if (m_store.rowOf(parent.version) >= 0) {
            selectVersion(parent.version);
            return;
        }
    }
}

void VersionGraphPane::goToChild()
{
    const int row = currentRow();
    if (row < 0)
        return;
    for (const core::LaneLine &line : m_store.laneRow(row).arriving) {
        selectRow(int(m_store.lanes().rowOf(line.child)));
        return;
    }
}

// By its author and its kind: a beginning that is quickly made narrower or wider.
void VersionGraphPane::findLike()
{
    const int row = currentRow();
    if (row < 0)
        return;
    const core::LineageEntry &entry = m_store.entry(row);
    QString author = models::toQt(entry.authorName);
    author.remove(u'"');
    const QString kind = models::LineageFilter::kindWord(entry.kind);
    m_search->setText(QStringLiteral("author:\"%1\"").arg(author)
        + (kind.isEmpty() ? QString() : QStringLiteral(" kind:") + kind));
    m_search->setFocus(Qt::ShortcutFocusReason);
}

} // namespace chancery::views
