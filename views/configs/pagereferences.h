// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/referencesource.h"
#include "models/stores.h"

namespace chancery::views {

// What the stores know of configs, their present values and layers, for the editor of one of them.
class PageReferences : public editors::ReferenceSource {
public:
    PageReferences(models::Stores &stores, const core::Clock &clock, core::ConfigId config)
        : m_stores(stores)
        , m_clock(clock)
        , m_config(std::move(config))
    {
    }

    std::vector<std::string> paths() override;
    std::optional<std::vector<Key>> keysOf(const std::string &path) override;
    // In the place that is looked at; of the config in front only, whose layers are read.
    QStringList provenanceOf(const std::string &pointer) override;

private:
    models::Stores &m_stores;
    const core::Clock &m_clock;
    core::ConfigId m_config;
};

} // namespace chancery::views
