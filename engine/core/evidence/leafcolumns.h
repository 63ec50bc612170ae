// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <vector>

namespace chancery::core::evidence {

// What stands at all pointers that the tables ask for, in one walk over a leaf instead of one for
// each. A value; what it finds is what Value::resolve() would find.
class LeafColumns {
public:
    explicit LeafColumns(const std::vector<std::string> &pointers);

    // In the order of the pointers, absent for what is not there.
    void read(Value root, std::vector<Value> &found) const;

private:
    struct Step {
        std::string token; // as the pointer has it, decoded
        std::uint16_t hash = 0;
        std::vector<std::size_t> ends; // which pointers end here
        std::vector<Step> next;
    };
    static void walk(const Step &step, Value here, std::vector<Value> &found);

    Step m_root;
    std::size_t m_count;
};

} // namespace chancery::core::evidence
