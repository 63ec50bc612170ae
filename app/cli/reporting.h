// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"
#include "audit/report/reportrun.h"

namespace chancery::cli {

// The options of "report run", as they were given.
struct ReportOptions {
    std::string framework = "all";
    std::string from;
    std::string to;
    std::string out;
    std::string keyFile;
    std::string signer;
    std::string seed = "1";
    std::size_t sample = 25;
    std::vector<std::string> given;
    std::string by;
    bool isWithoutPdf = false;
    std::string anchors; // a folder with time stamps of the log; empty: none go in
    std::string authorities; // a file with certificates: whose stamps are trusted
    std::string logFile; // instead of a server
    std::string checkpointFile;
    std::string prunedFile; // the signed beginning of a pruned log, its hashes beside it
    std::string logKey;
};

// A log as it came, not verified yet.
struct LogFiles {
    std::vector<std::string> leaves;
    std::string note;
    core::NoteVerifier verifier;
    core::PruneRecord pruned = {}; // what was before the entries
};
core::Result<LogFiles> logFromFiles(const ReportOptions &options);
// By the key that was given, or pinned by "audit verify": an unknown one is not trusted here. What
// was verified before must be the beginning of it: Error{Invalid} "audit-broken" for a log that has
// shrunk or was forked since.
core::Result<LogFiles> logFromServer(Online &online, const ReportOptions &options);

struct ReportWritten {
    std::string file;
    std::string id;
    std::string verifier; // what checks the signature
    std::size_t queries = 0;
    std::size_t collected = 0;
    std::int64_t exceptions = 0;
    bool agrees = true;
    std::string pruned; // what is not there any more, in words
};
// Tells the log of the run that is made, and puts into it what it has answered.
using TellLog = std::function<void(audit::ReportRun &)>;
// The whole bundle or nothing: a file that is there is replaced only by a complete one.
core::Result<ReportWritten> writeReport(
    const ReportOptions &options, const LogFiles &log, const TellLog &tell = {});

// A fresh Ed25519 key in a file of mode 0600, which must not be there yet; gives the vkey.
core::Result<std::string> makeReportKey(const std::string &file, const std::string &signer);

} // namespace chancery::cli
