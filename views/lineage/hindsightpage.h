// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/hindsightstore.h"
#include "views/viewcontext.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class DifferenceKeeper;
class InstantEdit;
class SchemaShelf;
class ServiceBox;
class StateOverlay;
class TablePane;

// "What changed before 14:05": what reached the agents of a service before something broke, the
// likeliest first, what each of them changed, and the way back.
class HindsightPage : public QWidget {
    Q_OBJECT

public:
    explicit HindsightPage(ViewContext &context, QWidget *parent = nullptr);
    ~HindsightPage() override;

    // It is looked at; asks for the present moment when nothing has been asked yet. Before that
    // there is nothing of it but its commands.
    void enter();
    QList<QAction *> commands() const;
    void focusFilter(); // while it is looked at

Q_SIGNALS:
    // Back to what was live before the suspect.
    void rollbackWanted(const core::ConfigId &config, const core::VersionId &target);

private:
    void build();
    QWidget *makeBarAbove();
    QWidget *makeDetail();
    QAction *addCommand(const QString &text, const QString &name, const char *icon,
        const QKeySequence &key, void (HindsightPage::*run)());
    void connectParts();
    void ask();
    void readReport();
    void readCurrent();
    void readCommands(const core::Suspect *suspect);
    void offerRollBack(const core::Suspect *suspect, const core::Version *version);
    void readChange();
    void openRequest();
    void openConfig();
    void rollBack();
    const core::Suspect *current() const;

    ViewContext &m_context;
    models::HindsightStore m_store;
    SchemaShelf *m_schemas = nullptr;
    ServiceBox *m_service = nullptr;
    InstantEdit *m_before = nullptr;
    QComboBox *m_span = nullptr;
    QLabel *m_count = nullptr;
    TablePane *m_table = nullptr;
    StateOverlay *m_overlay = nullptr;
    QLabel *m_detail = nullptr;
    editors::DiffView *m_difference = nullptr;
    DifferenceKeeper *m_keeper = nullptr;
    QAction *m_openRequest;
    QAction *m_openConfig;
    QAction *m_rollBack;
    bool m_hasAsked = false;
};

} // namespace chancery::views
