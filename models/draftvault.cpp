// SPDX-License-Identifier: Apache-2.0
#include "draftvault.h"

#include "engine/core/aead.h"
#include "engine/core/digest.h"
#include "engine/core/random.h"
#include "models/atomicfile.h"

#include <array>
#include <utility>

// A file is a mark and an AES-256-GCM sealing: nonce ‖ ciphertext ‖ tag. The associated data is the
// place, each part with its length, so that a file that was moved or renamed does not open. Inside
// are three lines – base, ETag, time and, where one was chosen, behind a space the schema – and
// then the text as it is.

namespace chancery::models {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view fileMark = "chancery-draft-1\n";
constexpr std::size_t lineCount = 3;

core::Error unreadable(std::string why)
{
    return {core::ErrorKind::Invalid, "vault-unreadable", std::move(why), {}, {}, {}};
}

std::string associatedData(const VaultPlace &place)
{
    std::string data(fileMark);
    for (const std::string *part :
        {&place.server, &place.config.text(), &place.environment.text(), &place.author.text()})
        data += std::to_string(part->size()) + ':' + *part;
    if (place.slot > 0)
        data += "slot:" + std::to_string(place.slot);
    return data;
}

std::string contentOf(const VaultText &text)
{
    return (text.base ? text.base->text() : std::string()) + '\n'
        + (text.draft ? text.draft->text() : std::string()) + '\n' + core::toRfc3339(text.writtenAt)
        + (text.schema ? ' ' + text.schema->text() : std::string()) + '\n' + text.text;
}

core::Result<VaultText> readContent(const std::string &content)
{
    std::array<std::string, lineCount> lines;
    std::size_t from = 0;
    for (std::string &line : lines) {
        const std::size_t end = content.find('\n', from);
        if (end == std::string::npos)
            return unreadable("it ends before its text");
        line = content.substr(from, end - from);
        from = end + 1;
    }
    const auto space = lines[2].find(' ');
    const auto writtenAt = core::fromRfc3339(std::string_view(lines[2]).substr(0, space));
    if (!writtenAt)
        return unreadable("its time is no time");
    VaultText text;
    if (!lines[0].empty())
        text.base = core::VersionId(lines[0]);
    if (!lines[1].empty())
        text.draft = core::ETag(lines[1]);
    text.writtenAt = *writtenAt;
    if (space != std::string::npos)
        text.schema = core::SchemaId(lines[2].substr(space + 1));
    text.text = content.substr(from);
    return text;
}

core::Result<> makeFolder(const fs::path &folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error && folder != folder.root_path())
        fs::permissions(folder, fs::perms::owner_all, fs::perm_options::replace, error);
    if (error)
        return core::Error{
            core::ErrorKind::Storage, "folder-not-made", error.message(), {}, {}, {}};
    return core::Done();
}

} // namespace

DraftVault::DraftVault(fs::path folder, core::Secret key)
    : m_folder(std::move(folder))
    , m_key(std::move(key))
{
}

fs::path DraftVault::fileOf(const VaultPlace &place) const
{
    const core::Sha256 digest = core::sha256(associatedData(place));
    const std::string bytes(digest.begin(), digest.end());
    return m_folder / (core::toHex(bytes) + ".draft");
}

core::Result<> DraftVault::write(const VaultPlace &place, const VaultText &text) const
{
    std::error_code ignored;
    if (!fs::is_directory(m_folder, ignored)) {
        if (auto made = makeFolder(m_folder); !made)
            return made;
    }
    auto sealed = core::seal(m_key, contentOf(text), associatedData(place));
    if (!sealed)
        return sealed.error();
    auto staged = StagedFile::stage(fileOf(place), std::string(fileMark) + *sealed);
    return staged ? staged->commit() : staged.error();
}

core::Result<VaultText> DraftVault::unseal(const std::string &bytes, const VaultPlace &place) const
{
    if (!bytes.starts_with(fileMark))
        return unreadable("it is no file of this store");
    const auto content
        = core::open(m_key, std::string_view(bytes).substr(fileMark.size()), associatedData(place));
    if (!content)
        return unreadable("it is damaged, of another place or of another key");
    return readContent(content->reveal());
}

core::Result<std::optional<VaultText>> DraftVault::read(const VaultPlace &place) const
{
    const fs::path file = fileOf(place);
    const auto bytes = readWholeFile(file);
    if (!bytes && bytes.error().kind == core::ErrorKind::NotFound)
        return std::optional<VaultText>();
    if (!bytes)
        return bytes.error();
    auto text = unseal(*bytes, place);
    if (text)
        return std::optional(*std::move(text));
    fs::path aside = file;
    aside += ".unreadable";
    std::error_code notMoved;
    fs::rename(file, aside, notMoved);
    core::Error error = text.error();
    error.detail = (notMoved ? file : aside).filename().string() + ": " + error.detail;
    return error;
}

core::Result<> DraftVault::remove(const VaultPlace &place) const
{
    const fs::path file = fileOf(place);
    StagedFile::sweep(file);
    std::error_code ignored;
    return fs::exists(m_folder, ignored) ? removeFile(file) : core::Result<>(core::Done());
}

core::Result<core::Secret> keyFromFile(const fs::path &file)
{
    auto bytes = readWholeFile(file);
    if (!bytes && bytes.error().kind == core::ErrorKind::NotFound) {
        std::error_code ignored;
        fs::create_directories(file.parent_path(), ignored);
        auto staged = StagedFile::stage(file, core::randomBytes(core::aeadKeyBytes));
        if (!staged)
            return staged.error();
        // Another console may have been first; then its key counts.
        if (auto made = staged->commitNew();
            !made && made.error().kind != core::ErrorKind::Conflict)
            return made.error();
        bytes = readWholeFile(file);
    }
    if (!bytes)
        return bytes.error();
    if (bytes->size() != core::aeadKeyBytes)
        return core::Error{core::ErrorKind::Invalid, "vault-key-unusable",
            file.filename().string() + " holds no key", {}, {}, {}};
    std::error_code error;
    fs::permissions(
        file, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::replace, error);
    return core::Secret(*std::move(bytes));
}

} // namespace chancery::models
