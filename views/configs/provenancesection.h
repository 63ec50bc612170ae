// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/provenance.h"
#include "views/configs/inspectorsection.h"
#include "views/viewcontext.h"

namespace chancery::views {

class FactList;

// What each layer says of the key under the cursor, which of them wins, and who answers for it.
class ProvenanceSection : public InspectorSection {
    Q_OBJECT

public:
    explicit ProvenanceSection(ViewContext &context, QWidget *parent = nullptr);

    void follow(DocumentPage *page) override;
    void followCursor(DocumentPage &page) override;

private:
    void read();
    QString whyNothing() const;
    void showSteps(const std::vector<models::ProvenanceStep> &steps);

    ViewContext &m_context;
    DocumentPage *m_page = nullptr; // told anew before it goes
    QLabel *m_where;
    QLabel *m_hint;
    FactList *m_layers;
};

// "Production, region eu-west, with this draft".
QString placeText(const models::HierarchyStore &hierarchy, const models::PlacesStore &places);

} // namespace chancery::views
