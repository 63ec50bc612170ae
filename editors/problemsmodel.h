// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "editors/editortheme.h"

#include <QAbstractTableModel>

#include <vector>

namespace chancery::editors {

// The problems of one document as rows: severity, message, path, line. Of the GUI thread; filled
// from ConfigEditor::problems().
class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { SeverityColumn, MessageColumn, PathColumn, LineColumn, ColumnCount };
    enum Role { OffsetRole = Qt::UserRole + 1, SeverityRole, CodeRole };

    explicit ProblemsModel(QObject *parent = nullptr);

    void setProblems(std::vector<EditorProblem> problems);
    void setTheme(const EditorTheme &theme);
    const EditorProblem &problem(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static QString severityText(Severity severity);

private:
    QString text(const EditorProblem &problem, int column) const;

    std::vector<EditorProblem> m_problems;
    EditorTheme m_theme = EditorTheme::light();
};

} // namespace chancery::editors
