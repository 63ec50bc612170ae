// SPDX-License-Identifier: Apache-2.0
#include "schemafiles.h"

#include <fstream>
#include <functional>
#include <iterator>

namespace chancery::cli {

namespace {

namespace fs = std::filesystem;

bool eachSchema(
    const fs::path &folder, const std::function<void(const fs::path &, core::Tree)> &use)
{
    std::error_code failure;
    fs::recursive_directory_iterator at(
        folder, fs::directory_options::skip_permission_denied, failure);
    for (; !failure && at != fs::recursive_directory_iterator(); at.increment(failure)) {
        const auto format = core::formatFromFileName(at->path().filename().string());
        std::error_code unknown;
        if (!format || !at->is_regular_file(unknown))
            continue;
        auto bytes = bytesOf(at->path());
        if (!bytes)
            continue;
        auto reading = core::read(*std::move(bytes), *format, core::Limits::wide());
        if (reading.ok())
            use(at->path(), std::move(reading).tree());
    }
    return !failure;
}

} // namespace

std::optional<std::string> bytesOf(const fs::path &file)
{
    std::error_code failure;
    if (fs::is_directory(file, failure))
        return std::nullopt;
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

bool addFolder(core::SchemaLibrary &library, const fs::path &folder)
{
    return eachSchema(folder, [&](const fs::path &file, core::Tree tree) {
        library.addFile(file.filename().string(), std::move(tree));
    });
}

std::optional<Mapping> mappingFromText(const std::string &text)
{
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
        return std::nullopt;
    return Mapping{text.substr(0, equals), text.substr(equals + 1)};
}

bool addMapping(core::SchemaLibrary &library, const Mapping &mapping)
{
    return eachSchema(mapping.folder, [&](const fs::path &file, core::Tree tree) {
        const auto path = file.lexically_relative(mapping.folder).generic_string();
        library.add(mapping.prefix + path, std::move(tree));
    });
}

std::string uriOf(const fs::path &file, const std::vector<Mapping> &mappings)
{
    std::error_code failure;
    const auto absolute = fs::weakly_canonical(file, failure);
    for (const auto &mapping : mappings) {
        const auto folder = fs::weakly_canonical(mapping.folder, failure);
        const auto path = absolute.lexically_relative(folder).generic_string();
        if (!path.empty() && !path.starts_with(".."))
            return mapping.prefix + path;
    }
    return "file://" + absolute.generic_string();
}

} // namespace chancery::cli
