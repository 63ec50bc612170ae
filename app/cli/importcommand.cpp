// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/importer.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

template <typename Visitor>
void describe(Visitor &visit, TakenFile &taken)
{
    visit("file", taken.file);
    visit("path", taken.path);
    visit("schema", taken.schema);
    visit("schemaBy", taken.schemaBy);
    visit("request", taken.request);
    visit("state", taken.state);
}
template <typename Visitor>
void describe(Visitor &visit, SkippedFile &skipped)
{
    visit("file", skipped.file);
    visit("reason", skipped.reason);
}

namespace {

struct Report {
    std::vector<TakenFile> taken;
    std::vector<SkippedFile> unchanged;
    std::vector<SkippedFile> skipped;
};
template <typename Visitor>
void describe(Visitor &visit, Report &report)
{
    visit("taken", report.taken);
    visit("unchanged", report.unchanged);
    visit("skipped", report.skipped);
}

void print(const Report &report, bool asJson)
{
    if (asJson) {
        std::cout << safeJson(api::toJson(report)) << '\n';
        return;
    }
    for (const auto &taken : report.taken) {
        std::cout << "taken    " << visible(taken.file) << " as " << visible(taken.path);
        if (!taken.schema.empty())
            std::cout << ", schema " << visible(taken.schema) << " by " << taken.schemaBy;
        std::cout << ", " << visible(taken.request) << (taken.request.empty() ? "" : " ")
                  << taken.state << '\n';
    }
    for (const auto &same : report.unchanged)
        std::cout << "same     " << visible(same.file) << ": " << visible(same.reason) << '\n';
    for (const auto &skipped : report.skipped)
        std::cout << "skipped  " << visible(skipped.file) << ": " << visible(skipped.reason)
                  << '\n';
    std::cout << report.taken.size() << " taken, " << report.unchanged.size() << " unchanged, "
              << report.skipped.size() << " skipped\n";
}

Report planned(const ImportPlan &plan)
{
    Report report;
    for (const auto &document : plan.documents)
        report.taken.push_back(
            {document.file, document.path, document.schemaUri, document.schemaBy, "", "planned"});
    report.skipped = plan.skipped;
    return report;
}

core::Result<int> import(Online &online, const ImportOptions &options)
{
    auto plan = planImport(options.folder, options.prefix, options.mappingFile);
    if (!plan)
        return std::move(plan).error();
    if (options.dryRun) {
        print(planned(*plan), online.asJson());
        return plan->skipped.empty() ? succeeded : answeredNo;
    }
    Importer importer(online, options, std::move(*plan));
    auto done = importer.run();
    // Also what was done before something went wrong is reported.
    print({importer.taken(), importer.unchanged(), importer.skipped()}, online.asJson());
    if (!done)
        return std::move(done).error();
    return importer.skipped().empty() ? succeeded : answeredNo;
}

} // namespace

void addImportCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<ImportOptions>();
    auto *command
        = addOnline(program, "import", "Bring a folder of configuration files in", common);
    command->add_option("DIR", options->folder)->required();
    command->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    command->add_option("--prefix", options->prefix, "Put all configs below this path");
    command->add_option("--map", options->mappingFile,
        "File (JSON, YAML, TOML) that names the schema of each file or pattern");
    command->add_option("--reason", options->reason, "Why")->default_val("Import");
    command->add_flag("--apply", options->apply, "Apply at once where no approval is needed");
    command->add_flag("--dry-run", options->dryRun, "Only say what would be taken");
    command->callback([=, &exitCode] {
        exitCode = runOnline(*common, "import " + options->folder,
            [&](Online &online) { return import(online, *options); });
    });
}

} // namespace chancery::cli
