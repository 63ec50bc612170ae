// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/diff/diffrules.h"
#include "editors/diffview.h"

#include <QWidget>

class QActionGroup;
class QLabel;
class QLineEdit;
class QToolButton;

namespace chancery::editors {

// The line over a diff: what was found, the four forms, the way through the changes, what is passed
// over. Its commands are added to the widget that it is made for, so that their keys work there.
class DiffBar : public QWidget {
    Q_OBJECT

public:
    explicit DiffBar(QWidget *parent);

    void setSummary(const QString &summary, bool hasChanges);
    void setMode(DiffView::Mode mode);
    void setRules(const DiffRules &rules);
    void setFolded(bool isFolded);
    // Why there is no effective form, or nothing when there is one.
    void setEffectiveWhyNot(const QString &reason);
    // Whether a hunk can be taken over into the right text.
    void setEditable(bool isEditable);

Q_SIGNALS:
    void modeChosen(DiffView::Mode mode);
    void rulesChosen(const DiffRules &rules);
    void foldedChosen(bool isFolded);
    void nextWanted();
    void previousWanted();
    void partnerWanted();
    void takeWanted();

private:
    QAction *addCommand(const QString &name, const QString &text, const QKeySequence &keys);
    QToolButton *addButton(const QString &name, QAction *action);
    void makeModes();
    void makeSteps();
    void makeRules();
    void readRules();
    void readTake();
    static void offer(QAction &action, const QString &whyNot);

    QLabel *m_summary;
    QActionGroup *m_modes;
    QAction *m_previous = nullptr;
    QAction *m_next = nullptr;
    QAction *m_partner = nullptr;
    QAction *m_take = nullptr;
    bool m_isEditable = false;
    bool m_hasChanges = false;
    QAction *m_fold = nullptr;
    QToolButton *m_takeButton = nullptr;
    QToolButton *m_rulesButton = nullptr;
    QAction *m_order = nullptr;
    QAction *m_layout = nullptr;
    QAction *m_comments = nullptr;
    QLineEdit *m_paths = nullptr;
    DiffRules m_rules;
};

} // namespace chancery::editors
