// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/referencetext.h"
#include "views/configs/inspectorsection.h"
#include "views/viewcontext.h"

namespace chancery::views {

class FactList;

// What the place under the cursor refers to, with its present value, and who refers to this config.
class ReferenceSection : public InspectorSection {
    Q_OBJECT

public:
    explicit ReferenceSection(ViewContext &context, QWidget *parent = nullptr);

    void follow(DocumentPage *page) override;
    void followCursor(DocumentPage &page) override;
    // The list of uses, for whoever looks for them.
    void focusUses();

private:
    void read();
    void readTargets(const std::vector<core::ReferencePiece> &references);
    void readUses();

    ViewContext &m_context;
    DocumentPage *m_page = nullptr; // told anew before it goes
    QLabel *m_targetsHint;
    FactList *m_targets;
    QLabel *m_usesHint;
    FactList *m_uses;
};

} // namespace chancery::views
