// SPDX-License-Identifier: Apache-2.0
#pragma once

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
class DifferenceKeeper;
class ReleaseAction;
class RevertAction;
class SchemaShelf;
class StateOverlay;
class VersionGraphPane;

// How the versions of a config, or of many, came from each other; two of them compared; the way
// back.
class LineageView : public View {
    Q_OBJECT

public:
    explicit LineageView(ViewContext &context);
    ~LineageView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;
    // A command of those who stand around it.
    void addToHeader(QAction *action);

Q_SIGNALS:
    void rollbackWanted(const core::ConfigId &config, const core::VersionId &target);

private:
    QWidget *makeHeader();
    QWidget *makeFindingBar();
    void connectStores();
    void fillConfigs();
    models::GraphScope scopeOf(const core::Config &config) const;
    void show(const QString &path);
    void read();
    void readCompared(const QStringList &ids);
    void readSelection();
    void readTexts();
    void readSchemas();
    void readRelease();
    void rollBack();
    const core::Version *target() const;

    ViewContext &m_context;
    models::LineageStore &m_store;
    VersionGraphPane *m_graph;
    StateOverlay *m_overlay;
    QStringListModel *m_paths;
    SchemaShelf *m_schemas;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper;
    StateOverlay *m_differenceOverlay;
    QComboBox *m_configs = nullptr;
    QComboBox *m_scope = nullptr;
    QLabel *m_hint = nullptr;
    QWidget *m_header = nullptr;
    RevertAction *m_revert;
    ReleaseAction *m_release;
    Banner *m_trouble;
    QAction *m_rollBack = nullptr;
    core::VersionId m_older;
    core::VersionId m_newer;
    QString m_wanted;
};

} // namespace chancery::views
