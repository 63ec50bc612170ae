// SPDX-License-Identifier: Apache-2.0
#include "matrixface.h"

#include "editors/form/treeedit.h"
#include "models/matrixmodel.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/offer.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/configs/commandgroup.h"
#include "views/configs/matrixtree.h"
#include "views/configs/promotionpanel.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

namespace chancery::views {

using models::ActionState;
using models::MatrixModel;
using models::toQt;

MatrixFace::MatrixFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_context(context)
    , m_page(page)
    , m_store(context.stores.api, context.stores.schemas, context.compute)
    , m_promotion(context.stores.api, context.stores.permissions, context.compute)
    , m_model(new MatrixModel(this))
    , m_tree(new MatrixTree(context.look, *m_model, this))
    , m_overlay(new StateOverlay(context.look, m_tree, this))
    , m_banner(new Banner(context.look, this))
    , m_stack(new QStackedWidget(this))
    , m_panel(new PromotionPanel(context, m_promotion, this))
{
    addCommands();
    auto *matrix = new QWidget(this);
    auto *content = new QVBoxLayout(matrix);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(makeBarOver());
    content->addWidget(makeFilters());
    content->addWidget(m_banner);
    content->addWidget(m_overlay, 1);
    content->addWidget(makeFooter());
    m_stack->addWidget(matrix);
    m_stack->addWidget(m_panel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    context.stores.operations.add(m_store.loading());
    context.stores.operations.add(m_promotion.preparing());
    context.stores.operations.add(m_promotion.storing());
    m_overlay->watch(m_store.loading());
    m_overlay->setEmpty(true);
    connectParts();
}

QAction *MatrixFace::addCommand(
    const QString &text, const QString &name, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_tree->addAction(action);
    return action;
}

void MatrixFace::addCommands()
{
    m_tick = addCommand(
        tr("Tick Key"), QStringLiteral("tickKey"), QStringLiteral("approve"), Qt::Key_Space);
    m_next = addCommand(tr("Next Difference"), QStringLiteral("nextDifference"),
        QStringLiteral("next"), Qt::Key_F7);
    m_previous = addCommand(tr("Previous Difference"), QStringLiteral("previousDifference"),
        QStringLiteral("previous"), Qt::SHIFT | Qt::Key_F7);
    m_promote = addCommand(tr("Promote…"), QStringLiteral("promoteKeys"), QStringLiteral("submit"),
        Qt::CTRL | Qt::Key_Return);
    connect(m_tick, &QAction::triggered, this, &MatrixFace::tickCurrent);
    connect(m_next, &QAction::triggered, this, [this] { goToDifference(true); });
    connect(m_previous, &QAction::triggered, this, [this] { goToDifference(false); });
    connect(m_promote, &QAction::triggered, this, &MatrixFace::promote);
}

QWidget *MatrixFace::makeBarOver()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *layout = makeBar(bar, 36);
    layout->setContentsMargins(8, 4, 8, 4);
    m_from = new QComboBox(bar);
    m_from->setObjectName(QStringLiteral("matrixSource"));
    m_from->setAccessibleName(tr("Promote from"));
    m_from->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_to = new QToolButton(bar);
    m_to->setObjectName(QStringLiteral("matrixTargets"));
    m_to->setAccessibleName(tr("Promote to"));
    m_to->setPopupMode(QToolButton::InstantPopup);
    m_to->setProperty("role", QStringLiteral("menu"));
    m_to->setFocusPolicy(Qt::TabFocus);
    m_targets = new QMenu(m_to);
    m_to->setMenu(m_targets);
    m_summary = makeLabel({}, "muted", bar);
    m_summary->setObjectName(QStringLiteral("matrixSummary"));
    auto *from = makeLabel(tr("From"), "muted", bar);
    from->setBuddy(m_from);
    layout->addWidget(from);
    layout->addWidget(m_from);
    layout->addWidget(m_to);
    layout->addWidget(makeActionButton(m_promote, bar));
    layout->addStretch(1);
    layout->addWidget(m_summary);
    layout->addWidget(makeActionButton(m_previous, bar));
    layout->addWidget(makeActionButton(m_next, bar));
    for (const QString &name :
        {QStringLiteral("previousDifferenceButton"), QStringLiteral("nextDifferenceButton")})
        bar->findChild<QToolButton *>(name)->setToolButtonStyle(Qt::ToolButtonIconOnly);
    return bar;
}

QWidget *MatrixFace::makeFilters()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *layout = makeBar(bar, 36);
    layout->setContentsMargins(8, 4, 8, 4);
    m_filter = new QComboBox(bar);
    m_filter->setObjectName(QStringLiteral("matrixFilter"));
    m_filter->setAccessibleName(tr("Keys that are shown"));
    m_filter->addItems(
        {tr("All keys"), tr("Differing"), tr("Missing somewhere"), tr("Environments’ own")});
    m_text = new QLineEdit(bar);
    m_text->setObjectName(QStringLiteral("matrixText"));
    m_text->setAccessibleName(tr("Filter keys and values"));
    m_text->setPlaceholderText(tr("Filter keys and values"));
    m_text->setClearButtonEnabled(true);
    m_drafts = new QCheckBox(tr("My Drafts"), bar);
    m_drafts->setObjectName(QStringLiteral("matrixDrafts"));
    m_drafts->setChecked(m_store.hasDrafts());
    m_effective = new QCheckBox(tr("Effective Values"), bar);
    m_effective->setObjectName(QStringLiteral("matrixEffective"));
    layout->addWidget(m_filter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_drafts);
    layout->addWidget(m_effective);
    return bar;
}

QWidget *MatrixFace::makeFooter()
{
    auto *footer = new QWidget(this);
    footer->setProperty("role", QStringLiteral("footer"));
    footer->setAttribute(Qt::WA_StyledBackground);
    m_facts = makeLabel({}, "muted", footer);
    m_facts->setObjectName(QStringLiteral("matrixFacts"));
    m_facts->setWordWrap(true);
    auto *layout = new QVBoxLayout(footer);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->addWidget(m_facts);
    return footer;
}

void MatrixFace::connectParts()
{
    const auto show = [this](const QModelIndex &index) { return factsOf(index); };
    m_tree->setFacts(show);
    connect(&m_store, &models::MatrixStore::changed, this, &MatrixFace::takeMatrix);
    connect(m_model, &MatrixModel::ticksChanged, this, &MatrixFace::showState);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showFacts();
        lead();
    });
    connect(m_from, &QComboBox::activated, this, &MatrixFace::choosePlaces);
    connect(m_filter, &QComboBox::activated, this, &MatrixFace::filter);
    connect(m_text, &QLineEdit::textChanged, this, &MatrixFace::filter);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, this, [this] {
        m_filter->setCurrentIndex(0);
        m_text->clear();
        filter();
    });
    connect(m_drafts, &QCheckBox::toggled, &m_store, &models::MatrixStore::setDrafts);
    connect(m_effective, &QCheckBox::toggled, &m_store, &models::MatrixStore::setEffective);
    connect(m_banner, &Banner::actionTriggered, m_banner, &Banner::clear);
    connect(m_panel, &PromotionPanel::left, this, &MatrixFace::leavePromotion);
    connect(&m_promotion, &models::MatrixPromotion::saved, this, [this](int count) {
        tell(tr("Saved as %n draft(s). Open the config there to go on.", nullptr, count));
        m_context.stores.configs.loadMarks(m_context.stores.places.currentId());
    });
    connect(
        &m_promotion, &models::MatrixPromotion::submitted, this, [this](const QString &request) {
            tell(tr("%1 asks for the change.").arg(request));
            Q_EMIT m_page.submitted(request);
        });
    connect(&m_context.stores.live, &models::LiveUpdates::changed, this, &MatrixFace::readAgain);
    connect(&m_context.stores.places, &models::PlacesStore::changed, this, [this] {
        if (isVisible())
            enter();
    });
}

void MatrixFace::enter()
{
    m_store.show(m_page.session().config(), m_context.stores.places.environments());
    if (std::exchange(m_isOutdated, false))
        m_store.reload();
    showState();
    if (m_stack->currentWidget() == m_panel)
        return;
    if (m_overlay->isShowingEmpty())
        m_text->setFocus();
    else
        m_tree->setFocus();
}

void MatrixFace::readAgain(models::LiveUpdates::Topics topics)
{
    using models::LiveUpdates;
    if (!(topics & (LiveUpdates::Heads | LiveUpdates::Drafts | LiveUpdates::Configs)))
        return;
    if (isVisible())
        m_store.reload();
    else
        m_isOutdated = true;
}

void MatrixFace::takeMatrix()
{
    const bool hadFocus = m_tree->hasFocus() || m_text->hasFocus();
    m_model->setMatrix(m_store.shown());
    m_model->setReadOnly(m_store.isEffective());
    showPlaces();
    showState();
    if (hadFocus && !m_overlay->isShowingEmpty() && !m_tree->hasFocus() && !m_text->hasFocus())
        m_tree->setFocus();
    if (!m_tree->currentIndex().isValid() && !m_model->isEmpty())
        followCaret();
    showFacts();
}

// The key under the cursor of the text, else the first one.
void MatrixFace::followCaret()
{
    const QModelIndex here = m_model->find(models::fromQt(m_page.editor().pointer()));
    m_isFollowing = true;
    if (here.isValid())
        m_tree->reveal(here, 0);
    else
        m_tree->setCurrentIndex(m_model->index(0, 0));
    m_isFollowing = false;
}

// The cursor of the text goes to the key of the row, or to what is around it there, and with it
// the Inspector and the outline.
void MatrixFace::lead()
{
    const QModelIndex current = m_tree->currentIndex();
    if (m_isFollowing || !isVisible() || !current.isValid())
        return;
    const auto wanted = m_model->pointerOf(current);
    auto pointer = wanted;
    while (!m_page.editor().placeCaret(toQt(pointer)) && !pointer.empty())
        pointer = editors::parentPointer(pointer);
    m_page.lookAtMissing(pointer == wanted ? std::string() : wanted);
}

// What was chosen stays; at first it is from the page's environment to the next one.
void MatrixFace::showPlaces()
{
    const auto &places = m_store.shown()->places;
    const bool isFirst = m_from->count() == 0;
    const QString from
        = isFirst ? toQt(m_page.session().environment()) : m_from->currentData().toString();
    QSet<QString> chosen;
    for (const QAction *action : m_targets->actions()) {
        if (action->isChecked())
            chosen << action->data().toString();
    }
    m_from->clear();
    m_targets->clear();
    for (const models::MatrixPlace &place : places) {
        const QString title = safeText(toQt(place.environment.title));
        m_from->addItem(title, toQt(place.environment.id));
        QAction *action = m_targets->addAction(title);
        action->setObjectName(QStringLiteral("promoteTo_") + toQt(place.environment.id));
        action->setCheckable(true);
        action->setData(toQt(place.environment.id));
        action->setChecked(chosen.contains(toQt(place.environment.id)));
        connect(action, &QAction::toggled, this, &MatrixFace::showState);
    }
    int source = std::max(m_from->findData(from), 0);
    // From the last one there is nowhere to go: look at it from the one before.
    if (isFirst && source > 0 && source + 1 == m_from->count())
        --source;
    m_from->setCurrentIndex(source);
    choosePlaces();
    if (isFirst && source + 1 < m_targets->actions().size())
        m_targets->actions().at(source + 1)->setChecked(true);
}

void MatrixFace::choosePlaces()
{
    const int source = std::max(m_from->currentIndex(), 0);
    m_model->setSource(std::size_t(source));
    for (int at = 0; at < m_targets->actions().size(); ++at) {
        QAction *action = m_targets->actions().at(at);
        offer(*action, at == source ? tr("It is where the keys come from.") : QString());
        if (at == source)
            action->setChecked(false);
    }
    showState();
}

std::vector<std::size_t> MatrixFace::targets() const
{
    std::vector<std::size_t> targets;
    for (int at = 0; at < m_targets->actions().size(); ++at) {
        if (m_targets->actions().at(at)->isChecked())
            targets.push_back(std::size_t(at));
    }
    return targets;
}

void MatrixFace::filter()
{
    m_model->setFilter(MatrixModel::Filter(m_filter->currentIndex()), m_text->text().trimmed());
    showState();
}

void MatrixFace::goToDifference(bool isForward)
{
    const QModelIndex current = m_tree->currentIndex();
    const QModelIndex next = m_model->nextDifference(current, isForward);
    if (next.isValid())
        m_tree->reveal(next, current.isValid() ? current.column() : 0);
}

void MatrixFace::tickCurrent()
{
    const QModelIndex index = m_tree->currentIndex().siblingAtColumn(0);
    if (index.isValid() && index.flags() & Qt::ItemIsUserCheckable)
        m_model->tick(index, !m_model->isTicked(index));
}

ActionState MatrixFace::promoteState() const
{
    const auto &shown = m_store.shown();
    if (!shown || m_model->isEmpty())
        return ActionState::disabled(tr("There is nothing to promote."));
    if (m_store.isEffective() || shown->isEffective)
        return ActionState::disabled(tr("Effective values come from several texts; they are only "
                                        "looked at."));
    if (m_model->tickedCount() == 0)
        return ActionState::disabled(tr("No key is ticked."));
    if (targets().empty())
        return ActionState::disabled(tr("No environment to promote to is chosen."));
    if (!shown->places[m_model->source()].text)
        return ActionState::disabled(tr("The source has no text."));
    for (const std::size_t place : targets()) {
        if (!shown->places[place].fault.isEmpty())
            return ActionState::disabled(tr("The text of %1 cannot be read.")
                    .arg(toQt(shown->places[place].environment.title)));
    }
    return ActionState::enabled();
}

void MatrixFace::promote()
{
    if (!promoteState().isEnabled)
        return;
    m_banner->clear();
    m_promotion.prepare(m_store.shown(), m_model->source(), targets(), m_model->picks());
    m_stack->setCurrentWidget(m_panel);
    m_panel->enter(m_page.advisor());
}

void MatrixFace::leavePromotion()
{
    m_stack->setCurrentIndex(0);
    m_tree->setFocus();
}

void MatrixFace::tell(const QString &sentence)
{
    m_model->clearTicks();
    leavePromotion();
    m_banner->show(Banner::Tone::Information, sentence, tr("Dismiss"));
    m_store.reload();
}

void MatrixFace::showState()
{
    QStringList names;
    for (const std::size_t place : targets())
        names << m_targets->actions().at(int(place))->text();
    m_to->setText((names.isEmpty() ? tr("To…") : tr("To %1").arg(names.join(QStringLiteral(", "))))
        + QStringLiteral(" ▾"));
    CommandGroup::set(m_promote, promoteState());
    const auto &shown = m_store.shown();
    if (shown) {
        using core::MatrixState;
        const auto count = [&](MatrixState state) { return int(shown->matrix.count(state)); };
        QStringList parts{tr("%n differing", nullptr, count(MatrixState::Differs)),
            tr("%n missing", nullptr, count(MatrixState::Missing)),
            tr("%n own", nullptr, count(MatrixState::Own))};
        if (m_model->tickedCount() > 0)
            parts << tr("%n ticked", nullptr, m_model->tickedCount());
        showText(m_summary, parts.join(QStringLiteral(" · ")));
    }
    const ActionState difference = shown
            && (shown->matrix.count(core::MatrixState::Differs) > 0
                || shown->matrix.count(core::MatrixState::Missing) > 0)
        ? ActionState::enabled()
        : ActionState::disabled(tr("Nothing differs."));
    CommandGroup::set(m_next, difference);
    CommandGroup::set(m_previous, difference);
    CommandGroup::set(m_tick,
        m_store.isEffective() ? ActionState::disabled(tr("Effective values are only looked at."))
                              : ActionState::enabled());
    showEmpty();
}

void MatrixFace::showEmpty()
{
    const auto &shown = m_store.shown();
    const bool isEmpty = m_model->isEmpty();
    if (!shown) {
        m_overlay->setEmpty(true, tr("The environments have not been read yet"));
    } else if (shown->places.size() < 2) {
        m_overlay->setEmpty(true, tr("There are not two environments to compare"),
            tr("A config is compared across environments. Administrators add them with "
               "“chancery-cli environment add”."));
    } else if (shown->matrix.rowCount() == 0) {
        m_overlay->setEmpty(true, tr("There is nothing to compare"),
            tr("Nothing of this config is live in any environment, and no draft of yours can be "
               "read."));
    } else if (isEmpty && m_text->text().trimmed().isEmpty()) {
        m_overlay->setEmpty(true, tr("No key is in that state"),
            tr("The environments do not differ in this way."), tr("Show All Keys"));
    } else {
        m_overlay->setEmpty(isEmpty, tr("No keys match the filter"), {}, tr("Clear Filter"));
    }
}

QString MatrixFace::placeFacts(const models::MatrixPlace &place) const
{
    const QString title = toQt(place.environment.title);
    if (!place.fault.isEmpty())
        return tr("The text of %1 cannot be read: %2").arg(title, place.fault);
    if (place.isDraft)
        return tr("My draft in %1, saved %2")
            .arg(title, models::timeText(place.draft->updatedAt, m_context.clock.now()));
    if (!place.head || !place.version)
        return tr("Nothing is live in %1").arg(title);
    QStringList names;
    for (const core::Approval &approval : place.version->approvals)
        names << toQt(approval.name);
    return tr("Live in %1 since %2: version %3 by %4, %5")
        .arg(title, models::timeText(place.head->since, m_context.clock.now()),
            place.version->semver.empty() ? models::shortDigest(place.head->version.text())
                                          : toQt(place.version->semver),
            toQt(place.version->authorName),
            names.isEmpty() ? tr("no approval was needed")
                            : tr("approved by %1").arg(names.join(QStringLiteral(", "))));
}

QString MatrixFace::factsOf(const QModelIndex &index) const
{
    const auto &shown = m_model->matrix();
    if (!index.isValid() || !shown)
        return {};
    const std::string pointer = m_model->pointerOf(index);
    QStringList facts{pointer.empty() ? QStringLiteral("/") : toQt(pointer)};
    const auto row = m_model->rowOf(index);
    if (shown->matrix.row(row).isOwn)
        facts << tr("Its values belong to their environment and are not promoted unless ticked and "
                    "confirmed.");
    if (shown->matrix.isSensitive(row))
        facts << tr("Sensitive: never shown, and copied only when ticked by itself.");
    if (index.column() >= MatrixModel::FirstPlace) {
        const auto place = std::size_t(index.column() - MatrixModel::FirstPlace);
        facts << index.data(Qt::DisplayRole).toString() << placeFacts(shown->places[place]);
    }
    return facts.join(QStringLiteral("  ·  "));
}

void MatrixFace::showFacts()
{
    showText(m_facts, factsOf(m_tree->currentIndex()));
}

} // namespace chancery::views
