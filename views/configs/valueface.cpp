// SPDX-License-Identifier: Apache-2.0
#include "valueface.h"

#include "editors/text/analysis.h"
#include "models/problemwords.h"
#include "models/qtconvert.h"
#include "views/common/widgets.h"
#include "views/configs/commandgroup.h"

#include <QAbstractItemView>
#include <QAction>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

constexpr qsizetype longestAbout = 300;

} // namespace

ValueFace::ValueFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_context(context)
    , m_page(page)
    , m_treeEditor(new editors::TreeEditor(page.editor(), context.compute, this))
    , m_layout(new QVBoxLayout(this))
    , m_banner(new Banner(context.look, this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_banner);
    const editors::ConfigEditor &editor = page.editor();
    connect(m_banner, &Banner::actionTriggered, this, &ValueFace::answerNotice);
    connect(m_treeEditor, &editors::TreeEditor::made, this, [this](const QString &place) {
        m_made = place;
        m_isMaking = true;
        m_complaint.clear();
    });
    connect(&editor, &editors::ConfigEditor::analysed, this, &ValueFace::read);
    connect(&editor, &editors::ConfigEditor::problemsChanged, this, &ValueFace::read);
    connect(&editor, &editors::ConfigEditor::cursorMoved, this, &ValueFace::follow);
}

void ValueFace::enter()
{
    m_isMaking = false;
    m_complaint.clear();
    refresh();
    m_place = m_page.editor().pointer();
    showPlace(models::fromQt(m_place));
    takeFocus();
}

void ValueFace::refresh()
{
    showNotice();
    showDocument();
}

void ValueFace::read()
{
    if (!isVisible())
        return;
    refresh();
    if (m_isMaking && m_page.editor().isAnalysed()) {
        m_isMaking = false;
        lead(models::fromQt(m_made));
        showPlace(models::fromQt(m_made));
    }
}

void ValueFace::follow()
{
    const QString place = m_page.editor().pointer();
    if (!isVisible() || m_isMaking || !m_page.editor().isAnalysed() || place == m_place)
        return;
    m_place = place;
    showPlace(models::fromQt(place));
}

void ValueFace::lead(const std::string &pointer)
{
    auto around = pointer;
    m_isMaking = true; // not to be followed by itself
    while (!m_page.editor().placeCaret(models::toQt(around)) && !around.empty())
        around = editors::parentPointer(around);
    m_isMaking = false;
    m_place = m_page.editor().pointer();
}

void ValueFace::make(editors::TreeEdit edit)
{
    make(std::move(edit), basis());
}

void ValueFace::make(editors::TreeEdit edit, std::shared_ptr<const editors::Analysis> basis)
{
    m_treeEditor->make(std::move(edit), std::move(basis), [this](const auto &answer) {
        if (!answer.fault.isEmpty())
            complain(answer.fault);
    });
}

void ValueFace::complain(const QString &sentence)
{
    m_complaint = sentence;
    showNotice();
}

models::ActionState ValueFace::editState() const
{
    if (!m_page.session().isLoaded())
        return models::ActionState::disabled(tr("The config is being loaded."));
    const auto may = models::editState(m_page.session());
    if (!may.isEnabled)
        return may;
    if (m_page.editor().isBroken())
        return models::ActionState::disabled(tr("The text cannot be read; mend it first."));
    return models::ActionState::enabled();
}

void ValueFace::showNotice()
{
    const editors::ConfigEditor &editor = m_page.editor();
    const auto may = models::editState(m_page.session());
    if (editor.isBroken() && !editor.problems().empty()) {
        const editors::EditorProblem &problem = editor.problems().front();
        m_banner->show(Banner::Tone::Attention,
            tr("Line %1 of the text cannot be read: %2. What is shown here is as it was before, "
               "and cannot be changed.")
                .arg(problem.line)
                .arg(models::problemText(problem.message)),
            tr("Go to Line %1").arg(problem.line));
    } else if (!m_complaint.isEmpty())
        m_banner->show(Banner::Tone::Attention, m_complaint, tr("Show Text"));
    else if (!may.isEnabled)
        m_banner->show(Banner::Tone::Information, tr("Read only. %1").arg(may.whyNot));
    else
        m_banner->clear();
}

void ValueFace::answerNotice()
{
    editors::ConfigEditor &editor = m_page.editor();
    m_complaint.clear();
    m_page.showFace(DocumentPage::Face::Editor);
    if (editor.isBroken() && !editor.problems().empty())
        editor.goToOffset(editor.problems().front().begin);
}

QAction *ValueFace::addCommand(QAbstractItemView &view, const QString &text, const QString &name,
    const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    view.addAction(action);
    view.setContextMenuPolicy(Qt::ActionsContextMenu);
    return action;
}

QList<QAction *> ValueFace::addMoves(QAbstractItemView &view)
{
    using Kind = editors::TreeEdit::Kind;
    m_moveUp = addCommand(view, tr("Move Up"), QStringLiteral("moveItemUp"),
        QStringLiteral("caretAbove"), Qt::ALT | Qt::Key_Up);
    m_moveDown = addCommand(view, tr("Move Down"), QStringLiteral("moveItemDown"),
        QStringLiteral("caretBelow"), Qt::ALT | Qt::Key_Down);
    connect(m_moveUp, &QAction::triggered, this, [this] { move(Kind::MoveUp); });
    connect(m_moveDown, &QAction::triggered, this, [this] { move(Kind::MoveDown); });
    return {m_moveUp, m_moveDown};
}

void ValueFace::setMovable(
    const models::ActionState &may, const std::string &item, const std::string &place)
{
    m_movable = item;
    m_movablePlace = place.substr(std::min(item.size(), place.size()));
    const auto analysis = basis();
    const auto array = analysis && !item.empty()
        ? analysis->tree.root().resolve(editors::parentPointer(item))
        : core::Value();
    const auto last = editors::lastToken(item);
    const auto whyNot = [&](bool isUp) {
        if (!may.isEnabled)
            return may;
        if (!array.isArray())
            return models::ActionState::disabled(tr("Only the items of an array have an order."));
        const auto end = std::to_string(isUp ? 0 : array.size() - 1);
        return last != end ? models::ActionState::enabled()
            : isUp         ? models::ActionState::disabled(tr("It is the first item already."))
                           : models::ActionState::disabled(tr("It is the last item already."));
    };
    CommandGroup::set(m_moveUp, whyNot(true));
    CommandGroup::set(m_moveDown, whyNot(false));
}

// One at a time: the next one is about what has come of this.
void ValueFace::move(editors::TreeEdit::Kind kind)
{
    if (!m_treeEditor->isBusy() && !m_isMaking)
        make({kind, m_movable, m_movablePlace, {}});
}

QWidget *ValueFace::makeCommandBar(const QList<QAction *> &actions)
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *layout = makeBar(bar, 36);
    layout->setContentsMargins(8, 4, 8, 4);
    for (QAction *action : actions)
        layout->addWidget(makeActionButton(action, bar));
    layout->addStretch(1);
    return bar;
}

QWidget *ValueFace::makeDetails()
{
    auto *details = new QWidget(this);
    details->setProperty("role", QStringLiteral("footer"));
    details->setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(details);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    m_about = makeLabel({}, "muted", details);
    m_about->setObjectName(QStringLiteral("valueAbout"));
    m_about->setWordWrap(true);
    m_problem = makeLabel({}, "problem", details);
    m_problem->setObjectName(QStringLiteral("valueProblem"));
    m_problem->setWordWrap(true);
    layout->addWidget(m_about);
    layout->addWidget(m_problem);
    return details;
}

void ValueFace::showAbout(const editors::Advice *advice, const QString &problem)
{
    QString about;
    if (advice)
        about = models::toQt(advice->description.empty() ? advice->title : advice->description);
    if (about.size() > longestAbout)
        about = about.left(longestAbout) + u'…';
    if (about.isEmpty())
        about = tr("The schema does not describe this place.");
    if (advice && !advice->annotations.owner.empty())
        about = tr("%1 (Owner: %2)").arg(about, models::toQt(advice->annotations.owner));
    if (advice && advice->isDeprecated)
        about = tr("Deprecated. %1").arg(about);
    if (advice && advice->isSensitive)
        about = tr("Sensitive, and never shown. %1").arg(about);
    showText(m_about, about);
    showText(m_problem, problem);
    m_problem->setVisible(!problem.isEmpty());
}

} // namespace chancery::views
