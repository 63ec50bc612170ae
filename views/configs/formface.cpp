// SPDX-License-Identifier: Apache-2.0
#include "formface.h"

#include "editors/text/analysis.h"
#include "engine/core/sealing/sealedvalue.h"
#include "views/configs/commandgroup.h"
#include "views/configs/fielddelegate.h"
#include "views/configs/keyadder.h"

#include <QHeaderView>
#include <QSettings>
#include <QShortcut>
#include <QVBoxLayout>

namespace chancery::views {

using editors::FormModel;
using editors::TreeEdit;
using models::ActionState;

FormFace::FormFace(ViewContext &context, DocumentPage &page)
    : ValueFace(context, page)
    , m_model(new FormModel(treeEditor(), context.compute, this))
    , m_tree(new QTreeView(this))
    , m_delegate(new FieldDelegate(context.look, *m_tree))
    , m_adder(new KeyAdder(context, page.editor(), *this))
{
    content()->addWidget(makeBarOverForm());
    setUpTree();
    content()->addWidget(m_tree, 1);
    content()->addWidget(makeDetails());
    connectModel();
    updateActions();
}

QWidget *FormFace::makeBarOverForm()
{
    m_edit = addCommand(*m_tree, tr("Edit Value"), QStringLiteral("editValue"),
        QStringLiteral("draft"), Qt::Key_F2);
    m_add = addCommand(
        *m_tree, tr("Add…"), QStringLiteral("addValue"), QStringLiteral("add"), Qt::Key_Insert);
    m_rename = addCommand(*m_tree, tr("Rename Key"), QStringLiteral("renameKey"),
        QStringLiteral("rename"), Qt::SHIFT | Qt::Key_F2);
    m_remove = addCommand(*m_tree, tr("Remove"), QStringLiteral("removeValue"),
        QStringLiteral("remove"), QKeySequence::Delete);
    connect(m_edit, &QAction::triggered, this, &FormFace::edit);
    connect(m_add, &QAction::triggered, this, &FormFace::add);
    connect(m_rename, &QAction::triggered, this, &FormFace::rename);
    connect(m_remove, &QAction::triggered, this, &FormFace::remove);
    return makeCommandBar(QList<QAction *>{m_edit, m_add, m_rename, m_remove} + addMoves(*m_tree));
}

void FormFace::setUpTree()
{
    m_tree->setObjectName(QStringLiteral("formTree"));
    m_tree->setAccessibleName(tr("Keys and values"));
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(m_delegate);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(false);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->setEditTriggers(QAbstractItemView::DoubleClicked);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setTabKeyNavigation(false);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_tree->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView *header = m_tree->header();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->resizeSection(FormModel::KeyColumn, 260);
    header->resizeSection(FormModel::ValueColumn, 260);
    header->setStretchLastSection(true);
    const QString key = QStringLiteral("tables/form");
    header->restoreState(context().settings.value(key).toByteArray());
    connect(header, &QHeaderView::sectionResized, this,
        [this, header, key] { context().settings.setValue(key, header->saveState()); });
    auto *back = new QShortcut(Qt::Key_Escape, m_tree);
    back->setContext(Qt::WidgetShortcut);
    connect(back, &QShortcut::activated, this, &FormFace::takeBack);
}

void FormFace::connectModel()
{
    connect(
        m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FormFace::choose);
    connect(m_tree, &QAbstractItemView::activated, this, &FormFace::open);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] {
        showDetails();
        updateActions();
        editAsSoonAsKnown();
    });
    // What was typed comes back into its field, with the reason.
    connect(
        m_model, &FormModel::refused, this, [this](const QModelIndex &index, const QString &fault) {
            if (!isVisible())
                return;
            if (!index.isValid()) {
                complain(fault);
                return;
            }
            m_tree->setCurrentIndex(index);
            m_tree->edit(index);
            m_delegate->showFault(index, fault);
        });
    connect(m_adder, &KeyAdder::wanted, this,
        [this](const TreeEdit &edit, const std::shared_ptr<const editors::Analysis> &basis) {
            const bool isScalar = !edit.json.starts_with('{') && !edit.json.starts_with('[');
            m_wantedField = isScalar ? editors::placeAfter(basis->tree, edit) : std::string();
            make(edit, basis);
        });
}

QModelIndex FormFace::current() const
{
    return m_tree->currentIndex();
}

void FormFace::showDocument()
{
    const editors::ConfigEditor &editor = page().editor();
    m_model->setReadOnly(!editState().isEnabled);
    // Of a text that does not parse the last one that did stays.
    if (editor.isAnalysed() || !editor.analysis())
        m_model->setDocument(editor.analysis(), editor.advisor());
    m_model->setProblems(
        editor.isBroken() ? std::vector<editors::EditorProblem>() : editor.problems());
    showDetails();
    updateActions();
}

void FormFace::showPlace(const std::string &pointer)
{
    const QModelIndex index = m_model->find(pointer);
    m_isFollowing = true;
    const QModelIndex shown = index.isValid() ? index : m_model->index(0, 0);
    m_tree->setCurrentIndex(shown.siblingAtColumn(FormModel::ValueColumn));
    m_tree->scrollTo(shown);
    m_isFollowing = false;
    showDetails();
    updateActions();
    editAsSoonAsKnown();
}

std::shared_ptr<const editors::Analysis> FormFace::basis() const
{
    return m_model->analysis();
}

void FormFace::takeFocus()
{
    m_tree->setFocus();
}

void FormFace::choose(const QModelIndex &current)
{
    if (!m_isFollowing && current.isValid() && isVisible()) {
        m_wantedField.clear();
        lead(m_model->pointerAt(current));
    }
    showDetails();
    updateActions();
}

void FormFace::showDetails()
{
    const bool hasRow = current().isValid();
    showAbout(hasRow ? m_model->adviceAt(current()) : nullptr,
        hasRow ? m_model->problemText(current()) : QString());
}

void FormFace::updateActions()
{
    const ActionState may = editState();
    const QModelIndex key = current().siblingAtColumn(FormModel::KeyColumn);
    const auto onRow = [&](bool isPossible, const QString &whyNot) {
        return !may.isEnabled      ? may
            : !current().isValid() ? ActionState::disabled(tr("No key is selected."))
            : isPossible           ? ActionState::enabled()
                                   : ActionState::disabled(whyNot);
    };
    const bool isMissing = current().isValid() && m_model->isMissing(current());
    const core::Value here = current().isValid() ? m_model->valueAt(current()) : core::Value();
    const bool isSealed = core::isSealed(here);
    CommandGroup::set(m_edit,
        onRow(isMissing || !(here.isArray() || here.isObject()),
            isSealed ? tr("A sealed value is replaced by “Replace Sealed Value…” in the text.")
                     : tr("Objects and arrays are opened, not edited.")));
    CommandGroup::set(m_rename,
        onRow(bool(key.flags() & Qt::ItemIsEditable), tr("Only keys of the document have names.")));
    CommandGroup::set(m_remove,
        onRow(!isMissing && !m_model->pointerAt(current()).empty(), tr("It is not there.")));
    CommandGroup::set(m_add, may);
    const auto place = current().isValid() ? m_model->pointerAt(current()) : std::string();
    setMovable(onRow(true, {}), place, place);
}

void FormFace::open(const QModelIndex &index)
{
    const QModelIndex value = index.siblingAtColumn(FormModel::ValueColumn);
    if (value.flags() & Qt::ItemIsEditable || m_model->isMissing(index))
        edit();
    else
        m_tree->setExpanded(
            index.siblingAtColumn(0), !m_tree->isExpanded(index.siblingAtColumn(0)));
}

void FormFace::edit()
{
    const QModelIndex value = current().siblingAtColumn(FormModel::ValueColumn);
    if (value.flags() & Qt::ItemIsEditable) {
        m_tree->setCurrentIndex(value);
        m_tree->edit(value);
    } else if (current().isValid() && m_model->isMissing(current()) && editState().isEnabled) {
        const auto pointer = m_model->pointerAt(current());
        m_adder->add(basis(), editors::parentPointer(pointer), editors::lastToken(pointer));
    } else if (current().isValid() && editState().isEnabled) {
        m_wantedField = m_model->pointerAt(current()); // the schema has not answered yet
    }
}

void FormFace::rename()
{
    const QModelIndex key = current().siblingAtColumn(FormModel::KeyColumn);
    if (!(key.flags() & Qt::ItemIsEditable))
        return;
    m_tree->setCurrentIndex(key);
    m_tree->edit(key);
}

void FormFace::add()
{
    if (!editState().isEnabled)
        return;
    const core::Value value = current().isValid() ? m_model->valueAt(current()) : core::Value();
    const bool isContainer = value.isArray() || (value.isObject() && !core::isSealed(value));
    const auto pointer = current().isValid() ? m_model->pointerAt(current()) : std::string();
    m_adder->addTo(basis(), isContainer ? pointer : editors::parentPointer(pointer));
}

void FormFace::remove()
{
    if (m_remove->isEnabled())
        make({TreeEdit::Kind::Remove, m_model->pointerAt(current()), {}, {}});
}

void FormFace::takeBack()
{
    if (current().isValid())
        m_model->forgetDraft(current());
}

void FormFace::editAsSoonAsKnown()
{
    if (m_wantedField.empty() || !current().isValid()
        || m_model->pointerAt(current()) != m_wantedField)
        return;
    const QModelIndex value = current().siblingAtColumn(FormModel::ValueColumn);
    if (!(value.flags() & Qt::ItemIsEditable) || !m_tree->hasFocus())
        return;
    m_wantedField.clear();
    m_tree->edit(value);
}

} // namespace chancery::views
