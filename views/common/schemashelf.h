// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "views/common/schemacheck.h"
#include "views/viewcontext.h"

#include <QObject>

namespace chancery::views {

// What schemas say of texts of other times: read and compiled as they are asked for, each once. As
// long as one has not come, all that it might speak of is sensitive. Owned by the view that asks;
// of the GUI thread.
class SchemaShelf : public QObject {
    Q_OBJECT

public:
    explicit SchemaShelf(ViewContext &context, QObject *parent = nullptr);

    using Advisor = std::shared_ptr<const editors::SchemaAdvisor>;
    // Null: there is no schema, or none that is of any use.
    Advisor advisorOf(const std::optional<core::SchemaId> &schema);
    // What any of them says.
    Advisor jointAdvisorOf(const std::vector<std::optional<core::SchemaId>> &schemas);
    // For when nobody knows yet which schema it is.
    const Advisor &awaited() const { return m_awaited; }

Q_SIGNALS:
    // Another answer than before is to be had.
    void changed();

private:
    struct Entry {
        Advisor advisor;
        bool isKnown = false;
        std::set<std::string> references;
    };

    void readNext();
    void take(const core::SchemaId &id, const SchemaCheck &check);

    ViewContext &m_context;
    Advisor m_awaited;
    std::map<core::SchemaId, Entry> m_entries;
    models::Operation m_compiling;
};

} // namespace chancery::views
