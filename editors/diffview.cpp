// SPDX-License-Identifier: Apache-2.0
#include "diffview.h"

#include "editors/diffviewparts.h"

#include <QScrollBar>

namespace chancery::editors {

namespace {

// Why there is nothing to show.
QString nothingText(const DiffContent &content, bool isByKey)
{
    if (content.onlyLineEndsDiffer())
        return DiffView::tr("Only the line ends differ");
    if (content.hunks.empty())
        return DiffView::tr("No differences");
    const bool isSameMeaning = content.isRead() && content.changes.empty();
    if (isByKey && isSameMeaning && content.left.format == content.right.format)
        return DiffView::tr("Nothing differs in meaning, only in how it is written");
    if (isByKey && isSameMeaning)
        return DiffView::tr("Both mean the same");
    return DiffView::tr("Only what is ignored differs");
}

QString causeText(std::optional<core::HunkCause> cause)
{
    if (!cause)
        return {};
    switch (*cause) {
    case core::HunkCause::Order:
        return DiffView::tr("only the order of keys");
    case core::HunkCause::Comment:
        return DiffView::tr("only comments");
    case core::HunkCause::Layout:
        return DiffView::tr("only white space and quotes");
    case core::HunkCause::OrderAndComment:
        return DiffView::tr("only the order of keys, and comments");
    case core::HunkCause::Values:
    case core::HunkCause::IgnoredPath:
        break;
    }
    return {};
}

QPalette treePalette(const EditorTheme &theme)
{
    QPalette palette;
    palette.setColor(QPalette::Base, theme.background);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::Highlight, theme.selection);
    palette.setColor(QPalette::HighlightedText, theme.text);
    return palette;
}

void scrollTogether(QScrollBar *a, QScrollBar *b)
{
    QObject::connect(a, &QScrollBar::valueChanged, b, &QScrollBar::setValue);
    QObject::connect(b, &QScrollBar::valueChanged, a, &QScrollBar::setValue);
}

} // namespace

QLabel *DiffView::Parts::titleLabel(const QString &name, QWidget *parent)
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

DiffView::DiffView(core::Executor &executor, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(*this, executor))
{
    Parts &parts = *m_parts;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(parts.bar);
    layout->addWidget(parts.pages, 1);
    layOutComparison();
    parts.tree->setObjectName(QStringLiteral("changedKeys"));
    parts.tree->setAccessibleName(tr("Changed keys"));
    parts.tree->setModel(parts.model);
    parts.tree->setUniformRowHeights(true);
    parts.tree->setAlternatingRowColors(false);
    parts.pages->addWidget(parts.comparison);
    parts.pages->addWidget(parts.tree);
    parts.pages->addWidget(parts.nothing);
    parts.nothing->setObjectName(QStringLiteral("noDifferencesLabel"));
    parts.nothing->setAlignment(Qt::AlignCenter);
    parts.bar->setFolded(parts.isFolded);
    setEffectiveWhyNot(tr("This text has no layers to merge"));
    connectParts();
    setTheme(EditorTheme::light());
    showSummary();
}

DiffView::~DiffView() = default;

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
    connect(parts.bar, &DiffBar::nextWanted, this, &DiffView::goToNextChange);
    connect(parts.bar, &DiffBar::previousWanted, this, &DiffView::goToPreviousChange);
    connect(parts.bar, &DiffBar::partnerWanted, this, &DiffView::goToPartner);
    connect(parts.bar, &DiffBar::takeWanted, this, &DiffView::takeLeft);
    connect(parts.bar, &DiffBar::modeChosen, this, &DiffView::setMode);
    connect(parts.bar, &DiffBar::foldedChosen, this, &DiffView::setFolded);
    connect(parts.bar, &DiffBar::rulesChosen, this, [this](const DiffRules &rules) {
        setRules(rules);
        Q_EMIT rulesChanged();
    });
    connect(parts.overview, &DiffOverview::rowChosen, this, &DiffView::showRow);
    connect(parts.left, &DiffPane::unfoldWanted, this, &DiffView::unfold);
    connect(parts.right, &DiffPane::unfoldWanted, this, &DiffView::unfold);
    connect(parts.tree, &QTreeView::activated, this, &DiffView::goToText);
}

DiffView::Mode DiffView::mode() const
{
    return m_parts->mode;
}

int DiffView::changeCount() const
{
    return m_parts->changeCount();
}

bool DiffView::isBusy() const
{
    return m_parts->call.isHeld();
}

const DiffRules &DiffView::rules() const
{
    return m_parts->rules;
}

bool DiffView::isFolded() const
{
    return m_parts->isFolded;
}

QString DiffView::summary() const
{
    if (isBusy())
        return tr("Comparing…");
    if (!m_parts->content)
        return {};
    const DiffContent &content = *m_parts->content;
    if (m_parts->mode == Mode::Keys && !content.isRead())
        return tr("One of the texts cannot be read, so its keys are not known");
    if (changeCount() == 0)
        return nothingText(content, m_parts->mode == Mode::Keys);
    // Without a translation Qt does not choose between singular and plural.
    const auto all = changeCount() == 1 ? tr("1 change") : tr("%n changes", nullptr, changeCount());
    // Whoever approves what is on screen is told that something is not.
    const int ignored = content.ignoredCount();
    const auto withIgnored = [ignored](const QString &text) {
        return ignored == 0 ? text
                            : tr("%1 · %2 ignored", "how many changes").arg(text).arg(ignored);
    };
    if (m_parts->current)
        return withIgnored(tr("Change %1 of %2").arg(*m_parts->current + 1).arg(changeCount()));
    const QString cause = causeText(content.onlyCause());
    return cause.isEmpty() ? withIgnored(all)
                           : tr("%1 · %2", "how many changes and why").arg(all, cause);
}

void DiffView::setTexts(const QString &left, const QString &right, core::Format format)
{
    setTexts(std::make_shared<const std::string>(left.toStdString()), format,
        std::make_shared<const std::string>(right.toStdString()), format);
}

void DiffView::setTexts(std::shared_ptr<const std::string> left, core::Format leftFormat,
    std::shared_ptr<const std::string> right, core::Format rightFormat)
{
    m_parts->texts = {std::move(left), std::move(right), leftFormat, rightFormat};
    m_parts->effective = {};
    if (m_parts->mode == Mode::Effective)
        Q_EMIT effectiveWanted();
    else
        compareTexts();
}

void DiffView::setEffectiveTexts(const QString &left, const QString &right, core::Format format,
    std::vector<std::string> brought, std::shared_ptr<const SchemaAdvisor> advisor)
{
    m_parts->effective = {std::make_shared<const std::string>(left.toStdString()),
        std::make_shared<const std::string>(right.toStdString()), format, format,
        std::move(brought), std::move(advisor)};
    if (m_parts->mode == Mode::Effective)
        compareTexts();
}

void DiffView::setEffectiveWhyNot(const QString &reason)
{
    m_parts->bar->setEffectiveWhyNot(reason);
    if (!reason.isEmpty() && m_parts->mode == Mode::Effective)
        setMode(Mode::SideBySide);
}

void DiffView::setEditable(bool isEditable)
{
    m_parts->bar->setEditable(isEditable);
    showSummary();
}

void DiffView::setRules(const DiffRules &rules)
{
    if (rules == m_parts->rules)
        return;
    m_parts->rules = rules;
    m_parts->bar->setRules(rules);
    compareTexts();
}

void DiffView::setFolded(bool isFolded)
{
    if (isFolded == m_parts->isFolded)
        return;
    m_parts->isFolded = isFolded;
    m_parts->bar->setFolded(isFolded);
    compareTexts();
}

void DiffView::compareTexts()
{
    const DiffInput &input = m_parts->input();
    if (!input.left || !input.right)
        return;
    using Content = std::shared_ptr<DiffContent>;
    DiffAdvisors advisors = m_parts->advisors;
    advisors.both = input.advisor;
    const DiffTask task{input.left, input.right, input.leftFormat, input.rightFormat,
        std::move(advisors), m_parts->rules, m_parts->isFolded, input.brought};
    m_parts->call = m_parts->executor.run<Content>(
        [task](
            const core::CancelToken &token) { return core::Result<Content>(compare(task, token)); },
        [this](core::Result<Content> content) {
            m_parts->call.cancel();
            if (content)
                m_parts->content = std::move(*content);
            m_parts->current.reset();
            m_parts->model->setContent(m_parts->content);
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
    const bool hasOtherTexts = (mode == Mode::Effective) != (m_parts->mode == Mode::Effective);
    m_parts->mode = mode;
    m_parts->bar->setMode(mode);
    m_parts->current.reset();
    if (!hasOtherTexts) {
        showContent();
    } else if (m_parts->input().left) {
        compareTexts();
    } else {
        m_parts->call.cancel();
        m_parts->content.reset();
        m_parts->model->setContent(nullptr);
        showContent();
    }
    if (mode == Mode::Effective && !m_parts->effective.left)
        Q_EMIT effectiveWanted();
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
    const bool isEmpty = parts.changeCount() == 0;
    parts.nothing->setText(parts.content || isBusy() ? summary() : tr("Nothing to compare yet"));
    if (isEmpty)
        parts.pages->setCurrentWidget(parts.nothing);
    else if (parts.mode == Mode::Keys)
        parts.pages->setCurrentWidget(parts.tree);
    else
        parts.pages->setCurrentWidget(parts.comparison);
    if (parts.content && parts.mode != Mode::Keys) {
        showRows();
        if (!isEmpty)
            showRow(static_cast<int>(parts.changes()[parts.current.value_or(0)].begin));
    } else if (!isEmpty && parts.model->changeCount() <= 1000) {
        parts.tree->expandAll();
        for (int column = 0; column < DiffTreeModel::ColumnCount - 1; ++column)
            parts.tree->resizeColumnToContents(column);
    }
    showSummary();
}

void DiffView::showRows()
{
    Parts &parts = *m_parts;
    parts.left->setContent(parts.content, parts.leftColumn());
    if (parts.mode != Mode::Inline)
        parts.right->setContent(parts.content, DiffColumn::Right);
    parts.overview->setRows(&parts.content->rows(parts.leftColumn()));
}

void DiffView::showSummary()
{
    m_parts->bar->setSummary(summary(), changeCount() > 0);
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
    parts.tree->setPalette(treePalette(theme));
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

} // namespace chancery::editors
