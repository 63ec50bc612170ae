// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportstore.h"
#include "views/common/look.h"

#include <QTreeWidget>

namespace chancery::views {

// The queries of a report under the controls that they speak of, each with what it looked at and
// found. A query may stand under several controls.
class ReportQueries : public QTreeWidget {
    Q_OBJECT

public:
    explicit ReportQueries(Look &look, QWidget *parent = nullptr);

    // The first query with an exception is chosen, else the first.
    void show(const audit::ReportRun &run);
    // "Q01"; empty on a control.
    std::string current() const;

Q_SIGNALS:
    void chosen();

private:
    QTreeWidgetItem *addControl(const audit::ReportControl &control);
    void addQuery(QTreeWidgetItem *parent, const audit::ReportQuery &query);

    bool m_isFilling = false;
};

} // namespace chancery::views
