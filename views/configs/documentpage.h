// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "models/draftmerge.h"
#include "models/valueline.h"
#include "views/common/stateoverlay.h"
#include "views/configs/pagereferences.h"
#include "views/viewcontext.h"

#include <QStackedWidget>
#include <QTimer>
#include <QWidget>

#include <map>
#include <set>

namespace chancery::views {

class BlameMargin;
class DocumentFace;
class EffectiveCheck;
class IntroducedProblems;
class SchemaChooser;
class TextFace;
struct SchemaCheck;

// One open config: its text and the faces that stand in for it, as documentfaces.cpp lists them.
// Owns the editing session.
class DocumentPage : public QWidget {
    Q_OBJECT

public:
    enum class Face {
        Editor,
        Form,
        Table,
        Environments,
        Difference,
        Clipboard,
        Conversion,
        Merge,
        Schema,
        Submit,
    };

    DocumentPage(ViewContext &context, const core::Config &config,
        const core::EnvironmentId &environment, QWidget *parent = nullptr);
    ~DocumentPage() override;

    models::EditingSession &session() { return *m_session; }
    const models::EditingSession &session() const { return *m_session; }
    models::DraftMerge &merge() { return m_merge; }
    editors::ConfigEditor &editor() { return *m_editor; }
    TextFace &text() { return *m_text; }
    IntroducedProblems &introduced() { return *m_introduced; }
    const std::shared_ptr<const editors::SchemaAdvisor> &advisor() const { return m_advisor; }
    Face face() const { return m_face; }
    // Errors that the text has and the live one has not.
    bool hasProblems() const;
    // The key that is looked at: that under the cursor, or one that the text does not have.
    std::string place() const;
    bool isPlaceMissing() const { return !m_missing.empty() && place() == m_missing; }
    // A key that the text lacks is looked at, the cursor being on what is around it, until it goes
    // elsewhere; empty for none.
    void lookAtMissing(const std::string &pointer);
    // What the schema says of that place.
    std::optional<editors::Advice> advice() const;
    const QString &schemaTitle() const { return m_schemaTitle; }
    // What of the document is sensitive; everything as long as a schema is still to be read.
    models::SensitiveTest sensitiveTest() const;

    // What the draft is compared with in the place of what is live.
    struct Comparison {
        QString title;
        QString text;
    };
    const std::optional<Comparison> &comparison() const { return m_comparison; }
    void compareWith(Comparison other);
    // Beside the text who set what stands there; asked for while the page is in front.
    void showBlame(bool isWanted);
    // Of the key under the cursor, with the references to it: opens the preview.
    void renameKey();

    void showFace(Face face);
    // The one of text, form, table and environments that was in front last.
    Face content() const { return m_content; }
    void showContent() { showFace(m_content); }
    // Which request changes this config already; empty for none.
    void setOpenRequest(const std::string &request);
    // A sentence about what was just tried, until it is dismissed or the text changes.
    void say(const QString &note);

Q_SIGNALS:
    void placeChanged(); // without the cursor
    void changed(); // anything that the bar over the page shows
    void submitted(const QString &request);

private:
    void followMerge();
    void readSession();
    void readText();
    void readBaseline();
    void followSchema();
    void readSchema();
    void awaitSchema();
    void compileSchema();
    void takeSchemas();
    void useSchema(const SchemaCheck &result);
    void readLayers();
    void updateBanner();
    // Whether there is anything to say about a merge.
    bool showMergeBanner();
    void answerBanner();
    void answerSecond();
    void takeReversal();
    QString takeSchemaBack(const models::Reversal &wanted);
    void showReversal(const QString &text);
    bool showReversalBanner();
    bool showParkedBanner();
    DocumentFace *faceFor(Face face);
    void applyLook();

    ViewContext &m_context;
    std::unique_ptr<models::EditingSession> m_session;
    PageReferences m_leadsTo; // what the editor asks when somebody types
    models::DraftMerge m_merge;
    Banner *m_banner;
    SchemaChooser *m_schemaChooser;
    TextFace *m_text;
    editors::ConfigEditor *m_editor; // of the text's face
    QStackedWidget *m_faces;
    std::map<Face, DocumentFace *> m_made; // when first wanted; not the text
    StateOverlay *m_overlay;
    Face m_face = Face::Editor;
    Face m_content = Face::Editor;
    std::optional<Comparison> m_comparison;
    std::string m_openRequest;
    QString m_note;
    QString m_reversalNote; // behind what is said of what is taken back
    QString m_baseline;
    std::optional<core::SchemaId> m_knownSchema; // that the advisor is made of, or is being
    std::set<std::string> m_references; // to other schemas, as far as they are known
    QString m_schemaTitle;
    std::string m_missing;
    QString m_missingAt; // where the cursor was
    bool m_isPart = false; // the text is one of several layers
    std::shared_ptr<const editors::SchemaAdvisor> m_advisor; // null: no schema, or one of no use
    EffectiveCheck *m_effective;
    IntroducedProblems *m_introduced;
    BlameMargin *m_blame = nullptr; // while it is wanted
    bool m_isAwaited = false; // the advisor stands for a schema that has not come
    QTimer m_late;
    models::Operation m_compiling;
};

} // namespace chancery::views
