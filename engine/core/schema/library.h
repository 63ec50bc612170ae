// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

enum class SchemaDraft : std::uint8_t { Draft4, Draft6, Draft7, Draft201909, Draft202012 };
// "4", "6", "7", "2019-09", "2020-12".
std::string_view name(SchemaDraft draft);
std::optional<SchemaDraft> draftFromName(std::string_view name);
// By the URI of its metaschema, "http://json-schema.org/draft-07/schema#".
std::optional<SchemaDraft> draftFromUri(std::string_view uri);
std::string_view metaschemaUri(SchemaDraft draft);

// The schema documents that references may lead to, by URI; it never asks a network. Where no URI
// fits, the last segment of the wanted URI's path is compared with the file names ("package" finds
// "package.json"). The metaschemas of all drafts are always there. Filled by one thread, then safe
// to read from any.
class SchemaLibrary {
public:
    SchemaLibrary();

    // Under its URI and under the "$id" (or "id") of its root; a later one replaces an earlier one.
    void add(std::string_view uri, std::shared_ptr<const Tree> schema);
    void add(std::string_view uri, Tree schema);
    // Under its file name and under the "$id" (or "id") of its root.
    void addFile(std::string_view fileName, std::shared_ptr<const Tree> schema);
    void addFile(std::string_view fileName, Tree schema);

    // The document of that URI, a fragment does not count; null when there is none.
    std::shared_ptr<const Tree> find(std::string_view uri) const;
    // The built-in metaschema, for checking schemas themselves.
    std::shared_ptr<const Tree> metaschema(SchemaDraft draft) const;
    std::size_t size() const { return m_byUri.size() + m_byFileName.size(); }

private:
    std::map<std::string, std::shared_ptr<const Tree>, std::less<>> m_byUri;
    std::map<std::string, std::shared_ptr<const Tree>, std::less<>> m_byFileName;
};

} // namespace chancery::core
