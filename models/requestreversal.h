// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/requestmerging.h"

namespace chancery::models {

// A whole change request that was applied, taken back: the inverse of that change alone, as one
// request of its own, and what came later stays. So does a config whose first version it made:
// there is nothing to go back to, and what is live is never taken away. The request says so.
class RequestReversal : public RequestMerging {
    Q_OBJECT

public:
    using RequestMerging::RequestMerging;

    static ActionState rightTo(const Permissions &permissions, const core::ChangeRequest &request);

protected:
    ActionState wantState(
        const Permissions &permissions, const core::ChangeRequest &request) const override
    {
        return rightTo(permissions, request);
    }
    QString refusalOf(const MergedItem &) const override { return {}; }
    QString idleReason() const override;
    void readItem(const core::RequestItem &item, std::size_t number) override;
    void sendNow(const QString &reason, const QString &ticket) override;

private:
    void readBefore(const core::Version &made);
    void readNow(const core::Version &made, const std::optional<core::SchemaId> &schemaBefore);

    core::MergeInput m_input; // of the item that is being read
    bool m_broughtSchema = false; // the same
};

} // namespace chancery::models
