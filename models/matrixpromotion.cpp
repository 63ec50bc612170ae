// SPDX-License-Identifier: Apache-2.0
#include "matrixpromotion.h"

#include "engine/core/lineage/promoted.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace {

using Texts = std::vector<PromotedText>;
using AcknowledgedDraft = client::Acknowledged<core::Draft>;
using AcknowledgedRequest = client::Acknowledged<core::ChangeRequest>;

// One that is older than the last thousands of changes counts as none.
constexpr int mostPages = 20;

core::Result<core::MatrixColumn> columnOf(
    const MatrixPlace &place, const std::string &text, core::Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        return core::toError(reading.problem());
    auto tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    if (place.isOpaque)
        return core::MatrixColumn::unknown(std::move(tree));
    return core::MatrixColumn::of(
        std::move(tree), place.schema.get(), &core::SecretScanner::shared());
}

// What the source's brings, or what was chosen for the draft that it goes into.
std::optional<core::SchemaId> schemaFor(const PromotedText &text, const MatrixPlace &place)
{
    if (text.schema)
        return text.schema;
    return place.isDraft ? place.draft->schema : std::nullopt;
}

} // namespace

PromotedText MatrixPromotion::promoted(const EnvironmentMatrix &matrix, std::size_t from,
    std::size_t to, const std::optional<Base> &base, const Ways &ways,
    const core::CancelToken &token)
{
    PromotedText text;
    text.column = to;
    auto promotion = [&]() -> core::Result<core::Promotion> {
        if (!base)
            return core::promote(matrix.matrix, from, to, ways.picks, &token);
        auto column = columnOf(matrix.places[from], base->text, base->format);
        if (!column)
            return std::move(column).error();
        const auto extended = core::withColumn(matrix.matrix, *std::move(column));
        return core::promote(extended, from, to, ways.picks, &token, matrix.matrix.columnCount());
    }();
    if (!promotion) {
        text.fault = std::move(promotion).error();
        return text;
    }
    text.promotion = *std::move(promotion);
    const bool hasText = matrix.places[to].text || text.promotion.changesAnything();
    const auto source = matrix.places[from].schemaId(matrix.config);
    if (ways.bringsSchema && hasText && source != matrix.places[to].schemaId(matrix.config))
        text.schema = source;
    if (text.changesAnything())
        findProblems(matrix, from, text);
    return text;
}

void MatrixPromotion::findProblems(
    const EnvironmentMatrix &matrix, std::size_t from, PromotedText &text)
{
    const auto &place = matrix.places[text.column];
    const auto &schema = text.schema ? matrix.places[from].schema : place.schema;
    if (!schema)
        return;
    const auto &before = matrix.matrix.column(text.column).tree;
    const auto after = core::read(
        text.promotion.text, before ? before->format() : place.format, core::Limits::wide());
    if (!after) {
        text.fault = core::toError(after.problem());
        return;
    }
    // What is wrong by another schema comes with it: none of it was there before.
    const bool isCompared = before && !text.schema;
    const core::LineIndex lines(text.promotion.text);
    for (const auto &violation : core::violationsOfChange(
             *schema, isCompared ? before->root() : core::Value(), after.tree().root()))
        text.problems.push_back(core::toFieldError(violation, lines));
}

MatrixPromotion::MatrixPromotion(
    client::CmsApi &api, const Permissions &permissions, core::Executor &compute)
    : m_api(api)
    , m_permissions(permissions)
    , m_compute(compute)
{
    connect(&m_preparing, &Operation::changed, this, &MatrixPromotion::changed);
    connect(&m_storing, &Operation::changed, this, &MatrixPromotion::changed);
}

void MatrixPromotion::prepare(std::shared_ptr<const EnvironmentMatrix> matrix, std::size_t from,
    std::vector<std::size_t> targets, Picks picks)
{
    m_matrix = std::move(matrix);
    m_from = from;
    m_targets = std::move(targets);
    m_picks = std::move(picks);
    m_isOwnConfirmed = false;
    m_removes = false;
    m_overwrites = false;
    m_bringsSchema = false;
    m_texts.clear();
    m_bases.assign(m_targets.size(), std::nullopt);
    m_storing.cancel(); // what is still to be saved was of other texts
    m_storing.dismiss();
    readBase(0, {}, 0);
}

void MatrixPromotion::readBase(std::size_t target, const std::string &cursor, int pages)
{
    if (target == m_targets.size()) {
        find();
        return;
    }
    const auto &place = m_matrix->places[m_targets[target]];
    const client::LineageQuery query{m_matrix->config.id, place.environment.id, {}, {cursor, 200}};
    m_preparing.start<api::Page<core::LineageEntry>>(
        tr("Finding the last promotion"),
        [this, query](auto done) { return m_api.listLineage(query, std::move(done)); },
        [this, target, pages](const api::Page<core::LineageEntry> &page) {
            const auto &source = m_matrix->places[m_from].environment.id;
            const auto found = std::ranges::find_if(page.items,
                [&source](const auto &entry) { return core::isPromotedFrom(entry, source); });
            if (found != page.items.end())
                readBaseVersion(target, found->version);
            else if (!page.next.empty() && pages + 1 < mostPages)
                readBase(target, page.next, pages + 1);
            else
                readBase(target + 1, {}, 0);
        });
}

void MatrixPromotion::readBaseVersion(std::size_t target, const core::VersionId &version)
{
    m_preparing.start<core::Version>(
        tr("Finding the last promotion"),
        [this, version](auto done) { return m_api.getVersion(version, std::move(done)); },
        [this, target](const core::Version &found) {
            m_bases[target] = Base{found.id, found.format, {}};
            readBaseText(target);
        });
}

void MatrixPromotion::readBaseText(std::size_t target)
{
    m_preparing.start<std::string>(
        tr("Finding the last promotion"),
        [this, id = m_bases[target]->version](
            auto done) { return m_api.versionText(id, std::move(done)); },
        [this, target](const std::string &text) {
            m_bases[target]->text = text;
            readBase(target + 1, {}, 0);
        });
}

void MatrixPromotion::confirmOwn(bool isConfirmed)
{
    if (std::exchange(m_isOwnConfirmed, isConfirmed) != isConfirmed)
        find();
}

void MatrixPromotion::chooseRemoval(bool removes)
{
    if (std::exchange(m_removes, removes) != removes)
        find();
}

void MatrixPromotion::overwrite(bool overwrites)
{
    if (std::exchange(m_overwrites, overwrites) != overwrites)
        find();
}

void MatrixPromotion::bringSchema(bool brings)
{
    if (std::exchange(m_bringsSchema, brings) != brings)
        find();
}

bool MatrixPromotion::hasOtherSchema(std::size_t column) const
{
    const auto source = m_matrix->places[m_from].schemaId(m_matrix->config);
    return source && source != m_matrix->places[column].schemaId(m_matrix->config);
}

bool MatrixPromotion::asksForSchema() const
{
    return m_matrix && std::ranges::any_of(m_texts, [this](const PromotedText &text) {
        return !text.fault && hasOtherSchema(text.column);
    });
}

void MatrixPromotion::find()
{
    Picks picks = m_picks;
    for (core::PromotionPick &pick : picks) {
        pick.isConfirmed = m_isOwnConfirmed;
        pick.removes = m_removes;
        pick.overwrites = m_overwrites;
    }
    m_preparing.start<Texts>(
        tr("Finding what changes"),
        [this, ways = Ways{picks, m_bringsSchema}](core::Handler<Texts> done) {
            return m_compute.run<Texts>(
                [matrix = m_matrix, from = m_from, targets = m_targets, bases = m_bases, ways](
                    const core::CancelToken &token) {
                    Texts texts;
                    for (std::size_t i = 0; i < targets.size(); ++i)
                        texts.push_back(promoted(*matrix, from, targets[i], bases[i], ways, token));
                    return core::Result<Texts>(std::move(texts));
                },
                std::move(done));
        },
        [this](Texts texts) { m_texts = std::move(texts); });
}

bool MatrixPromotion::asksForOwn() const
{
    using Reason = core::LeftOut::Reason;
    return m_isOwnConfirmed || std::ranges::any_of(m_texts, [this](const PromotedText &text) {
        return std::ranges::any_of(text.promotion.leftOut, [this](const core::LeftOut &left) {
            return (left.reason == Reason::Own || left.reason == Reason::SealedTarget)
                && std::ranges::any_of(m_picks, [&left](const core::PromotionPick &pick) {
                       return pick.isByItself && pick.pointer == left.pointer;
                   });
        });
    });
}

bool MatrixPromotion::hasLeftOut(core::LeftOut::Reason reason) const
{
    return std::ranges::any_of(m_texts, [reason](const PromotedText &text) {
        return std::ranges::find(text.promotion.leftOut, reason, &core::LeftOut::reason)
            != text.promotion.leftOut.end();
    });
}

bool MatrixPromotion::asksForRemoval() const
{
    return m_removes || hasLeftOut(core::LeftOut::Reason::OnlyInTarget);
}

bool MatrixPromotion::asksForOverwriting() const
{
    return m_overwrites || hasLeftOut(core::LeftOut::Reason::ChangedThere);
}

ActionState MatrixPromotion::textState() const
{
    if (m_preparing.isRunning() || m_storing.isRunning())
        return ActionState::disabled(tr("It is still being worked on."));
    bool changes = false;
    for (const PromotedText &text : m_texts) {
        if (text.fault)
            return ActionState::disabled(tr("The keys cannot be written into the text of %1.")
                    .arg(toQt(m_matrix->places[text.column].environment.title)));
        changes = changes || text.changesAnything();
    }
    return changes ? ActionState::enabled() : ActionState::disabled(tr("Nothing would change."));
}

// In every target that it is for: the server asks for all of them.
ActionState MatrixPromotion::rightTo(core::Permission permission) const
{
    for (const std::size_t target : m_targets) {
        const ActionState may = rightIn(m_permissions, permission,
            m_matrix->places[target].environment.id, m_matrix->config.path);
        if (!may.isEnabled)
            return may;
    }
    return ActionState::enabled();
}

ActionState MatrixPromotion::draftState() const
{
    if (const ActionState may = rightTo(core::Permission::Edit); !may.isEnabled)
        return may;
    if (const ActionState state = textState(); !state.isEnabled)
        return state;
    for (const PromotedText &text : m_texts) {
        const MatrixPlace &place = m_matrix->places[text.column];
        if (text.changesAnything() && place.draft && !place.isDraft)
            return ActionState::disabled(
                tr("You have a draft in %1 already. Show drafts to put the keys into it.")
                    .arg(toQt(place.environment.title)));
    }
    return ActionState::enabled();
}

ActionState MatrixPromotion::requestState() const
{
    for (const auto permission : {core::Permission::Edit, core::Permission::Submit}) {
        if (const ActionState may = rightTo(permission); !may.isEnabled)
            return may;
    }
    if (const ActionState state = textState(); !state.isEnabled)
        return state;
    for (const PromotedText &text : m_texts) {
        const MatrixPlace &place = m_matrix->places[text.column];
        // Where nothing is live yet other layers may say what is missing: the server knows.
        if (text.changesAnything() && !text.problems.empty() && place.text)
            return ActionState::disabled(
                tr("The result in %1 has problems. A draft can be mended first.")
                    .arg(toQt(place.environment.title)));
        if (text.changesAnything() && place.isDraft && place.isOutdated())
            return ActionState::disabled(
                tr("Live has moved on under your draft in %1. Open it to merge them first.")
                    .arg(toQt(place.environment.title)));
    }
    return ActionState::enabled();
}

void MatrixPromotion::saveDrafts()
{
    if (draftState().isEnabled)
        saveNext(0, 0);
}

// Drafts are one's own, so that each by itself is no harm; the first failure ends it and can be
// tried again from there.
void MatrixPromotion::saveNext(std::size_t index, int count)
{
    while (index < m_texts.size() && !m_texts[index].changesAnything())
        ++index;
    if (index == m_texts.size()) {
        Q_EMIT saved(count);
        return;
    }
    const MatrixPlace &place = m_matrix->places[m_texts[index].column];
    const core::DraftText text{m_matrix->config.id, place.environment.id, place.base(),
        m_texts[index].promotion.text, schemaFor(m_texts[index], place)};
    m_storing.startWrite<AcknowledgedDraft>(
        tr("Saving the draft of “%1” in %2")
            .arg(toQt(m_matrix->config.path), toQt(place.environment.title)),
        [this, text, draft = place.draft](auto done) {
            if (!draft)
                return m_api.createDraft(text, std::move(done));
            return m_api.updateDraft(draft->id, text, draft->etag, std::move(done));
        },
        [this, index, count](const AcknowledgedDraft &) { saveNext(index + 1, count + 1); });
}

void MatrixPromotion::request(const SubmitForm &form)
{
    if (!requestState().isEnabled)
        return;
    core::NewChangeRequest request;
    request.title = fromQt(form.title);
    request.reason = fromQt(form.reason);
    request.ticket = fromQt(form.ticket);
    request.submit = true;
    const MatrixPlace &source = m_matrix->places[m_from];
    for (const PromotedText &text : m_texts) {
        const MatrixPlace &place = m_matrix->places[text.column];
        if (text.changesAnything())
            request.items.push_back(
                {m_matrix->config.id, place.environment.id, place.base(), text.promotion.text,
                    source.isDraft ? std::nullopt : source.base(), schemaFor(text, place)});
    }
    m_storing.startWrite<AcknowledgedRequest>(
        tr("Submitting “%1”").arg(form.title),
        [this, request](auto done) { return m_api.createChangeRequest(request, std::move(done)); },
        [this](const AcknowledgedRequest &made) { dropDrafts(0, toQt(made.value.id)); });
}

// Drafts that went into the request are done with; one that cannot be removed does no harm.
void MatrixPromotion::dropDrafts(std::size_t index, const QString &request)
{
    while (index < m_texts.size()
        && !(m_texts[index].changesAnything() && m_matrix->places[m_texts[index].column].isDraft))
        ++index;
    if (index == m_texts.size()) {
        Q_EMIT submitted(request);
        return;
    }
    const core::Draft draft = *m_matrix->places[m_texts[index].column].draft;
    m_storing.startWrite<core::Done>(
        m_storing.title(),
        [this, draft](core::Handler<core::Done> done) {
            return m_api.deleteDraft(draft.id, draft.etag,
                [done = std::move(done)](const core::Result<core::Done> &) { done(core::Done()); });
        },
        [this, index, request](core::Done) { dropDrafts(index + 1, request); });
}

} // namespace chancery::models
