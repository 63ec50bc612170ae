// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/bench/common/gitpack.h"
#include "engine/core/lineage/order.h"

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::bench {

// The commits of a Git repository as versions, each read when it is asked for and kept. Only the
// bench knows Git: it measures the version graph on histories that other tools draw as well. Plain
// references and packs are read here; the library for everything takes as long to start as the
// first screen to be drawn, and is asked only for what else there is.
class GitHistory : public core::VersionSource {
public:
    GitHistory();
    ~GitHistory() override;

    // Empty when it could be opened, else why not.
    std::string open(const std::string &path);
    // In another thread, when all will be asked for; until they have been.
    void readAhead();
    void stopReading();
    // Of all branches and tags, each once.
    const std::vector<std::uint32_t> &heads() const { return m_heads; }

    std::int64_t timeOf(std::uint32_t version) override;
    std::span<const std::uint32_t> parentsOf(std::uint32_t version) override;
    // Of a version that has been read.
    std::string_view subjectOf(std::uint32_t version) const;
    std::string_view authorOf(std::uint32_t version) const;
    std::string shortId(std::uint32_t version) const;

private:
    using Id = std::array<unsigned char, 20>;
    struct Commit {
        Id id;
        std::int64_t time = 0;
        std::uint32_t firstParent = 0; // in m_parents
        std::uint32_t parentCount = 0;
        std::uint32_t words = 0; // in m_words: the author, then the subject
        std::uint32_t authorLength = 0;
        std::uint32_t subjectLength = 0;
        bool isRead = false;
    };
    struct Slot {
        std::uint32_t number = std::uint32_t(-1);
        std::uint32_t check = 0; // of the id, so that few commits are looked at
    };
    struct Library;

    std::uint32_t numberOf(const unsigned char *id);
    void growTable();
    void addHead(const Id &id);
    void openPacks(const std::filesystem::path &folder);
    std::string readWithLibrary();
    Library *library();
    void read(std::uint32_t version);
    void parse(std::uint32_t version, std::string_view text);

    std::filesystem::path m_path;
    std::unique_ptr<Library> m_library; // once something is asked that only it can answer
    std::vector<std::unique_ptr<GitPack>> m_packs;
    std::vector<Commit> m_commits;
    std::vector<std::uint32_t> m_parents;
    std::string m_words;
    std::vector<Slot> m_table; // open addressing by the beginning of the id
    std::vector<std::uint32_t> m_heads;
};

} // namespace chancery::bench
