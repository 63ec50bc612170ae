// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/requestmerging.h"

namespace chancery::models {

// A change request whose configs have moved on, put onto what is live: the merge of its texts with
// the live ones, both begun from its base. Its votes count on where its effect is the same.
class RequestRebase : public RequestMerging {
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
    void readBase(const core::RequestItem &item);
    void readNow(const core::RequestItem &item, std::string base);
};

} // namespace chancery::models
