// SPDX-License-Identifier: Apache-2.0
#include "recount.h"

#include "engine/core/evidence/recountparts.h"

namespace chancery::core::evidence {

namespace {

bool isAmong(std::initializer_list<std::string_view> list, std::string_view query)
{
    return std::ranges::find(list, query) != list.end();
}

} // namespace

std::optional<Count> recount(
    const Facts &facts, std::string_view query, const Parameters &parameters, const Period &period)
{
    const Recounting of{facts, parameters, period};
    if (isAmong(
            {"Q01", "Q06", "Q07", "Q08", "Q09", "Q26", "Q27", "Q28", "Q39", "Q40", "Q42"}, query))
        return countChanges(of, query);
    if (isAmong({"Q02", "Q03", "Q04", "Q05"}, query))
        return countVotes(of, query);
    if (isAmong({"Q11", "Q12", "Q13"}, query))
        return countEmergencies(of, query);
    if (isAmong({"Q15", "Q17", "Q18", "Q19", "Q20", "Q21", "Q22"}, query))
        return countAccess(of, query);
    if (isAmong({"Q29", "Q32", "Q33", "Q34", "Q36"}, query))
        return countLog(of, query);
    return std::nullopt;
}

} // namespace chancery::core::evidence
