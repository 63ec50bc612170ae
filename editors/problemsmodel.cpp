// SPDX-License-Identifier: Apache-2.0
#include "problemsmodel.h"

#include "editors/marks.h"
#include "models/problemwords.h"

#include <QIcon>

namespace chancery::editors {

ProblemsModel::ProblemsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ProblemsModel::setProblems(std::vector<EditorProblem> problems)
{
    if (problems == m_problems)
        return;
    // Rows that begin the same stay, so that selection and focus keep their place while typing.
    const auto same
        = static_cast<int>(std::ranges::mismatch(problems, m_problems).in1 - problems.begin());
    const int before = rowCount();
    const int after = static_cast<int>(problems.size());
    if (before > same) {
        beginRemoveRows({}, same, before - 1);
        m_problems.resize(static_cast<std::size_t>(same));
        endRemoveRows();
    }
    if (after > same) {
        beginInsertRows({}, same, after - 1);
        m_problems = std::move(problems);
        endInsertRows();
    }
}

void ProblemsModel::setTheme(const EditorTheme &theme)
{
    m_theme = theme;
    if (rowCount() > 0)
        Q_EMIT dataChanged(
            index(0, SeverityColumn), index(rowCount() - 1, SeverityColumn), {Qt::DecorationRole});
}

const EditorProblem &ProblemsModel::problem(int row) const
{
    return m_problems.at(static_cast<std::size_t>(row));
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EditorProblem &shown = problem(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(shown, index.column());
    case Qt::ToolTipRole:
        return index.column() == MessageColumn ? text(shown, MessageColumn) : QVariant();
    case Qt::DecorationRole:
        if (index.column() == SeverityColumn)
            return QIcon(severityPixmap(shown.severity, m_theme, 16));
        return {};
    case Qt::TextAlignmentRole:
        if (index.column() == LineColumn)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case OffsetRole:
        return QVariant::fromValue<qulonglong>(shown.begin);
    case SeverityRole:
        return static_cast<int>(shown.severity);
    case CodeRole:
        return QString::fromStdString(shown.code);
    default:
        return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    // Over its numbers.
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == LineColumn)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeverityColumn:
        return tr("Severity");
    case MessageColumn:
        return tr("Message");
    case PathColumn:
        return tr("Path");
    case LineColumn:
        //: Heading of the column with line and column of a problem
        return tr("Line");
    default:
        return {};
    }
}

QString ProblemsModel::severityText(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return tr("Error");
    case Severity::Warning:
        return tr("Warning");
    case Severity::Information:
        return tr("Information");
    }
    return {};
}

QString ProblemsModel::text(const EditorProblem &shown, int column) const
{
    switch (column) {
    case SeverityColumn:
        return severityText(shown.severity);
    case MessageColumn:
        return models::problemText(shown.message);
    case PathColumn:
        return QString::fromStdString(shown.pointer);
    case LineColumn:
        return QStringLiteral("%1:%2").arg(shown.line).arg(shown.column);
    default:
        return {};
    }
}

} // namespace chancery::editors
