// SPDX-License-Identifier: Apache-2.0
#include "effectivepanel.h"

#include "editors/markedtext.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"
#include "views/configs/provenancesection.h"

#include <QHBoxLayout>
#include <QToolTip>
#include <QVBoxLayout>

namespace chancery::views {

using models::EffectiveLine;
using models::toQt;

namespace {

constexpr std::uint8_t plainTint = 5;
constexpr std::uint8_t referenceTint = 6;

} // namespace

EffectivePanel::EffectivePanel(ViewContext &context, QWidget *parent)
    : DocumentPanel(parent)
    , m_context(context)
    , m_headline(new QWidget(this))
    , m_text(new editors::MarkedText(this))
    , m_overlay(new StateOverlay(context.look, m_text, this))
    , m_origin(makeLabel({}, "muted", this))
{
    makeHeadline();
    m_text->setObjectName(QStringLiteral("effectiveText"));
    m_text->setAccessibleName(tr("Effective document"));
    m_origin->setObjectName(QStringLiteral("effectiveOrigin"));
    m_origin->setContentsMargins(12, 2, 12, 2);
    m_origin->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_origin->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_overlay, 1);
    layout->addWidget(m_origin);
    auto &hierarchy = context.stores.hierarchy;
    m_overlay->watch(hierarchy.loading());
    connect(&hierarchy, &models::HierarchyStore::changed, this, &EffectivePanel::readStores);
    connect(&context.stores.references, &models::ReferenceStore::changed, this,
        &EffectivePanel::readLines);
    connect(
        &context.stores.places, &models::PlacesStore::changed, this, &EffectivePanel::readChoices);
    connect(m_text, &QsciScintilla::cursorPositionChanged, this, &EffectivePanel::showOrigin);
    connect(m_text, &QsciScintilla::cursorPositionChanged, this, &EffectivePanel::placeChanged);
    connect(m_text, &QsciScintillaBase::SCN_FOCUSIN, this, &EffectivePanel::placeChanged);
    connect(m_text, &QsciScintillaBase::SCN_FOCUSOUT, this, &EffectivePanel::placeChanged);
    connect(m_text, &editors::MarkedText::lineHovered, this, [this](int line, const QPoint &place) {
        if (const QString text = originText(line); !text.isEmpty())
            QToolTip::showText(place, safeToolTip(text), m_text);
    });
    connect(m_text, &editors::MarkedText::hoverEnded, this, [] { QToolTip::hideText(); });
    context.look.whenDressed(*m_text, [this] { dress(); });
    m_text->installEventFilter(this);
    dress();
    readStores();
}

void EffectivePanel::makeHeadline()
{
    auto *line = new QHBoxLayout(m_headline);
    line->setContentsMargins(8, 0, 8, 0);
    line->setSpacing(8);
    m_environment = addChoice(QStringLiteral("effectiveEnvironment"), tr("Environment"));
    m_region = addChoice(QStringLiteral("effectiveRegion"), tr("Region"));
    m_group = addChoice(QStringLiteral("effectiveGroup"), tr("Group"));
    m_instance = addChoice(QStringLiteral("effectiveInstance"), tr("Instance"));
    m_withDraft = new QCheckBox(tr("With This Draft"), m_headline);
    m_withDraft->setObjectName(QStringLiteral("effectiveWithDraft"));
    setPlainToolTip(*m_withDraft, tr("What would hold if this draft were live there"));
    line->addWidget(m_withDraft);
    connect(m_withDraft, &QCheckBox::toggled, this, [this] { follow(m_page); });
}

QComboBox *EffectivePanel::addChoice(const QString &name, const QString &accessibleName)
{
    auto *box = new QComboBox(m_headline);
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_headline->layout()->addWidget(box);
    connect(box, &QComboBox::activated, this, &EffectivePanel::choose);
    return box;
}

// The text loses the focus as it goes, when nobody listens any more.
EffectivePanel::~EffectivePanel()
{
    disconnect(m_text, nullptr, this, nullptr);
}

QWidget *EffectivePanel::keyTaker() const
{
    return m_overlay->isShowingEmpty() ? nullptr : m_text;
}

void EffectivePanel::dress()
{
    const editors::EditorTheme theme = m_context.look.theme().editorTheme();
    // By kind of layer from the base to the instance, then what is nobody's, then references.
    m_text->applyMarkTheme(theme,
        {theme.comment, theme.key, theme.string, theme.number, theme.literal, theme.marginText,
            theme.tag});
}

void EffectivePanel::showEvent(QShowEvent *event)
{
    DocumentPanel::showEvent(event);
    follow(m_page);
}

// Unseen it costs nothing, and the Inspector speaks of what is live.
void EffectivePanel::hideEvent(QHideEvent *event)
{
    DocumentPanel::hideEvent(event);
    m_context.stores.hierarchy.setDraft({});
}

void EffectivePanel::follow(DocumentPage *page)
{
    m_page = page;
    if (!page || !isVisible() || !page->session().isLoaded())
        return;
    models::HierarchyStore &hierarchy = m_context.stores.hierarchy;
    hierarchy.show(page->session().config(), page->session().environment());
    hierarchy.findNamesBehindReferences();
    hierarchy.setDraft(
        m_withDraft->isChecked() ? std::optional(page->session().text()) : std::nullopt);
    readStores();
}

void EffectivePanel::followCursor(DocumentPage &page)
{
    m_page = &page;
    if (!isVisible() || m_text->hasFocus())
        return;
    goTo(models::fromQt(page.editor().pointer()));
}

void EffectivePanel::goTo(const std::string &pointer)
{
    const auto found = std::ranges::find(m_lines, pointer, &EffectiveLine::pointer);
    if (found != m_lines.end())
        m_text->showLine(int(found - m_lines.begin()));
}

// Who looks for a command in the palette still reads here.
bool EffectivePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::FocusOut)
        m_hasLentFocus = static_cast<const QFocusEvent *>(event)->reason() == Qt::PopupFocusReason;
    return DocumentPanel::eventFilter(watched, event);
}

bool EffectivePanel::isReading() const
{
    const QWidget *focus = window()->focusWidget();
    return m_text->hasFocus()
        || (m_hasLentFocus && isVisible() && !(m_page && m_page->isAncestorOf(focus)));
}

std::optional<std::string> EffectivePanel::placeInFocus() const
{
    const int line = m_text->caretLine();
    const bool isKnown = isReading() && m_shown && m_page
        && m_shown->view.config == m_page->session().config().id && line >= 0
        && std::size_t(line) < m_lines.size();
    return isKnown ? std::optional(m_lines[std::size_t(line)].pointer) : std::nullopt;
}

// Of who reads here the line that he is in, as long as it is the same config; else the text's.
std::string EffectivePanel::wantedPlace(const core::ConfigId &config) const
{
    if (const auto place = placeInFocus(); place && m_shown->view.config == config)
        return *place;
    return m_page ? models::fromQt(m_page->editor().pointer()) : std::string();
}

void EffectivePanel::choose()
{
    core::HierarchyPlace place;
    place.environment
        = models::idFromQt<core::EnvironmentId>(m_environment->currentData().toString());
    place.region = models::fromQt(m_region->currentData().toString());
    place.group = models::fromQt(m_group->currentData().toString());
    place.instance = models::fromQt(m_instance->currentData().toString());
    m_context.stores.hierarchy.choose(place);
    m_context.stores.hierarchy.findNamesBehindReferences();
}

void EffectivePanel::fillChoice(
    QComboBox *box, const QString &none, QStringList names, const std::string &current)
{
    // What is looked at can be left, also where no layer is declared for it any more.
    if (!current.empty() && !names.contains(toQt(current)))
        names << toQt(current);
    box->setVisible(!names.isEmpty());
    QStringList texts{none};
    for (const QString &name : names)
        texts << safeText(name);
    QStringList present;
    for (int row = 0; row < box->count(); ++row)
        present << box->itemText(row);
    if (present != texts) {
        box->clear();
        box->addItem(none, QString());
        for (const QString &name : names)
            box->addItem(safeText(name), name);
    }
    box->setCurrentIndex(std::max(0, box->findData(toQt(current))));
}

void EffectivePanel::readChoices()
{
    const models::HierarchyStore &hierarchy = m_context.stores.hierarchy;
    const auto &environments = m_context.stores.places.environments();
    if (m_environment->count() != int(environments.size())) {
        m_environment->clear();
        for (const core::Environment &environment : environments)
            m_environment->addItem(
                safeText(m_context.stores.places.titleOf(environment.id)), toQt(environment.id));
    }
    const core::HierarchyPlace &place = hierarchy.place();
    m_environment->setCurrentIndex(m_environment->findData(toQt(place.environment)));
    fillChoice(m_region, tr("No Region"), hierarchy.namesOf(core::LayerKind::Region), place.region);
    fillChoice(m_group, tr("No Group"), hierarchy.namesOf(core::LayerKind::Group), place.group);
    fillChoice(m_instance, tr("No Instance"), hierarchy.namesOf(core::LayerKind::Instance),
        place.instance);
}

void EffectivePanel::readStores()
{
    readChoices();
    if (!isVisible())
        return;
    const models::HierarchyStore &hierarchy = m_context.stores.hierarchy;
    const bool isEmpty = !hierarchy.hierarchy();
    if (hierarchy.isNowhereLive())
        m_overlay->setEmpty(true, tr("Nothing is live here"),
            tr("Neither this config nor a layer of it is live in %1. Choose “With This Draft” to "
               "see what it would be.")
                .arg(m_context.stores.places.titleOf(hierarchy.place().environment)));
    else
        m_overlay->setEmpty(
            isEmpty, tr("No config is open"), tr("Open one to see what comes of its layers."));
    readLines();
}

// Written in the executor: the schema is asked about each value.
void EffectivePanel::readLines()
{
    const auto &hierarchy = m_context.stores.hierarchy.hierarchy();
    if (!isVisible() || !hierarchy || !m_page) {
        m_writing.cancel();
        showLines({});
        return;
    }
    const models::SensitiveTest hiding
        = m_context.stores.references.hiding(hierarchy->view, m_page->sensitiveTest());
    m_writing.start<Lines>(
        tr("Writing the effective document"),
        [this, hierarchy, hiding](core::Handler<Lines> done) {
            return m_context.compute.run<Lines>(
                [hierarchy, hiding](const core::CancelToken &) {
                    return core::Result<Lines>(models::effectiveLines(*hierarchy, hiding));
                },
                std::move(done));
        },
        [this, hierarchy](Lines lines) {
            const auto place = wantedPlace(hierarchy->view.config);
            // The lines speak of its layers and of no others.
            m_shown = hierarchy;
            showLines(std::move(lines));
            goTo(place);
        });
}

int EffectivePanel::tintOf(const EffectiveLine &line) const
{
    if (!line.reference.empty())
        return referenceTint;
    if (line.layer < 0)
        return plainTint;
    return int(m_shown->view.layers[std::size_t(line.layer)].kind);
}

void EffectivePanel::showLines(Lines lines)
{
    m_lines = std::move(lines);
    std::vector<editors::MarkedLine> marked;
    for (const EffectiveLine &line : m_lines) {
        std::string sign;
        if (!line.reference.empty())
            sign = "→";
        else if (line.layer >= 0) {
            const core::LayerOrigin &layer = m_shown->view.layers[std::size_t(line.layer)];
            sign = models::fromQt(
                models::layerSign(layer, m_context.stores.hierarchy.isInherited(layer)));
        }
        marked.push_back({line.text, std::move(sign), std::uint8_t(tintOf(line))});
    }
    m_text->setLines(std::move(marked));
    showOrigin();
    Q_EMIT placeChanged();
}

QString EffectivePanel::originText(int line) const
{
    if (line < 0 || std::size_t(line) >= m_lines.size() || !m_shown)
        return {};
    const EffectiveLine &shown = m_lines[std::size_t(line)];
    const QString pointer = toQt(shown.pointer);
    if (shown.layer < 0)
        return pointer.isEmpty() ? QString() : tr("%1: from several layers").arg(pointer);
    const core::LayerOrigin &layer = m_shown->view.layers[std::size_t(shown.layer)];
    const bool isInherited = m_context.stores.hierarchy.isInherited(layer);
    const QString from = tr("%1: %2 – %3")
                             .arg(pointer,
                                 shown.reference.empty() ? models::layerTitle(layer, isInherited)
                                                         : tr("reference"),
                                 models::layerDetails(layer));
    return shown.reference.empty() ? from : tr("%1, through %2").arg(from, toQt(shown.reference));
}

// For who cannot see colours or hover: the line of the caret in words.
void EffectivePanel::showOrigin()
{
    QString text = originText(m_text->caretLine());
    if (text.isEmpty() && !m_lines.empty())
        text
            = tr("B base, C this config, D this draft, R region, G group, I instance, ↑ inherited, "
                 "→ reference");
    showText(m_origin, text);
    setPlainToolTip(*m_origin, text);
    m_origin->setVisible(!text.isEmpty());
}

} // namespace chancery::views
