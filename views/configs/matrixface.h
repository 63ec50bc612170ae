// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/matrixpromotion.h"
#include "views/configs/documentface.h"
#include "views/configs/documentpage.h"
#include "views/viewcontext.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace chancery::models {
class MatrixModel;
}

namespace chancery::views {

class MatrixTree;
class PromotionPanel;

// The config's keys against its environments, with what differs marked, and the way from ticked
// keys to drafts or a request for other environments. Looks at what is live and at own drafts, not
// at what is being typed: that is saved every few seconds.
class MatrixFace : public DocumentFace {
    Q_OBJECT

public:
    MatrixFace(ViewContext &context, DocumentPage &page);

    void enter() override;
    void refresh() override { }

private:
    QWidget *makeBarOver();
    QWidget *makeFilters();
    QWidget *makeFooter();
    void addCommands();
    void connectParts();
    QAction *addCommand(
        const QString &text, const QString &name, const QString &icon, const QKeySequence &key);
    void readAgain(models::LiveUpdates::Topics topics);
    void takeMatrix();
    void showPlaces();
    void choosePlaces();
    void filter();
    void goToDifference(bool isForward);
    void tickCurrent();
    void promote();
    void leavePromotion();
    void tell(const QString &sentence);
    void showState();
    void showEmpty();
    void showFacts();
    void followCaret();
    void lead();
    QString factsOf(const QModelIndex &index) const;
    QString placeFacts(const models::MatrixPlace &place) const;
    models::ActionState promoteState() const;
    std::vector<std::size_t> targets() const;

    ViewContext &m_context;
    DocumentPage &m_page;
    models::MatrixStore m_store;
    models::MatrixPromotion m_promotion;
    models::MatrixModel *m_model;
    MatrixTree *m_tree;
    StateOverlay *m_overlay;
    Banner *m_banner;
    QStackedWidget *m_stack;
    PromotionPanel *m_panel;
    QComboBox *m_from = nullptr;
    QToolButton *m_to = nullptr;
    QMenu *m_targets = nullptr;
    QComboBox *m_filter = nullptr;
    QLineEdit *m_text = nullptr;
    QCheckBox *m_effective = nullptr;
    QCheckBox *m_drafts = nullptr;
    QLabel *m_summary = nullptr;
    QLabel *m_facts = nullptr;
    QAction *m_tick = nullptr;
    QAction *m_next = nullptr;
    QAction *m_previous = nullptr;
    QAction *m_promote = nullptr;
    bool m_isFollowing = false; // the text, not the other way round
    bool m_isOutdated = false; // something changed while the face was not in front
};

} // namespace chancery::views
