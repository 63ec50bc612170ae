// SPDX-License-Identifier: Apache-2.0
#include "instantspage.h"

#include "editors/diffview.h"
#include "models/placewords.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/coveringadvisor.h"
#include "views/common/differencekeeper.h"
#include "views/common/errortext.h"
#include "views/common/instantedit.h"
#include "views/common/safetext.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/lineage/servicebox.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

QLineEdit *makeField(const QString &name, const QString &words, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setAccessibleName(words);
    field->setPlaceholderText(words);
    field->setMaximumWidth(150);
    return field;
}

QString nameOf(const models::HindsightStore::Pair &pair)
{
    const QString where = models::placeWords(pair.place);
    const QString path = toQt(pair.place.path);
    return where.isEmpty() ? path : InstantsPage::tr("%1 (%2)").arg(path, where);
}

} // namespace

InstantsPage::InstantsPage(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.api)
    , m_schemas(new SchemaShelf(context, this))
    , m_list(new QListWidget(this))
    , m_overlay(new StateOverlay(context.look, m_list, this))
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
{
    setObjectName(QStringLiteral("instantsPage"));
    m_list->setObjectName(QStringLiteral("instantsList"));
    m_list->setAccessibleName(tr("Configs that were compared"));
    m_list->setFrameShape(QFrame::NoFrame);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(m_difference);
    splitter->setSizes({320, 880});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("instants"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makePlaceBar());
    layout->addWidget(makeTimeBar());
    layout->addWidget(splitter, 1);
    m_overlay->watch(m_store.comparing());
    m_difference->setEffectiveWhyNot(tr("These are effective texts already."));
    const auto dress = [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
    connectParts();
    readPairs();
}

InstantsPage::~InstantsPage() = default;

QWidget *InstantsPage::makePlaceBar()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_service = new ServiceBox(
        m_context, QStringLiteral("instantsService"), tr("The config in Versions"), bar);
    m_region = makeField(QStringLiteral("instantsRegion"), tr("Region"), bar);
    m_group = makeField(QStringLiteral("instantsGroup"), tr("Group"), bar);
    m_instance = makeField(QStringLiteral("instantsInstance"), tr("Instance"), bar);
    m_summary = makeLabel({}, "muted", bar);
    m_summary->setObjectName(QStringLiteral("instantsSummary"));
    line->addWidget(m_service);
    for (QLineEdit *field : {m_region, m_group, m_instance}) {
        line->addWidget(field);
        connect(field, &QLineEdit::returnPressed, this, &InstantsPage::ask);
    }
    line->addWidget(m_summary, 1);
    connect(m_service, &QComboBox::activated, this, &InstantsPage::ask);
    return bar;
}

QWidget *InstantsPage::makeTimeBar()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_earlier = new InstantEdit(QStringLiteral("instantsEarlier"), tr("The earlier instant"), bar);
    m_later = new InstantEdit(QStringLiteral("instantsLater"), tr("The later instant"), bar);
    m_isNow = new QCheckBox(tr("Now"), bar);
    m_isNow->setObjectName(QStringLiteral("instantsNow"));
    m_isNow->setChecked(true);
    m_later->setEnabled(false);
    QPushButton *compare
        = makeButton(tr("Compare"), QStringLiteral("compareInstantsButton"), bar, "primary");
    line->addWidget(makeLabel(tr("What held at"), "muted", bar));
    line->addWidget(m_earlier);
    line->addWidget(makeLabel(tr("against"), "muted", bar));
    line->addWidget(m_later);
    line->addWidget(m_isNow);
    line->addWidget(compare);
    line->addStretch(1);
    connect(m_isNow, &QCheckBox::toggled, m_later, &QWidget::setDisabled);
    connect(compare, &QPushButton::clicked, this, &InstantsPage::ask);
    return bar;
}

void InstantsPage::connectParts()
{
    m_context.stores.operations.add(m_store.comparing());
    connect(&m_store, &models::HindsightStore::compared, this, &InstantsPage::readPairs);
    connect(m_schemas, &SchemaShelf::changed, this, &InstantsPage::readCurrent);
    connect(m_list, &QListWidget::currentRowChanged, this, &InstantsPage::readCurrent);
    connect(&m_context.stores.places, &models::PlacesStore::currentChanged, this, [this] {
        m_hasAsked = false;
        m_list->clear();
        m_store.compare({}, {}, {}, {});
    });
}

void InstantsPage::enter(const core::Config *config)
{
    const bool isOther = config && (!m_config || m_config->id != config->id);
    if (config)
        m_config = *config;
    m_context.stores.fleet.show(m_context.stores.places.currentId());
    if (m_hasAsked && !(isOther && m_service->service().empty()))
        return;
    const core::Instant now = m_context.clock.now();
    m_earlier->setInstant(now - std::chrono::hours(1));
    m_later->setInstant(now);
    ask();
}

void InstantsPage::focusFilter()
{
    m_list->setFocus();
}

// Of a service, all that its agents follow, wherever they read it.
std::vector<models::HindsightStore::Place> InstantsPage::places()
{
    constexpr std::size_t mostCompared = 500;
    m_note.clear();
    const core::HierarchyPlace asked{m_context.stores.places.currentId(),
        models::fromQt(m_region->text().trimmed()), models::fromQt(m_group->text().trimmed()),
        models::fromQt(m_instance->text().trimmed())};
    const std::string service = m_service->service();
    if (service.empty()) {
        if (!m_config)
            return {};
        return {{*m_config, {m_config->path, asked.region, asked.group, asked.instance}}};
    }
    const auto found = core::placesOf(m_context.stores.fleet.agents(), service, asked);
    std::vector<models::HindsightStore::Place> places;
    for (const core::FollowedPlace &followed : found.places) {
        if (const core::Config *config = m_context.stores.configs.findPath(followed.path))
            places.push_back({*config, followed});
    }
    if (found.isSupposed)
        m_note = tr("No agent has said that it is there; this is what one would read.");
    if (places.size() > mostCompared) {
        m_note = tr("Only the first %1 of %2 places; name a region, group or instance.")
                     .arg(mostCompared)
                     .arg(places.size());
        places.resize(mostCompared);
    }
    return places;
}

void InstantsPage::ask()
{
    m_hasAsked = true;
    m_list->clear();
    m_store.compare(places(), m_context.stores.places.currentId(), m_earlier->instant(),
        m_isNow->isChecked() ? std::nullopt : std::optional(m_later->instant()));
}

void InstantsPage::readPairs()
{
    const auto &pairs = m_store.pairs();
    m_overlay->setEmpty(pairs.empty() && !m_store.comparing().isRunning(),
        tr("Nothing has been compared"),
        tr("Choose a service, or a config in Versions, and two instants above."));
    for (int row = m_list->count(); row < int(pairs.size()); ++row) {
        const auto &pair = pairs[std::size_t(row)];
        const QString state = pair.fault
            ? tr("cannot be put together: %1").arg(errorHeadline(*pair.fault))
            : !pair.isDifferent() ? tr("the same")
            : !pair.earlier       ? tr("was not live then")
            : !pair.later         ? tr("is not live any more")
                                  : tr("differs");
        auto *item = new QListWidgetItem(safeText(tr("%1: %2").arg(nameOf(pair), state)), m_list);
        item->setIcon(m_context.look.icon(
            pair.isDifferent() ? QStringLiteral("warning") : QStringLiteral("information")));
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0)
        m_list->setCurrentRow(0);
    readSummary();
}

void InstantsPage::readSummary()
{
    const auto &pairs = m_store.pairs();
    const auto different = std::ranges::count_if(
        pairs, [](const models::HindsightStore::Pair &pair) { return pair.isDifferent(); });
    QString text = pairs.empty()
        ? QString()
        : tr("Different: %1 of %2").arg(different).arg(m_store.askedCount());
    if (!pairs.empty() && !m_note.isEmpty())
        text += QStringLiteral(". ") + m_note;
    showText(m_summary, text);
}

void InstantsPage::readCurrent()
{
    const int row = m_list->currentRow();
    const auto &pairs = m_store.pairs();
    if (row < 0 || row >= int(pairs.size())) {
        m_difference->setTexts(QString(), QString(), core::Format::Json);
        return;
    }
    const auto &pair = pairs[std::size_t(row)];
    m_difference->setAdvisor(
        std::make_shared<CoveringAdvisor>(m_schemas->jointAdvisorOf(pair.schemas), pair.brought));
    const core::Instant now = m_context.clock.now();
    m_difference->setTitles(models::timeText(m_store.earlier(), now),
        m_store.later() ? models::timeText(*m_store.later(), now) : tr("Now"));
    const QString earlier = toQt(pair.earlier.value_or(std::string()));
    const QString later = toQt(pair.later.value_or(std::string()));
    m_keeper->follow(pair.config, std::nullopt, earlier, later);
    m_difference->setEffectiveWhyNot(tr("These are effective texts already."));
    m_difference->setTexts(earlier, later, core::Format::Json);
}

} // namespace chancery::views
