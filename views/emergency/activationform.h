// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

class QFormLayout;

namespace chancery::views {

class Banner;

// What somebody on call fills in to have emergency access (GOV-40): filled in where it is known,
// with the reason in front; who will be told stands beside it. Enter goes on to the next field and,
// in the last, opens the session.
class ActivationForm : public QWidget {
    Q_OBJECT

public:
    explicit ActivationForm(ViewContext &context, QWidget *parent = nullptr);

    // For the environment that is looked at, and the namespace of that config, which may be empty.
    void begin(const QString &path);

Q_SIGNALS:
    void left();

private:
    QWidget *makeFields();
    void addFields(QFormLayout &form);
    QLineEdit *makeField(const QString &name, const QString &label, QWidget *parent);
    void connectParts();
    void fillEnvironments();
    core::NewEmergency asked() const;
    bool asksForPassword() const;
    QString fault() const;
    void readState();
    void readAudience();
    void readOutcome();
    void goOn();
    void activate();

    ViewContext &m_context;
    models::EmergencyStore &m_store;
    Banner *m_banner;
    QComboBox *m_environment = nullptr;
    QLineEdit *m_namespaces = nullptr;
    QLineEdit *m_reason = nullptr;
    QLineEdit *m_incident = nullptr;
    QSpinBox *m_minutes = nullptr;
    QLabel *m_confirmLabel = nullptr;
    QLineEdit *m_confirmation = nullptr;
    QLineEdit *m_password = nullptr;
    QLabel *m_audience = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_doIt = nullptr;
};

} // namespace chancery::views
