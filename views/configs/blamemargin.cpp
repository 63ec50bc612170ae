// SPDX-License-Identifier: Apache-2.0
#include "blamemargin.h"

#include "editors/codeview.h"
#include "editors/text/analysis.h"
#include "models/qtconvert.h"
#include "views/common/safetext.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

namespace {

std::vector<editors::NoteMargin::Note> shown(const std::vector<models::BlameNote> &notes)
{
    std::vector<editors::NoteMargin::Note> result;
    result.reserve(notes.size());
    for (const models::BlameNote &note : notes)
        result.push_back(
            {note.line, note.isRepeated ? QStringLiteral("│") : note.text, safeToolTip(note.tip)});
    return result;
}

} // namespace

BlameMargin::BlameMargin(ViewContext &context, DocumentPage &page)
    : QObject(&page)
    , m_context(context)
    , m_page(page)
    , m_margin(std::make_unique<editors::NoteMargin>(page.editor().view()))
{
    connect(&page.editor(), &editors::ConfigEditor::analysed, this, &BlameMargin::findNotes);
    connect(&page.session(), &models::EditingSession::changed, this, &BlameMargin::findNotes);
    connect(&context.stores.blame, &models::BlameStore::changed, this, &BlameMargin::findNotes);
    follow();
}

BlameMargin::~BlameMargin() = default;

BlameMargin *BlameMargin::of(const DocumentPage &page)
{
    return page.findChild<BlameMargin *>(QString(), Qt::FindDirectChildrenOnly);
}

void BlameMargin::follow()
{
    m_context.stores.blame.show(m_page.session().config().id, m_page.session().environment());
    findNotes();
}

void BlameMargin::findNotes()
{
    const models::BlameStore &store = m_context.stores.blame;
    const models::EditingSession &session = m_page.session();
    const auto analysis = m_page.editor().analysis();
    if (!store.isOf(session.config().id, session.environment()))
        return;
    // Of another version than the text is compared with, nothing can be said until it is read.
    const bool isReady = store.report() && session.head() && analysis
        && store.report()->version == session.head()->version && m_page.editor().isAnalysed();
    if (!isReady) {
        if (!store.report() || !session.head()) {
            m_margin->clear();
            take({});
        }
        return;
    }
    m_finding.start<Findings>(
        tr("Finding who set the keys"),
        [&](core::Handler<Findings> done) {
            return m_context.compute.run<Findings>(
                [report = *store.report(), analysis, live = models::fromQt(session.liveText()),
                    format = session.head()->format,
                    now = m_context.clock.now()](const core::CancelToken &) {
                    auto reading = core::read(live, format, core::Limits::wide());
                    const auto tree = reading ? std::move(reading).tree() : core::Tree();
                    Findings findings{models::blameNotes(report, analysis->tree, tree, now),
                        std::make_shared<models::BlamedKeys>(report, analysis->tree, tree)};
                    return core::Result<Findings>(std::move(findings));
                },
                std::move(done));
        },
        [this](Findings findings) {
            m_margin->setNotes(shown(findings.notes));
            take(std::move(findings));
        });
}

void BlameMargin::take(Findings findings)
{
    m_keys = std::move(findings.keys);
    Q_EMIT found();
}

} // namespace chancery::views
