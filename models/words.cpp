// SPDX-License-Identifier: Apache-2.0
#include "words.h"

#include "models/qtconvert.h"

#include <QLocale>

#include <array>
#include <ctime>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(words)
};

} // namespace

QString stateText(core::RequestState state)
{
    switch (state) {
    case core::RequestState::Draft:
        return Words::tr("Draft");
    case core::RequestState::Open:
        return Words::tr("Open");
    case core::RequestState::Approved:
        return Words::tr("Approved");
    case core::RequestState::Applied:
        return Words::tr("Applied");
    case core::RequestState::Rejected:
        return Words::tr("Rejected");
    case core::RequestState::Withdrawn:
        return Words::tr("Withdrawn");
    case core::RequestState::Expired:
        return Words::tr("Expired");
    case core::RequestState::Superseded:
        return Words::tr("Superseded");
    case core::RequestState::Failed:
        return Words::tr("Apply failed");
    case core::RequestState::Unknown:
        return Words::tr("Unknown");
    }
    return {};
}

Status stateStatus(core::RequestState state)
{
    switch (state) {
    case core::RequestState::Open:
        return Status::Busy;
    case core::RequestState::Approved:
    case core::RequestState::Applied:
        return Status::Good;
    case core::RequestState::Rejected:
    case core::RequestState::Failed:
        return Status::Bad;
    case core::RequestState::Draft:
    case core::RequestState::Withdrawn:
    case core::RequestState::Expired:
    case core::RequestState::Superseded:
    case core::RequestState::Unknown:
        return Status::Muted;
    }
    return Status::None;
}

QString voteText(core::VoteKind kind)
{
    switch (kind) {
    case core::VoteKind::Approve:
        return Words::tr("approved");
    case core::VoteKind::RequestChanges:
        return Words::tr("requested changes");
    case core::VoteKind::Comment:
        return Words::tr("commented");
    case core::VoteKind::Unknown:
        return Words::tr("reviewed");
    }
    return {};
}

QString reportText(core::ReportStatus status)
{
    switch (status) {
    case core::ReportStatus::Applied:
        return Words::tr("Running");
    case core::ReportStatus::Refused:
        return Words::tr("Refused");
    case core::ReportStatus::FromCache:
        return Words::tr("From Cache");
    case core::ReportStatus::Unknown:
        return Words::tr("Unknown");
    }
    return {};
}

Status reportStatus(core::ReportStatus status)
{
    switch (status) {
    case core::ReportStatus::Applied:
        return Status::Good;
    case core::ReportStatus::Refused:
        return Status::Bad;
    case core::ReportStatus::FromCache:
        return Status::Attention;
    case core::ReportStatus::Unknown:
        return Status::Muted;
    }
    return Status::None;
}

QString formatText(core::Format format)
{
    switch (format) {
    case core::Format::Json:
        return QStringLiteral("JSON");
    case core::Format::Yaml:
        return QStringLiteral("YAML");
    case core::Format::Toml:
        return QStringLiteral("TOML");
    }
    return {};
}

QString shortDigest(std::string_view digest)
{
    const auto colon = digest.find(':');
    if (colon != std::string_view::npos)
        digest.remove_prefix(colon + 1);
    return toQt(digest.substr(0, 8));
}

// In UTC, as everything that is entered, so that two people who talk of an incident read the same
// and no hour comes twice. Lists have thousands of times, and QDateTime takes several microseconds
// for each.
QString fullTime(core::Instant instant)
{
    static constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(
            std::chrono::floor<std::chrono::seconds>(instant)));
    std::tm time{};
    ::gmtime_r(&seconds, &time);
    return QString::asprintf("%d %s %d %02d:%02d:%02d UTC", time.tm_mday,
        months[std::size_t(time.tm_mon)], time.tm_year + 1900, time.tm_hour, time.tm_min,
        time.tm_sec);
}

QString relativeTime(core::Instant instant, core::Instant now)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - instant).count();
    if (seconds < 45)
        return Words::tr("just now");
    if (seconds < 90 * 60)
        return Words::tr("%1 min ago").arg((seconds + 30) / 60);
    if (seconds < 36 * 3600)
        return Words::tr("%1 h ago").arg((seconds + 1800) / 3600);
    if (seconds < 14 * 86400)
        return Words::tr("%1 d ago").arg((seconds + 43200) / 86400);
    return QLocale(QLocale::English)
        .toString(toQt(instant).toUTC().date(), QStringLiteral("d MMM yyyy"));
}

QString firstLine(std::string_view text)
{
    return toQt(text.substr(0, text.find('\n')));
}

QString timeText(core::Instant instant, core::Instant now)
{
    return Words::tr("%1 (%2)").arg(relativeTime(instant, now), fullTime(instant));
}

} // namespace chancery::models
