// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentpart.h"
#include "views/viewcontext.h"

#include <vector>

namespace chancery::views {

class HistorySection;
class ReferenceSection;

// What is known of the place under the cursor and of the config around it, section by section.
class Inspector : public DocumentPart {
    Q_OBJECT

public:
    explicit Inspector(ViewContext &context, QWidget *parent = nullptr);

    void follow(DocumentPage *page) override;
    void followCursor(DocumentPage &page) override;
    void focusUses();
    void showHistory();

private:
    HistorySection *m_history = nullptr;
    ReferenceSection *m_references = nullptr;
    std::vector<DocumentPart *> m_sections;
};

} // namespace chancery::views
