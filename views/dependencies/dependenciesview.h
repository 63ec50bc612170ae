// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/dependencystore.h"
#include "models/liveupdates.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

class QBoxLayout;

namespace chancery::views {

class Banner;
class DependencyCanvas;
class DependencyLegend;
class StateOverlay;

// Which configs need which others in the environment that is looked at: all of them, by namespaces
// where they are many, or what lies around one; and what a request reaches.
class DependenciesView : public View {
    Q_OBJECT

public:
    explicit DependenciesView(ViewContext &context);
    ~DependenciesView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    QAction *addCommand(
        const QString &text, const QString &name, const QString &icon, const QKeySequence &key);
    void makeCommands();
    QWidget *makeBarAbove();
    void addFilters(QBoxLayout *line, QWidget *bar);
    QWidget *makeBarBelow();
    void connectParts();
    void ask();
    void readAgain(models::LiveUpdates::Topics topics);
    void focusOn(const QString &path);
    void readDrawing();
    void readCurrent();
    void readImpact();
    void fillRequests();
    void chooseRequest();
    void findNext();
    void openCurrent();
    void exportPicture();
    void save(const QString &file);
    QString foundInCurrent() const;
    QString pathOfCurrent() const;
    core::ConfigId idOf(const QString &path) const;

    ViewContext &m_context;
    models::DependencyStore m_store;
    DependencyCanvas *m_canvas;
    DependencyLegend *m_legend;
    StateOverlay *m_overlay;
    Banner *m_banner;
    QLineEdit *m_search = nullptr;
    QComboBox *m_direction = nullptr;
    QComboBox *m_hops = nullptr;
    QComboBox *m_requests = nullptr;
    QLabel *m_focus = nullptr;
    QLabel *m_where = nullptr;
    QLabel *m_reach = nullptr;
    QAction *m_open = nullptr;
    QAction *m_focusCurrent = nullptr;
    QAction *m_showAll = nullptr;
    QAction *m_cluster = nullptr;
    QAction *m_fit = nullptr;
    QAction *m_export = nullptr;
    QString m_wanted; // until the configs are there
    QString m_found; // by the search, maybe within a namespace
    bool m_isAsked = false; // something else than before, of which nothing is drawn yet
    bool m_isOutdated = false; // since it was hidden
    QString m_around; // the config that is looked around; empty: all
};

} // namespace chancery::views
