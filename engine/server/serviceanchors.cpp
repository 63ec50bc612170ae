// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/server/anchors/anchoring.h"

// Time stamps from outside, beside the writer.
namespace chancery::server {

void Service::startAnchoring()
{
    if (!m_options.anchors || !m_options.outbound)
        return;
    m_anchoring = std::make_unique<Anchoring>(*m_options.anchors, *m_options.outbound, m_facts,
        Anchoring::Links{m_post, [this](auto work, auto done) {
                             writeItself("anchor", std::move(work), std::move(done));
                         }});
    try {
        m_anchoring->load(View(*m_reader));
    } catch (const Refusal &refusal) {
        m_facts.journal.write(JournalLevel::Error, "anchor.unread", {{"code", refusal.error.code}});
    }
}

} // namespace chancery::server
