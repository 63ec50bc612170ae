// SPDX-License-Identifier: Apache-2.0
#include "productversion.h"

#include "engine/core/digest.h"

#include <link.h>

namespace chancery::core {

namespace {

constexpr std::size_t words = 4;

std::size_t padded(std::size_t size)
{
    return (size + words - 1) / words * words;
}

// A segment of notes: sizes of name and content, kind, name, content, each padded to four bytes.
std::string hashIn(std::string_view notes)
{
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) head{};
        notes.copy(reinterpret_cast<char *>(&head), sizeof head); // NOLINT
        const auto begin = sizeof head + padded(head.n_namesz);
        const auto end = begin + padded(head.n_descsz);
        if (end > notes.size())
            return {};
        if (head.n_type == NT_GNU_BUILD_ID && notes.substr(sizeof head, 3) == "GNU")
            return toHex(notes.substr(begin, head.n_descsz));
        notes.remove_prefix(end);
    }
    return {};
}

// The program comes first, libraries follow.
int takeFirst(dl_phdr_info *info, std::size_t /*size*/, void *found)
{
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto &segment = info->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE)
            continue;
        const auto *bytes
            = reinterpret_cast<const char *>(info->dlpi_addr + segment.p_vaddr); // NOLINT
        auto hash = hashIn({bytes, segment.p_memsz});
        if (!hash.empty()) {
            *static_cast<std::string *>(found) = std::move(hash);
            break;
        }
    }
    return 1;
}

} // namespace

std::string_view productVersion()
{
    return CHANCERY_VERSION;
}

std::string buildHash()
{
    std::string hash;
    ::dl_iterate_phdr(takeFirst, &hash);
    return hash;
}

} // namespace chancery::core
