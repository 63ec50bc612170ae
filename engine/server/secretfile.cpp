// SPDX-License-Identifier: Apache-2.0
#include "secretfile.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <fcntl.h>
#include <unistd.h>

namespace chancery::server {

namespace {

core::Error failed(const std::filesystem::path &file, std::string_view what)
{
    return {core::ErrorKind::Storage, "secret-file",
        std::string(what) + ' ' + file.string() + " failed", {}, {}, {}};
}

} // namespace

core::Result<> syncFolder(const std::filesystem::path &folder)
{
    const auto name = folder.empty() ? std::string(".") : folder.string();
    const int handle = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool isDone = handle >= 0 && ::fsync(handle) == 0;
    if (handle >= 0)
        ::close(handle);
    return isDone ? core::Result<>(core::Done()) : failed(folder, "syncing");
}

core::Result<> writeSecret(const std::filesystem::path &file, const core::Secret &secret)
{
    // Whole or not at all, also when the machine stops in between.
    const auto fresh = file.string() + ".new";
    ::unlink(fresh.c_str());
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0)
        return failed(file, "opening");
    const auto text = secret.reveal() + '\n';
    const bool isWritten
        = ::write(handle, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(handle) == 0;
    ::close(handle);
    if (!isWritten || ::rename(fresh.c_str(), file.c_str()) != 0)
        return failed(file, "writing");
    // A key whose name is lost with the power would be made anew, and sign nothing known.
    return syncFolder(file.parent_path());
}

core::Result<core::Secret> keepSecret(const std::filesystem::path &file, std::size_t bytes)
{
    if (!std::filesystem::exists(file)) {
        const core::Secret made(core::toBase64(core::randomBytes(bytes)));
        if (auto written = writeSecret(file, made); !written)
            return written.error();
    }
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return failed(file, "opening");
    std::string text(4096, '\0');
    const auto count = ::read(handle, text.data(), text.size());
    ::close(handle);
    text.resize(count > 0 ? std::size_t(count) : 0);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    auto secret = core::fromBase64(text);
    if (!secret || secret->size() != bytes)
        return failed(file, "reading");
    return core::Secret(std::move(*secret));
}

} // namespace chancery::server
