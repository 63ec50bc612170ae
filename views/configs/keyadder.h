// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/form/additions.h"
#include "editors/form/treeedit.h"
#include "views/viewcontext.h"

#include <QObject>

namespace chancery::editors {
class ConfigEditor;
struct Analysis;
} // namespace chancery::editors

namespace chancery::views {

// Adds to an object or an array of the document: an item at once, a key after it was chosen from
// those that the schema knows, required ones first, or typed. Child of its face.
class KeyAdder : public QObject {
    Q_OBJECT

public:
    KeyAdder(ViewContext &context, editors::ConfigEditor &editor, QWidget &face);

    using Basis = std::shared_ptr<const editors::Analysis>;

    // "basis" is the reading that the container's place was taken from; null for none.
    void addTo(const Basis &basis, const std::string &container);
    // That key, without a question.
    void add(const Basis &basis, const std::string &container, const std::string &name);

Q_SIGNALS:
    void wanted(const chancery::editors::TreeEdit &edit,
        const std::shared_ptr<const chancery::editors::Analysis> &basis);

private:
    using Additions = std::vector<editors::Addition>;

    using Find
        = std::function<Additions(const core::Tree &tree, const editors::SchemaAdvisor *advisor)>;

    void ask(const Basis &basis, Find find, std::function<void(Additions)> use);
    void offer(const Basis &basis, const std::string &container, const Additions &additions);

    ViewContext &m_context;
    editors::ConfigEditor &m_editor;
    QWidget &m_face;
    core::Call m_call;
};

} // namespace chancery::views
