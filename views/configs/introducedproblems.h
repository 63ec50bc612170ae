// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "views/viewcontext.h"

#include <QObject>

#include <set>
#include <tuple>
#include <vector>

namespace chancery::editors {
class ConfigEditor;
class SchemaAdvisor;
} // namespace chancery::editors

namespace chancery::models {
class EditingSession;
}

namespace chancery::views {

// Which errors of a text a change brings: what is wrong with the live text as well, by the same
// schema, does not stand in its way (GOV-22), wherever in a list it is now. As the server tells
// them apart: by the value and the place of the keyword, each as often as it was there. The live
// text is read in the executor as soon as there is an error at all. Owned by a page; of the GUI
// thread.
class IntroducedProblems : public QObject {
    Q_OBJECT

public:
    IntroducedProblems(ViewContext &context, editors::ConfigEditor &editor,
        const models::EditingSession &session, QObject *parent);

    // Also as long as nobody knows what was wrong before.
    bool hasErrors() const;
    // Errors that come from elsewhere than the text alone, and came from there before.
    void passOver(const std::vector<editors::EditorProblem> &old);

Q_SIGNALS:
    void changed();

private:
    // Code, pointer and place in the schema, and what is missing.
    using Place = std::tuple<std::string, std::string, std::string, std::string>;
    using Places = std::multiset<Place>;
    struct Known;

    static Place placeOf(const editors::EditorProblem &problem);
    static Places oldOnes(const Known &known, const core::Tree &now,
        const std::vector<editors::EditorProblem> &found);
    void read();
    void compare();

    ViewContext &m_context;
    editors::ConfigEditor &m_editor;
    const models::EditingSession &m_session;
    QString m_live; // that was read, or is being
    std::shared_ptr<const editors::SchemaAdvisor> m_advisor; // and what it was held against
    std::shared_ptr<const Known> m_known; // null: it is still to come
    Places m_old; // of the text as it was last compared
    Places m_elsewhere;
    core::Call m_reading;
    core::Call m_comparing;
};

} // namespace chancery::views
