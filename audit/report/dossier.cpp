// SPDX-License-Identifier: Apache-2.0
#include "dossier.h"

#include "audit/report/visibletext.h"
#include "engine/core/auditevent.h"
#include "engine/core/digest.h"
#include "engine/core/evidence/bundle.h"

#include <set>

namespace chancery::audit {

namespace {

using core::Result;
using core::evidence::Fact;

// A target may have a long life; the entries nearest to the sampled one are told.
constexpr std::size_t mostEntries = 60;

// The entry itself, and what concerns the same request, or else the same target.
std::vector<const Fact *> entriesOf(const ReportRun &run, const EvidenceRow &row)
{
    if (!row.seq)
        return {};
    const auto &own = run.facts->at(*row.seq);
    const auto &related
        = own.request.empty() ? run.facts->on(own.target) : run.facts->about(own.request);
    std::set<std::int64_t> places{*row.seq};
    const auto at = std::ranges::lower_bound(related, own.seq, {}, &Fact::seq);
    const auto position = std::size_t(at - related.begin());
    const auto first = position > mostEntries / 2 ? position - mostEntries / 2 : 0;
    for (auto i = first; i < related.size() && places.size() < mostEntries; ++i)
        places.insert(related[i]->seq);
    std::vector<const Fact *> entries;
    for (const auto place : places)
        entries.push_back(&run.facts->at(place));
    return entries;
}

void addLine(std::string &text, const char *what, const std::string &value)
{
    if (!value.empty())
        text += std::string(what) + ": " + visibleText(value) + '\n';
}

std::string listOf(const std::vector<std::string> &values)
{
    std::string text;
    for (const auto &value : values)
        text += (text.empty() ? "" : ", ") + value;
    return text;
}

// What the entry says beyond what counts ask for: how strongly they had signed in, and what it
// names beside its target.
void addParticulars(std::string &text, std::string_view leaf)
{
    const auto event = core::fromLeaf(leaf);
    if (!event)
        return;
    if (const auto &authn = event->actor.authn) {
        addLine(text, "signed in by", authn->method);
        addLine(text, "factors", listOf(authn->amr));
        addLine(text, "second factor", authn->mfa ? "yes" : "no");
    }
    addLine(text, "emergency session", event->actor.breakGlass);
    if (event->change) {
        addLine(text, "version before", event->change->beforeVid);
        addLine(text, "version after", event->change->afterVid);
    }
    for (const auto &item : event->related) {
        auto words = item.id;
        for (const auto *more : {&item.path, &item.environment})
            words += more->empty() ? "" : ", " + *more;
        addLine(text, ("names " + item.type).c_str(), words);
    }
}

Result<std::string> entryText(const Fact &fact, const EvidenceLog &log)
{
    const auto leaf = log.leaf(std::uint64_t(fact.seq));
    if (!leaf)
        return leaf.error();
    std::string text = "\nEntry " + std::to_string(fact.seq) + '\n';
    if (fact.isReadable)
        addLine(text, "time", core::toRfc3339(core::Instant(std::chrono::microseconds(fact.time))));
    addLine(text, "event", fact.event);
    addLine(text, "outcome", fact.outcome);
    addLine(text, "actor", fact.actor + (fact.kind.empty() ? "" : " (" + fact.kind + ')'));
    addLine(text, "roles of the actor", listOf(fact.held));
    addLine(text, "target", fact.target);
    addLine(text, "environment", fact.env);
    addLine(text, "reason", fact.reason);
    addLine(text, "ticket", fact.ticket);
    addLine(text, "roles given or taken", listOf(fact.roles));
    addParticulars(text, *leaf);
    addLine(text, "leaf hash", core::toBase64(core::bytesOf(core::leafHash(*leaf))));
    addLine(text, "proof", "proofs/" + std::to_string(fact.seq) + ".tlog-proof");
    return text;
}

std::string headText(const ReportRun &run, const ReportQuery &query, const EvidenceRow &row)
{
    const auto &definition = query.result.definition;
    std::string text = "Evidence dossier\n\n";
    addLine(text, "report", run.id);
    addLine(text, "query",
        definition.id + " version " + std::to_string(definition.version) + ", " + definition.name);
    addLine(text, "item", row.id);
    addLine(text, "detail", row.detail);
    const auto exception = std::ranges::find(query.result.exceptions, row.id, &EvidenceRow::id);
    addLine(text, "finding",
        exception == query.result.exceptions.end() ? "no exception"
                                                   : "exception: " + exception->detail);
    text += "\nFrom the log alone: which rules asked for how many votes, whose counted and which "
            "version\n"
            "of the windows was in force stand below; the text of versions, differences, policies "
            "and\n"
            "results of validation are not in the log and therefore not here.\n";
    return text;
}

Result<> addProof(core::evidence::Files &files, const Fact &fact, const EvidenceLog &log)
{
    const auto name = "proofs/" + std::to_string(fact.seq) + ".tlog-proof";
    if (files.contains(name))
        return core::Done();
    const auto proof
        = core::inclusionProof(std::uint64_t(fact.seq), log.checkpoint.size, log.nodes);
    if (!proof)
        return proof.error();
    files[name] = core::evidence::proofText(std::uint64_t(fact.seq), *proof, log.note);
    return core::Done();
}

Result<> addDossier(core::evidence::Files &files, const std::string &name, const ReportRun &run,
    const EvidenceLog &log, std::string text, const EvidenceRow &row)
{
    for (const auto *fact : entriesOf(run, row)) {
        auto entry = entryText(*fact, log);
        if (!entry)
            return entry.error();
        text += *entry;
        if (auto done = addProof(files, *fact, log); !done)
            return done;
    }
    files[name] = std::move(text);
    return core::Done();
}

} // namespace

Result<> addDossiers(core::evidence::Files &files, const ReportRun &run, const EvidenceLog &log)
{
    for (const auto &query : run.queries) {
        std::size_t position = 0;
        for (const auto &id : query.sample) {
            const auto row = std::ranges::find(query.result.population, id, &EvidenceRow::id);
            const auto name = "dossiers/" + query.result.definition.id + '-'
                + std::to_string(++position) + ".txt";
            if (auto done = addDossier(files, name, run, log, headText(run, query, *row), *row);
                !done)
                return done;
        }
    }
    return core::Done();
}

} // namespace chancery::audit
