// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeauditactivity.h"
#include "engine/api/describeauditanchor.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

namespace {

using Request = core::ChangeRequest;

} // namespace

Call HttpCms::listChangeRequests(
    const RequestQuery &query, Handler<api::Page<core::ChangeRequest>> done)
{
    auto text = Query()
                    .add("state", query.state)
                    .add("mine", std::string(query.mine ? "true" : ""))
                    .add("waitingForMe", std::string(query.waitingForMe ? "true" : ""))
                    .add("config", query.config.text())
                    .page(query.page.cursor, query.page.limit);
    return m_rest.call<api::Page<Request>>({Operation::listChangeRequests, {}, text, {}, {}},
        readBody<api::Page<Request>>, std::move(done));
}

Call HttpCms::getChangeRequest(
    const core::ChangeRequestId &request, Handler<core::ChangeRequest> done)
{
    return m_rest.call<Request>({Operation::getChangeRequest, {request.text()}, {}, {}, {}},
        readBody<Request>, std::move(done));
}

Call HttpCms::createChangeRequest(
    const core::NewChangeRequest &request, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::createChangeRequest, {}, {}, api::toJson(request), {}},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::updateChangeRequest(const core::ChangeRequestId &request,
    const core::NewChangeRequest &content, const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::updateChangeRequest, {request.text()}, {}, api::toJson(content), expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::submit(
    const core::ChangeRequestId &request, const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::submitChangeRequest, {request.text()}, {}, "{}", expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::vote(const core::ChangeRequestId &request, const core::Vote &vote,
    const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::voteOnChangeRequest, {request.text()}, {}, api::toJson(vote), expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::reject(const core::ChangeRequestId &request, const std::string &reason,
    const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>({Operation::rejectChangeRequest, {request.text()}, {},
                                                  oneMember("reason", reason), expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::withdraw(
    const core::ChangeRequestId &request, const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::withdrawChangeRequest, {request.text()}, {}, "{}", expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::recall(
    const core::ChangeRequestId &request, const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::recallChangeRequest, {request.text()}, {}, "{}", expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::claim(
    const core::ChangeRequestId &request, const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::claimChangeRequest, {request.text()}, {}, "{}", expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::apply(
    const core::ChangeRequestId &request, const core::ETag &expected, ChangeRequestsApi::Done done)
{
    return m_rest.call<Acknowledged<Request>>(
        {Operation::applyChangeRequest, {request.text()}, {}, "{}", expected},
        readAcknowledged<Request>, std::move(done));
}

Call HttpCms::listAgents(const core::EnvironmentId &environment, const PageQuery &page,
    Handler<api::Page<core::Agent>> done)
{
    auto text = Query().add("environment", environment.text()).page(page.cursor, page.limit);
    return m_rest.call<api::Page<core::Agent>>({Operation::listAgents, {}, text, {}, {}},
        readBody<api::Page<core::Agent>>, std::move(done));
}

Call HttpCms::registerAgent(const core::NewAgent &agent, Handler<Acknowledged<core::Agent>> done)
{
    return m_rest.call<Acknowledged<core::Agent>>(
        {Operation::registerAgent, {}, {}, api::toJson(agent), {}}, readAcknowledged<core::Agent>,
        std::move(done));
}

Call HttpCms::report(const core::AgentId &agent, const core::AgentReport &report,
    Handler<Acknowledged<core::Agent>> done)
{
    return m_rest.call<Acknowledged<core::Agent>>(
        {Operation::reportFromAgent, {agent.text()}, {}, api::toJson(report), {}},
        readAcknowledged<core::Agent>, std::move(done));
}

Call HttpCms::checkpoint(Handler<std::string> done)
{
    return m_rest.call<std::string>(
        {Operation::getAuditCheckpoint, {}, {}, {}, {}}, readText, std::move(done));
}

Call HttpCms::entries(std::uint64_t from, std::uint64_t to, Handler<std::vector<std::string>> done)
{
    return m_rest.call<std::vector<std::string>>(
        {Operation::getAuditEntries, {}, Query().add("from", from).add("to", to), {}, {}},
        readLines, std::move(done));
}

Call HttpCms::inclusionProof(
    std::uint64_t sequence, std::uint64_t size, Handler<std::vector<std::string>> done)
{
    auto text = Query().add("sequence", sequence).add("size", size);
    return m_rest.call<std::vector<std::string>>(
        {Operation::getInclusionProof, {}, text, {}, {}}, readProof, std::move(done));
}

Call HttpCms::consistencyProof(
    std::uint64_t from, std::uint64_t to, Handler<std::vector<std::string>> done)
{
    return m_rest.call<std::vector<std::string>>(
        {Operation::getConsistencyProof, {}, Query().add("from", from).add("to", to), {}, {}},
        readProof, std::move(done));
}

Call HttpCms::keys(Handler<std::vector<std::string>> done)
{
    return m_rest.call<std::vector<std::string>>(
        {Operation::getAuditKeys, {}, {}, {}, {}}, readStrings, std::move(done));
}

Call HttpCms::anchors(const PageQuery &page, Handler<api::Page<core::AuditAnchor>> done)
{
    return m_rest.call<api::Page<core::AuditAnchor>>(
        {Operation::listAuditAnchors, {}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::AuditAnchor>>, std::move(done));
}

Call HttpCms::tellActivity(
    const core::AuditActivity &activity, Handler<Acknowledged<core::AuditActivity>> done)
{
    return m_rest.call<Acknowledged<core::AuditActivity>>(
        {Operation::recordAuditActivity, {}, {}, api::toJson(activity), {}},
        readAcknowledged<core::AuditActivity>, std::move(done));
}

} // namespace chancery::client
