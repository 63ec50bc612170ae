// SPDX-License-Identifier: Apache-2.0
#include "mergeview.h"

#include "editors/liveanalysis.h"
#include "editors/merge/mergepane.h"
#include "editors/merge/mergerows.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QTimer>

namespace chancery::editors {

namespace {

// After the last keystroke in the result; reading it takes a moment.
constexpr std::chrono::milliseconds pause{150};

// Where a row stands in the four texts.
using Places = std::array<core::ThreeWayMerge::Span, 4>;

core::ThreeWayMerge::Span spanIn(
    const core::ThreeWayMerge &merge, const std::string &text, const MergeRow &row)
{
    return row.isConflict ? merge.spanIn(text, row.number)
                          : merge.spanIn(text, merge.taken()[row.number]);
}

} // namespace

class MergeView::Parts {
public:
    Parts(MergeView &owner, core::Executor &usedExecutor)
        : executor(usedExecutor)
        , summary(new QLabel(&owner))
        , hint(new QLabel(&owner))
        , model(makeMergeModel())
        , list(new QTableView(&owner))
        , base(new MergePane(executor, QStringLiteral("base"), &owner))
        , theirs(new MergePane(executor, QStringLiteral("theirs"), &owner))
        , mine(new MergePane(executor, QStringLiteral("mine"), &owner))
        , result(new MergePane(executor, QStringLiteral("result"), &owner))
    {
    }

    const MergeRow *current() const
    {
        const int row = list->currentIndex().row();
        return row >= 0 && row < model->rowCount() ? &model->rows()[std::size_t(row)] : nullptr;
    }
    const core::MergeConflict *conflict() const
    {
        const MergeRow *row = current();
        return row && row->isConflict ? &merge->conflicts()[row->number] : nullptr;
    }
    // At once where it takes less than a frame.
    template <typename T>
    void compute(core::Call &call, std::function<T()> job, std::function<void(T)> done)
    {
        constexpr std::size_t fewConflicts = 100;
        const bool isSmall = merge->text().size() <= LiveAnalysis::smallText
            && merge->conflicts().size() <= fewConflicts;
        call.cancel();
        if (isSmall) {
            done(job());
            return;
        }
        call = executor.run<T>(
            [job = std::move(job)](const core::CancelToken &) { return core::Result<T>(job()); },
            [&call, done = std::move(done)](core::Result<T> result) {
                call.cancel();
                if (result)
                    done(*std::move(result));
            });
    }

    core::Executor &executor;
    Merge merge;
    std::shared_ptr<const SchemaAdvisor> advisor;
    Purpose purpose = Purpose::Decide;
    MergeProgress progress;
    QLabel *summary;
    QLabel *hint;
    std::unique_ptr<models::TableModel<MergeRow>> model;
    QTableView *list;
    MergePane *base;
    MergePane *theirs;
    MergePane *mine;
    MergePane *result;
    QPushButton *takeTheirs = nullptr;
    QPushButton *takeMine = nullptr;
    QPushButton *takeBoth = nullptr;
    QPushButton *use = nullptr;
    QPushButton *leave = nullptr;
    QTimer soon;
    core::Call looking;
    core::Call answering;
    core::Call placing;
    core::Call naming;
};

MergeView::MergeView(core::Executor &executor, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(*this, executor))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeBar());
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(makeList());
    splitter->addWidget(makeTexts());
    splitter->addWidget(m_parts->result);
    splitter->setSizes({130, 240, 240});
    splitter->setChildrenCollapsible(false);
    layout->addWidget(splitter, 1);
    m_parts->result->setTitle(tr("Result"));
    for (MergePane *pane : {m_parts->base, m_parts->theirs, m_parts->mine})
        pane->editor().setReadOnly(true);
    m_parts->soon.setSingleShot(true);
    m_parts->soon.setInterval(pause);
    connectParts();
    setTheme(EditorTheme::light());
}

MergeView::~MergeView() = default;

QPushButton *MergeView::addButton(QLayout *layout, const QString &name, const QString &text,
    const QKeySequence &key, void (MergeView::*slot)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    auto *action = new QAction(text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const QString keys = key.toString(QKeySequence::NativeText);
    button->setToolTip(tr("%1 (%2)").arg(text, keys));
    connect(button, &QPushButton::clicked, this, slot);
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    layout->addWidget(button);
    return button;
}

QLayout *MergeView::makeBar()
{
    Parts &parts = *m_parts;
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(4);
    parts.summary->setObjectName(QStringLiteral("mergeSummary"));
    parts.summary->setTextFormat(Qt::PlainText);
    bar->addWidget(parts.summary);
    parts.hint->setObjectName(QStringLiteral("mergeHint"));
    parts.hint->setTextFormat(Qt::PlainText);
    parts.hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    bar->addWidget(parts.hint, 1);
    addButton(bar, QStringLiteral("previousConflictButton"), tr("Previous"), Qt::SHIFT | Qt::Key_F7,
        &MergeView::goToPrevious);
    addButton(
        bar, QStringLiteral("nextConflictButton"), tr("Next"), Qt::Key_F7, &MergeView::goToNext);
    parts.takeTheirs = addButton(bar, QStringLiteral("takeTheirsButton"), tr("Take Theirs"),
        Qt::ALT | Qt::Key_1, &MergeView::takeTheirs);
    parts.takeMine = addButton(bar, QStringLiteral("takeMineButton"), tr("Take Mine"),
        Qt::ALT | Qt::Key_2, &MergeView::takeMine);
    parts.takeBoth = addButton(bar, QStringLiteral("takeBothButton"), tr("Take Both"),
        Qt::ALT | Qt::Key_3, &MergeView::takeBoth);
    parts.use = addButton(bar, QStringLiteral("useResultButton"), tr("Use This Result"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_Return, &MergeView::use);
    parts.use->setProperty("role", QStringLiteral("primary"));
    parts.leave = addButton(bar, QStringLiteral("cancelMergeButton"), tr("Back to Editor"),
        Qt::Key_Escape, &MergeView::cancelled);
    return bar;
}

QWidget *MergeView::makeList()
{
    QTableView *list = m_parts->list;
    list->setObjectName(QStringLiteral("conflictTable"));
    list->setAccessibleName(tr("Conflicts"));
    list->setModel(m_parts->model.get());
    list->setSelectionBehavior(QAbstractItemView::SelectRows);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    list->setShowGrid(false);
    list->setTabKeyNavigation(false);
    list->verticalHeader()->hide();
    list->verticalHeader()->setDefaultSectionSize(26);
    list->horizontalHeader()->setHighlightSections(false);
    list->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int column = 0; column < m_parts->model->columnCount(); ++column)
        list->setColumnWidth(column, m_parts->model->widthOf(column));
    list->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    return list;
}

QWidget *MergeView::makeTexts()
{
    auto *texts = new QSplitter(Qt::Horizontal, this);
    for (MergePane *pane : {m_parts->base, m_parts->theirs, m_parts->mine})
        texts->addWidget(pane);
    texts->setSizes({100, 100, 100});
    texts->setChildrenCollapsible(false);
    return texts;
}

void MergeView::connectParts()
{
    connect(m_parts->list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &index) { showRow(index.row()); });
    connect(&m_parts->result->editor(), &ConfigEditor::textEdited, &m_parts->soon,
        qOverload<>(&QTimer::start));
    connect(&m_parts->soon, &QTimer::timeout, this, &MergeView::look);
}

const MergeView::Merge &MergeView::merge() const
{
    return m_parts->merge;
}

void MergeView::setMerge(Merge merge, Purpose purpose)
{
    Parts &parts = *m_parts;
    for (core::Call *call : {&parts.looking, &parts.answering, &parts.placing, &parts.naming})
        call->cancel();
    parts.merge = std::move(merge);
    parts.purpose = purpose;
    parts.progress = MergeProgress(parts.merge);
    const core::MergeInput &input = parts.merge->input();
    parts.base->editor().setSource(input.base, input.format);
    parts.theirs->editor().setSource(input.theirs, input.format);
    parts.mine->editor().setSource(input.mine, input.format);
    parts.result->editor().setSource(parts.merge->text(), input.format);
    parts.result->editor().setReadOnly(purpose == Purpose::Look);
    for (QPushButton *button : {parts.takeTheirs, parts.takeMine, parts.takeBoth, parts.use})
        button->setVisible(purpose == Purpose::Decide);
    parts.soon.stop();
    readPlaces();
    if (parts.model->rowCount() > 0) {
        parts.list->setCurrentIndex(parts.model->index(0, 0));
        showRow(0);
    }
}

void MergeView::setTitles(const QString &base, const QString &theirs, const QString &mine)
{
    m_parts->base->setTitle(base);
    m_parts->theirs->setTitle(theirs);
    m_parts->mine->setTitle(mine);
}

void MergeView::setAnswers(const QString &theirs, const QString &mine)
{
    m_parts->takeTheirs->setText(theirs);
    m_parts->takeMine->setText(mine);
}

void MergeView::setLeaveText(const QString &text)
{
    m_parts->leave->setText(text);
}

void MergeView::setAdvisor(const std::shared_ptr<const SchemaAdvisor> &advisor)
{
    if (m_parts->advisor == advisor)
        return;
    for (MergePane *pane : {m_parts->base, m_parts->theirs, m_parts->mine, m_parts->result})
        pane->editor().setAdvisor(advisor);
    m_parts->advisor = advisor;
    if (m_parts->merge)
        readPlaces();
}

void MergeView::setTheme(const EditorTheme &theme)
{
    for (MergePane *pane : {m_parts->base, m_parts->theirs, m_parts->mine, m_parts->result})
        pane->setTheme(theme);
}

QString MergeView::result() const
{
    return m_parts->result->editor().text();
}

ConfigEditor &MergeView::resultEditor()
{
    return m_parts->result->editor();
}

int MergeView::openCount() const
{
    return m_parts->merge ? m_parts->progress.openCount() : 0;
}

QString MergeView::summary() const
{
    if (!m_parts->merge)
        return {};
    const auto all = static_cast<int>(m_parts->merge->conflicts().size());
    if (all == 0)
        return tr("Nothing conflicts; %n change(s) of theirs were taken.", nullptr,
            static_cast<int>(m_parts->merge->takenCount()));
    if (!m_parts->progress.isReadable())
        return tr("The result cannot be read.");
    return tr("%1 of %n conflict(s) to decide", nullptr, all).arg(openCount());
}

bool MergeView::isBusy() const
{
    const Parts &parts = *m_parts;
    return parts.soon.isActive() || parts.looking.isHeld() || parts.answering.isHeld()
        || parts.placing.isHeld() || parts.naming.isHeld();
}

void MergeView::look()
{
    Parts &parts = *m_parts;
    if (!parts.merge)
        return;
    parts.compute<MergeProgress>(
        parts.looking,
        [progress = parts.progress, text = parts.result->editor().source()]() mutable {
            progress.look(text);
            return progress;
        },
        [this](const MergeProgress &progress) {
            m_parts->progress.takeReading(progress);
            showState();
        });
}

// Which names of items may be shown; none before that is known.
void MergeView::readPlaces()
{
    Parts &parts = *m_parts;
    parts.progress.setPlaces(unnamedPlaces(*parts.merge));
    parts.compute<MergePlaces>(
        parts.naming,
        [merge = parts.merge, advisor = parts.advisor] {
            return shownPlaces(*merge, advisor.get());
        },
        [this](MergePlaces places) {
            m_parts->progress.setPlaces(std::move(places));
            showState();
        });
    if (parts.naming.isHeld())
        showState();
}

void MergeView::showState()
{
    Parts &parts = *m_parts;
    parts.model->setRows(parts.progress.rows());
    parts.summary->setText(summary());
    const core::MergeConflict *conflict = parts.answering.isHeld() ? nullptr : parts.conflict();
    parts.takeTheirs->setEnabled(conflict != nullptr);
    parts.takeMine->setEnabled(conflict != nullptr);
    parts.takeBoth->setEnabled(conflict && conflict->both);
    const bool isDone = parts.progress.isReadable() && openCount() == 0 && !parts.answering.isHeld()
        && !parts.looking.isHeld();
    parts.use->setEnabled(isDone);
    if (isDone)
        parts.use->setToolTip(tr("Use This Result (%1)")
                .arg(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)
                        .toString(QKeySequence::NativeText)));
    else
        parts.use->setToolTip(tr("Decide all conflicts first, or edit them in the result."));
}

void MergeView::showRow(int row)
{
    Parts &parts = *m_parts;
    parts.hint->clear();
    showState();
    if (row < 0 || row >= parts.model->rowCount())
        return;
    showPlaces(row);
}

void MergeView::showPlaces(int row)
{
    Parts &parts = *m_parts;
    parts.compute<Places>(
        parts.placing,
        [merge = parts.merge, shown = parts.model->rows()[std::size_t(row)],
            text = parts.result->editor().source()] {
            const core::MergeInput &input = merge->input();
            return Places{spanIn(*merge, input.base, shown), spanIn(*merge, input.theirs, shown),
                spanIn(*merge, input.mine, shown), spanIn(*merge, text, shown)};
        },
        [this](const Places &places) {
            m_parts->base->mark(places[0]);
            m_parts->theirs->mark(places[1]);
            m_parts->mine->mark(places[2]);
            m_parts->result->mark(places[3]);
        });
}

// Around both ends.
void MergeView::go(int step)
{
    const int count = m_parts->model->rowCount();
    if (count == 0)
        return;
    const int row = (m_parts->list->currentIndex().row() + step + count) % count;
    m_parts->list->setCurrentIndex(m_parts->model->index(row, 0));
}

void MergeView::goToNext()
{
    go(1);
}

void MergeView::goToPrevious()
{
    go(-1);
}

void MergeView::takeTheirs()
{
    take(core::MergeChoice::Theirs);
}

void MergeView::takeMine()
{
    take(core::MergeChoice::Mine);
}

void MergeView::takeBoth()
{
    take(core::MergeChoice::Both);
}

void MergeView::take(core::MergeChoice choice)
{
    Parts &parts = *m_parts;
    const MergeRow *row = parts.current();
    if (!row || !row->isConflict || parts.purpose == Purpose::Look || parts.answering.isHeld())
        return;
    using Answer = std::pair<std::string, core::Result<std::string>>; // of which text
    parts.compute<Answer>(
        parts.answering,
        [merge = parts.merge, number = row->number, choice,
            text = parts.result->editor().source()]() -> Answer {
            return {text, merge->answered(text, number, choice)};
        },
        [this, number = row->number, choice](Answer answer) {
            // Typed meanwhile: what was typed stays, and the answer can be given again.
            if (answer.first == m_parts->result->editor().source())
                useAnswer(number, choice, std::move(answer.second));
            showState();
        });
    showState();
}

void MergeView::useAnswer(
    std::size_t number, core::MergeChoice choice, core::Result<std::string> text)
{
    Parts &parts = *m_parts;
    if (!text) {
        parts.hint->setText(text.error().code == "no-such-choice"
                ? tr("These two changes cannot both be had.")
                : tr("The result was edited so that this has no place in it any more; edit it "
                     "there."));
        return;
    }
    parts.progress.decide(number, choice);
    parts.result->editor().replaceText(QString::fromStdString(*text));
    parts.soon.stop();
    look();
    showRow(parts.list->currentIndex().row());
}

void MergeView::use()
{
    if (m_parts->soon.isActive()) {
        m_parts->soon.stop();
        look();
    }
    if (m_parts->use->isEnabled() && m_parts->purpose == Purpose::Decide)
        Q_EMIT used(result());
}

} // namespace chancery::editors
