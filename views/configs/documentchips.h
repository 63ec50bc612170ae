// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/placesstore.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QLabel>

namespace chancery::views {

class DocumentPage;

// What the bar over the pages says of the one in front: its path, place and format, and how its
// draft is. The labels belong to the bar, which outlives this.
class DocumentChips {
    Q_DECLARE_TR_FUNCTIONS(chancery::views::DocumentChips)

public:
    DocumentChips(QWidget *bar, QBoxLayout &layout);

    void show(const DocumentPage &page, const models::PlacesStore &places);

private:
    QLabel *m_path;
    QLabel *m_placeChip;
    QLabel *m_formatChip;
    QLabel *m_draftChip;
};

} // namespace chancery::views
