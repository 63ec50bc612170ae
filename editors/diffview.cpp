// SPDX-License-Identifier: Apache-2.0
#include "diffview.h"

#include "editors/diffoverview.h"
#include "editors/diffpane.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>

namespace chancery::editors {

namespace {

QLabel *titleLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setContentsMargins(8, 4, 8, 4);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

void scrollTogether(QScrollBar *a, QScrollBar *b)
{
    QObject::connect(a, &QScrollBar::valueChanged, b, &QScrollBar::setValue);
    QObject::connect(b, &QScrollBar::valueChanged, a, &QScrollBar::setValue);
}

} // namespace

class DiffView::Parts {
public:
    Parts(DiffView &owner, core::Executor &usedExecutor)
        : executor(usedExecutor)
        , summary(new QLabel(&owner))
        , previous(new QToolButton(&owner))
        , next(new QToolButton(&owner))
        , inlineButton(new QToolButton(&owner))
        , pages(new QStackedWidget(&owner))
        , comparison(new QWidget(pages))
        , nothing(new QLabel(pages))
        , leftTitle(titleLabel(QStringLiteral("leftTitle"), comparison))
        , rightTitle(titleLabel(QStringLiteral("rightTitle"), comparison))
        , left(new DiffPane(comparison))
        , right(new DiffPane(comparison))
        , overview(new DiffOverview(comparison))
        , grid(new QGridLayout(comparison))
    {
    }

    core::Executor &executor;
    QLabel *summary;
    QToolButton *previous;
    QToolButton *next;
    QToolButton *inlineButton;
    QStackedWidget *pages;
    QWidget *comparison;
    QLabel *nothing;
    QLabel *leftTitle;
    QLabel *rightTitle;
    DiffPane *left;
    DiffPane *right;
    DiffOverview *overview;
    QGridLayout *grid;
    QString leftName;
    QString rightName;
    Mode mode = Mode::SideBySide;
    std::shared_ptr<const DiffContent> content;
    // What is compared; null before there is anything.
    std::shared_ptr<const std::string> leftText;
    std::shared_ptr<const std::string> rightText;
    core::Format format = core::Format::Json;
    DiffAdvisors advisors;
    std::optional<std::size_t> current; // change
    core::Call call;

    DiffColumn leftColumn() const
    {
        return mode == Mode::Inline ? DiffColumn::Inline : DiffColumn::Left;
    }
    const std::vector<DiffChange> &changes() const { return content->rows(leftColumn()).changes; }
};

DiffView::DiffView(core::Executor &executor, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(*this, executor))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeBar());
    layout->addWidget(m_parts->pages, 1);
    layOutComparison();
    m_parts->pages->addWidget(m_parts->comparison);
    m_parts->pages->addWidget(m_parts->nothing);
    m_parts->nothing->setObjectName(QStringLiteral("noDifferencesLabel"));
    m_parts->nothing->setAlignment(Qt::AlignCenter);
    connectParts();
    setTheme(EditorTheme::light());
    showSummary();
}

DiffView::~DiffView() = default;

QLayout *DiffView::makeBar()
{
    Parts &parts = *m_parts;
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(4);
    parts.summary->setObjectName(QStringLiteral("summaryLabel"));
    parts.summary->setTextFormat(Qt::PlainText);
    parts.previous->setObjectName(QStringLiteral("previousChangeButton"));
    parts.previous->setArrowType(Qt::UpArrow);
    parts.previous->setAccessibleName(tr("Previous Change"));
    parts.previous->setToolTip(tr("Previous Change (Shift+F7)"));
    parts.next->setObjectName(QStringLiteral("nextChangeButton"));
    parts.next->setArrowType(Qt::DownArrow);
    parts.next->setAccessibleName(tr("Next Change"));
    parts.next->setToolTip(tr("Next Change (F7)"));
    parts.inlineButton->setObjectName(QStringLiteral("inlineButton"));
    parts.inlineButton->setText(tr("Inline"));
    parts.inlineButton->setCheckable(true);
    parts.inlineButton->setToolTip(tr("Show both texts in one column"));
    for (QToolButton *button : {parts.previous, parts.next, parts.inlineButton}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    bar->addWidget(parts.summary, 1);
    bar->addWidget(parts.previous);
    bar->addWidget(parts.next);
    bar->addWidget(parts.inlineButton);
    return bar;
}

void DiffView::layOutComparison()
{
    Parts &parts = *m_parts;
    QGridLayout *grid = parts.grid;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(1);
    grid->setVerticalSpacing(0);
    grid->addWidget(parts.leftTitle, 0, 0);
    grid->addWidget(parts.rightTitle, 0, 1);
    grid->addWidget(parts.left, 1, 0);
    grid->addWidget(parts.right, 1, 1);
    grid->addWidget(parts.overview, 0, 2, 2, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    parts.left->setObjectName(QStringLiteral("leftText"));
    parts.left->setAccessibleName(tr("Left text"));
    parts.right->setObjectName(QStringLiteral("rightText"));
    parts.right->setAccessibleName(tr("Right text"));
    parts.left->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void DiffView::connectParts()
{
    const Parts &parts = *m_parts;
    scrollTogether(parts.left->verticalScrollBar(), parts.right->verticalScrollBar());
    scrollTogether(parts.left->horizontalScrollBar(), parts.right->horizontalScrollBar());
    connect(parts.next, &QToolButton::clicked, this, &DiffView::goToNextChange);
    connect(parts.previous, &QToolButton::clicked, this, &DiffView::goToPreviousChange);
    connect(parts.inlineButton, &QToolButton::toggled, this,
        [this](bool isInline) { setMode(isInline ? Mode::Inline : Mode::SideBySide); });
    connect(parts.overview, &DiffOverview::rowChosen, this, &DiffView::showRow);
    const auto addShortcut = [this](const QKeySequence &keys, void (DiffView::*slot)()) {
        auto *action = new QAction(this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    addShortcut(Qt::Key_F7, &DiffView::goToNextChange);
    addShortcut(Qt::SHIFT | Qt::Key_F7, &DiffView::goToPreviousChange);
}

DiffView::Mode DiffView::mode() const
{
    return m_parts->mode;
}

int DiffView::changeCount() const
{
    return m_parts->content ? static_cast<int>(m_parts->changes().size()) : 0;
}

bool DiffView::isBusy() const
{
    return m_parts->call.isHeld();
}

QString DiffView::summary() const
{
    if (isBusy())
        return tr("Comparing…");
    if (!m_parts->content)
        return {};
    if (m_parts->content->onlyLineEndsDiffer())
        return tr("Only the line ends differ");
    if (changeCount() == 0)
        return tr("No differences");
    // Without a translation Qt does not choose between singular and plural.
    const auto all = changeCount() == 1 ? tr("1 change") : tr("%n changes", nullptr, changeCount());
    if (!m_parts->current)
        return all;
    return tr("Change %1 of %2").arg(*m_parts->current + 1).arg(changeCount());
}

void DiffView::setTexts(const QString &left, const QString &right, core::Format format)
{
    m_parts->leftText = std::make_shared<const std::string>(left.toStdString());
    m_parts->rightText = std::make_shared<const std::string>(right.toStdString());
    m_parts->format = format;
    compareTexts();
}

void DiffView::compareTexts()
{
    using Content = std::shared_ptr<const DiffContent>;
    m_parts->call = m_parts->executor.run<Content>(
        [left = m_parts->leftText, right = m_parts->rightText, format = m_parts->format,
            advisors = m_parts->advisors](const core::CancelToken &token) {
            return core::Result<Content>(compare(*left, *right, format, advisors, token));
        },
        [this](core::Result<Content> content) {
            m_parts->call.cancel();
            if (content)
                m_parts->content = std::move(*content);
            m_parts->current.reset();
            showContent();
            Q_EMIT compared();
        });
    showSummary();
}

void DiffView::setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor)
{
    setAdvisors(advisor, advisor);
}

void DiffView::setAdvisors(
    std::shared_ptr<const SchemaAdvisor> left, std::shared_ptr<const SchemaAdvisor> right)
{
    const DiffAdvisors advisors{std::move(left), std::move(right)};
    if (advisors == m_parts->advisors)
        return;
    m_parts->advisors = advisors;
    if (m_parts->leftText)
        compareTexts();
}

void DiffView::setTitles(const QString &left, const QString &right)
{
    m_parts->leftName = left;
    m_parts->rightName = right;
    m_parts->left->setAccessibleName(left.isEmpty() ? tr("Left text") : left);
    m_parts->right->setAccessibleName(right.isEmpty() ? tr("Right text") : right);
    showTitles();
}

void DiffView::showTitles()
{
    const Parts &parts = *m_parts;
    const bool isJoined = parts.mode == Mode::Inline && !parts.rightName.isEmpty();
    //: The titles of the two compared texts, the older one first
    parts.leftTitle->setText(
        isJoined ? tr("%1 → %2").arg(parts.leftName, parts.rightName) : parts.leftName);
    parts.rightTitle->setText(parts.rightName);
}

void DiffView::setMode(Mode mode)
{
    if (mode == m_parts->mode)
        return;
    m_parts->mode = mode;
    m_parts->inlineButton->setChecked(mode == Mode::Inline);
    showContent();
    Q_EMIT modeChanged();
}

void DiffView::showContent()
{
    Parts &parts = *m_parts;
    const bool isInline = parts.mode == Mode::Inline;
    parts.right->setVisible(!isInline);
    parts.rightTitle->setVisible(!isInline);
    parts.grid->setColumnStretch(1, isInline ? 0 : 1);
    showTitles();
    parts.left->setVerticalScrollBarPolicy(
        isInline ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (parts.content) {
        parts.left->setContent(parts.content, parts.leftColumn());
        if (!isInline)
            parts.right->setContent(parts.content, DiffColumn::Right);
        parts.overview->setRows(&parts.content->rows(parts.leftColumn()));
        const bool isEmpty = parts.changes().empty();
        parts.nothing->setText(summary());
        parts.pages->setCurrentWidget(
            isEmpty ? static_cast<QWidget *>(parts.nothing) : parts.comparison);
        if (!isEmpty)
            showRow(static_cast<int>(parts.changes()[parts.current.value_or(0)].begin));
    }
    showSummary();
}

void DiffView::showSummary()
{
    const bool hasChanges = changeCount() > 0;
    m_parts->summary->setText(summary());
    m_parts->previous->setEnabled(hasChanges);
    m_parts->next->setEnabled(hasChanges);
}

void DiffView::showRow(int row)
{
    m_parts->left->showRow(static_cast<std::size_t>(row));
    if (m_parts->mode == Mode::SideBySide)
        m_parts->right->showRow(static_cast<std::size_t>(row));
}

void DiffView::setTheme(const EditorTheme &theme)
{
    Parts &parts = *m_parts;
    parts.left->applyDiffTheme(theme);
    parts.right->applyDiffTheme(theme);
    parts.overview->setTheme(theme);
    QPalette palette = parts.comparison->palette();
    palette.setColor(QPalette::Window, theme.margin);
    palette.setColor(QPalette::WindowText, theme.text);
    for (QLabel *label : {parts.leftTitle, parts.rightTitle}) {
        label->setPalette(palette);
        label->setAutoFillBackground(true);
    }
    QPalette quiet = palette;
    quiet.setColor(QPalette::Window, theme.background);
    quiet.setColor(QPalette::WindowText, theme.mutedText);
    parts.nothing->setPalette(quiet);
    parts.nothing->setAutoFillBackground(true);
    quiet.setColor(QPalette::Window, theme.border);
    parts.comparison->setPalette(quiet);
    parts.comparison->setAutoFillBackground(true);
}

void DiffView::goToNextChange()
{
    goToChange(m_parts->current ? static_cast<int>(*m_parts->current) + 1 : 0);
}

void DiffView::goToPreviousChange()
{
    goToChange(m_parts->current ? static_cast<int>(*m_parts->current) - 1 : -1);
}

// Around both ends.
void DiffView::goToChange(int change)
{
    const int count = changeCount();
    if (count == 0)
        return;
    m_parts->current = static_cast<std::size_t>((change + count) % count);
    showRow(static_cast<int>(m_parts->changes()[*m_parts->current].begin));
    showSummary();
}

} // namespace chancery::editors
