// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"
#include "views/viewcontext.h"

#include <QTimer>

namespace chancery::views {

class DocumentPage;

// Holds what comes of a config's layers and the text as it is typed against the whole schema, some
// moments after an edit, in the place that Effective shows; what is wrong stands with the problems
// of the text. Only while the config is in front and its layers have been read. Owned by the page;
// of the GUI thread.
class EffectiveCheck : public QObject {
    Q_OBJECT

public:
    EffectiveCheck(ViewContext &context, DocumentPage &page, QObject *parent);

    // Null: there is nothing to hold it against.
    void setSchema(std::shared_ptr<const core::CompiledSchema> schema);

private:
    void checkSoon();
    void check();

    ViewContext &m_context;
    DocumentPage &m_page;
    std::shared_ptr<const core::CompiledSchema> m_schema;
    QTimer m_soon;
    core::Call m_checking;
};

} // namespace chancery::views
