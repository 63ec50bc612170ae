// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/sessionapi.h"
#include "models/operation.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace chancery::models {

// What has been read of a list. One that changes between two pages may give an item twice; the
// later one counts.
template <typename T>
class Collected {
public:
    void add(std::vector<T> page)
    {
        for (T &item : page) {
            if constexpr (requires { item.id.text(); }) {
                const auto [place, isNew] = m_places.emplace(item.id.text(), items.size());
                if (!isNew) {
                    items[place->second] = std::move(item);
                    continue;
                }
            }
            items.push_back(std::move(item));
        }
    }
    std::vector<T> items;

private:
    std::unordered_map<std::string, std::size_t> m_places;
};

// Reads a list to its end, page by page, as one Operation. fetch(PageQuery, Handler<Page<T>>) ->
// Call; use(vector<T>) gets all of it, once.
template <typename T, typename Fetch, typename Use>
void startPaged(Operation &operation, const QString &title, Fetch fetch, Use use,
    std::string cursor = {}, std::shared_ptr<Collected<T>> sofar = std::make_shared<Collected<T>>())
{
    operation.start<api::Page<T>>(
        title,
        [fetch, cursor](core::Handler<api::Page<T>> done) {
            return fetch(client::PageQuery{cursor, 0}, std::move(done));
        },
        [&operation, title, fetch, use, sofar](api::Page<T> page) {
            sofar->add(std::move(page.items));
            if (page.next.empty())
                use(std::move(sofar->items));
            else
                startPaged<T>(operation, title, fetch, use, page.next, sofar);
        });
}

} // namespace chancery::models
