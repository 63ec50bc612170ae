// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QTabBar>

class QMenu;
class QStackedWidget;

namespace chancery::views {

class BottomPane;
class CommandGroup;
class ConfigTreePane;
class DocumentChips;
class DocumentPage;
class DraftCommands;
class FaceCommands;
class Inspector;
class OutlinePanel;
class LayerWatch;
class ReferenceCommands;
class TabMemory;
class StateOverlay;

// The home: tree of configs, tabs of editors, Inspector and Problems. A tab is one config in one
// environment; changing the environment of the window opens the same config there.
class ConfigView : public View {
    Q_OBJECT

public:
    explicit ConfigView(ViewContext &context);
    ~ConfigView() override;

    QList<QWidget *> dressedParts() override;
    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    bool canUndo() const override;
    bool canRedo() const override;
    void undo() override;
    void redo() override;
    void focusFilter() override;
    QString searchText() const override;
    QString configPath() const override;
    bool isSettled() const override;

private:
    void makeCommands();
    void addMenu(const QString &title, CommandGroup *group);
    void makePanels();
    QWidget *makeLeftSide();
    QWidget *makeBarOverPages();
    QWidget *makeDocuments();
    void open(const core::ConfigId &id);
    void openIn(const core::Config &config, const core::EnvironmentId &environment);
    void connectPage(DocumentPage *page);
    void goTo(std::size_t offset);
    QWidget *makeCloseButton(QWidget *page);
    void close(int index);
    void closeAll(const core::ConfigId &config);
    void showPage(int index);
    void followEnvironment();
    void focusLoaded();
    void openWanted();
    void goToWanted();
    void readAgain();
    void refresh();
    void updateCursor();
    DocumentPage *current() const;

    ViewContext &m_context;
    ConfigTreePane *m_tree;
    OutlinePanel *m_outline;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    StateOverlay *m_overlay = nullptr;
    Inspector *m_inspector;
    BottomPane *m_bottom;
    DraftCommands *m_draft;
    FaceCommands *m_faces;
    ReferenceCommands *m_references;
    LayerWatch *m_layers;
    TabMemory *m_memory;
    std::vector<CommandGroup *> m_commands;
    std::vector<QMenu *> m_menus; // of groups that have one of their own
    QWidget *m_bar = nullptr;
    std::unique_ptr<DocumentChips> m_chips;
    QString m_wantedPointer;
    QString m_pointerIsIn; // path of the config
    QString m_wantedPath;
    bool m_isFollowing = false;
    bool m_focusWhenLoaded = false;
};

} // namespace chancery::views
