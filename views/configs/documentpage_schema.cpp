// SPDX-License-Identifier: Apache-2.0
#include "documentpage.h"

#include "editors/awaitedschema.h"
#include "models/qtconvert.h"
#include "views/common/schemacheck.h"
#include "views/configs/documentface.h"
#include "views/configs/effectivecheck.h"

// The schema of a page: which one holds, what is shown while it is on its way, and the advisor that
// is made of it. Another one may hold at any moment: live moves on, or a change brings its own.
namespace chancery::views {

namespace {

// Longer than a schema takes as a rule; until then nobody needs to be told.
constexpr auto lateSchema = std::chrono::milliseconds(1500);

} // namespace

void DocumentPage::followSchema()
{
    m_late.setSingleShot(true);
    connect(&m_late, &QTimer::timeout, this, &DocumentPage::updateBanner);
    // One that is no schema at all tells nothing of what is sensitive.
    connect(&m_compiling, &models::Operation::changed, this, [this] {
        if (m_isAwaited && m_compiling.hasFailed())
            useSchema({});
    });
    connect(&m_context.stores.live, &models::LiveUpdates::stateChanged, this, [this] {
        if (m_isAwaited && m_knownSchema && !m_context.stores.live.isOffline())
            m_context.stores.schemas.want(m_references, *m_knownSchema);
    });
    connect(&m_context.stores.schemas, &models::SchemaSet::wantedRead, this,
        &DocumentPage::takeSchemas);
}

// By the one that holds now: what an earlier one lets be seen says nothing of it.
void DocumentPage::readSchema()
{
    const auto wanted = m_session->schema();
    if (m_session->loadedSchema() != wanted && wanted) {
        if (!m_isAwaited || m_knownSchema)
            awaitSchema();
        return;
    }
    if (wanted == m_knownSchema)
        return;
    m_knownSchema = wanted;
    m_references.clear();
    if (wanted)
        compileSchema();
    else
        useSchema({});
}

// Nothing is shown before it is known what may be.
void DocumentPage::awaitSchema()
{
    m_compiling.cancel();
    m_knownSchema.reset();
    m_advisor = std::make_shared<editors::AwaitedSchema>();
    m_editor->setAdvisor(m_advisor);
    m_isAwaited = true;
    m_late.start(lateSchema);
}

// A schema that does not compile leaves the syntax checks; the server is the one who refuses it.
// Compiling says which other schemas are wanted; they are read, and it is compiled again until
// nothing new is wanted.
void DocumentPage::compileSchema()
{
    m_compiling.start<SchemaCheck>(
        tr("Compiling the schema"),
        [this, text = models::fromQt(m_session->schemaText()), isPart = m_isPart,
            parts = m_context.stores.schemas.known(m_references, *m_knownSchema)](
            core::Handler<SchemaCheck> done) {
            return m_context.compute.run<SchemaCheck>(
                [text, parts, isPart](
                    const core::CancelToken &) { return checkSchema(text, parts, isPart); },
                std::move(done));
        },
        [this](const SchemaCheck &result) {
            const std::size_t before = m_references.size();
            m_references.insert(result.references.begin(), result.references.end());
            const bool isMore = m_references.size() > before;
            if (isMore)
                m_context.stores.schemas.want(m_references, *m_knownSchema);
            // What is read next may make it compile, and call more sensitive.
            if (isMore && m_isAwaited)
                return;
            useSchema(result);
        });
}

void DocumentPage::useSchema(const SchemaCheck &result)
{
    m_isAwaited = false;
    m_late.stop();
    m_advisor = result.advisor;
    m_schemaTitle = result.title;
    m_editor->setAdvisor(m_advisor);
    m_effective->setSchema(result.schema);
    updateBanner();
    if (m_face != Face::Editor)
        faceFor(m_face)->refresh();
    Q_EMIT changed();
}

void DocumentPage::takeSchemas()
{
    if (m_knownSchema && !m_references.empty())
        compileSchema();
    Q_EMIT changed();
}

} // namespace chancery::views
