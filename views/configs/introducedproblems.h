// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "views/viewcontext.h"

#include <QObject>

#include <set>
#include <tuple>

namespace chancery::editors {
class ConfigEditor;
class SchemaAdvisor;
} // namespace chancery::editors

namespace chancery::models {
class EditingSession;
}

namespace chancery::views {

// Which errors of a text a change brings: what is wrong with the live text in the same place, by
// the same schema, does not stand in its way (GOV-22). The live text is read in the executor as
// soon as there is an error at all. Owned by a page; of the GUI thread.
class IntroducedProblems : public QObject {
    Q_OBJECT

public:
    IntroducedProblems(ViewContext &context, editors::ConfigEditor &editor,
        const models::EditingSession &session, QObject *parent);

    // Also as long as nobody knows what was wrong before.
    bool hasErrors() const;

Q_SIGNALS:
    void changed();

private:
    // Code and pointer, and what is missing there.
    using Place = std::tuple<std::string, std::string, std::string>;

    static Place placeOf(const editors::EditorProblem &problem);
    void read();
    bool isIntroduced(const editors::EditorProblem &problem) const;

    ViewContext &m_context;
    editors::ConfigEditor &m_editor;
    const models::EditingSession &m_session;
    QString m_live; // that was read, or is being
    std::shared_ptr<const editors::SchemaAdvisor> m_advisor; // and what it was held against
    std::set<Place> m_known;
    core::Call m_reading;
};

} // namespace chancery::views
