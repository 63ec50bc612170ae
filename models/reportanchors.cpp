// SPDX-License-Identifier: Apache-2.0
#include "reportanchors.h"

#include "audit/reportfilesapi.h"
#include "engine/core/digest.h"
#include "engine/core/timestamp.h"
#include "models/atomicfile.h"
#include "models/qtconvert.h"
#include "models/words.h"

namespace chancery::models {

namespace {

std::filesystem::path folderOf(const AuditPlace &place)
{
    return std::filesystem::path(place.file).concat(".anchors");
}

// Where it is said whose stamps count, those of others are kept apart: however many there are, they
// push none of the trusted ones out of sight.
std::filesystem::path folderOfOthers(const AuditPlace &place)
{
    return folderOf(place) / "others";
}

// A file that cannot be read trusts nobody: that is not the same as nothing having been said.
core::Result<std::string> authoritiesOf(const AuditPlace &place)
{
    return place.authorities.empty() ? core::Result<std::string>(std::string())
                                     : readWholeFile(place.authorities);
}

struct Folders {
    std::filesystem::path from;
    std::filesystem::path to;
    bool isForTrusted = false; // the second one
};

// False: something could not be moved, and is moved another time.
bool moveAnchors(const Folders &folders, const audit::EvidenceLog &log,
    const core::NoteVerifier &verifier, const std::string &authorities)
{
    const auto all = audit::newestAnchorsIn(folders.from, SIZE_MAX, {0, log.checkpoint.size});
    const auto finding = audit::checkAnchors(all, log, std::span(&verifier, 1), authorities);
    bool isDone = true;
    for (const auto &[size, anchor] : finding.anchors) {
        if (finding.byTrusted.contains(size) != folders.isForTrusted
            || audit::isAnchorKept(folders.to, size))
            continue;
        if (!audit::keepAnchor(folders.to, size, anchor)
            || !audit::isAnchorKept(folders.to, size)) {
            isDone = false;
            continue;
        }
        for (const char *half : {".tsr", ".note"}) {
            std::error_code failure;
            std::filesystem::remove(folders.from / (std::to_string(size) + half), failure);
            isDone = isDone && !failure;
        }
    }
    return isDone;
}

// What was kept before anybody said whom to trust, or whom else, is looked through once.
void sortKept(const AuditPlace &place, const audit::EvidenceLog &log,
    const core::NoteVerifier &verifier, const std::string &authorities)
{
    const auto mark = folderOf(place) / "sorted";
    const auto sorted = core::sha256Id("chancery stamp authorities\n", authorities);
    if (const auto told = readWholeFile(mark); told && *told == sorted)
        return;
    const bool isDone
        = moveAnchors({folderOf(place), folderOfOthers(place), false}, log, verifier, authorities)
        && moveAnchors({folderOfOthers(place), folderOf(place), true}, log, verifier, authorities);
    if (!isDone)
        return;
    std::error_code ignored;
    std::filesystem::create_directories(folderOf(place), ignored);
    if (auto staged = StagedFile::stage(mark, sorted))
        (void)staged->commit();
}

std::vector<audit::ReportAnchor> keptAnchors(const AuditPlace &place, audit::LogSizes sizes)
{
    auto anchors = audit::newestAnchorsIn(folderOf(place), mostAnchors, sizes);
    std::ranges::move(audit::newestAnchorsIn(folderOfOthers(place), mostAnchors, sizes),
        std::back_inserter(anchors));
    return anchors;
}

} // namespace

core::Call offeredAnchors(client::AuditApi &api, core::Handler<std::vector<core::AuditAnchor>> done)
{
    using Page = api::Page<core::AuditAnchor>;
    return api.anchors({{}, mostAnchors}, [done = std::move(done)](core::Result<Page> page) {
        done(page ? std::move(page->items) : std::vector<core::AuditAnchor>());
    });
}

audit::AnchorFinding anchorsOf(const std::vector<core::AuditAnchor> &offered,
    const AuditPlace &place, const audit::EvidenceLog &log, std::uint64_t known)
{
    const auto verifier = core::readVerifier(place.verifierKey);
    if (!verifier)
        return {};
    // Of those that can be looked at: longer ones, which anybody can put there, hide none of them.
    auto anchors = keptAnchors(place, {0, log.checkpoint.size});
    known = std::max(known, log.checkpoint.size);
    const auto longer = keptAnchors(place, {known + 1, UINT64_MAX});
    std::size_t unreadable = 0;
    for (const auto &one : offered) {
        auto answer = core::fromBase64(one.answer);
        if (answer && answer->size() <= core::mostTimestampBytes)
            anchors.push_back({one.note, *std::move(answer)});
        else
            ++unreadable;
    }
    const auto authorities = authoritiesOf(place);
    auto finding = audit::checkAnchors(
        anchors, log, std::span(&*verifier, 1), authorities ? *authorities : std::string("none"));
    finding.refused += unreadable;
    audit::checkLonger(finding, longer, log.checkpoint.origin, known, std::span(&*verifier, 1));
    audit::keepNewest(finding, std::size_t(mostAnchors));
    return finding;
}

core::Result<> compareAnchors(audit::AuditCache &cache, const AuditPlace &place,
    const std::vector<core::AuditAnchor> &offered, audit::AnchorFinding &finding)
{
    audit::EvidenceLog log;
    log.checkpoint = {place.origin, cache.size(), cache.root()};
    log.nodes = cache.nodes();
    // Only who is known to be a stranger is kept apart: not everybody while a drive is away.
    const auto authorities = authoritiesOf(place);
    const bool isTrustRead = authorities && !authorities->empty();
    const auto verifier = core::readVerifier(place.verifierKey);
    if (isTrustRead && verifier)
        sortKept(place, log, *verifier, *authorities);
    finding = anchorsOf(offered, place, log, cache.trusted().size);
    for (const auto &[size, anchor] : finding.anchors) {
        const bool isApart
            = isTrustRead && finding.isTrustKnown && !finding.byTrusted.contains(size);
        if (!audit::keepAnchor(isApart ? folderOfOthers(place) : folderOf(place), size, anchor))
            break; // a full disk is no fault of the log
    }
    if (finding.contradicts > 0)
        (void)cache.reportAnchor(finding.contradictingNote, finding.contradicts);
    return core::Done();
}

QString stampTime(const QString &time)
{
    static constexpr int seconds = 14; // digits; a fraction may follow
    const auto digits = fromQt(time.left(seconds));
    if (digits.size() != seconds || digits.find_first_not_of("0123456789") != std::string::npos)
        return time;
    const auto part
        = [&digits](std::size_t at, std::size_t size) { return digits.substr(at, size); };
    const auto instant = core::fromRfc3339(part(0, 4) + '-' + part(4, 2) + '-' + part(6, 2) + 'T'
        + part(8, 2) + ':' + part(10, 2) + ':' + part(12, 2) + 'Z');
    return instant ? fullTime(*instant) : time;
}

} // namespace chancery::models
