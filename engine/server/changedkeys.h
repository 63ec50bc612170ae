// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace chancery::server {

// Which keys were written since a moment, for whoever has looked through the store beside the
// writer and has only these to look at again. Owned by the writer; of its thread.
class ChangedKeys {
public:
    // From now on: what is written before is there for a reader that is opened after the commit of
    // this batch. The mark is for since().
    std::uint64_t begin()
    {
        if (!m_isOn) {
            ++m_mark;
            m_keys.clear();
        }
        m_isOn = true;
        return m_mark;
    }
    // Null where not all are known any more: then everything has to be looked at.
    const std::set<std::string> *since(std::uint64_t mark) const
    {
        return m_isOn && mark == m_mark ? &m_keys : nullptr;
    }
    void end()
    {
        m_isOn = false;
        m_keys.clear();
    }
    void note(const std::vector<std::string> &keys)
    {
        if (!m_isOn)
            return;
        m_keys.insert(keys.begin(), keys.end());
        if (m_keys.size() > most)
            end(); // nobody came back for them
    }

private:
    static constexpr std::size_t most = 100'000;

    bool m_isOn = false;
    std::uint64_t m_mark = 0;
    std::set<std::string> m_keys;
};

} // namespace chancery::server
