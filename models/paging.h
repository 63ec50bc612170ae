// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/sessionapi.h"
#include "models/operation.h"

#include <iterator>
#include <memory>
#include <vector>

namespace chancery::models {

// Reads a list to its end, page by page, as one Operation. fetch(PageQuery, Handler<Page<T>>) ->
// Call; use(vector<T>) gets all of it, once.
template <typename T, typename Fetch, typename Use>
void startPaged(Operation &operation, const QString &title, Fetch fetch, Use use,
    std::string cursor = {},
    std::shared_ptr<std::vector<T>> sofar = std::make_shared<std::vector<T>>())
{
    operation.start<api::Page<T>>(
        title,
        [fetch, cursor](core::Handler<api::Page<T>> done) {
            return fetch(client::PageQuery{cursor, 0}, std::move(done));
        },
        [&operation, title, fetch, use, sofar](api::Page<T> page) {
            std::ranges::move(page.items, std::back_inserter(*sofar));
            if (page.next.empty())
                use(std::move(*sofar));
            else
                startPaged<T>(operation, title, fetch, use, page.next, sofar);
        });
}

} // namespace chancery::models
