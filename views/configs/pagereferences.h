// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/referencesource.h"
#include "models/stores.h"

namespace chancery::views {

// What the stores know of configs and their present values, for the editor's completion.
class PageReferences : public editors::ReferenceSource {
public:
    explicit PageReferences(models::Stores &stores)
        : m_stores(stores)
    {
    }

    std::vector<std::string> paths() override;
    std::optional<std::vector<Key>> keysOf(const std::string &path) override;

private:
    models::Stores &m_stores;
};

} // namespace chancery::views
