// SPDX-License-Identifier: Apache-2.0
//
// A SOC 2 report over the console's copy, as the Reports view makes it: the entries taken piece by
// piece, hashed and judged, every query both ways, all files with the PDF that chancery-reportpdf
// makes of it (where it lies beside this program), and the signed bundle of them. Beside the
// seconds stands the longest that somebody who cancels would have waited for the next look at it.

#include "benchreport.h"

#include "app/bench/audit/eventmill.h"
#include "app/bench/commands.h"
#include "audit/report/pdfprogram.h"
#include "audit/report/reportbundle.h"
#include "audit/report/reportlog.h"
#include "engine/core/signingkey.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace chancery::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t pieceSize = 5000;

int complain(const core::Error &error)
{
    std::fprintf(stderr, "bench-audit: %s\n", core::toString(error).c_str());
    return 1;
}

// The time since the last look, and the longest between two.
class Looks {
public:
    audit::ReportWatch watch()
    {
        return {[this] {
                    look();
                    return false;
                },
            [this](audit::ReportWatch::Stage stage, std::uint64_t done, std::uint64_t) {
                m_place = stage == audit::ReportWatch::Stage::Asking ? int(done) : -1;
                if (m_place >= 0)
                    m_begins.push_back(Clock::now());
            }};
    }
    // The queries that took longest, by their place, with their seconds.
    std::vector<std::pair<double, std::size_t>> slowest(std::size_t most) const
    {
        std::vector<std::pair<double, std::size_t>> all;
        for (std::size_t i = 0; i + 1 < m_begins.size(); ++i)
            all.emplace_back(
                std::chrono::duration<double>(m_begins[i + 1] - m_begins[i]).count(), i);
        std::ranges::sort(all, std::greater());
        all.resize(std::min(all.size(), most));
        return all;
    }
    void askedLast() { m_begins.push_back(Clock::now()); }
    void begin() { m_last = Clock::now(); }
    void look()
    {
        const auto now = Clock::now();
        m_longest = std::max(m_longest, now - m_last);
        m_last = now;
    }
    double longestMs() const
    {
        return std::chrono::duration<double, std::milli>(m_longest).count();
    }

private:
    int m_place = -1;
    std::vector<Clock::time_point> m_begins;
    Clock::time_point m_last = Clock::now();
    Clock::duration m_longest{};
};

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// The PDF as the console makes it, with the time that it took.
audit::ReportWriter timedPdf(double &seconds)
{
    return [&seconds](const audit::ReportRun &run, const audit::ReportWatch &watch) {
        const auto begin = Clock::now();
        std::error_code error;
        const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
        auto pdf = audit::pdfByProgram(self.parent_path())(run, watch);
        seconds = secondsSince(begin);
        return pdf;
    };
}

} // namespace

int benchReport(const std::string &file)
{
    const core::SystemClock clock;
    const auto identity = EventMill::identity();
    if (!identity)
        return complain(identity.error());
    auto cache = audit::AuditCache::open(file, *identity, clock, EventMill::key());
    if (!cache)
        return complain(cache.error());
    auto begin = Clock::now();
    audit::ReportLog taken;
    while (!taken.isComplete()) {
        if (const auto done = taken.take(*cache, pieceSize); !done)
            return complain(done.error());
    }
    const auto judged = std::move(taken).judge(*identity);
    if (judged.standing != audit::Standing::Verified)
        return 1;
    printMetric("report_take", secondsSince(begin), "s");
    audit::ReportRequest request;
    request.framework = "soc2";
    request.from = core::Instant();
    request.to = core::fromRfc3339("2100-01-01T00:00:00Z").value();
    Looks looks;
    looks.begin();
    begin = Clock::now();
    const auto beginOfWork = std::clock();
    const auto run = audit::runReport(judged.log, request, looks.watch());
    looks.look();
    if (!run)
        return complain(run.error());
    printMetric("report_run", secondsSince(begin), "s");
    printMetric("report_run_longest_look", looks.longestMs(), "ms");
    looks.askedLast();
    for (const auto &[seconds, place] : looks.slowest(8))
        printMetric(run->queries[place].result.definition.id, seconds, "s");
    begin = Clock::now();
    looks.begin();
    double pdfSeconds = 0;
    auto files = audit::reportFiles(*run, judged.log, timedPdf(pdfSeconds), looks.watch());
    looks.look();
    if (!files)
        return complain(files.error());
    printMetric("report_files", secondsSince(begin), "s");
    printMetric("report_pdf", pdfSeconds, "s");
    begin = Clock::now();
    const auto key = core::SigningKey::generate();
    const auto bundle = audit::bundleOf(*run, std::move(*files), {"bench", key});
    if (!bundle)
        return complain(bundle.error());
    printMetric("report_bundle", secondsSince(begin), "s");
    printMetric("report_bundle_size", double(bundle->size()) / 1e6, "MB");
    printMetric("report_longest_look", looks.longestMs(), "ms");
    printMetric("report_cpu", double(std::clock() - beginOfWork) / CLOCKS_PER_SEC, "s");
    return 0;
}

} // namespace chancery::bench
