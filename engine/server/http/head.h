// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/exchange.h"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace chancery::server {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

// The parts that the service looks at; the body is moved out.
Request requestOf(HttpRequest &message, const std::string &peer);
bool wantsContinue(const HttpRequest &message);
// A caller's own id when it is harmless, a new one otherwise.
std::string newRequestId();

// The status line and headers of an answer, up to the empty line.
std::string headOf(const Response &response, bool keepAlive);
std::string streamHeadOf(const Response &response);

} // namespace chancery::server
