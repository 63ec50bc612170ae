// SPDX-License-Identifier: Apache-2.0
#include "finder.h"

#include "models/fuzzymatch.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

constexpr std::size_t mostRows = 200; // nobody reads on; typing is quicker
constexpr int rowHeight = 28;
constexpr int shownRows = 14;

enum Role { DetailRole = Qt::UserRole + 1 };

// The title on the left, the detail on the right; what cannot be done is faint.
class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, std::max(rowHeight, option.fontMetrics.height() + 10)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        QStyleOptionViewItem plain = option;
        initStyleOption(&plain, index);
        const QString title = plain.text;
        plain.text.clear();
        plain.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, plain.widget);
        const QRect room = option.rect.adjusted(12, 0, -12, 0);
        const QString detail = option.fontMetrics.elidedText(
            safeText(index.data(DetailRole).toString()), Qt::ElideRight, room.width() * 2 / 3);
        const auto group
            = index.flags() & Qt::ItemIsEnabled ? QPalette::Active : QPalette::Disabled;
        painter->setPen(option.palette.color(QPalette::Disabled, QPalette::Text));
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, detail);
        painter->setPen(option.palette.color(group, QPalette::Text));
        const int width = room.width() - option.fontMetrics.horizontalAdvance(detail) - 16;
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
            option.fontMetrics.elidedText(safeText(title), Qt::ElideMiddle, width));
    }
};

} // namespace

// The entries that answer, in their order.
class FinderList : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<FinderEntry> entries, const QString &typed)
    {
        beginResetModel();
        m_entries = std::move(entries);
        order(typed);
        endResetModel();
    }
    void rank(const QString &typed)
    {
        beginResetModel();
        order(typed);
        endResetModel();
    }
    void setOwnWords(std::function<FinderEntry(const QString &typed)> make)
    {
        m_makeOwn = std::move(make);
    }
    bool takesOwnWords() const { return bool(m_makeOwn); }
    const FinderEntry &entry(int row) const
    {
        return std::size_t(row) < m_order.size() ? m_entries[m_order[std::size_t(row)]] : *m_own;
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_order.size()) + (m_own ? 1 : 0);
    }
    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        return entry(index.row()).whyNot.isEmpty() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                                   : Qt::ItemIsSelectable;
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const FinderEntry &shown = entry(index.row());
        const QString detail = shown.whyNot.isEmpty() ? shown.detail : shown.whyNot;
        if (role == Qt::DisplayRole)
            return shown.title;
        if (role == DetailRole)
            return detail;
        if (role == Qt::AccessibleTextRole)
            return detail.isEmpty() ? shown.title : shown.title + QStringLiteral(", ") + detail;
        return {};
    }

private:
    void order(const QString &typed)
    {
        std::vector<std::pair<int, std::size_t>> found;
        for (std::size_t at = 0; at < m_entries.size(); ++at) {
            if (const auto score = models::fuzzyScore(typed, m_entries[at].title))
                found.emplace_back(typed.trimmed().isEmpty() ? 0 : -*score, at);
        }
        const auto end = found.begin() + std::ptrdiff_t(std::min(found.size(), mostRows));
        std::ranges::partial_sort(found, end);
        m_order.clear();
        std::transform(found.begin(), end, std::back_inserter(m_order),
            [](const auto &scored) { return scored.second; });
        m_own.reset();
        const bool isEntry = std::ranges::any_of(
            m_entries, [&typed](const FinderEntry &entry) { return entry.title == typed; });
        if (m_makeOwn && !typed.isEmpty() && !isEntry)
            m_own = m_makeOwn(typed);
    }

    std::vector<FinderEntry> m_entries;
    std::vector<std::size_t> m_order;
    std::function<FinderEntry(const QString &typed)> m_makeOwn;
    std::optional<FinderEntry> m_own;
};

Finder::Finder(const QString &name, const QString &title, QWidget *window)
    : QFrame(window)
    , m_line(new QLineEdit(this))
    , m_view(new QListView(this))
    , m_hint(makeLabel({}, "muted", this))
    , m_list(new FinderList(this))
{
    setObjectName(name);
    setProperty("role", QStringLiteral("finder"));
    m_line->setObjectName(name + QStringLiteral("Line"));
    m_line->setAccessibleName(title);
    m_line->setPlaceholderText(title);
    m_line->setClearButtonEnabled(true);
    m_view->setObjectName(name + QStringLiteral("List"));
    m_view->setAccessibleName(title);
    m_view->setModel(m_list);
    m_view->setItemDelegate(new EntryDelegate(m_view));
    m_view->setUniformItemSizes(true);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_hint->setContentsMargins(12, 4, 12, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_line);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_hint);
    m_line->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, [this] {
        m_isChosen = false;
        rank();
    });
    connect(m_view, &QAbstractItemView::clicked, this, &Finder::choose);
    hide();
}

void Finder::setEntries(std::vector<FinderEntry> entries)
{
    const int row = m_view->currentIndex().row();
    m_list->setEntries(std::move(entries), m_line->text());
    m_view->setCurrentIndex(m_list->index(std::clamp(row, 0, m_list->rowCount() - 1), 0));
    rank();
}

void Finder::setAwaiting(bool isAwaiting)
{
    if (std::exchange(m_isAwaiting, isAwaiting) == isAwaiting)
        return;
    if (!isAwaiting && std::exchange(m_isChosen, false))
        choose();
    showHint();
}

void Finder::setOwnWords(std::function<FinderEntry(const QString &typed)> make)
{
    m_list->setOwnWords(std::move(make));
}

void Finder::rank()
{
    m_list->rank(m_line->text());
    m_view->setCurrentIndex(m_list->index(0, 0));
    showHint();
    m_view->setVisible(m_list->rowCount() > 0);
    place();
}

void Finder::showHint()
{
    const bool isOwn = m_list->takesOwnWords() && m_line->text().isEmpty();
    m_hint->setText(m_list->rowCount() > 0 ? QString()
            : isOwn                        ? tr("Type a name.")
            : m_isChosen                   ? tr("Opens as soon as it is found…")
            : m_isAwaiting                 ? tr("Still looking…")
                                           : tr("Nothing matches."));
    m_hint->setVisible(m_list->rowCount() == 0);
}

void Finder::open()
{
    m_focusBefore = window()->focusWidget();
    place();
    show();
    raise();
    m_line->setFocus(Qt::PopupFocusReason);
}

void Finder::place()
{
    const QWidget *area = parentWidget();
    const int width
        = std::min(area->width() - 48, std::max(640, fontMetrics().averageCharWidth() * 90));
    const int line = m_line->sizeHint().height();
    const int rows = std::clamp(m_list->rowCount(), 1, shownRows);
    const int row = std::max(rowHeight, m_view->sizeHintForRow(0));
    const int height = std::min(area->height() - 96, rows * row + line + 32);
    setGeometry((area->width() - width) / 2, 80, width, height);
}

void Finder::move(int rows)
{
    const int row = std::clamp(m_view->currentIndex().row() + rows, 0, m_list->rowCount() - 1);
    m_view->setCurrentIndex(m_list->index(row, 0));
}

void Finder::choose()
{
    const int row = m_view->currentIndex().row();
    m_isChosen = m_isAwaiting && m_list->rowCount() == 0;
    showHint();
    if (row < 0 || !m_list->entry(row).whyNot.isEmpty())
        return;
    const auto run = m_list->entry(row).run;
    leave();
    if (run)
        run();
}

void Finder::leave()
{
    if (std::exchange(m_isLeaving, true))
        return;
    // Somebody else may have taken the focus already.
    const bool hasFocus = isAncestorOf(window()->focusWidget());
    if (hasFocus && m_focusBefore && window()->isAncestorOf(m_focusBefore))
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    removeLater(this);
}

bool Finder::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize)
            place();
        return false;
    }
    if (watched != m_line)
        return false;
    if (event->type() == QEvent::FocusOut
        && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason
        && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
        leave();
    if (event->type() != QEvent::KeyPress)
        return false;
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_PageUp:
        move(-shownRows);
        return true;
    case Qt::Key_PageDown:
        move(shownRows);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Escape:
        leave();
        return true;
    default:
        return false;
    }
}

} // namespace chancery::views
