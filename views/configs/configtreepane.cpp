// SPDX-License-Identifier: Apache-2.0
#include "configtreepane.h"

#include "models/qtconvert.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

using models::ConfigTree;

// Icon by kind; at the right edge the marks of a draft and of an open request.
class TreeDelegate : public QStyledItemDelegate {
public:
    TreeDelegate(Look &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    QString displayText(const QVariant &value, const QLocale &) const override
    {
        return safeText(value.toString());
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        int right = option.rect.right() - 8;
        const QString request = index.data(ConfigTree::RequestRole).toString();
        if (!request.isEmpty())
            right = paintMark(painter, option, right, QStringLiteral("request"), Token::Accent);
        if (index.data(ConfigTree::HasDraftRole).toBool())
            paintMark(painter, option, right, QStringLiteral("draft"), Token::Attention);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->state.setFlag(QStyle::State_HasFocus, false);
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {16, 16};
        switch (ConfigTree::Kind(index.data(ConfigTree::KindRole).toInt())) {
        case ConfigTree::Kind::Namespace:
            option->icon = m_look.icon(QStringLiteral("namespace"), Token::Accent);
            option->font.setWeight(QFont::DemiBold);
            return;
        case ConfigTree::Kind::Folder:
            option->icon = m_look.icon(QStringLiteral("folder"));
            return;
        case ConfigTree::Kind::Config:
            option->icon = m_look.icon(QStringLiteral("config"));
            return;
        }
    }

private:
    int paintMark(QPainter *painter, const QStyleOptionViewItem &option, int right,
        const QString &icon, Token token) const
    {
        const QRect place(right - 14, option.rect.center().y() - 7, 14, 14);
        m_look.icon(icon, token).paint(painter, place);
        return place.left() - 4;
    }

    Look &m_look;
};

} // namespace

ConfigTreePane::ConfigTreePane(models::ConfigStore &store, Look &look, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_look(look)
    , m_model(new models::ConfigTree(store, this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_tree(new QTreeView(this))
    , m_overlay(new StateOverlay(look, m_tree, this))
{
    setProperty("role", QStringLiteral("panel"));
    setUpTree();
    m_filter->setObjectName(QStringLiteral("configFilter"));
    m_filter->setAccessibleName(tr("Filter configs"));
    m_filter->setPlaceholderText(tr("Filter configs"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setProperty("role", QStringLiteral("filter"));
    m_filter->addAction(look.icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    makeBar(bar)->addWidget(m_filter);
    bar->layout()->setContentsMargins(8, 4, 8, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_overlay, 1);
    m_overlay->watch(store.loading());
    connect(m_filter, &QLineEdit::textChanged, this, &ConfigTreePane::filterBy);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, m_filter, &QLineEdit::clear);
    connect(&store, &models::ConfigStore::namespacesChanged, this, &ConfigTreePane::updateEmpty);
    connect(&store, &models::ConfigStore::configsChanged, this, &ConfigTreePane::revealWanted);
    updateEmpty();
}

void ConfigTreePane::setUpTree()
{
    m_proxy->setSourceModel(m_model);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setAutoAcceptChildRows(true);
    m_proxy->setFilterRole(models::ConfigTree::PathRole);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tree->setObjectName(QStringLiteral("configTree"));
    m_tree->setAccessibleName(tr("Configs"));
    m_tree->setModel(m_proxy);
    m_tree->setItemDelegate(new TreeDelegate(m_look, m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(16);
    m_tree->setAnimated(false);
    connect(m_tree, &QAbstractItemView::activated, this, &ConfigTreePane::open);
    connect(m_tree, &QAbstractItemView::clicked, this, &ConfigTreePane::open);
}

void ConfigTreePane::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void ConfigTreePane::filterBy(const QString &text)
{
    if (!text.isEmpty())
        m_store.loadAllNamespaces();
    m_proxy->setFilterFixedString(text);
    if (!text.isEmpty())
        m_tree->expandAll();
    updateEmpty();
}

void ConfigTreePane::updateEmpty()
{
    if (m_proxy->rowCount() > 0)
        m_overlay->setEmpty(false);
    else if (m_model->rowCount() > 0)
        m_overlay->setEmpty(true, tr("No config matches"),
            tr("Nothing contains “%1”.").arg(m_filter->text()), tr("Clear Filter"));
    else if (!m_store.loading().isRunning())
        m_overlay->setEmpty(true, tr("No namespaces yet"),
            tr("An administrator creates the first one, or imports a folder with “chancery-cli "
               "import”."));
    else
        m_overlay->setEmpty(true);
}

void ConfigTreePane::open(const QModelIndex &index)
{
    const QString id = index.data(models::ConfigTree::ConfigIdRole).toString();
    if (!id.isEmpty())
        Q_EMIT opened(id);
}

void ConfigTreePane::reveal(const QString &path)
{
    m_wanted = path;
    const std::string slug = models::fromQt(path.section(u'/', 0, 0));
    if (!m_store.configsOf(slug))
        m_store.loadNamespace(slug);
    revealWanted();
}

void ConfigTreePane::revealWanted()
{
    updateEmpty();
    if (!m_filter->text().isEmpty())
        m_tree->expandAll();
    const QModelIndex index = m_proxy->mapFromSource(m_model->indexOfPath(m_wanted));
    if (!index.isValid() || m_wanted.isEmpty())
        return;
    m_wanted.clear();
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

} // namespace chancery::views
