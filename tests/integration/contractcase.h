// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/contractcheck.h"
#include "tests/support/testcase.h"

#include <optional>
#include <set>

namespace chancery::support {

// Calls operations of a real server and holds every answer against engine/api/openapi.yaml.
class ContractCase : public TestCase {
protected:
    // With the path's arguments.
    ProbeAnswer call(api::Operation operation, const std::vector<std::string> &arguments = {},
        const std::string &body = {}, const std::string &ifMatch = {},
        const std::string &query = {});

    CmsProcess m_cms;
    ContractCheck m_contract;
    std::optional<ProbeClient> m_caller; // in the place of the administrator
    std::set<api::Operation> m_succeeded;
    int m_calls = 0;
};

inline ProbeAnswer ContractCase::call(api::Operation operation,
    const std::vector<std::string> &arguments, const std::string &body, const std::string &ifMatch,
    const std::string &query)
{
    const auto &route = api::route(operation);
    ProbeClient::Headers headers{
        {"Idempotency-Key", "contract-" + std::to_string(1000000 + ++m_calls)}};
    if (!ifMatch.empty())
        headers["If-Match"] = '"' + ifMatch + '"';
    const auto answer = (m_caller ? *m_caller : m_cms.admin())
                            .send(std::string(route.method),
                                api::pathOf(operation, arguments) + query, body, headers);
    const auto problem = m_contract.problemWith(
        std::string(route.operationId), answer.status, answer.header("content-type"), answer.body);
    if (!problem.empty())
        qCritical(
            "%s %d: %s", std::string(route.operationId).c_str(), answer.status, problem.c_str());
    if (answer.status < 400 && answer.status != 0)
        m_succeeded.insert(operation);
    return answer;
}

} // namespace chancery::support
