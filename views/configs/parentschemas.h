// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/effectiveproblems.h"
#include "models/hierarchystore.h"
#include "views/viewcontext.h"

#include <QObject>

#include <map>
#include <set>

namespace chancery::views {

// The schemas of the defaults that a config inherits, whose invariants hold for it as well: read
// and compiled one after another as they are asked for. What cannot be read or does not compile
// says nothing; the server knows it. Of the GUI thread.
class ParentSchemas : public QObject {
    Q_OBJECT

public:
    ParentSchemas(ViewContext &context, QObject *parent);

    // Those that are known, the farthest first, without the one that is the config's own; changed()
    // when there are more.
    std::vector<editors::ParentSchema> of(const models::Hierarchy &hierarchy,
        const core::ConfigId &config, const std::optional<core::SchemaId> &own);

Q_SIGNALS:
    void changed();

private:
    struct Entry {
        std::set<std::string> references; // to other schemas, as far as they are known
        std::shared_ptr<const core::CompiledSchema> schema;
        bool isCurrent = false; // made of all that is known
    };

    void takeTexts();
    void compileNext();

    ViewContext &m_context;
    std::map<core::SchemaId, Entry> m_entries;
    core::Call m_compiling;
};

} // namespace chancery::views
