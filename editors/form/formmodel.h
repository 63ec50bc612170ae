// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "editors/form/field.h"
#include "editors/form/fielddrafts.h"
#include "editors/form/formnode.h"
#include "engine/core/executor.h"
#include "models/rowdiff.h"

#include <QAbstractItemModel>

namespace chancery::editors {

class SchemaDesk;
class TreeEditor;
struct Analysis;
struct PlaceAdvice;

// A document as a form: a row for each value and for each required key that is not there, with the
// key, the value and what the schema says or what is wrong. Rows below are made when they are first
// looked at; the schema is asked in the executor about those that are shown. A new reading of the
// text changes only the rows that it touches. What is filled in goes to the text by a TreeEditor.
class FormModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { KeyColumn, ValueColumn, TypeColumn, ColumnCount };

    FormModel(TreeEditor &treeEditor, core::Executor &executor, QObject *parent = nullptr);
    ~FormModel() override;

    // The last reading of the text that parses; null for none.
    void setDocument(
        std::shared_ptr<const Analysis> analysis, std::shared_ptr<const SchemaAdvisor> advisor);
    void setProblems(const std::vector<EditorProblem> &problems);
    void setReadOnly(bool isReadOnly);
    // What the rows are of.
    const std::shared_ptr<const Analysis> &analysis() const { return m_analysis; }
    // The schema has been asked about all that was looked at.
    bool isBusy() const;

    std::string pointerAt(const QModelIndex &index) const;
    // The row of a place, or of the nearest one around it; makes the rows on the way.
    QModelIndex find(const std::string &pointer);
    const Advice *adviceAt(const QModelIndex &index) const;
    // What is wrong at the row, one sentence to a line.
    QString problemText(const QModelIndex &index) const;
    bool isMissing(const QModelIndex &index) const;
    core::Value valueAt(const QModelIndex &index) const;
    // Takes back what was typed and refused.
    void forgetDraft(const QModelIndex &index);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    // In the role of text what was typed, in JsonRole a JSON text. True also for what is refused a
    // moment later: then refused() comes, and the field keeps what was typed.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    // The index is invalid where the row is gone meanwhile.
    void refused(const QModelIndex &index, const QString &fault);

private:
    FormNode *nodeAt(const QModelIndex &index) const;
    FormNode *nodeAt(const std::string &pointer) const;
    QModelIndex indexOf(const FormNode &node, int column = KeyColumn) const;
    core::Value valueOf(const FormNode &node) const;
    void refit(FormNode &node);
    void apply(FormNode &node, const models::RowStep &step, const std::vector<FormSlot> &wanted);
    void ask(FormNode &node) const;
    void take(const std::vector<PlaceAdvice> &answers);
    bool isMember(const FormNode &node) const;
    bool isCovered(const FormNode &node) const;
    Field fieldFor(const FormNode &node) const;
    QString keyText(const FormNode &node) const;
    QString valueText(const FormNode &node) const;
    QString typeText(const FormNode &node) const;
    QString text(const FormNode &node, int column) const;
    int state(const FormNode &node) const;
    void showAgain();
    bool setValue(FormNode &node, const QString &typed, const std::string &json);
    bool rename(FormNode &node, const QString &name);
    void make(FormNode &node, int column, const QString &typed, TreeEdit edit);
    void refuse(const std::string &pointer, int column, const QString &fault);

    TreeEditor &m_treeEditor;
    SchemaDesk *m_desk;
    std::shared_ptr<const Analysis> m_analysis;
    std::vector<std::uint32_t> m_sensitiveAnchors; // of its tree, rising
    std::shared_ptr<const SchemaAdvisor> m_advisor;
    std::unique_ptr<FormNode> m_root;
    ProblemIndex m_problems;
    FieldDrafts m_drafts;
    bool m_isReadOnly = false;
};

} // namespace chancery::editors
