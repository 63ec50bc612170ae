// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/view.h"

#include <map>
#include <string>
#include <vector>

namespace chancery::server {

// The ids of those that are made of the config there or look through it: they inherit from it, have
// it as a layer, or refer to it in what is live. One by one, without those that hang on them again.
std::vector<std::string> dependentsOf(
    const View &view, const std::string &config, const std::string &environment);

// The ids of those whose effective documents its text is a part of, itself included: what inherits
// from it, what it is a layer of, what inherits from that again. At most so many.
std::vector<std::string> composedOf(
    const View &view, const std::string &config, std::size_t most = 2000);

// The configs, each with an environment, whose effective documents can change when the items are
// live, themselves included, and the number of the item that reaches them: what inherits from them,
// is laid over them or refers to them, and so on from there. Nothing where more of them than most
// are live there, or more than fifty times as many are known.
using ReachedPlaces = std::map<std::pair<std::string, std::string>, std::size_t>;
std::optional<ReachedPlaces> reachedBy(
    const View &view, const std::vector<core::RequestItem> &items, std::size_t most);

} // namespace chancery::server
