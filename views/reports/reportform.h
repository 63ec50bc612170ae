// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportperiod.h"
#include "models/reportstore.h"
#include "views/reports/choicetree.h"
#include "views/reports/reportparameters.h"
#include "views/viewcontext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

class QVBoxLayout;

namespace chancery::views {

// What is asked: which framework or queries, over which days by whose clock,
// with which parameters, for whom, and with whose key a bundle is signed. Name
// and key are remembered.
class ReportForm : public QWidget {
    Q_OBJECT

public:
    explicit ReportForm(ViewContext &context, QWidget *parent = nullptr);

    audit::ReportRequest request() const;
    models::ReportPeriod period() const;
    models::ReportSigning signing() const;
    // "As each query says", or the names that were checked.
    QString environmentsText() const;
    // Why it cannot be asked; empty where it can.
    QString problem() const;
    void choose(const QString &framework);
    QWidget *first() const { return m_framework; }

Q_SIGNALS:
    void changed();
    void signingChanged();

private:
    void makeWhat(QVBoxLayout &layout);
    void makePeriod(QVBoxLayout &layout);
    void makeParameters(QVBoxLayout &layout);
    void makeSample(QVBoxLayout &layout);
    void makeSigning(QVBoxLayout &layout);
    void fillZones();
    void fillQueries();
    void fillParameters();
    void fillEnvironments();
    void applyPeriod();
    void readPeriod();
    void browse();
    bool isSingle() const;
    std::vector<std::string> chosenQueries() const;

    ViewContext &m_context;
    std::vector<core::evidence::Definition> m_definitions;
    std::vector<core::evidence::Framework> m_frameworks;
    QComboBox *m_framework = nullptr;
    ChoiceTree *m_queries = nullptr;
    QComboBox *m_period = nullptr;
    QDateEdit *m_from = nullptr;
    QDateEdit *m_to = nullptr;
    QComboBox *m_zone = nullptr;
    ChoiceTree *m_environments = nullptr;
    ReportParameters *m_parameters = nullptr;
    QLineEdit *m_seed = nullptr;
    QSpinBox *m_sample = nullptr;
    QLineEdit *m_by = nullptr;
    QLineEdit *m_signer = nullptr;
    QLineEdit *m_keyFile = nullptr;
    bool m_isFilling = false;
};

} // namespace chancery::views
