// SPDX-License-Identifier: Apache-2.0
#include "exchange.h"

#include "engine/api/routes.h"

#include <algorithm>

namespace chancery::server {

std::string Request::parameter(std::string_view name) const
{
    std::string_view rest = query;
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const auto equals = pair.find('=');
        if (api::percentDecode(pair.substr(0, equals)) != name)
            continue;
        if (equals == std::string_view::npos)
            return {};
        std::string value(pair.substr(equals + 1));
        std::replace(value.begin(), value.end(), '+', ' ');
        return api::percentDecode(value);
    }
    return {};
}

Response Response::json(std::string body, int status, std::string etag)
{
    Response response;
    response.status = status;
    response.body = std::make_shared<const std::string>(std::move(body));
    response.etag = std::move(etag);
    return response;
}

Response Response::shared(Bytes body, std::string etag)
{
    Response response;
    response.body = std::move(body);
    response.etag = std::move(etag);
    return response;
}

Response Response::problem(const core::Error &error)
{
    auto response = json(api::toProblemJson(error), api::problemCode(error.code).status);
    response.contentType = "application/problem+json";
    if (error.retryAfter)
        response.retryAfter = int(error.retryAfter->count());
    return response;
}

void refuse(std::string_view code, std::string detail, std::vector<core::FieldError> fields)
{
    throw Refusal{api::problem(code, std::move(detail), std::move(fields)), {}};
}

void refuse(core::Error error)
{
    throw Refusal{std::move(error), {}};
}

bool Actor::may(std::string_view permission) const
{
    return std::find(permissions.begin(), permissions.end(), permission) != permissions.end();
}

} // namespace chancery::server
