// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/evidence/definition.h"

#include <QLabel>
#include <QTreeWidget>
#include <QWidget>

#include <map>
#include <set>

namespace chancery::views {

// The parameters of queries with their values, to be changed; what was changed is kept while other
// queries are looked at. The environments are none of them: they are chosen for all at once.
class ReportParameters : public QWidget {
    Q_OBJECT

public:
    static constexpr auto environments = "environments";

    explicit ReportParameters(QWidget *parent = nullptr);

    // Of the collected ones among these queries.
    void show(const std::vector<core::evidence::Definition> &definitions,
        const std::set<std::string> &queries);
    // What differs from how the queries have it: "Q12.hours".
    core::evidence::Given given() const;

Q_SIGNALS:
    void changed();

private:
    void add(const core::evidence::Definition &definition,
        const core::evidence::ParameterDefinition &parameter);
    void take(const QTreeWidgetItem &item);

    QTreeWidget *m_tree;
    QLabel *m_wording; // of the one that is chosen
    std::map<QString, QString> m_values; // that were changed
    bool m_isFilling = false;
};

} // namespace chancery::views
