// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

#include <vector>

namespace chancery::models {

// One's own drafts of one config in one environment that rollbacks displaced and that are kept on
// the server under a name (GOV-29), until somebody discards them. Member of an editing session, of
// the GUI thread.
class ParkedDrafts {
public:
    explicit ParkedDrafts(client::CmsApi &api);

    // The newest; null for none.
    const core::Draft *latest() const { return m_drafts.empty() ? nullptr : &m_drafts.back(); }
    // Putting words that the server has not got into a parked draft, or removing one.
    Operation &changing() { return m_changing; }
    const Operation &changing() const { return m_changing; }

    // Of all of one's drafts those of that config there.
    void take(const std::vector<core::Draft> &drafts, const core::ConfigId &config,
        const core::EnvironmentId &environment);
    // The draft has that text from now on; done is called when the server has it.
    void keep(const core::Draft &draft, const core::DraftText &text, std::function<void()> done);
    // Removes the newest from the server.
    void discard();

private:
    client::CmsApi &m_api;
    std::vector<core::Draft> m_drafts; // by their time
    Operation m_changing;
};

} // namespace chancery::models
