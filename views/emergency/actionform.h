// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/emergencyaim.h"
#include "views/viewcontext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class Banner;
class DifferenceKeeper;
class SchemaShelf;
class StateOverlay;

// One action of an open emergency session before it is done: which config, back to what or to
// which draft, the difference that it makes live, and the environment's name to be typed (GOV-45).
class ActionForm : public QWidget {
    Q_OBJECT

public:
    explicit ActionForm(ViewContext &context, QWidget *parent = nullptr);
    ~ActionForm() override;

    // For the session that the store has selected; the path may be empty.
    void begin(const QString &path);

Q_SIGNALS:
    void left();

private:
    QWidget *makeHead();
    QWidget *makeForm();
    void connectParts();
    void read();
    void readConfigs();
    void readWays();
    void readEmpty();
    void readTexts();
    void readState();
    void readTime();
    void readOutcome();
    QString titleOf(const models::EmergencyAim::Way &way) const;
    QString fault() const;
    void apply();

    ViewContext &m_context;
    models::EmergencyStore &m_store;
    models::EmergencyAim m_aim;
    Banner *m_banner;
    SchemaShelf *m_schemas;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper;
    StateOverlay *m_overlay;
    QLabel *m_title = nullptr;
    QLabel *m_time = nullptr;
    QComboBox *m_config = nullptr;
    QComboBox *m_way = nullptr;
    QCheckBox *m_override = nullptr;
    QLineEdit *m_overrideReason = nullptr;
    QLabel *m_confirmLabel = nullptr;
    QLineEdit *m_confirmation = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_doIt = nullptr;
};

} // namespace chancery::views
