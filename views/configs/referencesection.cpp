// SPDX-License-Identifier: Apache-2.0
#include "referencesection.h"

#include "editors/text/analysis.h"
#include "engine/core/hierarchy/referencetext.h"
#include "models/qtconvert.h"
#include "views/common/errortext.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"
#include "views/configs/factlist.h"

namespace chancery::views {

using models::toQt;

namespace {

QString withoutSlash(const std::string &path)
{
    return toQt(path.starts_with('/') ? path.substr(1) : path);
}

// Whether one of the two is the other or lies in it.
bool isRelated(const std::string &one, const std::string &other)
{
    const std::string &outer = one.size() <= other.size() ? one : other;
    const std::string &inner = one.size() <= other.size() ? other : one;
    return inner.starts_with(outer)
        && (inner.size() == outer.size() || outer.empty() || inner[outer.size()] == '/');
}

QString kindText(core::DependentKind kind)
{
    switch (kind) {
    case core::DependentKind::Refers:
        return ReferenceSection::tr("refers to it");
    case core::DependentKind::Layer:
        return ReferenceSection::tr("has it for a layer");
    case core::DependentKind::Inherits:
        return ReferenceSection::tr("inherits from it");
    case core::DependentKind::Declares:
        return ReferenceSection::tr("declares that it depends on it");
    case core::DependentKind::Unknown:
        break;
    }
    return ReferenceSection::tr("depends on it");
}

// References of the text as it stands to keys of its own, at most so many.
constexpr std::size_t mostOwn = 200;

std::vector<core::Dependent> ownUses(const core::Tree &tree, const core::Config &config)
{
    std::vector<core::Dependent> uses;
    for (std::uint32_t node = 0; node < tree.nodeCount() && uses.size() < mostOwn; ++node) {
        if (tree.node(node).type != core::NodeType::String
            || !core::hasReference(tree.text(tree.node(node))))
            continue;
        for (const auto &piece : core::piecesOf(tree.text(tree.node(node)))) {
            const bool isOwn = piece.kind == core::ReferencePiece::Kind::Reference
                && (piece.path.empty() || piece.path == '/' + config.path);
            if (isOwn)
                uses.push_back({core::DependentKind::Refers, config.id, config.path,
                    core::pointerOf(tree, node), piece.pointer});
        }
    }
    return uses;
}

} // namespace

ReferenceSection::ReferenceSection(ViewContext &context, QWidget *parent)
    : InspectorSection(tr("References"), parent)
    , m_context(context)
    , m_targetsHint(makeLabel({}, "muted", this))
    , m_targets(new FactList(
          QStringLiteral("referenceList"), tr("What this place refers to"), context.look, this))
    , m_usesHint(makeLabel({}, "muted", this))
    , m_uses(new FactList(QStringLiteral("usesList"), tr("Used by"), context.look, this))
{
    m_targetsHint->setObjectName(QStringLiteral("referenceHint"));
    m_usesHint->setObjectName(QStringLiteral("usesHint"));
    for (QLabel *label : {m_targetsHint, m_usesHint}) {
        label->setWordWrap(true);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    for (QWidget *part : {static_cast<QWidget *>(m_targetsHint), static_cast<QWidget *>(m_targets),
             static_cast<QWidget *>(m_usesHint), static_cast<QWidget *>(m_uses)})
        addPart(part);
    for (FactList *list : {m_targets, m_uses})
        connect(list, &FactList::chosen, this,
            [this](const Destination &destination) { m_context.navigator.goTo(destination); });
    auto &references = context.stores.references;
    connect(&references, &models::ReferenceStore::changed, this, &ReferenceSection::read);
    for (models::Operation *operation : {&references.loading(), &references.reading()})
        connect(operation, &models::Operation::changed, this, [this, operation] {
            if (operation->hasFailed())
                read();
        });
}

void ReferenceSection::follow(DocumentPage *page)
{
    m_page = page;
    read();
}

void ReferenceSection::followCursor(DocumentPage &page)
{
    m_page = &page;
    read();
}

void ReferenceSection::focusUses()
{
    if (m_uses->isVisible())
        m_uses->setFocus(Qt::ShortcutFocusReason);
}

void ReferenceSection::read()
{
    if (!m_page)
        return;
    readTargets(m_page->editor().referencesAtCaret());
    readUses();
}

void ReferenceSection::readTargets(const std::vector<core::ReferencePiece> &references)
{
    models::ReferenceStore &store = m_context.stores.references;
    std::vector<Fact> facts;
    for (const core::ReferencePiece &reference : references) {
        const QString own = toQt(m_page->session().config().path);
        const QString path = reference.path.empty() ? own : withoutSlash(reference.path);
        store.want(models::fromQt(path));
        QString value = store.present(models::fromQt(path), reference.pointer);
        if (value.isEmpty())
            value = store.reading().hasFailed() ? errorHeadline(store.reading().error())
                                                : tr("reading…");
        Fact fact;
        fact.title = store.isMissing(models::fromQt(path), reference.pointer)
            ? tr("⚠ Leads nowhere: %1").arg(value)
            : tr("→ %1").arg(shortened(value));
        fact.detail = path + u'#' + toQt(reference.pointer);
        fact.isStrong = true;
        fact.destination = {QStringLiteral("configs"), fact.detail};
        facts.push_back(std::move(fact));
    }
    showText(m_targetsHint,
        facts.empty() ? tr("This line refers to nothing.") : tr("This line refers to"));
    m_targets->setFacts(facts);
}

void ReferenceSection::readUses()
{
    models::ReferenceStore &store = m_context.stores.references;
    const std::string pointer = m_page->place();
    const core::Config &own = m_page->session().config();
    // What others say is what is live; of its own text it is what is written now.
    const auto analysis = m_page->editor().analysis();
    std::vector<core::Dependent> dependents
        = analysis ? ownUses(analysis->tree, own) : std::vector<core::Dependent>();
    std::ranges::copy_if(
        store.dependents(), std::back_inserter(dependents), [&own](const auto &dependent) {
            return dependent.kind != core::DependentKind::Refers || dependent.config != own.id;
        });
    std::vector<Fact> facts;
    std::size_t others = 0;
    for (const core::Dependent &dependent : dependents) {
        const bool refers = dependent.kind == core::DependentKind::Refers;
        if (refers && !isRelated(dependent.pointer, pointer)) {
            ++others;
            continue;
        }
        Fact fact;
        fact.title = toQt(dependent.path);
        fact.detail = refers
            ? tr("at %1, to %2")
                  .arg(toQt(dependent.at),
                      dependent.pointer.empty() ? tr("all of it") : toQt(dependent.pointer))
            : kindText(dependent.kind);
        fact.destination
            = {QStringLiteral("configs"), toQt(dependent.path) + u'#' + toQt(dependent.at)};
        facts.push_back(std::move(fact));
    }
    QString hint = facts.empty() ? tr("Nothing here uses this key.") : tr("Used by");
    if (store.loading().hasFailed())
        hint = errorHeadline(store.loading().error());
    else if (store.loading().isRunning() && dependents.empty())
        hint = tr("Finding who uses it…");
    else if (others > 0)
        hint += tr(" %n use(s) of other keys.", nullptr, int(others));
    showText(m_usesHint, hint);
    m_uses->setFacts(facts);
}

} // namespace chancery::views
