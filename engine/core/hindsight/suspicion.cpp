// SPDX-License-Identifier: Apache-2.0
#include "suspicion.h"

#include "engine/core/lineage/blame.h"
#include "engine/core/lineage/following.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace chancery::core {

namespace {

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
        [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter; });
    return lower;
}

// By whole words: a concert is none.
bool isNamedAsCertificate(std::string_view key)
{
    static constexpr std::array<std::string_view, 6> words{
        "cert", "certs", "certificate", "certificates", "x509", "truststore"};
    const auto lower = lowered(key);
    std::size_t begin = 0;
    while (begin <= lower.size()) {
        const auto end = std::min(lower.find_first_of("/_-.", begin), lower.size());
        if (std::ranges::find(words, std::string_view(lower).substr(begin, end - begin))
            != words.end())
            return true;
        begin = end + 1;
    }
    return false;
}

bool isCertificate(Value value)
{
    return value.isString()
        && value.text().find("-----BEGIN CERTIFICATE") != std::string_view::npos;
}

bool isLarge(Value before, Value after)
{
    if (!before.isNumber() || !after.isNumber())
        return false;
    const double from = std::abs(before.number());
    const double to = std::abs(after.number());
    if (from == 0 || to == 0)
        return from != to;
    return to / from >= 10 || from / to >= 10;
}

bool isMemberOf(Value value, bool (*is)(Value))
{
    if (!value)
        return false;
    if (is(value))
        return true;
    for (const auto &member : value) {
        if (isMemberOf(member.value(), is))
            return true;
    }
    return false;
}

// The more telling ones are later in this order.
int weightOf(SuspectKind kind)
{
    switch (kind) {
    case SuspectKind::Certificate:
        return 3;
    case SuspectKind::Secret:
        return 2;
    case SuspectKind::Flag:
        return 1;
    default:
        return 0;
    }
}

SuspectKind kindOf(Value before, Value after, const std::string &key)
{
    const auto either
        = [&](bool (*is)(Value)) { return isMemberOf(before, is) || isMemberOf(after, is); };
    if (either(isCertificate) || isNamedAsCertificate(key))
        return SuspectKind::Certificate;
    if (either(isMarkedSealed) || key.find("/$sealed") != std::string::npos)
        return SuspectKind::Secret;
    if ((before && before.isBool()) || (after && after.isBool()))
        return SuspectKind::Flag;
    return SuspectKind::Config;
}

double recencyOf(Instant reached, Instant before)
{
    using Minutes = std::chrono::duration<double, std::ratio<60>>;
    const double minutes = std::max(0.0, Minutes(before - reached).count());
    return std::max(0.02, std::exp2(-minutes / 30));
}

double kindFactor(SuspectKind kind)
{
    switch (kind) {
    case SuspectKind::Flag:
    case SuspectKind::Certificate:
        return 1.1;
    case SuspectKind::Agent:
        return 0.5;
    case SuspectKind::Policy:
        return 0.3;
    default:
        return 1;
    }
}

double linkFactor(const std::optional<DependencyKind> &link)
{
    if (!link)
        return 1;
    switch (*link) {
    case DependencyKind::Layer:
    case DependencyKind::Inherits:
        return 0.9;
    case DependencyKind::Refers:
        return 0.8;
    default:
        return 0.4;
    }
}

} // namespace

ChangeTraits traitsOf(Value before, Value after, std::span<const std::string> keys)
{
    ChangeTraits traits;
    Following back(after, before);
    for (const auto &key : keys) {
        const auto is = back.here(key);
        const auto was = is ? back.there(key) : before ? before.resolve(key) : Value();
        const auto kind = kindOf(was, is, key);
        if (weightOf(kind) > weightOf(traits.kind))
            traits.kind = kind;
        traits.isLargeStep = traits.isLargeStep || (was && is && isLarge(was, is));
    }
    return traits;
}

ChangeTraits traitsOf(Value before, Value after)
{
    constexpr std::size_t mostKeys = 10'000;
    std::vector<std::string> keys;
    for (auto &key : changedKeys(before, after, mostKeys))
        keys.push_back(std::move(key.pointer));
    return traitsOf(before, after, keys);
}

void weigh(Suspect &suspect, const SuspectCircumstances &circumstances, Instant before, int agents)
{
    double weight = recencyOf(suspect.reachedAt, before) * kindFactor(suspect.kind)
        * linkFactor(suspect.link);
    const double share = agents > 0 ? double(suspect.agents) / agents : 0;
    weight *= 0.3 + 0.7 * std::min(share, 1.0);
    const auto add = [&](bool holds, SuspectReason reason, double factor) {
        if (!holds)
            return;
        suspect.reasons.push_back(reason);
        weight *= factor;
    };
    using enum SuspectReason;
    suspect.reasons.clear();
    add(suspect.refusals > 0, Refused, 1.5);
    add(circumstances.isRolledBack, RolledBack, 1.4);
    add(before - suspect.reachedAt <= std::chrono::minutes(10), Shortly, 1);
    add(agents > 0 && suspect.agents >= agents, Everywhere, 1);
    add(suspect.version && !suspect.link && suspect.kind != SuspectKind::Policy, Own, 1);
    add(suspect.link.has_value(), Through, 1);
    add(circumstances.isLargeStep, LargeStep, 1.3);
    add(circumstances.isEmergency, Emergency, 1.1);
    add(suspect.version && suspect.approvers.empty(), Unreviewed, 1.1);
    suspect.score = int(std::lround(1000 * weight / (1 + weight)));
}

bool isLikelier(const Suspect &one, const Suspect &other)
{
    if (one.score != other.score)
        return one.score > other.score;
    if (one.reachedAt != other.reachedAt)
        return one.reachedAt > other.reachedAt;
    if (one.title != other.title)
        return one.title < other.title;
    return one.at > other.at;
}

} // namespace chancery::core
