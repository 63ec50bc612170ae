// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/dependencymap.h"

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace chancery::support {

// Configs as many teams have them: each needs one or two of the latest of its team before it, every
// third the team's first, and every eighth something of another team.
struct Teams {
    int count = 0;
    int size = 0;

    int configs() const { return count * size; }
    std::string path(int config) const
    {
        return "team-" + std::to_string(config / size) + "/service-"
            + std::to_string(config % size / 5) + "/config-" + std::to_string(config % size);
    }
    // From who needs to what is needed.
    std::vector<std::pair<int, int>> needs() const
    {
        std::mt19937 random(11);
        const auto below = [&](int bound) { return int(random() % unsigned(bound)); };
        std::vector<std::pair<int, int>> all;
        for (int config = 0; config < configs(); ++config) {
            const int number = config % size;
            const int first = config - number;
            if (number > 0)
                all.emplace_back(config, config - 1 - below(std::min(number, 8)));
            if (number > 8 && below(2) == 0)
                all.emplace_back(config, config - 9 + below(8) - below(std::min(number - 8, 8)));
            if (number > 0 && number % 3 == 0)
                all.emplace_back(config, first);
            if (first > 0 && number % 8 == 7)
                all.emplace_back(config, below(first));
        }
        return all;
    }
    core::DependencyMap map() const
    {
        core::DependencyMap map;
        for (int config = 0; config < configs(); ++config)
            map.configs.push_back({core::ConfigId(std::to_string(config)), path(config), false});
        for (const auto &[from, to] : needs())
            map.dependencies.push_back({from, to, core::DependencyKind::Refers, {}, {}});
        map.total = configs();
        return map;
    }
};

} // namespace chancery::support
