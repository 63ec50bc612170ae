// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/hindsightstore.h"
#include "views/viewcontext.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class DifferenceKeeper;
class InstantEdit;
class SchemaShelf;
class ServiceBox;
class StateOverlay;

// What held in one place at two instants: all layers merged and references followed, for one config
// or for all that the agents of a service carry, wherever they read it.
class InstantsPage : public QWidget {
    Q_OBJECT

public:
    explicit InstantsPage(ViewContext &context, QWidget *parent = nullptr);
    ~InstantsPage() override;

    // The config that was looked at elsewhere, or null.
    void enter(const core::Config *config);
    void focusFilter();

private:
    QWidget *makePlaceBar();
    QWidget *makeTimeBar();
    void connectParts();
    void ask();
    std::vector<models::HindsightStore::Place> places();
    void readPairs();
    void readCurrent();
    void readSummary();

    ViewContext &m_context;
    models::HindsightStore m_store;
    SchemaShelf *m_schemas;
    QListWidget *m_list;
    StateOverlay *m_overlay;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper; // of what a config's comparisons pass over
    ServiceBox *m_service = nullptr;
    QLineEdit *m_region = nullptr;
    QLineEdit *m_group = nullptr;
    QLineEdit *m_instance = nullptr;
    InstantEdit *m_earlier = nullptr;
    InstantEdit *m_later = nullptr;
    QCheckBox *m_isNow = nullptr;
    QLabel *m_summary = nullptr;
    QString m_note; // of the question: what is not as it was asked
    std::optional<core::Config> m_config;
    bool m_hasAsked = false;
};

} // namespace chancery::views
