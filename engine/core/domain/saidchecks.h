// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"

#include <algorithm>

// Who has acknowledged what about a request; the server decides by it and the console explains.
namespace chancery::core {

// In its present cycle, and what the check expects now.
inline bool hasSaid(const ChangeRequest &request, const Check &check, const PrincipalId &person)
{
    if (!request.acknowledgements)
        return false;
    return std::ranges::any_of(*request.acknowledgements, [&](const Acknowledgement &said) {
        return said.check == check.id && said.cycle == request.cycle && said.by == person
            && said.says == check.expects;
    });
}

// Who answers for a request: its author, who claimed it, whoever had a hand in it.
inline bool isOfAuthors(const ChangeRequest &request, const PrincipalId &person)
{
    return request.requester == person || request.claimedBy == person
        || std::ranges::find(request.contributors, person) != request.contributors.end();
}

inline bool authorHasSaid(const ChangeRequest &request, const Check &check)
{
    if (!request.acknowledgements)
        return false;
    return std::ranges::any_of(*request.acknowledgements, [&](const Acknowledgement &said) {
        return isOfAuthors(request, said.by) && hasSaid(request, check, said.by);
    });
}

// Whether this person's acknowledgement is asked for and not there.
inline bool isOwedBy(const ChangeRequest &request, const Check &check, const PrincipalId &person)
{
    if (isOfAuthors(request, person))
        return check.byAuthor && check.isOwed;
    return check.byApprovers && !hasSaid(request, check, person);
}

} // namespace chancery::core
