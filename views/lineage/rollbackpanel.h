// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/rollbackstore.h"
#include "views/viewcontext.h"

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
class InstantEdit;
class ReachedNames;
class RollbackTree;
class SchemaShelf;
class StateOverlay;

// A rollback before it is done: of one config to a version, or of many to an instant. What goes
// back, key by key; what is lost; what would be wrong; whom it reaches; then the reason.
class RollbackPanel : public QWidget {
    Q_OBJECT

public:
    explicit RollbackPanel(ViewContext &context, QWidget *parent = nullptr);
    ~RollbackPanel() override;

    void enterVersion(const core::Config &config, const core::VersionId &target);
    // The scope is chosen here; the config is the one that was looked at, or null.
    void enterInstant(const core::Config *config);

Q_SIGNALS:
    void left();

private:
    QWidget *makeHead();
    QWidget *makeForm();
    void connectParts();
    void fillScopes();
    core::RollbackScope scopeAsWritten() const;
    bool isAsWritten() const;
    void wantInstant();
    void readCurrent();
    void read();
    void readTitle();
    void readEffect();
    void readState();
    void readTexts();
    void confirm();
    void finish(const core::ChangeRequest &request);

    ViewContext &m_context;
    models::RollbackStore m_store;
    Banner *m_banner;
    SchemaShelf *m_schemas;
    RollbackTree *m_tree;
    StateOverlay *m_overlay;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper;
    StateOverlay *m_differenceOverlay;
    core::ConfigId m_shown; // whose texts are compared
    QLabel *m_title = nullptr;
    QWidget *m_scopeBar = nullptr;
    QComboBox *m_scope = nullptr;
    InstantEdit *m_instant = nullptr;
    QLabel *m_effect = nullptr;
    ReachedNames *m_reached = nullptr;
    QLineEdit *m_reason = nullptr;
    QLineEdit *m_ticket = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_doIt = nullptr;
    std::optional<core::Config> m_config;
};

} // namespace chancery::views
