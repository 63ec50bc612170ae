// SPDX-License-Identifier: Apache-2.0
#include "appearancecommands.h"

#include "editors/codeview.h"
#include "views/configs/documentpage.h"
#include "views/configs/textface.h"

#include <QSettings>

namespace chancery::views {

namespace {

using Sci = QsciScintillaBase;
constexpr int least = -6;
constexpr int most = 20;
const auto zoomKey = QStringLiteral("editor/zoom");
const auto blameKey = QStringLiteral("editor/blame");
const auto minimapKey = QStringLiteral("editor/minimap");

} // namespace

AppearanceCommands::AppearanceCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_context(context)
    , m_minimap(nullptr)
    , m_zoom(std::clamp(context.settings.value(zoomKey, 0).toInt(), least, most))
{
    QAction *in = add(
        tr("Zoom In"), QStringLiteral("zoomIn"), QStringLiteral("zoomIn"), Qt::CTRL | Qt::Key_Plus);
    in->setShortcuts({Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal});
    QAction *out = add(tr("Zoom Out"), QStringLiteral("zoomOut"), QStringLiteral("zoomOut"),
        Qt::CTRL | Qt::Key_Minus);
    QAction *reset = add(tr("Reset Zoom"), QStringLiteral("resetZoom"), QStringLiteral("resetZoom"),
        Qt::CTRL | Qt::Key_0);
    m_minimap = add(tr("Minimap"), QStringLiteral("minimap"), QStringLiteral("outline"),
        Qt::CTRL | Qt::ALT | Qt::Key_O);
    m_minimap->setCheckable(true);
    m_minimap->setChecked(context.settings.value(minimapKey, true).toBool());
    m_blame = add(tr("Who Set Each Key"), QStringLiteral("blame"), QStringLiteral("user"),
        Qt::CTRL | Qt::ALT | Qt::Key_B);
    m_blame->setCheckable(true);
    m_blame->setChecked(context.settings.value(blameKey, false).toBool());
    connect(m_blame, &QAction::triggered, this, &AppearanceCommands::showBlame);
    connect(in, &QAction::triggered, this, [this] { zoomBy(1); });
    connect(out, &QAction::triggered, this, [this] { zoomBy(-1); });
    connect(reset, &QAction::triggered, this, [this] { setZoom(0); });
    connect(m_minimap, &QAction::triggered, this, &AppearanceCommands::showMinimap);
}

void AppearanceCommands::update(DocumentPage &page)
{
    editors::CodeView &view = page.editor().view();
    connect(&view, &Sci::SCN_ZOOM, this, &AppearanceCommands::rememberZoom, Qt::UniqueConnection);
    if (view.send(Sci::SCI_GETZOOM) != m_zoom)
        view.send(Sci::SCI_SETZOOM, static_cast<std::size_t>(std::intptr_t(m_zoom)));
    page.text().showMinimap(m_minimap->isChecked());
    page.showBlame(m_blame->isChecked());
}

void AppearanceCommands::zoomBy(int points)
{
    setZoom(std::clamp(m_zoom + points, least, most));
}

void AppearanceCommands::setZoom(int points)
{
    m_zoom = points;
    m_context.settings.setValue(zoomKey, m_zoom);
    page().editor().view().send(Sci::SCI_SETZOOM, static_cast<std::size_t>(std::intptr_t(m_zoom)));
    page().editor().view().adjustNumberMargin();
}

void AppearanceCommands::rememberZoom()
{
    const int zoom = static_cast<int>(page().editor().view().send(Sci::SCI_GETZOOM));
    if (zoom != m_zoom)
        setZoom(std::clamp(zoom, least, most));
}

void AppearanceCommands::showMinimap(bool isWanted)
{
    m_context.settings.setValue(minimapKey, isWanted);
    page().text().showMinimap(isWanted);
}

void AppearanceCommands::showBlame(bool isWanted)
{
    m_context.settings.setValue(blameKey, isWanted);
    page().showBlame(isWanted);
    if (!isWanted)
        m_context.stores.blame.leave();
}

} // namespace chancery::views
