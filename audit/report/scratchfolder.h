// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace chancery::audit {

// A folder for the parts of a report while it is written: nobody else can read it, and it is gone
// with this object. What a killed program has left is taken away by sweep(), and by the next one.
// Of any one thread.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;

    bool isThere() const { return m_lock >= 0; }
    const std::filesystem::path &path() const { return m_path; }
    std::string file(const char *name) const { return (m_path / name).string(); }

    // Of this account, and of no program that runs.
    static void sweep();

private:
    std::filesystem::path m_path;
    int m_lock = -1; // the open folder; the lock on it ends with the program, however that ends
};

} // namespace chancery::audit
