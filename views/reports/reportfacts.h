// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportperiod.h"
#include "models/reportstore.h"

#include <QLabel>
#include <QWidget>

#include <map>

namespace chancery::views {

// The evidence header: of which log, how far it is proved, about which days, how much was looked at
// and what was found. What does not fit stands in the tool tip.
class ReportFacts : public QWidget {
    Q_OBJECT

public:
    explicit ReportFacts(QWidget *parent = nullptr);

    void show(const models::ReportResult &result, const models::ReportPeriod &period,
        const QString &environments);
    // Whom it is for, and whether the log knows of it.
    void showFor(const models::ReportResult &result, const QString &told);

private:
    void add(const char *name, const QString &title);
    static QString prunedWords(const audit::ReportRun &run);
    void set(const char *name, const QString &value, const QString &whole = {});

    std::map<std::string, QLabel *> m_values;
};

} // namespace chancery::views
