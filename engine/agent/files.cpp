// SPDX-License-Identifier: Apache-2.0
#include "files.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chancery::agent {

namespace {

constexpr std::size_t largestFile = std::size_t(64) << 20;

core::Error failed(std::string_view what, const std::string &file, int number)
{
    return {core::ErrorKind::Storage, "file-error",
        std::string(what) + ' ' + file + ": " + std::strerror(number), {}, {}, {}};
}

// A descriptor that is closed on every way out.
class Descriptor {
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() { close(); }

    bool isOpen() const { return m_number >= 0; }
    int number() const { return m_number; }
    // False when the file system kept an error until now.
    bool close()
    {
        const int number = std::exchange(m_number, -1);
        return number < 0 || ::close(number) == 0;
    }

private:
    int m_number;
};

std::string folderOf(const std::string &file)
{
    const auto slash = file.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : file.substr(0, slash);
}

bool writeAll(int descriptor, std::string_view content)
{
    while (!content.empty()) {
        const auto count = ::write(descriptor, content.data(), content.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        content.remove_prefix(std::size_t(count));
    }
    return true;
}

// Fills the new file and makes it durable before it gets its name.
bool fill(Descriptor &temporary, std::string_view content, mode_t mode, const struct stat *before)
{
    if (before && ::geteuid() == 0
        && ::fchown(temporary.number(), before->st_uid, before->st_gid) != 0)
        return false;
    return ::fchmod(temporary.number(), mode) == 0 && writeAll(temporary.number(), content)
        && ::fsync(temporary.number()) == 0 && temporary.close();
}

core::Result<> syncFolder(const std::string &folder)
{
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.isOpen() || ::fsync(descriptor.number()) != 0)
        return failed("Cannot make durable", folder, errno);
    return core::Done{};
}

} // namespace

core::Result<std::optional<std::string>> DiskFiles::read(const std::string &file)
{
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.isOpen()) {
        if (errno == ENOENT)
            return std::optional<std::string>();
        return failed("Cannot open", file, errno);
    }
    std::string content;
    char bytes[16384];
    for (;;) {
        const auto count = ::read(descriptor.number(), bytes, sizeof bytes);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failed("Cannot read", file, errno);
        if (count == 0)
            return std::optional(std::move(content));
        content.append(bytes, std::size_t(count));
        if (content.size() > largestFile)
            return failed("Cannot read", file, EFBIG);
    }
}

core::Result<> DiskFiles::replace(
    const std::string &file, std::string_view content, std::optional<int> mode)
{
    struct stat before{};
    const bool existed = ::stat(file.c_str(), &before) == 0;
    const auto wanted = mode ? mode_t(*mode) : existed ? mode_t(before.st_mode & 07777) : 0644;
    const auto folder = folderOf(file);
    std::string name = folder + "/.chancery-XXXXXX";
    Descriptor temporary(::mkostemp(name.data(), O_CLOEXEC));
    if (!temporary.isOpen())
        return failed("Cannot write into", folder, errno);
    if (!fill(temporary, content, wanted, existed ? &before : nullptr)
        || ::rename(name.c_str(), file.c_str()) != 0) {
        const int number = errno;
        ::unlink(name.c_str());
        return failed("Cannot write", file, number);
    }
    return syncFolder(folder);
}

core::Result<> DiskFiles::remove(const std::string &file)
{
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
        return failed("Cannot remove", file, errno);
    return syncFolder(folderOf(file));
}

} // namespace chancery::agent
