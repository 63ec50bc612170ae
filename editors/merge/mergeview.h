// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editortheme.h"
#include "editors/schemaadvisor.h"
#include "engine/core/executor.h"
#include "engine/core/merge/threeway.h"

#include <QWidget>

#include <memory>

class QPushButton;

namespace chancery::editors {

class ConfigEditor;

// The three texts of a merge and the result under them, which can be edited freely; the conflicts
// as a list, each with its answers. Changes nothing but its own result; used() gives it away. What
// takes longer than a frame is computed in the executor, which must outlive it; while an answer is
// worked in no other can be given. Of the GUI thread.
class MergeView : public QWidget {
    Q_OBJECT

public:
    using Merge = std::shared_ptr<const core::ThreeWayMerge>;
    enum class Purpose { Decide, Look }; // Look: it is merged already

    explicit MergeView(core::Executor &executor, QWidget *parent = nullptr);
    ~MergeView() override;

    // Begins anew.
    void setMerge(Merge merge, Purpose purpose);
    const Merge &merge() const;
    void setTitles(const QString &base, const QString &theirs, const QString &mine);
    // What the commands say that decide for one side.
    void setAnswers(const QString &theirs, const QString &mine);
    // What the command says that leaves it.
    void setLeaveText(const QString &text);
    void setAdvisor(const std::shared_ptr<const SchemaAdvisor> &advisor);
    void setTheme(const EditorTheme &theme);
    QString result() const;
    ConfigEditor &resultEditor();
    // Conflicts without an answer.
    int openCount() const;
    QString summary() const;
    // An answer, the state or the places of a row are still being computed.
    bool isBusy() const;

public Q_SLOTS:
    void goToNext();
    void goToPrevious();
    void takeTheirs();
    void takeMine();
    void takeBoth();
    // Only when nothing is open.
    void use();

Q_SIGNALS:
    void used(const QString &text);
    void cancelled();

private:
    QLayout *makeBar();
    QWidget *makeList();
    QWidget *makeTexts();
    void connectParts();
    QPushButton *addButton(QLayout *layout, const QString &name, const QString &text,
        const QKeySequence &key, void (MergeView::*slot)());
    void take(core::MergeChoice choice);
    void useAnswer(std::size_t number, core::MergeChoice choice, core::Result<std::string> text);
    void look();
    void readPlaces();
    void showState();
    void showRow(int row);
    void showPlaces(int row);
    void go(int step);

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace chancery::editors
