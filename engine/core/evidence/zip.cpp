// SPDX-License-Identifier: Apache-2.0
#include "zip.h"

#include "engine/core/evidence/ziprecords.h"

#include <libdeflate.h>
#include <limits>

// A bundle has one form, so that it has one reading: two programs that read the same archive
// differently (a second entry of the same name, a directory that does not fit the entries) are how
// archives lie. The reader therefore takes the entries from the front and then demands that writing
// them again gives the very same bytes.

namespace chancery::core::evidence {

namespace {

constexpr std::uint16_t version = 10; // stored files
constexpr std::uint16_t stored = 0;
constexpr std::size_t localBytes = 30;
constexpr std::size_t zipHeaderBytes = localBytes + 46; // of a file, with that in the directory
constexpr std::size_t zipEndBytes = 22;
constexpr std::size_t mostFiles = 65534;
constexpr std::size_t longestName = 200;

Error malformed(std::string detail)
{
    return {ErrorKind::Invalid, "zip-malformed", std::move(detail), {}, {}, {}};
}

std::size_t get16(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at])
        | std::size_t(static_cast<unsigned char>(bytes[at + 1])) << 8U;
}

std::size_t get32(std::string_view bytes, std::size_t at)
{
    return get16(bytes, at) | get16(bytes, at + 2) << 16U;
}

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
        || c == '_' || c == '-';
}

// Relative, and inside: no empty part, none that begins with a dot.
bool isName(std::string_view name)
{
    if (name.empty() || name.size() > longestName)
        return false;
    char before = '/';
    for (const char c : name) {
        if (before == '/' ? !isPlain(c) || c == '.' : !isPlain(c) && c != '/')
            return false;
        before = c;
    }
    return before != '/';
}

Result<std::string> assembled(const Files &files)
{
    std::string out;
    // An archive of a gigabyte would be copied whenever it outgrows its place.
    std::size_t bytes = zipEndBytes;
    for (const auto &[name, content] : files)
        bytes += zipHeaderBytes + 2 * name.size() + content.size();
    out.reserve(bytes);
    std::string directory;
    for (const auto &[name, content] : files)
        putZipFile(out, directory,
            {name, version, stored, crc32(content), content.size(), content.size()}, content);
    if (out.size() + directory.size() > std::numeric_limits<std::uint32_t>::max())
        return Error{ErrorKind::Invalid, "zip-too-large", "more than 4 GiB", {}, {}, {}};
    putZipEnd(out, directory, files.size());
    return out;
}

} // namespace

std::uint32_t crc32(std::string_view bytes)
{
    return libdeflate_crc32(0, bytes.data(), bytes.size());
}

Result<std::string> writeZip(const Files &files)
{
    if (files.size() > mostFiles)
        return Error{ErrorKind::Invalid, "zip-too-large", "too many files", {}, {}, {}};
    for (const auto &[name, content] : files) {
        if (!isName(name))
            return Error{ErrorKind::Invalid, "zip-name", name, {}, {}, {}};
        if (content.size() > std::numeric_limits<std::uint32_t>::max())
            return Error{ErrorKind::Invalid, "zip-too-large", name, {}, {}, {}};
    }
    return assembled(files);
}

Result<Files> readZip(std::string_view bytes)
{
    Files files;
    std::size_t at = 0;
    while (at + 4 <= bytes.size() && get32(bytes, at) == zipLocalSignature) {
        if (bytes.size() - at < localBytes)
            return malformed("an entry ends too early");
        const auto size = get32(bytes, at + 22);
        const auto nameSize = get16(bytes, at + 26);
        at += localBytes;
        if (nameSize > bytes.size() - at || size > bytes.size() - at - nameSize)
            return malformed("an entry ends too early");
        const std::string name(bytes.substr(at, nameSize));
        if (!isName(name) || files.size() == mostFiles)
            return malformed("an entry with such a name is not expected");
        if (!files.emplace(name, bytes.substr(at + nameSize, size)).second)
            return malformed(name + " stands there twice");
        at += nameSize + size;
    }
    const auto again = assembled(files);
    if (files.empty() || !again || *again != bytes)
        return malformed("not in the form of a bundle");
    return files;
}

} // namespace chancery::core::evidence
