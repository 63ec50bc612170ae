// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/importplan.h"
#include "app/cli/online.h"

#include <map>

namespace chancery::cli {

struct ImportOptions {
    std::string folder;
    std::string prefix;
    std::string environment;
    std::string mappingFile;
    std::string reason;
    bool apply = false;
    bool dryRun = false;
};

struct TakenFile {
    std::string file;
    std::string path;
    std::string schema; // URI; empty for none
    std::string schemaBy;
    std::string request;
    std::string state; // of the request, in the end
};

// Brings a plan to the server: schemas first, then configs, then change requests of up to a hundred
// items. What the server refuses is left out, with its words, and the rest goes on; a config that
// was made for it is taken back.
class Importer {
public:
    Importer(Online &online, const ImportOptions &options, ImportPlan plan);

    // An error when it could not go on at all.
    core::Result<> run();
    const std::vector<TakenFile> &taken() const { return m_taken; }
    const std::vector<SkippedFile> &skipped() const { return m_plan.skipped; }
    const std::vector<SkippedFile> &unchanged() const { return m_unchanged; }

private:
    struct Item {
        const FoundDocument *document = nullptr;
        core::NewItem content;
    };
    using Items = std::vector<Item>;

    using Documents = std::vector<const FoundDocument *>;

    core::Result<> bring();
    core::Result<> readSchemas();
    core::Result<> sendSchemas();
    bool isKnown(const FoundSchema &schema) const;
    core::Result<> readConfigs();
    core::Result<> prepare();
    bool hasPlace(const FoundDocument &document);
    core::Result<> makeNamespaces(const Documents &documents);
    core::Result<> makeConfigs(const Documents &documents);
    core::Result<> dropUnchanged(Documents &documents);
    core::Result<> sendItems(Items items);
    core::Result<> sendBundle(Items items);
    // Takes out the items that the refusal speaks of; false when it speaks of none.
    bool leaveOut(Items &items, const core::Error &refusal);
    // Configs that were made for documents which were refused then.
    void takeBack();
    core::Result<> settle(const Items &items, core::ChangeRequest request);
    void skip(const std::string &file, const core::Error &error);

    Online &m_online;
    ImportOptions m_options;
    ImportPlan m_plan;
    std::map<std::string, core::SchemaId> m_schemas; // by URI
    std::map<std::string, std::string> m_schemaDigests; // by URI
    std::map<std::string, core::Config> m_configs; // by path
    std::map<std::string, core::VersionId> m_live; // by path
    std::map<std::string, std::string> m_files; // that have taken a path
    std::map<std::string, core::Config> m_made; // in this run, by path
    Items m_items;
    std::vector<TakenFile> m_taken;
    std::vector<SkippedFile> m_unchanged;
};

} // namespace chancery::cli
