// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

namespace chancery::agent {

// The agent's view of the file system, so that tests can make it fail.
class Files {
public:
    virtual ~Files() = default;
    // Nothing when there is no such file.
    virtual core::Result<std::optional<std::string>> read(const std::string &file) = 0;
    // After it the name stands for the new content, or, when it fails or the machine does, for what
    // it stood for before; never for a part. Without a mode that of the file before is kept.
    virtual core::Result<> replace(
        const std::string &file, std::string_view content, std::optional<int> mode)
        = 0;
    virtual core::Result<> remove(const std::string &file) = 0;
};

class DiskFiles final : public Files {
public:
    core::Result<std::optional<std::string>> read(const std::string &file) override;
    core::Result<> replace(
        const std::string &file, std::string_view content, std::optional<int> mode) override;
    core::Result<> remove(const std::string &file) override;
};

} // namespace chancery::agent
