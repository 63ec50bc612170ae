// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QComboBox>
#include <QLabel>
#include <QStringListModel>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class Banner;
class RevertAction;
class DifferenceKeeper;
class SchemaShelf;
class StateOverlay;
class TablePane;

struct VersionRow {
    core::Version version;
    core::Instant now;
    bool isLive = false;

    QString id() const;
    friend bool operator==(const VersionRow &, const VersionRow &) = default;
};

// The versions of one config in the environment that is looked at; two of them compared; the way
// back.
class LineageView : public View {
    Q_OBJECT

public:
    explicit LineageView(ViewContext &context);
    ~LineageView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    QWidget *makeHeader();
    void connectStores();
    void fillConfigs();
    void show(const QString &path);
    void read();
    void readSelection();
    void readTexts();
    void readSchemas();
    void readOutcome();
    void rollBack();
    const core::Version *target() const;

    ViewContext &m_context;
    models::LineageStore &m_store;
    std::unique_ptr<models::TableModel<VersionRow>> m_model;
    TablePane *m_table;
    StateOverlay *m_overlay;
    Banner *m_banner;
    QStringListModel *m_paths;
    SchemaShelf *m_schemas;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper;
    StateOverlay *m_differenceOverlay;
    QComboBox *m_configs = nullptr;
    QLabel *m_hint = nullptr;
    RevertAction *m_revert;
    QAction *m_rollBack = nullptr;
    core::VersionId m_older;
    core::VersionId m_newer;
    QString m_wanted;
};

} // namespace chancery::views
