// SPDX-License-Identifier: Apache-2.0
#include "tabmemory.h"

#include "models/qtconvert.h"
#include "views/configs/documentpage.h"

#include <QSettings>

#include <algorithm>

namespace chancery::views {

using models::fromQt;
using models::toQt;

namespace {

using namespace std::chrono_literals;
using Face = DocumentPage::Face;

constexpr std::array faces{std::pair(Face::Editor, "text"), std::pair(Face::Form, "form"),
    std::pair(Face::Table, "table"), std::pair(Face::Environments, "environments")};

QString nameOf(Face face)
{
    const auto *named = std::ranges::find(faces, face, &std::pair<Face, const char *>::first);
    return QLatin1String(named == faces.end() ? "text" : named->second);
}

Face faceOf(const QString &name)
{
    const auto *named = std::ranges::find_if(
        faces, [&name](const auto &face) { return name == QLatin1String(face.second); });
    return named == faces.end() ? Face::Editor : named->first;
}

std::string slugOf(const QString &path)
{
    return fromQt(path.section(u'/', 0, 0));
}

} // namespace

TabMemory::TabMemory(ViewContext &context, QStackedWidget &pages, Open open, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_pages(pages)
    , m_open(std::move(open))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(1s);
    m_soon.callOnTimeout(this, &TabMemory::write);
    connect(&pages, &QStackedWidget::widgetRemoved, this, [this] {
        std::erase_if(m_toLead, [this](const auto &page) {
            return m_pages.indexOf(reinterpret_cast<QWidget *>(page.first)) < 0;
        });
    });
}

void TabMemory::restore()
{
    m_wanted = read();
    if (m_wanted.empty())
        return;
    const auto look = [this] {
        if (!m_wanted.empty() && areListed())
            openAll();
    };
    connect(&m_context.stores.configs, &models::ConfigStore::namespacesChanged, this, look);
    connect(&m_context.stores.configs, &models::ConfigStore::configsChanged, this, look);
    connect(&m_context.stores.places, &models::PlacesStore::changed, this, look);
    look();
}

std::vector<TabMemory::Tab> TabMemory::read()
{
    std::vector<Tab> tabs;
    QSettings &settings = m_context.settings;
    m_front = settings.value(QStringLiteral("tabs/front")).toInt();
    const int count = std::min(settings.beginReadArray(QStringLiteral("tabs")), most);
    for (int index = 0; index < count; ++index) {
        settings.setArrayIndex(index);
        const auto text = [&settings](const char *key) {
            return settings.value(QLatin1String(key)).toString();
        };
        tabs.push_back({text("path"), text("environment"), text("face"), text("place")});
    }
    settings.endArray();
    return tabs;
}

// Asks for what is missing. A namespace that is gone is not waited for.
bool TabMemory::areListed()
{
    models::ConfigStore &configs = m_context.stores.configs;
    if (configs.namespaces().empty() || m_context.stores.places.currentId().isEmpty())
        return false;
    bool areAll = true;
    for (const Tab &tab : m_wanted) {
        const auto slug = slugOf(tab.path);
        const bool isKnown
            = std::ranges::count(configs.namespaces(), slug, &core::Namespace::slug) > 0;
        if (!isKnown || configs.configsOf(slug))
            continue;
        areAll = false;
        const auto *loading = configs.loadingOf(slug);
        if (!loading || !loading->isRunning())
            configs.loadNamespace(slug);
    }
    return areAll;
}

void TabMemory::openAll()
{
    const bool isFirst = m_pages.count() == 0;
    int front = -1;
    const auto wanted = std::exchange(m_wanted, {});
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const Tab &tab = wanted[index];
        const core::Config *config = m_context.stores.configs.findPath(fromQt(tab.path));
        const core::EnvironmentId place(fromQt(tab.environment));
        if (!config || !m_context.stores.places.find(place))
            continue;
        const int before = m_pages.count();
        m_open(*config, place);
        if (m_pages.count() == before)
            continue; // somebody was quicker
        auto *page = static_cast<DocumentPage *>(m_pages.widget(before));
        m_toLead[page] = tab;
        connect(&page->editor(), &editors::ConfigEditor::analysed, this, [this, page] {
            if (m_pages.currentWidget() == page)
                lead(*page);
        });
        connect(&page->editor(), &editors::ConfigEditor::textEdited, this,
            [this, page] { m_toLead.erase(page); });
        if (int(index) <= m_front)
            front = before;
    }
    if (isFirst && m_pages.count() > 0)
        Q_EMIT restored(std::max(front, 0));
}

void TabMemory::follow(DocumentPage *front)
{
    if (front)
        lead(*front);
    m_soon.start();
}

void TabMemory::lead(DocumentPage &page)
{
    const auto wanted = m_toLead.find(&page);
    if (wanted == m_toLead.end() || !page.session().isLoaded() || !page.editor().isAnalysed())
        return;
    const Tab tab = wanted->second;
    m_toLead.erase(wanted);
    page.editor().placeCaret(tab.place);
    if (faceOf(tab.face) != Face::Editor && page.face() == Face::Editor)
        page.showFace(faceOf(tab.face));
}

TabMemory::Tab TabMemory::tabOf(DocumentPage &page) const
{
    const auto led = m_toLead.find(&page);
    if (led != m_toLead.end())
        return led->second;
    return {toQt(page.session().config().path), toQt(page.session().environment()),
        nameOf(page.content()), page.editor().pointer()};
}

// Of what could not be opened again yet nothing is forgotten.
void TabMemory::write()
{
    m_soon.stop();
    if (!m_wanted.empty())
        return;
    QSettings &settings = m_context.settings;
    settings.remove(QStringLiteral("tabs"));
    settings.beginWriteArray(QStringLiteral("tabs"), m_pages.count());
    for (int index = 0; index < m_pages.count(); ++index) {
        const Tab tab = tabOf(*static_cast<DocumentPage *>(m_pages.widget(index)));
        settings.setArrayIndex(index);
        settings.setValue(QStringLiteral("path"), tab.path);
        settings.setValue(QStringLiteral("environment"), tab.environment);
        settings.setValue(QStringLiteral("face"), tab.face);
        settings.setValue(QStringLiteral("place"), tab.place);
    }
    settings.endArray();
    settings.setValue(QStringLiteral("tabs/front"), m_pages.currentIndex());
}

} // namespace chancery::views
