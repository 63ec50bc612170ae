// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/reporting.h"
#include "app/cli/schemafiles.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

// "report run" asks the log for evidence and writes one signed bundle: from files, or from a server
// whose log it downloads and verifies first.
namespace chancery::cli {

namespace {

void say(const ReportWritten &written)
{
    std::cout << "Wrote " << visible(written.file) << ".\n  " << visible(written.id) << ": "
              << written.collected << " of " << written.queries << " queries collected, "
              << written.exceptions << " exceptions\n"
              << "  Whoever checks it needs this key: " << visible(written.verifier) << '\n';
    if (!written.pruned.empty())
        std::cout << "  Pruned: " << visible(written.pruned) << '\n';
    if (!written.agrees)
        std::cout << "  The two counts DIFFER for a query: see summary.csv.\n";
}

// The exceptions of a report are its answer and no failure; counts that differ are one.
core::Result<ReportWritten> write(
    const ReportOptions &options, const LogFiles &log, const TellLog &tell = {})
{
    auto written = writeReport(options, log, tell);
    if (written)
        say(*written);
    return written;
}

int codeOf(const ReportWritten &written)
{
    return written.agrees ? succeeded : answeredNo;
}

// What the server's entry about the run says of it; that its log does not know of it, or does not
// show it, is told and changes nothing about the report but its header.
void tell(Online &online, audit::ReportRun &run)
{
    using Told = client::Acknowledged<core::AuditActivity>;
    const auto complain = [](const char *what, const core::Error &error) {
        std::cerr << "chancery-cli: report run: " << what
                  << visible(error.detail.empty() ? error.code : error.detail) << '\n';
    };
    const auto activity = audit::activityOf(run, core::AuditActivityKind::ReportRun);
    const auto told = online.ask<Told>(
        [&](auto done) { return online.cms().tellActivity(activity, std::move(done)); });
    if (!told)
        return complain("the log was not told of this report: ", told.error());
    const auto entry = told->auditSequence;
    run.toldAs = entry;
    std::cout << "Told to the log as entry " << entry << ".\n";
    const auto leaf = online.ask<std::vector<std::string>>(
        [&](auto done) { return online.cms().entries(entry, entry + 1, std::move(done)); });
    auto making = leaf && leaf->size() == 1
        ? audit::makingFrom(leaf->front(), entry, activity)
        : core::Result<audit::ReportMaking>(leaf
                  ? core::Error{core::ErrorKind::Protocol, "report-entry", {}, {}, {}, {}}
                  : leaf.error());
    if (!making)
        return complain("its entry of the log was not read: ", making.error());
    audit::addHere(*making, "chancery-cli");
    const auto meta
        = online.ask<core::Meta>([&](auto done) { return online.cms().getMeta(std::move(done)); });
    making->server = meta ? meta->serverVersion : std::string();
    run.making = *std::move(making);
}

core::Result<int> runOnServer(Online &online, const ReportOptions &options)
{
    auto log = logFromServer(online, options);
    if (!log)
        return log.error();
    auto written = write(options, *log, [&online](audit::ReportRun &run) { tell(online, run); });
    if (!written)
        return written.error();
    return codeOf(*written);
}

int runOffline(const ReportOptions &options)
{
    auto log = logFromFiles(options);
    auto done = log ? write(options, *log) : core::Result<ReportWritten>(log.error());
    if (done)
        return codeOf(*done);
    explain(done.error(), "report run", std::cerr);
    return exitCodeOf(done.error());
}

void addLogOptions(CLI::App &command, ReportOptions &options)
{
    command.add_option(
        "--log", options.logFile, "Entries of the log, a line each, instead of a server");
    command.add_option(
        "--checkpoint", options.checkpointFile, "The signed checkpoint of those entries");
    command.add_option("--pruned", options.prunedFile,
        "Of a pruned log: the signed checkpoint of what has gone (pruned.note of a bundle), its "
        "hashes beside it (pruned.hashes)");
    command.add_option("--key", options.logKey, "The log's verifier key, or a file with it");
}

void addReportOptions(CLI::App &command, ReportOptions &options)
{
    command
        .add_option("--framework", options.framework,
            "soc2, iso27001, hipaa, gdpr, pci, nist; or all queries")
        ->capture_default_str();
    command.add_option("--from", options.from, "Begin of the period: 2026-11-01, UTC")->required();
    command.add_option("--to", options.to, "End of the period, exclusive")->required();
    command.add_option("--out", options.out, "The bundle to write")->required();
    command
        .add_option("--signing-key", options.keyFile, "The key that signs reports: \"report key\"")
        ->required();
    command.add_option("--signer", options.signer, "The name of that key")->required();
    command.add_option("--seed", options.seed, "The auditor's seed of the sample")
        ->capture_default_str();
    command
        .add_option("--sample", options.sample, "How many of each population to look at closely")
        ->capture_default_str();
    command.add_option(
        "--set", options.given, "A parameter: environments=prod,live or Q12.hours=48");
    command.add_option("--by", options.by, "For whom, as it shall stand in the report");
    command.add_option("--anchors", options.anchors,
        "A folder with time stamps of this log (\"audit anchor make\"), to go into the bundle");
    command.add_option("--tsa-ca", options.authorities,
        "Certificates of the time-stamp authorities that you trust, for the report's header");
    command.add_flag("--without-pdf", options.isWithoutPdf, "Leave report.pdf out");
}

} // namespace

void addReportCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<ReportOptions>();
    auto *report = program.add_subcommand("report", "Reports of evidence from the audit log");
    report->require_subcommand(1);
    auto *running
        = addOnline(*report, "run", "Ask the log for evidence and write a signed bundle", common);
    addLogOptions(*running, *options);
    addReportOptions(*running, *options);
    running->callback([=, &exitCode] {
        exitCode = !options->logFile.empty()
            ? runOffline(*options)
            : runOnline(*common, "report run",
                  [&](Online &online) { return runOnServer(online, *options); });
    });
    auto *key = report->add_subcommand(
        "key", "Make a key that signs reports, and print its verifier key");
    key->add_option("--out", options->keyFile, "The file for the key, readable by you alone")
        ->required();
    key->add_option("--signer", options->signer, "Its name: cms.example/reports")->required();
    key->callback([=, &exitCode] {
        const auto vkey = makeReportKey(options->keyFile, options->signer);
        if (vkey)
            std::cout << *vkey << '\n';
        else
            explain(vkey.error(), "report key", std::cerr);
        exitCode = vkey ? succeeded : couldNotRun;
    });
}

} // namespace chancery::cli
