// SPDX-License-Identifier: Apache-2.0
#include "importplan.h"

#include "app/cli/schemafiles.h"
#include "engine/core/document/value.h"

#include <algorithm>
#include <fnmatch.h>
#include <map>
#include <set>

namespace chancery::cli {

namespace {

namespace fs = std::filesystem;
using Mappings = std::vector<std::pair<std::string, std::string>>;

std::string stemOf(const std::string &file)
{
    const auto name = fs::path(file).filename().string();
    return name.substr(0, name.rfind('.'));
}

bool isSchemaFile(const std::string &file)
{
    if (stemOf(file).ends_with(".schema"))
        return true;
    const fs::path path(file);
    return std::any_of(
        path.begin(), path.end(), [](const auto &part) { return part == "schemas"; });
}

core::Result<Mappings> readMappings(const fs::path &file)
{
    Mappings mappings;
    if (file.empty())
        return mappings;
    const auto text = bytesOf(file);
    if (!text)
        return core::Error{
            core::ErrorKind::Storage, "file-error", "Cannot read " + file.string(), {}, {}, {}};
    const auto reading
        = core::read(*text, core::formatFromFileName(file.string()).value_or(core::Format::Json));
    if (!reading)
        return core::toError(reading.problem());
    for (const auto &member : reading.tree().root())
        mappings.emplace_back(member.key(), member.value().text());
    return mappings;
}

core::Result<std::vector<std::string>> filesBelow(const fs::path &folder)
{
    std::vector<std::string> files;
    std::error_code problem;
    fs::recursive_directory_iterator at(folder, problem);
    for (; !problem && at != fs::recursive_directory_iterator(); at.increment(problem)) {
        if (at->is_regular_file(problem))
            files.push_back(fs::relative(at->path(), folder, problem).generic_string());
    }
    if (problem)
        return core::Error{core::ErrorKind::Storage, "file-error",
            "Cannot read " + folder.string() + ": " + problem.message(), {}, {}, {}};
    std::sort(files.begin(), files.end());
    return files;
}

// Finds the schema of a document among those of the plan, or by the URI that it names itself.
class Matcher {
public:
    Matcher(const ImportPlan &plan, const Mappings &mappings)
    {
        for (const auto &[file, schema] : mappings) {
            m_mappedFiles.emplace(file, schema);
            if (file.find_first_of("*?[") != std::string::npos)
                m_patterns.emplace_back(file, schema);
        }
        for (const auto &schema : plan.schemas) {
            m_byUri.insert(schema.uri);
            m_byFile[schema.file] = schema.uri;
            m_byName[schema.name] = schema.uri;
        }
    }

    // False when the mapping names a schema that is not there.
    bool match(FoundDocument &document, core::Value root) const
    {
        if (const auto *schema = mapped(document.file)) {
            set(document, known(*schema), "mapping");
            return !document.schemaUri.empty();
        }
        matchWithoutMapping(document, root);
        return true;
    }

private:
    void matchWithoutMapping(FoundDocument &document, core::Value root) const
    {
        if (const auto named = root.isObject() ? root["$schema"] : core::Value();
            named.isString()) {
            const auto beside = (fs::path(document.file).parent_path() / named.text())
                                    .lexically_normal()
                                    .generic_string();
            auto uri = known(std::string(named.text()));
            if (uri.empty())
                uri = known(beside);
            if (!uri.empty())
                return set(document, uri, "$schema");
        }
        const auto folder = fs::path(document.file).parent_path().filename().string();
        if (const auto byName = m_byName.find(stemOf(document.file)); byName != m_byName.end())
            set(document, byName->second, "file name");
        else if (const auto byFolder = m_byName.find(folder); byFolder != m_byName.end())
            set(document, byFolder->second, "folder name");
    }

    // A file named as it is comes before every pattern.
    const std::string *mapped(const std::string &file) const
    {
        const auto named = m_mappedFiles.find(file);
        if (named != m_mappedFiles.end())
            return &named->second;
        for (const auto &[pattern, schema] : m_patterns) {
            if (::fnmatch(pattern.c_str(), file.c_str(), 0) == 0)
                return &schema;
        }
        return nullptr;
    }
    static void set(FoundDocument &document, const std::string &uri, const char *by)
    {
        document.schemaUri = uri;
        document.schemaBy = uri.empty() ? "" : by;
    }
    std::string known(const std::string &fileOrUri) const
    {
        if (const auto byFile = m_byFile.find(fileOrUri); byFile != m_byFile.end())
            return byFile->second;
        return m_byUri.contains(fileOrUri) ? fileOrUri : "";
    }

    std::map<std::string, std::string> m_mappedFiles;
    Mappings m_patterns;
    std::set<std::string> m_byUri;
    std::map<std::string, std::string> m_byFile;
    std::map<std::string, std::string> m_byName;
};

void addSchema(ImportPlan &plan, const std::string &file, std::string text, core::Value root)
{
    FoundSchema schema{file, "import:" + file, stemOf(file), std::move(text)};
    if (schema.name.ends_with(".schema"))
        schema.name.resize(schema.name.size() - 7);
    for (const auto *member : {"$id", "id"}) {
        const auto id = root.isObject() ? root[member] : core::Value();
        if (id.isString() && id.text().find(':') != std::string_view::npos) {
            schema.uri = id.text();
            break;
        }
    }
    while (schema.uri.ends_with('#'))
        schema.uri.pop_back();
    // A second schema that claims the same "$id" is another schema all the same.
    if (std::any_of(plan.schemas.begin(), plan.schemas.end(),
            [&](const FoundSchema &known) { return known.uri == schema.uri; }))
        schema.uri = "import:" + file;
    plan.schemas.push_back(std::move(schema));
}

// "app.json" beside "app.toml": the second one keeps its ending, "app.toml".
void giveUniquePaths(std::vector<FoundDocument> &documents)
{
    std::set<std::string> taken;
    for (auto &document : documents) {
        if (taken.contains(document.path))
            document.path += fs::path(document.file).extension().string();
        taken.insert(document.path);
    }
}

bool isAllowed(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

std::string segmentFor(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
        out += isAllowed(lower) ? lower : '-';
    }
    const auto first = out.find_first_not_of("._-");
    out.erase(0, first == std::string::npos ? out.size() : first);
    return out.substr(0, 63);
}

std::string noSuchSchema(const ImportPlan &plan)
{
    static constexpr std::size_t most = 5;
    std::string text = "the mapping names no schema of the folder";
    if (plan.schemas.empty())
        return text
            + ", which has none: a schema is called NAME.schema.json or stands in a folder "
              "called schemas";
    text += "; it has ";
    for (std::size_t i = 0; i < plan.schemas.size() && i < most; ++i)
        text += (i > 0 ? ", " : "") + plan.schemas[i].file;
    return text + (plan.schemas.size() > most ? ", …" : "");
}

} // namespace

std::string pathFor(const std::string &prefix, const std::string &file)
{
    std::string path = prefix;
    const auto whole = fs::path(file);
    for (const auto &part : whole.parent_path() / stemOf(file)) {
        const auto segment = segmentFor(part.string());
        if (segment.empty())
            return {};
        path += (path.empty() ? "" : "/") + segment;
    }
    return path;
}

core::Result<ImportPlan> planImport(
    const fs::path &folder, const std::string &prefix, const fs::path &mappingFile)
{
    auto mappings = readMappings(mappingFile);
    if (!mappings)
        return std::move(mappings).error();
    auto files = filesBelow(folder);
    if (!files)
        return std::move(files).error();
    ImportPlan plan;
    std::vector<core::Tree> trees;
    for (const auto &file : *files) {
        const auto format = core::formatFromFileName(file);
        if (!format) {
            plan.skipped.push_back({file, "not JSON, YAML or TOML by its name"});
            continue;
        }
        const auto text = bytesOf(folder / file);
        if (!text) {
            plan.skipped.push_back({file, "cannot be read"});
            continue;
        }
        const bool isSchema = isSchemaFile(file);
        auto limits = core::Limits();
        limits.anyNumber = isSchema;
        auto reading = core::read(*text, *format, limits);
        if (!reading) {
            const auto &problem = reading.problem();
            plan.skipped.push_back({file,
                "line " + std::to_string(problem.position.line) + ", column "
                    + std::to_string(problem.position.column) + ": " + problem.message});
        } else if (isSchema) {
            addSchema(plan, file, *text, reading.tree().root());
        } else {
            plan.documents.push_back({file, pathFor(prefix, file), *format, *text, {}, {}});
            trees.push_back(std::move(reading).tree());
        }
    }
    giveUniquePaths(plan.documents);
    const Matcher matcher(plan, *mappings);
    std::vector<FoundDocument> matched;
    for (std::size_t i = 0; i < trees.size(); ++i) {
        auto &document = plan.documents[i];
        if (matcher.match(document, trees[i].root()))
            matched.push_back(std::move(document));
        else
            plan.skipped.push_back({document.file, noSuchSchema(plan)});
    }
    plan.documents = std::move(matched);
    return plan;
}

} // namespace chancery::cli
