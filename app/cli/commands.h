// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// Each adds the commands of one file to the program; the exit code is written by the command that
// runs.
void addSessionCommands(CLI::App &program, int &exitCode); // login, logout, whoami
void addPasswordCommand(CLI::App &program, int &exitCode); // passwd
void addAccountCommands(CLI::App &program, int &exitCode); // user …, token …
void addPlaceCommands(CLI::App &program, int &exitCode); // namespace …, environment …
void addConfigCommands(CLI::App &program, int &exitCode); // get, put, log, heads, schemas, …
void addBlameCommand(CLI::App &program, int &exitCode); // blame
void addHierarchyCommands(CLI::App &program, int &exitCode); // effective, layers
void addDependencyCommands(CLI::App &program, int &exitCode); // graph, impact
void addMatrixCommands(CLI::App &program, int &exitCode); // matrix, promote
void addRequestCommands(CLI::App &program, int &exitCode); // requests, submit, approve, apply, …
void addReviewCommands(CLI::App &program, int &exitCode); // reject, recall, …
void addDraftCommands(CLI::App &program, int &exitCode); // drafts, discard
void addTalkCommands(CLI::App &program, int &exitCode); // thread …
void addScheduleCommands(CLI::App &program, int &exitCode); // calendar, schedule, freeze …
void addRecoveryCommands(CLI::App &program, int &exitCode); // recovery …, freeze now, lift
void addEmergencyCommands(CLI::App &program, int &exitCode); // emergency …
void addInboxCommands(CLI::App &program, int &exitCode); // inbox, notifications …
void addRollbackCommands(CLI::App &program, int &exitCode); // rollback
void addRevertCommand(CLI::App &program, int &exitCode); // revert
void addRebaseCommand(CLI::App &program, int &exitCode); // rebase
void addAcknowledgeCommand(CLI::App &program, int &exitCode); // acknowledge
void addHindsightCommands(CLI::App &program, int &exitCode); // suspects, compare
void addFleetCommands(CLI::App &program, int &exitCode); // agents, watch
void addAuditCommands(CLI::App &program, int &exitCode); // audit verify, audit list
void addPruneCommand(CLI::App &audit, int &exitCode); // audit prune
void addAnchorCommands(CLI::App &audit, int &exitCode);
void addAuditExportCommand(CLI::App &audit, int &exitCode); // audit export
void addPrivacyCommands(CLI::App &program, int &exitCode); // privacy erase, hold, holds, lift
void addBundleCommands(CLI::App &program, int &exitCode); // bundle verify
void addReportCommands(CLI::App &program, int &exitCode); // report run, report key
void addImportCommand(CLI::App &program, int &exitCode); // import
void addBulkCommands(CLI::App &program, int &exitCode); // search, bulk …
void addSealCommands(CLI::App &program, int &exitCode); // seal, reveal, key …
void addDiffCommand(CLI::App &program, int &exitCode); // diff

} // namespace chancery::cli
