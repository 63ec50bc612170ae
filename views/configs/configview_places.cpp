// SPDX-License-Identifier: Apache-2.0
//
// The way to a config, and to a key of it, that somebody has named.
#include "editors/text/analysis.h"
#include "engine/core/hierarchy/effective.h"
#include "models/qtconvert.h"
#include "views/configs/configtreepane.h"
#include "views/configs/configview.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

using models::toQt;

namespace {

// Where a text says the key of a merged document, if it does so in other words than itself: behind
// the word that replaces, or by taking it away.
QString placeInLayer(const editors::ConfigEditor &editor, const QString &pointer)
{
    const auto analysis = editor.analysis();
    if (!analysis || analysis->tree.nodeCount() == 0)
        return {};
    core::Layer layer;
    layer.tree = std::shared_ptr<const core::Tree>(analysis, &analysis->tree);
    const core::LayerSay say = core::explain({layer}, models::fromQt(pointer)).front();
    return say.action == core::LayerAction::Sets ? toQt(core::pointerOf(*layer.tree, say.node))
                                                 : QString();
}

} // namespace

void ConfigView::activate(const QString &subject)
{
    if (subject.isEmpty())
        return;
    // "shop/flags#/flags/new-checkout": a key of it.
    m_wantedPath = subject.section(u'#', 0, 0);
    m_wantedPointer = subject.section(u'#', 1);
    m_pointerIsIn = m_wantedPath;
    m_tree->reveal(m_wantedPath);
    openWanted();
}

void ConfigView::openWanted()
{
    const core::Config *config = m_context.stores.configs.findPath(models::fromQt(m_wantedPath));
    if (m_wantedPath.isEmpty() || !config || m_context.stores.places.currentId().isEmpty())
        return;
    m_wantedPath.clear();
    // Who has named it wants to be in it.
    m_focusWhenLoaded = true;
    open(config->id);
    focusLoaded();
}

// As soon as its text has been read; who types has other wishes by then.
void ConfigView::goToWanted()
{
    if (m_wantedPointer.isEmpty() || !m_wantedPath.isEmpty() || !current()
        || !current()->session().isLoaded()
        || toQt(current()->session().config().path) != m_pointerIsIn)
        return;
    editors::ConfigEditor &editor = current()->editor();
    // Going there moves the cursor, which asks again.
    const QString pointer = std::exchange(m_wantedPointer, {});
    if (editor.goToPointer(pointer))
        return;
    if (const QString other = placeInLayer(editor, pointer);
        !other.isEmpty() && editor.goToPointer(other))
        return;
    // Said once; who dismisses it is not told again by the next key.
    if (!editor.isAnalysed() || editor.isBroken())
        m_wantedPointer = pointer;
    else
        current()->say(tr("“%1” is not in this text: another layer says it, it is inherited, or "
                          "it is gone. “Effective” (Ctrl+Shift+E) shows where it comes from.")
                .arg(pointer));
}

void ConfigView::focusLoaded()
{
    goToWanted();
    if (m_focusWhenLoaded && current() && current()->session().isLoaded()) {
        m_focusWhenLoaded = false;
        current()->editor().setFocus();
    }
}

} // namespace chancery::views
