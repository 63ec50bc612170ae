// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editortheme.h"
#include "editors/schemaadvisor.h"
#include "engine/core/document/tree.h"
#include "engine/core/executor.h"

#include <QWidget>

#include <memory>

namespace chancery::editors {

// Two texts compared line by line, side by side or in one column, read-only. Of the GUI thread; the
// comparison runs in the executor, which must outlive the view.
class DiffView : public QWidget {
    Q_OBJECT

public:
    enum class Mode { SideBySide, Inline };

    explicit DiffView(core::Executor &executor, QWidget *parent = nullptr);
    ~DiffView() override;

    Mode mode() const;
    // Blocks of changed lines; zero until the comparison is done.
    int changeCount() const;
    bool isBusy() const;
    QString summary() const;

    // Says what is sensitive in both texts; compares again what is shown.
    void setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor);
    // The same for two texts that have schemas of their own.
    void setAdvisors(
        std::shared_ptr<const SchemaAdvisor> left, std::shared_ptr<const SchemaAdvisor> right);
    void setTexts(const QString &left, const QString &right, core::Format format);
    void setTitles(const QString &left, const QString &right);
    void setMode(Mode mode);
    void setTheme(const EditorTheme &theme);

public Q_SLOTS:
    void goToNextChange();
    void goToPreviousChange();

Q_SIGNALS:
    // The comparison of the latest texts is on screen.
    void compared();
    void modeChanged();

private:
    QLayout *makeBar();
    void layOutComparison();
    void connectParts();
    void compareTexts();
    void showContent();
    void showTitles();
    void showSummary();
    void showRow(int row);
    void goToChange(int change);

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace chancery::editors
