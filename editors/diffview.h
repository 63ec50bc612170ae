// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/diff/diffrules.h"
#include "editors/editortheme.h"
#include "editors/schemaadvisor.h"
#include "engine/core/document/tree.h"
#include "engine/core/executor.h"

#include <QWidget>

#include <memory>

namespace chancery::editors {

// Two texts compared, read-only, in four forms over one comparison: their lines side by side or in
// one column, what differs in meaning by key, and side by side what comes of them once all layers
// are merged. Of the GUI thread; the comparison runs in the executor, which must outlive the view.
class DiffView : public QWidget {
    Q_OBJECT

public:
    enum class Mode { SideBySide, Inline, Keys, Effective };

    explicit DiffView(core::Executor &executor, QWidget *parent = nullptr);
    ~DiffView() override;

    Mode mode() const;
    // Blocks of changed lines, or changed keys; zero until the comparison is done.
    int changeCount() const;
    bool isBusy() const;
    QString summary() const;
    const DiffRules &rules() const;
    bool isFolded() const;

    // Says what is sensitive in both texts; compares again what is shown.
    void setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor);
    // The same for two texts that have schemas of their own.
    void setAdvisors(
        std::shared_ptr<const SchemaAdvisor> left, std::shared_ptr<const SchemaAdvisor> right);
    void setTexts(const QString &left, const QString &right, core::Format format);
    // Of two formats: by key they are compared as well as any.
    void setTexts(std::shared_ptr<const std::string> left, core::Format leftFormat,
        std::shared_ptr<const std::string> right, core::Format rightFormat);
    // What comes of the two texts once all layers are merged.
    // What references brought, by pointer, may be sensitive elsewhere and is covered; and so is
    // what the advisor says of what layers bring, beside those that speak of the texts themselves.
    void setEffectiveTexts(const QString &left, const QString &right, core::Format format,
        std::vector<std::string> brought, std::shared_ptr<const SchemaAdvisor> advisor = {});
    // Why there is nothing of the kind; empty when it may be asked for (effectiveWanted()).
    void setEffectiveWhyNot(const QString &reason);
    void setTitles(const QString &left, const QString &right);
    void setMode(Mode mode);
    void setRules(const DiffRules &rules);
    void setFolded(bool isFolded);
    // Whether hunkTaken() is of use: the right text is one that somebody edits.
    void setEditable(bool isEditable);
    void setTheme(const EditorTheme &theme);

public Q_SLOTS:
    void goToNextChange();
    void goToPreviousChange();
    // From a line that moved to where it is on the other side.
    void goToPartner();
    // Asks for the current change to be undone in the right text.
    void takeLeft();

Q_SIGNALS:
    // The comparison of the latest texts is on screen.
    void compared();
    void modeChanged();
    // By somebody at the view; setRules() does not tell.
    void rulesChanged();
    // The effective form is in front and has no texts.
    void effectiveWanted();
    // These bytes of the right text are to be those of the left.
    void hunkTaken(qsizetype begin, qsizetype end, const QString &text);

private:
    class Parts;

    void layOutComparison();
    void connectParts();
    void compareTexts();
    void showContent();
    void showRows();
    void showTitles();
    void showSummary();
    void showRow(int row);
    void unfold(int row);
    void goToChange(int change);
    void goToText(const QModelIndex &index);

    std::unique_ptr<Parts> m_parts;
};

} // namespace chancery::editors
