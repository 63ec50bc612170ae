// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "editors/form/collection.h"
#include "editors/form/field.h"
#include "editors/form/fielddrafts.h"
#include "models/tablemodel.h"

#include <memory>

namespace chancery::editors {

class TreeEditor;
struct Analysis;

// A collection of a document as a table: a row for each object, a column for each of their
// properties, before them the position or the key. What is filled in goes to the text by a
// TreeEditor: an empty cell that is filled in becomes a new key.
class CollectionModel : public models::TableShape {
    Q_OBJECT

public:
    explicit CollectionModel(TreeEditor &treeEditor, QObject *parent = nullptr);

    // Rows and columns that stay keep their place. Null for none.
    void setCollection(
        std::shared_ptr<const Analysis> analysis, std::optional<Collection> collection);
    const std::optional<Collection> &collection() const { return m_collection; }
    void setProblems(const std::vector<EditorProblem> &problems);
    void setReadOnly(bool isReadOnly);
    // What the rows are of.
    const std::shared_ptr<const Analysis> &analysis() const { return m_analysis; }

    std::string rowPointer(int row) const;
    std::string pointerAt(const QModelIndex &index) const;
    // The cell of a place or of what is around it; invalid when it is elsewhere.
    QModelIndex find(const std::string &pointer) const;
    bool isThere(const QModelIndex &index) const;
    bool isContainer(const QModelIndex &index) const;
    const Advice *adviceAt(const QModelIndex &index) const;
    QString problemText(const QModelIndex &index) const;
    void forgetDraft(const QModelIndex &index);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    int widthOf(int column) const override;
    QString keyOf(int column) const override;
    bool rowContains(int row, const QString &text) const override;

Q_SIGNALS:
    // The index is invalid where the row is gone meanwhile.
    void refused(const QModelIndex &index, const QString &fault);

private:
    struct Row {
        std::uint32_t value = 0;
        std::string key;
    };

    std::vector<Row> rowsOf(const Collection &collection) const;
    void followItems(const Analysis &after);
    void fitRows(std::vector<Row> rows);
    const CollectionColumn &column(const QModelIndex &index) const;
    core::Value valueAt(const QModelIndex &index) const;
    bool isCovered(const QModelIndex &index) const;
    Field fieldAt(const QModelIndex &index) const;
    QString text(const QModelIndex &index) const;
    QString wholeText(const QModelIndex &index) const;
    QString rowName(int row) const;
    QVariant sortValue(const QModelIndex &index) const;
    bool put(const QModelIndex &index, const QString &typed, const std::string &json);
    bool rename(const QModelIndex &index, const QString &name);
    void make(const QModelIndex &index, const QString &typed, TreeEdit edit);
    void refuse(const std::string &pointer, int column, const QString &fault);
    QString draftFault(const QModelIndex &index) const;

    TreeEditor &m_treeEditor;
    std::shared_ptr<const Analysis> m_analysis;
    std::optional<Collection> m_collection;
    std::vector<Row> m_rows;
    ProblemIndex m_problems;
    FieldDrafts m_drafts;
    bool m_isReadOnly = false;
};

} // namespace chancery::editors
