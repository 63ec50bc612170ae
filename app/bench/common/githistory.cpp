// SPDX-License-Identifier: Apache-2.0
#include "githistory.h"

#include "app/bench/common/gitreferences.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <git2.h>

namespace chancery::bench {

namespace {

constexpr auto none = std::uint32_t(-1);

// Ids are evenly spread: any part of one is a hash of it.
std::size_t placeOf(const unsigned char *id)
{
    std::size_t place = 0;
    std::memcpy(&place, id, sizeof place);
    return place;
}

std::uint32_t checkOf(const unsigned char *id)
{
    std::uint32_t check = 0;
    std::memcpy(&check, id + sizeof(std::size_t), sizeof check);
    return check;
}

// Takes the line from the front when it begins with the word, without it.
bool takeLine(std::string_view &text, std::string_view word, std::string_view &line)
{
    if (!text.starts_with(word))
        return false;
    const auto end = std::min(text.find('\n'), text.size());
    line = text.substr(word.size(), end - word.size());
    text.remove_prefix(std::min(end + 1, text.size()));
    return true;
}

} // namespace

struct GitHistory::Library {
    git_repository *repository = nullptr;
    git_odb *objects = nullptr;

    Library()
    {
        git_libgit2_init();
        // Whoever runs the bench has chosen the repository.
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
        // Objects are looked at once; what Git stores is taken as it is.
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
        git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
    }
    ~Library()
    {
        git_odb_free(objects);
        git_repository_free(repository);
        git_libgit2_shutdown();
    }
    bool open(const std::string &path)
    {
        return git_repository_open(&repository, path.c_str()) == 0
            && git_repository_odb(&objects, repository) == 0;
    }
};

GitHistory::GitHistory()
    : m_table(1 << 12)
{
}

GitHistory::~GitHistory() = default;

std::string GitHistory::open(const std::string &path)
{
    m_path = path;
    std::error_code fault;
    const auto inside = m_path / ".git";
    const auto folder = std::filesystem::is_directory(inside, fault) ? inside : m_path;
    const auto references = GitReferences::read(folder.string());
    if (!references) {
        if (auto problem = readWithLibrary(); !problem.empty())
            return problem;
    } else {
        openPacks(folder / "objects/pack");
        for (const auto &id : *references)
            addHead(id);
    }
    std::ranges::sort(m_heads);
    m_heads.erase(std::ranges::unique(m_heads).begin(), m_heads.end());
    return {};
}

std::string GitHistory::readWithLibrary()
{
    git_strarray names{};
    if (!library() || git_reference_list(&names, library()->repository) != 0)
        return git_error_last()->message;
    openPacks(
        std::filesystem::path(git_repository_commondir(library()->repository)) / "objects/pack");
    for (std::size_t i = 0; i < names.count; ++i) {
        git_oid target;
        if (git_reference_name_to_id(&target, library()->repository, names.strings[i]) != 0)
            continue;
        Id id;
        std::memcpy(id.data(), target.id, sizeof(Id));
        addHead(id);
    }
    git_strarray_dispose(&names);
    return {};
}

GitHistory::Library *GitHistory::library()
{
    if (!m_library) {
        m_library = std::make_unique<Library>();
        if (!m_library->open(m_path.string()))
            m_library->objects = nullptr;
    }
    return m_library->objects ? m_library.get() : nullptr;
}

void GitHistory::openPacks(const std::filesystem::path &folder)
{
    std::error_code fault;
    for (const auto &entry : std::filesystem::directory_iterator(folder, fault)) {
        if (entry.path().extension() != ".idx")
            continue;
        if (auto pack = GitPack::open(entry.path().string()))
            m_packs.push_back(std::move(pack));
    }
}

void GitHistory::readAhead()
{
    if (!m_packs.empty())
        (*std::ranges::max_element(m_packs, {}, [](const auto &pack) {
            return pack->objectCount();
        }))->readAhead();
}

void GitHistory::stopReading()
{
    for (const auto &pack : m_packs)
        pack->stopReading();
}

// A reference may name a tag of a commit, and anything else.
void GitHistory::addHead(const Id &id)
{
    if (std::ranges::any_of(
            m_packs, [&id](const auto &pack) { return !pack->commit(id.data()).empty(); })) {
        m_heads.push_back(numberOf(id.data()));
        return;
    }
    git_oid oid;
    std::memcpy(oid.id, id.data(), sizeof(Id));
    git_object *object = nullptr;
    if (!library() || git_object_lookup(&object, library()->repository, &oid, GIT_OBJECT_ANY) != 0)
        return;
    git_object *commit = nullptr;
    if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0)
        m_heads.push_back(numberOf(git_object_id(commit)->id));
    git_object_free(commit);
    git_object_free(object);
}

void GitHistory::growTable()
{
    std::vector<Slot> table(m_table.size() * 4);
    for (std::uint32_t number = 0; number < m_commits.size(); ++number) {
        const auto *id = m_commits[number].id.data();
        auto place = placeOf(id);
        while (table[place &= table.size() - 1].number != none)
            ++place;
        table[place] = {number, checkOf(id)};
    }
    m_table = std::move(table);
}

std::uint32_t GitHistory::numberOf(const unsigned char *id)
{
    auto place = placeOf(id);
    const auto check = checkOf(id);
    for (; m_table[place &= m_table.size() - 1].number != none; ++place) {
        const Slot &slot = m_table[place];
        if (slot.check == check
            && std::memcmp(m_commits[slot.number].id.data(), id, sizeof(Id)) == 0)
            return slot.number;
    }
    const auto number = std::uint32_t(m_commits.size());
    m_table[place] = {number, check};
    m_commits.emplace_back();
    std::memcpy(m_commits.back().id.data(), id, sizeof(Id));
    if (m_commits.size() * 2 > m_table.size())
        growTable();
    return number;
}

void GitHistory::read(std::uint32_t version)
{
    if (m_commits[version].isRead)
        return;
    m_commits[version].isRead = true;
    const Id wanted = m_commits[version].id;
    for (const auto &pack : m_packs) {
        if (const auto text = pack->commit(wanted.data()); !text.empty()) {
            parse(version, text);
            return;
        }
    }
    git_oid id;
    std::memcpy(id.id, wanted.data(), sizeof(Id));
    git_odb_object *object = nullptr;
    // A commit that is missing, as in a shallow clone, has no parents and no words.
    if (!library() || git_odb_read(&object, library()->objects, &id) != 0)
        return;
    parse(version,
        {static_cast<const char *>(git_odb_object_data(object)), git_odb_object_size(object)});
    git_odb_object_free(object);
}

void GitHistory::parse(std::uint32_t version, std::string_view text)
{
    const auto first = std::uint32_t(m_parents.size());
    std::string_view line;
    takeLine(text, "tree ", line);
    while (takeLine(text, "parent ", line) && line.size() == 2 * sizeof(Id)) {
        Id id;
        for (std::size_t i = 0; i < id.size(); ++i)
            id[i] = static_cast<unsigned char>(
                gitDigit(line[2 * i]) << 4 | gitDigit(line[2 * i + 1]));
        m_parents.push_back(numberOf(id.data()));
    }
    std::string_view author;
    takeLine(text, "author ", author);
    author = author.substr(0, author.find(" <"));
    std::string_view committer;
    takeLine(text, "committer ", committer);
    const auto clock = committer.substr(std::min(committer.rfind('>') + 2, committer.size()));
    const auto end = text.starts_with('\n') ? 0 : text.find("\n\n") + 1;
    auto subject = text.substr(std::min(end + 1, text.size()));
    subject = subject.substr(0, subject.find('\n'));
    Commit &commit = m_commits[version];
    commit.firstParent = first;
    commit.parentCount = std::uint32_t(m_parents.size()) - first;
    std::from_chars(clock.data(), clock.data() + clock.size(), commit.time);
    commit.words = std::uint32_t(m_words.size());
    commit.authorLength = std::uint32_t(author.size());
    commit.subjectLength = std::uint32_t(subject.size());
    m_words += author;
    m_words += subject;
}

std::int64_t GitHistory::timeOf(std::uint32_t version)
{
    read(version);
    return m_commits[version].time;
}

std::span<const std::uint32_t> GitHistory::parentsOf(std::uint32_t version)
{
    read(version);
    const Commit &commit = m_commits[version];
    return std::span(m_parents).subspan(commit.firstParent, commit.parentCount);
}

std::string_view GitHistory::authorOf(std::uint32_t version) const
{
    const Commit &commit = m_commits[version];
    return std::string_view(m_words).substr(commit.words, commit.authorLength);
}

std::string_view GitHistory::subjectOf(std::uint32_t version) const
{
    const Commit &commit = m_commits[version];
    return std::string_view(m_words).substr(
        commit.words + commit.authorLength, commit.subjectLength);
}

std::string GitHistory::shortId(std::uint32_t version) const
{
    static constexpr std::string_view digits = "0123456789abcdef";
    const Id &id = m_commits[version].id;
    char text[10];
    for (std::size_t i = 0; i < 5; ++i) {
        text[2 * i] = digits[id[i] >> 4];
        text[2 * i + 1] = digits[id[i] & 15];
    }
    return {text, sizeof text};
}

} // namespace chancery::bench
