// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/api/describeprivacy.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

namespace {

// Lists that no page ends.
template <typename T>
core::Result<std::vector<T>> readItems(HttpResponse response)
{
    auto page = readBody<api::Page<T>>(std::move(response));
    if (!page)
        return std::move(page).error();
    return std::move(page->items);
}

} // namespace

Call HttpCms::personalValues(
    std::uint64_t from, std::uint64_t to, Handler<std::vector<core::PersonalValue>> done)
{
    return m_rest.call<std::vector<core::PersonalValue>>(
        {Operation::getPersonalValues, {}, Query().add("from", from).add("to", to), {}, {}},
        readItems<core::PersonalValue>, std::move(done));
}

Call HttpCms::erasePersonalData(const core::PrincipalId &principal, const core::ErasureOrder &order,
    const core::ETag &expected, Handler<core::Erasure> done)
{
    return m_rest.call<core::Erasure>(
        {Operation::erasePersonalData, {principal.text()}, {}, api::toJson(order), expected},
        readBody<core::Erasure>, std::move(done));
}

Call HttpCms::legalHolds(Handler<std::vector<core::LegalHold>> done)
{
    return m_rest.call<std::vector<core::LegalHold>>(
        {Operation::listLegalHolds, {}, {}, {}, {}}, readItems<core::LegalHold>, std::move(done));
}

Call HttpCms::placeLegalHold(const core::NewLegalHold &hold, Handler<core::LegalHold> done)
{
    return m_rest.call<core::LegalHold>({Operation::placeLegalHold, {}, {}, api::toJson(hold), {}},
        readBody<core::LegalHold>, std::move(done));
}

Call HttpCms::liftLegalHold(const std::string &hold, const std::string &reason,
    const core::ETag &expected, Handler<core::Done> done)
{
    return m_rest.call<core::Done>(
        {Operation::liftLegalHold, {hold}, {}, api::toJson(api::Reason{reason}), expected},
        readNothing, std::move(done));
}

Call HttpCms::pruneRecord(Handler<core::PruneRecord> done)
{
    return m_rest.call<core::PruneRecord>(
        {Operation::getPruneRecord, {}, {}, {}, {}}, readBody<core::PruneRecord>, std::move(done));
}

Call HttpCms::pruneAudit(const core::PruneOrder &order, Handler<core::PruneRecord> done)
{
    return m_rest.call<core::PruneRecord>({Operation::pruneAudit, {}, {}, api::toJson(order), {}},
        readBody<core::PruneRecord>, std::move(done));
}

} // namespace chancery::client
