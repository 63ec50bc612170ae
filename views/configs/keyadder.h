// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/form/additions.h"
#include "editors/form/treeedit.h"
#include "views/viewcontext.h"

#include <QObject>

namespace chancery::editors {
class ConfigEditor;
}

namespace chancery::views {

// Adds to an object or an array of the document: an item at once, a key after it was chosen from
// those that the schema knows, required ones first, or typed. Child of its face.
class KeyAdder : public QObject {
    Q_OBJECT

public:
    KeyAdder(ViewContext &context, editors::ConfigEditor &editor, QWidget &face);

    void addTo(const std::string &container);
    // That key, without a question.
    void add(const std::string &container, const std::string &name);

Q_SIGNALS:
    void wanted(const chancery::editors::TreeEdit &edit);

private:
    using Additions = std::vector<editors::Addition>;

    using Find
        = std::function<Additions(const core::Tree &tree, const editors::SchemaAdvisor *advisor)>;

    void ask(Find find, std::function<void(Additions)> use);
    void offer(const std::string &container, const Additions &additions);

    ViewContext &m_context;
    editors::ConfigEditor &m_editor;
    QWidget &m_face;
    core::Call m_call;
};

} // namespace chancery::views
