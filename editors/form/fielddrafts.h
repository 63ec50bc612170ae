// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "editors/form/treeedit.h"
#include "editors/form/treeeditor.h"

#include <QAbstractItemModel>

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace chancery::editors {

struct Analysis;

// What a form or a table tells of its cells beside Qt's roles; away from those of models/.
enum FieldRole {
    PointerRole = Qt::UserRole + 64,
    InputRole, // Field
    JsonRole,
    StateRole, // FieldState
    FieldSeverityRole, // of what is wrong there; -1 for nothing
    FaultRole // why what was typed was refused
};
enum FieldState {
    MissingState = 1,
    ContainerState = 2,
    DeprecatedState = 4,
    SensitiveState = 8,
    ItemState = 16,
    AboutState = 32, // a column that says what the schema says, or what is wrong
    CellState = 64 // of a table: what is wrong is shown in the cell
};

// What was typed into fields and is not in the text: on its way there, or refused.
class FieldDrafts {
public:
    struct Draft {
        QString typed;
        QString fault; // empty: on its way
        bool isMade = false; // in the text, which is not read yet
        int number = 0; // stays its own wherever it goes
    };
    using Place = std::pair<std::string, int>; // pointer and column

    const Draft *find(const std::string &pointer, int column) const;
    // Its number.
    int put(const std::string &pointer, int column, Draft draft);
    // What came of one that was on its way. Where to say why it was refused; nothing where it was
    // not, or where it is no longer anywhere.
    std::optional<Place> answer(int number, const TreeEditor::Answer &answer);
    void forget(const std::string &pointer, int column);
    // The text was read again; null where it was not. What it has by now needs no draft. What was
    // not taken yet goes with the item of a list that it was typed into, and is forgotten where
    // nobody can say which one that is, or where its value is gone.
    void follow(const Analysis *before, const Analysis *after);

private:
    std::map<Place, Draft> m_drafts;
    int m_last = 0;
};

// Problems by the place that they concern.
class ProblemIndex {
public:
    void set(const std::vector<EditorProblem> &problems);
    // In the order of the text.
    const std::vector<EditorProblem> &at(const std::string &pointer) const;
    // Deeper than the place.
    int countBelow(const std::string &pointer) const;
    // The worst of the place; -1 for none.
    int severityAt(const std::string &pointer) const;
    // One sentence to a line.
    QString textAt(const std::string &pointer) const;

private:
    std::unordered_map<std::string, std::vector<EditorProblem>> m_problems;
    std::unordered_map<std::string, int> m_below;
};

} // namespace chancery::editors
