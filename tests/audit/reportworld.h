// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportbundle.h"
#include "engine/core/evidence/bundle.h"
#include "tests/audit/storylog.h"
#include "tests/support/corpus.h"

namespace chancery::support {

// A month of a small company in one log, and the report about it; of a pruned one so many entries
// were before that month.
struct ReportWorld {
    StoryLog story{""};
    core::SigningKey key = core::SigningKey::fromSeed(core::Secret(std::string(32, 'r'))).value();
    audit::ReportRequest request;

    core::PruneRecord pruned;

    explicit ReportWorld(std::uint64_t before = 0)
    {
        for (std::uint64_t i = 0; i < before; ++i)
            story.add("0m config.create usr_old type=config on=cfg_" + std::to_string(i));
        std::multimap<core::Instant, std::string> events;
        for (const char *name : {"Q01", "Q13", "Q19", "Q21"}) {
            std::istringstream lines(contentOf(dataFile("evidence/" + std::string(name) + ".txt")));
            for (std::string line; std::getline(lines, line);) {
                const bool isEvent = !line.empty() && line.front() >= '0' && line.front() <= '9';
                if (isEvent)
                    events.emplace(StoryLog::at(line.substr(0, line.find(' '))), line);
            }
        }
        for (const auto &[when, line] : events)
            story.add(line);
        if (before > 0)
            pruned = story.log.prune(before);
        request.framework = "all";
        request.from = StoryLog::at("0m");
        request.to = StoryLog::at("30d");
        request.sampleSize = 2;
        request.by = "Ida Auditor";
    }

    audit::EvidenceLog log() const
    {
        return audit::evidenceOf(story.log.batchFrom(pruned.before).leaves, story.log.note(),
            story.log.identity().verifiers, pruned)
            .value();
    }
    audit::ReportRun run() const { return audit::runReport(log(), request).value(); }
    audit::ReportSigner signer() const { return {"cms.example/reports", key}; }
    std::string bundle() const
    {
        const auto made = run();
        return audit::bundleOf(made, audit::reportFiles(made, log()).value(), signer()).value();
    }
    std::vector<core::NoteVerifier> keys() const
    {
        auto keys = story.log.identity().verifiers;
        keys.push_back({signer().name, key.publicKey()});
        return keys;
    }
};

} // namespace chancery::support
