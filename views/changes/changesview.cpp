// SPDX-License-Identifier: Apache-2.0
#include "changesview.h"

#include "models/qtconvert.h"
#include "views/changes/mergingpage.h"
#include "views/changes/requestpage.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace chancery::views {

using Scope = models::RequestStore::Scope;

ChangesView::ChangesView(ViewContext &context)
    : m_context(context)
    , m_list(new RequestList(context, this))
    , m_table(
          new TablePane(QStringLiteral("requests"), *m_list, context.look, context.settings, this))
    , m_listOverlay(new StateOverlay(context.look, m_table, this))
    , m_right(new QStackedWidget(this))
    , m_page(new RequestPage(context, this))
    , m_pageOverlay(new StateOverlay(context.look, m_page, this))
    , m_scopes(new QButtonGroup(this))
{
    m_table->table().setAccessibleName(tr("Change requests"));
    m_table->stretch(QStringLiteral("title"));
    auto *splitter = new QSplitter(this);
    splitter->addWidget(makeInbox());
    m_right->addWidget(m_pageOverlay);
    splitter->addWidget(m_right);
    splitter->setSizes({536, 820});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("changes"), context.settings);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    m_listOverlay->watch(context.stores.requests.loading());
    m_pageOverlay->watch(context.stores.requests.loadingOne());
    connect(
        &context.stores.requests, &models::RequestStore::requestsChanged, this, &ChangesView::read);
    connect(&context.stores.requests, &models::RequestStore::selectedChanged, this,
        &ChangesView::readSelected);
    connect(m_page, &RequestPage::revertWanted, this,
        [this](const core::ChangeRequest &request) { enter(reversal(), request); });
    connect(m_page, &RequestPage::rebaseWanted, this,
        [this](const core::ChangeRequest &request) { enter(rebase(), request); });
    connect(m_table, &TablePane::rowsChanged, this, &ChangesView::read);
    connect(m_listOverlay, &StateOverlay::emptyActionTriggered, this, [this] {
        if (m_table->isFilteredEmpty())
            m_table->clearFilter();
        else
            m_scopes->button(int(Scope::All))->click();
    });
    connect(m_table, &TablePane::currentChanged, this, [this](const QString &id) {
        if (id.isEmpty() || m_isReading)
            return;
        m_right->setCurrentWidget(m_pageOverlay);
        m_context.stores.requests.select(models::idFromQt<core::ChangeRequestId>(id));
    });
    read();
    readSelected();
}

QWidget *ChangesView::makeInbox()
{
    auto *inbox = new QWidget(this);
    inbox->setProperty("role", QStringLiteral("panel"));
    auto *bar = new QWidget(inbox);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    line->setContentsMargins(8, 4, 8, 4);
    line->setSpacing(4);
    const std::pair<Scope, QString> scopes[]{
        {Scope::Waiting, tr("Waiting for Me")}, {Scope::Mine, tr("Mine")}, {Scope::All, tr("All")}};
    for (const auto &[scope, text] : scopes) {
        auto *button = new QToolButton(bar);
        button->setText(text);
        button->setObjectName(QStringLiteral("scope%1Button").arg(int(scope)));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setProperty("role", QStringLiteral("flat"));
        m_scopes->addButton(button, int(scope));
        line->addWidget(button);
    }
    m_scopes->button(int(m_context.stores.requests.scope()))->setChecked(true);
    connect(m_scopes, &QButtonGroup::idClicked, this,
        [this](int scope) { m_context.stores.requests.setScope(Scope(scope)); });
    line->addWidget(&m_table->filter(), 1);
    auto *layout = new QVBoxLayout(inbox);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_listOverlay, 1);
    return inbox;
}

void ChangesView::activate(const QString &subject)
{
    if (subject.isEmpty())
        return;
    const auto &requests = m_context.stores.requests.requests();
    const auto id = models::idFromQt<core::ChangeRequestId>(subject);
    if (std::ranges::find(requests, id, &core::ChangeRequest::id) == requests.end())
        m_scopes->button(int(Scope::All))->click();
    m_right->setCurrentWidget(m_pageOverlay);
    m_context.stores.requests.select(id);
}

MergingPage &ChangesView::reversal()
{
    if (!m_reversal)
        m_reversal = new MergingPage(m_context, MergingPage::Purpose::Revert, m_right);
    return *m_reversal;
}

MergingPage &ChangesView::rebase()
{
    if (!m_rebase)
        m_rebase = new MergingPage(m_context, MergingPage::Purpose::Rebase, m_right);
    return *m_rebase;
}

void ChangesView::enter(MergingPage &page, const core::ChangeRequest &request)
{
    if (m_right->indexOf(&page) < 0) {
        m_right->addWidget(&page);
        connect(
            &page, &MergingPage::left, this, [this] { m_right->setCurrentWidget(m_pageOverlay); });
    }
    m_right->setCurrentWidget(&page);
    page.enter(request);
}

void ChangesView::read()
{
    // A row that leaves the inbox takes the current row with it, not the request that is read.
    m_isReading = true;
    m_list->read();
    m_isReading = false;
    if (m_table->isFilteredEmpty()) {
        m_listOverlay->setEmpty(true, tr("No request matches the filter"),
            tr("The list has requests, but none with these words."), tr("Clear Filter"));
        return;
    }
    switch (m_context.stores.requests.scope()) {
    case Scope::Waiting:
        m_listOverlay->setEmpty(m_list->rowCount() == 0, tr("Nothing waits for you"),
            tr("Requests that you may approve appear here by themselves."), tr("Show All"));
        break;
    case Scope::Mine:
        m_listOverlay->setEmpty(m_list->rowCount() == 0, tr("You have no change requests"),
            tr("Edit a config and choose Submit."), tr("Show All"));
        break;
    case Scope::All:
        m_listOverlay->setEmpty(m_list->rowCount() == 0, tr("No change requests yet"),
            tr("Edit a config and choose Submit."));
        break;
    }
    readCurrentRow();
}

void ChangesView::readSelected()
{
    const auto &selected = m_context.stores.requests.selected();
    m_pageOverlay->setEmpty(!selected, tr("No request is selected"),
        tr("Choose one in the list to read what it changes and why."));
    readCurrentRow();
}

void ChangesView::readCurrentRow()
{
    const auto &selected = m_context.stores.requests.selected();
    if (!selected)
        return;
    const QString id = models::toQt(selected->id);
    m_isReading = true;
    if (m_list->rowWithId(id))
        m_table->selectId(id);
    else
        m_table->clearCurrent();
    m_isReading = false;
}

QList<QAction *> ChangesView::commands() const
{
    return m_page->commands();
}

void ChangesView::focusFilter()
{
    m_table->filter().setFocus();
}

} // namespace chancery::views
