// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/auditapi.h"
#include "engine/core/mailbox.h"
#include "tests/audit/reportentry.h"
#include "tests/models/bend.h"

namespace chancery::support {

// The server's side of the log with one of these. Of the mailbox's thread.
class BentLog final : public client::AuditApi {
public:
    explicit BentLog(std::shared_ptr<core::Mailbox> mailbox)
        : m_mailbox(std::move(mailbox))
    {
        log.append(20);
    }

    TestLog log;
    Bend bend = Bend::Honest;
    int questions = 0;
    // What is answered in the place of a checkpoint, of proofs, of entries.
    std::optional<core::Error> noCheckpoint;
    std::optional<core::Error> noProof;
    std::vector<core::AuditActivity> told;
    std::optional<core::Error> noTelling;
    bool writesItDown = false; // what it is told of a report
    std::optional<core::Error> noEntries;
    std::vector<core::AuditAnchor> offered; // time stamps
    std::optional<core::Error> noAnchors;
    core::PruneRecord pruned; // entries before it are not given
    bool noRecord = false; // of that
    std::optional<core::Error> refusedRecord;
    bool prunesOn = false; // a tile with each question
    int recordsAsked = 0;

    // Ten more entries, bent from here on.
    void bendTo(Bend wanted)
    {
        bend = wanted;
        if (bend == Bend::RewritesHistory || bend == Bend::Forks || bend == Bend::ShowsAnotherRoot)
            log = another(bend == Bend::RewritesHistory ? 7 : bend == Bend::Forks ? 20 : 12);
        if (bend == Bend::ShowsAnotherRoot || bend == Bend::Shrinks)
            return;
        for (int i = 0; i < 10; ++i) {
            if (bend == Bend::SignsAnEntryTwice && i == 5)
                log.appendLeaf(log.leaf(log.size() - 1));
            else if (bend == Bend::GivesAHugeEntry && i == 5)
                log.appendLeaf(std::string(audit::mostLeafBytes + 1, 'x'));
            else
                log.append(1);
        }
    }

    client::Call checkpoint(client::Handler<std::string> done) override
    {
        if (noCheckpoint)
            return refuse(*noCheckpoint, std::move(done));
        auto note = log.note();
        if (bend == Bend::Shrinks)
            note = log.note(20);
        if (bend == Bend::SignsWithAnotherKey)
            note = core::signCheckpoint(checkpointNow(TestLog::origin),
                core::SigningKey::fromSeed(core::Secret(std::string(32, 'x'))).value())
                       .value();
        if (bend == Bend::SignsBadly)
            note[note.size() - 8] = note[note.size() - 8] == 'A' ? 'B' : 'A';
        if (bend == Bend::SignsAnotherLog)
            note = signedByOurKeyFor("cms.example/audit/dev");
        if (bend == Bend::GivesGarbage)
            note = std::string("\0<html>", 7);
        return answer<std::string>(std::move(note), std::move(done));
    }
    client::Call entries(std::uint64_t from, std::uint64_t to,
        client::Handler<std::vector<std::string>> done) override
    {
        if (noEntries)
            return refuse(*noEntries, std::move(done));
        if (from < pruned.before || prunesOn)
            return refuse(core::Error{core::ErrorKind::Conflict, "gone-compacted", {}, {}, {}, {}},
                std::move(done));
        std::vector<std::string> leaves;
        const auto end = bend == Bend::GivesMore ? to + 1 : to;
        for (auto seq = from; seq < end; ++seq)
            leaves.push_back(log.leaf(std::min(seq, log.size() - 1)));
        const bool isNew = leaves.size() > 5 && to > 25;
        if (bend == Bend::EditsAnEntry && isNew)
            leaves[4].replace(leaves[4].find("usr_ada"), 7, "usr_bob");
        if (bend == Bend::SwapsEntries && isNew)
            std::swap(leaves[4], leaves[5]);
        if (bend == Bend::DoublesOne && isNew)
            leaves[5] = leaves[4];
        if (bend == Bend::LeavesOneOut && isNew)
            leaves.erase(leaves.begin() + 4);
        if (bend == Bend::KeepsTheTail)
            leaves.resize(from < 25 ? std::min<std::size_t>(leaves.size(), 25 - from) : 0);
        return answer<std::vector<std::string>>(std::move(leaves), std::move(done));
    }
    client::Call inclusionProof(std::uint64_t sequence, std::uint64_t size,
        client::Handler<std::vector<std::string>> done) override
    {
        ++questions;
        return answer<std::vector<std::string>>(
            texts(log.inclusionProof(sequence, size)), std::move(done));
    }
    client::Call consistencyProof(std::uint64_t from, std::uint64_t to,
        client::Handler<std::vector<std::string>> done) override
    {
        if (noProof)
            return refuse(*noProof, std::move(done));
        auto proof = texts(log.consistencyProof(from, to));
        if (bend == Bend::GivesABadProof)
            std::swap(proof.front(), proof.back());
        if (bend == Bend::GivesNoProof)
            proof.front() = "AAAA";
        if (bend == Bend::GivesAnEndlessProof)
            proof.resize(5000, proof.front());
        return answer<std::vector<std::string>>(std::move(proof), std::move(done));
    }
    client::Call tellActivity(const core::AuditActivity &activity,
        client::Handler<client::Acknowledged<core::AuditActivity>> done) override
    {
        told.push_back(activity);
        if (noTelling)
            return refuse(*noTelling, std::move(done));
        if (writesItDown)
            log.append(reportEntry(activity));
        return answer<client::Acknowledged<core::AuditActivity>>(
            {activity, writesItDown ? log.size() - 1 : told.size()}, std::move(done));
    }
    client::Call anchors(const client::PageQuery & /*page*/,
        client::Handler<api::Page<core::AuditAnchor>> done) override
    {
        if (noAnchors)
            return refuse(*noAnchors, std::move(done));
        return answer<api::Page<core::AuditAnchor>>({offered, {}}, std::move(done));
    }
    client::Call pruneRecord(client::Handler<core::PruneRecord> done) override
    {
        ++recordsAsked;
        if (prunesOn)
            pruned = log.prune(pruned.before + core::pruneTile, false);
        if (refusedRecord)
            return refuse(*refusedRecord, std::move(done));
        return answer<core::PruneRecord>(noRecord ? core::PruneRecord() : pruned, std::move(done));
    }
    client::Call keys(client::Handler<std::vector<std::string>> done) override
    {
        return answer<std::vector<std::string>>({}, std::move(done));
    }

private:
    template <typename T>
    client::Call refuse(core::Error error, client::Handler<T> done)
    {
        auto token = std::make_shared<core::CancelToken>();
        m_mailbox->post(token, [error = std::move(error), done = std::move(done)] { done(error); });
        return client::Call(token);
    }
    template <typename T>
    client::Call answer(T value, client::Handler<T> done)
    {
        auto token = std::make_shared<core::CancelToken>();
        m_mailbox->post(token, [value = std::move(value), done = std::move(done)] { done(value); });
        return client::Call(token);
    }
    static std::vector<std::string> texts(const std::vector<core::Sha256> &hashes)
    {
        std::vector<std::string> list;
        for (const auto &hash : hashes)
            list.push_back(core::toBase64(core::bytesOf(hash)));
        return list;
    }
    // Of twenty-five entries as we have them, others from there on.
    static TestLog another(std::uint64_t from)
    {
        TestLog other;
        for (std::uint64_t seq = 0; seq < 25; ++seq) {
            auto event = TestLog::event();
            event.reason = seq >= from ? "another" : "";
            other.append(event);
        }
        return other;
    }
    core::Checkpoint checkpointNow(const std::string &origin) const
    {
        return {origin, log.size(), log.root()};
    }
    // The key's name is the origin's that it belongs to, whatever the text says.
    std::string signedByOurKeyFor(const std::string &origin) const
    {
        return core::signNote(core::toText(checkpointNow(origin)), TestLog::origin, log.key())
            .value();
    }

    std::shared_ptr<core::Mailbox> m_mailbox;
};

} // namespace chancery::support
