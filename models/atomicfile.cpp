// SPDX-License-Identifier: Apache-2.0
#include "atomicfile.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

// A reader sees the old file or the new one, never a part: the bytes are synced before the name
// moves, and the folder is synced after it, since a rename that only the memory knows is lost with
// the power.

namespace chancery::models {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view stagedSuffix = ".new";

core::Error failure(const char *code, const fs::path &file, int number)
{
    const auto kind = number == ENOENT ? core::ErrorKind::NotFound : core::ErrorKind::Storage;
    return {kind, code, file.filename().string() + ": " + std::strerror(number), {}, {}, {}};
}

core::Result<> writeAll(int handle, std::string_view bytes, const fs::path &file)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(handle, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return failure("file-not-written", file, count < 0 ? errno : ENOSPC);
        bytes.remove_prefix(std::size_t(count));
    }
    if (::fsync(handle) != 0)
        return failure("file-not-synced", file, errno);
    return core::Done();
}

core::Result<> syncFolderOf(const fs::path &file)
{
    const int handle = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return failure("folder-not-synced", file, errno);
    const bool isSynced = ::fsync(handle) == 0;
    const int number = errno;
    ::close(handle);
    return isSynced ? core::Result<>(core::Done()) : failure("folder-not-synced", file, number);
}

} // namespace

StagedFile::StagedFile(fs::path staged, fs::path target)
    : m_staged(std::move(staged))
    , m_target(std::move(target))
{
}

StagedFile::StagedFile(StagedFile &&other) noexcept
    : m_staged(std::exchange(other.m_staged, {}))
    , m_target(std::move(other.m_target))
{
}

StagedFile::~StagedFile()
{
    if (!m_staged.empty())
        ::unlink(m_staged.c_str());
}

core::Result<StagedFile> StagedFile::stage(const fs::path &target, std::string_view bytes)
{
    // Two consoles may write the same file at the same time, each under a name of its own.
    fs::path staged = target;
    staged += "." + core::toHex(core::randomBytes(8)) + std::string(stagedSuffix);
    const int handle = ::open(staged.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0)
        return failure("file-not-made", target, errno);
    StagedFile file(std::move(staged), target);
    auto written = writeAll(handle, bytes, target);
    if (::close(handle) != 0 && written)
        return failure("file-not-written", target, errno);
    if (!written)
        return written.error();
    return file;
}

core::Result<> StagedFile::commit()
{
    if (::rename(m_staged.c_str(), m_target.c_str()) != 0)
        return failure("file-not-renamed", m_target, errno);
    m_staged.clear();
    return syncFolderOf(m_target);
}

core::Result<> StagedFile::commitNew()
{
    if (::link(m_staged.c_str(), m_target.c_str()) != 0) {
        auto error = failure("file-not-renamed", m_target, errno);
        if (errno == EEXIST)
            error.kind = core::ErrorKind::Conflict;
        return error;
    }
    return syncFolderOf(m_target);
}

void StagedFile::sweep(const fs::path &target)
{
    const std::string start = target.filename().string() + ".";
    std::error_code ignored;
    std::vector<fs::path> left;
    for (fs::directory_iterator entry(target.parent_path(), ignored), end; entry != end;
        entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(start) && name.ends_with(stagedSuffix))
            left.push_back(entry->path());
    }
    for (const fs::path &file : left)
        fs::remove(file, ignored);
}

core::Result<std::string> readWholeFile(const fs::path &file)
{
    struct stat facts{};
    if (::stat(file.c_str(), &facts) != 0)
        return failure("file-not-read", file, errno);
    std::ifstream in(file, std::ios::binary);
    if (!in || !S_ISREG(facts.st_mode))
        return failure("file-not-read", file, EACCES);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (in.bad())
        return failure("file-not-read", file, EIO);
    return bytes;
}

core::Result<> removeFile(const fs::path &file)
{
    if (::unlink(file.c_str()) == 0)
        return syncFolderOf(file);
    return errno == ENOENT ? core::Result<>(core::Done())
                           : failure("file-not-removed", file, errno);
}

} // namespace chancery::models
