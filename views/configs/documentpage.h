// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "models/draftmerge.h"
#include "views/common/stateoverlay.h"
#include "views/viewcontext.h"

#include <QStackedWidget>
#include <QWidget>

#include <map>
#include <set>

namespace chancery::views {

class DocumentFace;

// One open config: its text and the faces that stand in for it, as documentfaces.cpp lists them.
// Owns the editing session.
class DocumentPage : public QWidget {
    Q_OBJECT

public:
    enum class Face { Editor, Form, Table, Difference, Merge, Submit };

    DocumentPage(ViewContext &context, const core::Config &config,
        const core::EnvironmentId &environment, QWidget *parent = nullptr);
    ~DocumentPage() override;

    models::EditingSession &session() { return *m_session; }
    const models::EditingSession &session() const { return *m_session; }
    models::DraftMerge &merge() { return m_merge; }
    editors::ConfigEditor &editor() { return *m_editor; }
    const std::shared_ptr<const editors::SchemaAdvisor> &advisor() const { return m_advisor; }
    Face face() const { return m_face; }
    bool hasProblems() const;
    // What the schema says of the place under the cursor.
    std::optional<editors::Advice> advice() const;
    const QString &schemaTitle() const { return m_schemaTitle; }

    void showFace(Face face);
    // The one of text, form and table that was in front last.
    Face content() const { return m_content; }
    void showContent() { showFace(m_content); }
    // Which request changes this config already; empty for none.
    void setOpenRequest(const std::string &request);

Q_SIGNALS:
    void changed(); // anything that the bar over the page shows
    void submitted(const QString &request);

private:
    void readSession();
    void readText();
    void readSchema();
    void compileSchema();
    void updateBanner();
    // Whether there is anything to say about a merge.
    bool showMergeBanner();
    void answerBanner();
    void answerSecond();
    DocumentFace *faceFor(Face face);
    void applyLook();

    ViewContext &m_context;
    std::unique_ptr<models::EditingSession> m_session;
    models::DraftMerge m_merge;
    Banner *m_banner;
    editors::ConfigEditor *m_editor;
    QStackedWidget *m_faces;
    std::map<Face, DocumentFace *> m_made; // when first wanted; not the text
    StateOverlay *m_overlay;
    Face m_face = Face::Editor;
    Face m_content = Face::Editor;
    std::string m_openRequest;
    QString m_knownSchema;
    std::set<std::string> m_references; // to other schemas, as far as they are known
    QString m_schemaTitle;
    std::shared_ptr<const editors::SchemaAdvisor> m_advisor;
    models::Operation m_compiling;
};

} // namespace chancery::views
