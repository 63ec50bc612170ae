// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commandnames.h"
#include "app/cli/commands.h"
#include "app/cli/exitcode.h"
#include "app/cli/offline.h"
#include "engine/core/coredumps.h"
#include "engine/core/productversion.h"

#include <CLI/CLI.hpp>

#include <iostream>

int main(int argc, char **argv)
{
    using namespace chancery;
    core::forbidCoreDumps();
    CLI::App program("Chancery's command line.", "chancery-cli");
    program.require_subcommand(1);
    program.set_version_flag("--version", std::string(core::productVersion()));
    int exitCode = cli::succeeded;
    cli::addOfflineCommands(program, exitCode);
    cli::addDiffCommand(program, exitCode);
    cli::addSessionCommands(program, exitCode);
    cli::addPasswordCommand(program, exitCode);
    cli::addAccountCommands(program, exitCode);
    cli::addPlaceCommands(program, exitCode);
    cli::addConfigCommands(program, exitCode);
    cli::addBlameCommand(program, exitCode);
    cli::addHierarchyCommands(program, exitCode);
    cli::addDependencyCommands(program, exitCode);
    cli::addMatrixCommands(program, exitCode);
    cli::addRequestCommands(program, exitCode);
    cli::addReviewCommands(program, exitCode);
    cli::addDraftCommands(program, exitCode);
    cli::addRollbackCommands(program, exitCode);
    cli::addRevertCommand(program, exitCode);
    cli::addRebaseCommand(program, exitCode);
    cli::addAcknowledgeCommand(program, exitCode);
    cli::addHindsightCommands(program, exitCode);
    cli::addTalkCommands(program, exitCode);
    cli::addScheduleCommands(program, exitCode);
    cli::addRecoveryCommands(program, exitCode);
    cli::addEmergencyCommands(program, exitCode);
    cli::addInboxCommands(program, exitCode);
    cli::addBulkCommands(program, exitCode);
    cli::addImportCommand(program, exitCode);
    cli::addFleetCommands(program, exitCode);
    cli::addSealCommands(program, exitCode);
    cli::addAuditCommands(program, exitCode);
    cli::addPrivacyCommands(program, exitCode);
    cli::addReportCommands(program, exitCode);
    cli::addBundleCommands(program, exitCode);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const auto unknown
            = error.get_exit_code() == 0 ? std::nullopt : cli::unknownCommand(program, argc, argv);
        if (unknown) {
            std::cerr << "chancery-cli: " << *unknown << '\n';
            return cli::couldNotRun;
        }
        const int code = program.exit(error);
        return code == 0 ? cli::succeeded : cli::couldNotRun;
    }
    return exitCode;
}
