// SPDX-License-Identifier: Apache-2.0
#include "scratchfolder.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chancery::audit {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "chancery-report-";

// Open and locked, or -1: it is another account's, no folder, or used by a program that runs.
int locked(const fs::path &folder)
{
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0)
        return -1;
    struct stat found = {};
    if (::fstat(file, &found) == 0 && found.st_uid == ::geteuid()
        && ::flock(file, LOCK_EX | LOCK_NB) == 0)
        return file;
    ::close(file);
    return -1;
}

} // namespace

ScratchFolder::ScratchFolder()
{
    sweep();
    std::error_code error;
    auto pattern = (fs::temp_directory_path(error) / (std::string(prefix) + "XXXXXX")).string();
    if (error || !::mkdtemp(pattern.data()))
        return;
    m_path = pattern;
    m_lock = locked(m_path);
    // Another program may have swept it before it was locked.
    if (m_lock >= 0 && fs::exists(m_path, error))
        return;
    if (m_lock >= 0)
        ::close(m_lock);
    m_lock = -1;
}

ScratchFolder::~ScratchFolder()
{
    std::error_code error;
    if (!m_path.empty())
        fs::remove_all(m_path, error);
    if (m_lock >= 0)
        ::close(m_lock);
}

void ScratchFolder::sweep()
{
    std::error_code error;
    const auto temporary = fs::temp_directory_path(error);
    for (auto entry = fs::directory_iterator(temporary, error);
        !error && entry != fs::directory_iterator(); entry.increment(error)) {
        if (!entry->path().filename().string().starts_with(prefix))
            continue;
        const int file = locked(entry->path());
        if (file < 0)
            continue;
        std::error_code ignored;
        fs::remove_all(entry->path(), ignored);
        ::close(file);
    }
}

} // namespace chancery::audit
