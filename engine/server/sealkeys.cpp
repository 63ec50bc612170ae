// SPDX-License-Identifier: Apache-2.0
#include "sealkeys.h"

#include "engine/core/aead.h"
#include "engine/core/digest.h"
#include "engine/core/random.h"
#include "engine/server/secretfile.h"
#include "engine/server/unit.h"

#include <charconv>
#include <cmath>

// Every stored key names the key-encryption key that wraps it, so that two of them can be in use at
// once. A rotation writes the new one into a file beside the old one, wraps all keys anew in one
// unit, and renames the file when that is committed. Wherever the machine stops in between, the
// next start finds both files and sees from the stored keys which one is needed.
namespace chancery::server {

namespace {

constexpr std::size_t keyBytes = core::aeadKeyBytes;
constexpr auto presentFile = "sealing.key";
constexpr auto nextFile = "sealing.key.next";
constexpr std::string_view kidPrefix = "dek-";

// Says which one it is and nothing of what it is.
std::string idOf(const core::Secret &key)
{
    const auto digest = core::hmacSha256(key.reveal(), "cms.key-encryption-key.v1");
    return "kek-" + core::toHex(core::bytesOf(digest)).substr(0, 16);
}

std::string folderOf(const std::string &nameSpace, const core::EnvironmentId &environment)
{
    return keys::join(keys::sealKey, nameSpace, environment.text(), "");
}

std::string keyOf(const core::SealKey &key, std::uint64_t number)
{
    return folderOf(key.nameSpace, key.environment) + keys::number(number);
}

std::uint64_t numberOf(std::string_view kid)
{
    std::uint64_t number = 0;
    kid.remove_prefix(std::min(kid.size(), kidPrefix.size()));
    std::from_chars(kid.data(), kid.data() + kid.size(), number);
    return number;
}

core::Error unavailable(std::string why)
{
    return api::problem("sealing-unavailable", std::move(why));
}

core::Error refusal(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

void recordKey(
    Unit &unit, core::AuditKind kind, const core::SealKey &key, const std::string &reason)
{
    Deed deed{.kind = kind, .targetType = "seal_key"};
    deed.targetId = key.kid;
    deed.environment = key.environment.text();
    deed.nameSpace = key.nameSpace;
    deed.reason = reason;
    unit.record(deed);
}

// Each text has a key of its own, so that none is ever used up, however many are kept.
core::Secret keyOfText(const core::Secret &key, std::string_view salt)
{
    const auto derived
        = core::hmacSha256(key.reveal(), std::string("cms.own-text-key.v1\n").append(salt));
    return core::Secret(std::string(core::bytesOf(derived)));
}

std::string ownRow(const std::string &place)
{
    return "cms.own-text.v1\n" + place;
}

constexpr std::size_t saltBytes = 16;

} // namespace

bool isOfPlace(const core::SealKey &key)
{
    return !key.nameSpace.empty();
}

std::chrono::seconds Allowance::take(const std::string &account, core::Instant now)
{
    static constexpr std::size_t mostKnown = 10'000;
    if (m_standings.size() > mostKnown)
        m_standings.clear();
    auto [at, isNew] = m_standings.try_emplace(account, Standing{double(m_most), now});
    auto &standing = at->second;
    const std::chrono::duration<double> passed = now - standing.at;
    standing.left = std::min(
        double(m_most), standing.left + std::max(0.0, passed.count()) / double(m_back.count()));
    standing.at = now;
    if (standing.left < 1)
        return std::max(std::chrono::seconds(1),
            std::chrono::seconds(int(std::ceil((1 - standing.left) * double(m_back.count())))));
    standing.left -= 1;
    return std::chrono::seconds(0);
}

core::Result<std::optional<SealKeys::Wrapping>> SealKeys::wrappingIn(
    const std::filesystem::path &file) const
{
    std::error_code failure;
    if (!std::filesystem::exists(file, failure))
        return std::optional<Wrapping>();
    auto key = keepSecret(file, keyBytes);
    if (!key)
        return std::move(key).error();
    auto id = idOf(*key);
    return std::optional(Wrapping{std::move(id), std::move(*key)});
}

core::Result<> SealKeys::load(Reader &reader)
{
    const std::lock_guard lock(m_mutex);
    auto present = wrappingIn(m_folder / presentFile);
    auto next = wrappingIn(m_folder / nextFile);
    if (present)
        m_present = std::move(*present);
    if (next)
        m_next = std::move(*next);
    if (auto settled = settle(reader); !settled)
        return settled;
    if (!present)
        m_trouble = "The key-encryption key cannot be read: " + present.error().detail;
    return core::Done();
}

core::Result<> SealKeys::settle(Store &store)
{
    const std::lock_guard lock(m_mutex);
    if (!m_next)
        return core::Done();
    auto reader = store.openReader();
    return reader ? settle(**reader) : core::Result<>(reader.error());
}

core::Result<> SealKeys::settle(Reader &reader)
{
    const auto entries = reader.scan(KeyRange::under(keys::join(keys::sealKey, "")));
    if (!entries)
        return entries.error();
    bool needsPresent = false;
    bool needsNext = false;
    m_trouble.clear();
    for (const auto &entry : *entries) {
        const auto id = View::parse<Record>(entry.value).key.wrappedBy;
        needsPresent = needsPresent || (m_present && id == m_present->id);
        needsNext = needsNext || (m_next && id == m_next->id);
        if (!wrappingOf(id))
            m_trouble = "The key-encryption key " + id + " is missing; put it back into "
                + (m_folder / presentFile).string() + " and start again";
    }
    std::error_code failure;
    if (m_next && needsNext && !needsPresent) {
        std::filesystem::rename(m_folder / nextFile, m_folder / presentFile, failure);
        if (failure)
            return core::Error{core::ErrorKind::Storage, "secret-file",
                "renaming " + (m_folder / nextFile).string() + " failed", {}, {}, {}};
        m_present = std::move(m_next);
        m_next.reset();
        return syncFolder(m_folder);
    }
    if (m_next && !needsNext && m_trouble.empty()) {
        std::filesystem::remove(m_folder / nextFile, failure);
        m_next.reset();
    }
    return core::Done();
}

const SealKeys::Wrapping *SealKeys::wrappingOf(const std::string &id) const
{
    if (m_present && m_present->id == id)
        return &*m_present;
    return m_next && m_next->id == id ? &*m_next : nullptr;
}

// Made by the first seal of a server, never where keys are stored that it could not open.
void SealKeys::demandWrapping(Unit &unit)
{
    if (!m_trouble.empty())
        refuse(unavailable(m_trouble));
    if (m_present)
        return;
    auto range = KeyRange::under(keys::join(keys::sealKey, ""));
    range.limit = 1;
    if (!unit.view().scan(range).empty())
        refuse(unavailable("The key-encryption key is missing"));
    auto key = keepSecret(m_folder / presentFile, keyBytes);
    if (!key)
        refuse(unavailable("The key-encryption key cannot be written"));
    auto id = idOf(*key);
    m_present = Wrapping{std::move(id), std::move(*key)};
}

std::string SealKeys::wrapped(const Record &record, const core::Secret &key) const
{
    // Bound to its row, so that no key can be put in the place of another.
    const auto *by = wrappingOf(record.key.wrappedBy);
    const auto row = "cms.seal-key.v1\n" + keyOf(record.key, numberOf(record.key.kid));
    return core::toBase64(orRefuse(core::seal(by->key, key.reveal(), row)));
}

core::Result<core::Secret> SealKeys::unwrapped(const Record &record)
{
    if (const auto known = m_opened.find(record.wrapped); known != m_opened.end())
        return known->second;
    const auto *by = wrappingOf(record.key.wrappedBy);
    if (!by)
        return unavailable("The key-encryption key " + record.key.wrappedBy + " is missing");
    const auto bytes = core::fromBase64(record.wrapped);
    const auto row = "cms.seal-key.v1\n" + keyOf(record.key, numberOf(record.key.kid));
    auto key = bytes ? core::open(by->key, *bytes, row)
                     : core::Result<core::Secret>(refusal("seal-refused", {}));
    if (!key)
        return unavailable("The stored key " + record.key.kid + " has been changed");
    return m_opened.emplace(record.wrapped, std::move(*key)).first->second;
}

void SealKeys::put(Unit &unit, const Record &record) const
{
    unit.put(keyOf(record.key, numberOf(record.key.kid)), api::toJson(record));
}

std::optional<SealKeys::Record> SealKeys::newest(
    const View &view, const std::string &nameSpace, const core::EnvironmentId &environment)
{
    auto range = KeyRange::under(folderOf(nameSpace, environment));
    range.backwards = true;
    range.limit = 1;
    const auto entries = view.scan(range);
    return entries.empty() ? std::nullopt
                           : std::optional(View::parse<Record>(entries.front().value));
}

SealKeys::Record SealKeys::made(Unit &unit, const std::string &nameSpace,
    const core::EnvironmentId &environment, std::uint64_t number)
{
    const core::Secret key(core::randomBytes(keyBytes));
    Record record;
    record.key.kid = std::string(kidPrefix) + std::to_string(number);
    record.key.nameSpace = nameSpace;
    record.key.environment = environment;
    record.key.wrappedBy = m_next ? m_next->id : m_present->id;
    record.key.createdAt = unit.now();
    record.wrapped = wrapped(record, key);
    return record;
}

core::SealedValue SealKeys::seal(Unit &unit, const core::SealPlace &place, core::Value value)
{
    const std::lock_guard lock(m_mutex);
    demandWrapping(unit);
    const core::EnvironmentId environment(place.environment);
    auto record = newest(unit.view(), place.nameSpace, environment);
    if (!record || record->key.count >= m_sealsPerKey) {
        if (record) {
            record->key.seals = false;
            put(unit, *record);
        }
        record
            = made(unit, place.nameSpace, environment, record ? numberOf(record->key.kid) + 1 : 1);
        recordKey(unit, core::AuditKind::KeyCreate, record->key, {});
    }
    const auto key = orRefuse(unwrapped(*record));
    auto sealed = core::sealValue(key, record->key.kid, place, value);
    if (!sealed)
        refuse("policy-violation", sealed.error().detail,
            {{"/value", sealed.error().code, sealed.error().detail, {}, 0, 0}});
    ++record->key.count;
    put(unit, *record);
    return std::move(*sealed);
}

core::Result<core::Secret> SealKeys::open(
    const View &view, const core::SealedValue &sealed, const core::SealPlace &place)
{
    const std::lock_guard lock(m_mutex);
    if (!m_trouble.empty())
        return unavailable(m_trouble);
    core::SealKey wanted;
    wanted.nameSpace = place.nameSpace;
    wanted.environment = core::EnvironmentId(place.environment);
    const auto record = view.find<Record>(keyOf(wanted, numberOf(sealed.kid)));
    if (!record)
        return refusal("unknown-seal-key",
            "There is no key " + sealed.kid + " of " + place.nameSpace + " in "
                + place.environment);
    const auto key = unwrapped(*record);
    if (!key)
        return key.error();
    return core::openValue(*key, sealed, place);
}

SealKeys::Record SealKeys::ownKey(Unit &unit)
{
    const core::EnvironmentId nowhere;
    if (auto present = newest(unit.view(), {}, nowhere))
        return *std::move(present);
    demandWrapping(unit);
    auto record = made(unit, {}, nowhere, 1);
    put(unit, record);
    recordKey(unit, core::AuditKind::KeyCreate, record.key, {});
    return record;
}

std::string SealKeys::sealOwn(Unit &unit, const std::string &text, const std::string &place)
{
    const std::lock_guard lock(m_mutex);
    const auto record = ownKey(unit);
    const auto key = orRefuse(unwrapped(record));
    auto bytes = core::randomBytes(saltBytes);
    bytes += orRefuse(core::seal(keyOfText(key, bytes), text, ownRow(place)));
    return record.key.kid + ' ' + core::toBase64(bytes);
}

core::Result<std::string> SealKeys::openOwn(
    const View &view, std::string_view sealed, const std::string &place)
{
    const std::lock_guard lock(m_mutex);
    // Whatever else cannot be opened: only what wraps this key is asked for.
    const auto kid = sealed.substr(0, sealed.find(' '));
    const auto record = view.find<Record>(keyOf({}, numberOf(kid)));
    if (!record)
        return unavailable("The server's own key " + std::string(kid) + " is missing");
    const auto key = unwrapped(*record);
    if (!key)
        return key.error();
    const auto bytes = core::fromBase64(sealed.substr(std::min(kid.size() + 1, sealed.size())));
    if (!bytes || bytes->size() < saltBytes)
        return unavailable("What is kept in " + place + " has been changed");
    const std::string_view whole(*bytes);
    const auto text = core::open(
        keyOfText(*key, whole.substr(0, saltBytes)), whole.substr(saltBytes), ownRow(place));
    if (!text)
        return unavailable("What is kept in " + place + " has been changed");
    return text->reveal();
}

void SealKeys::rotate(Unit &unit, const std::string &nameSpace,
    const core::EnvironmentId &environment, const std::string &reason)
{
    const std::lock_guard lock(m_mutex);
    demandWrapping(unit);
    auto before = newest(unit.view(), nameSpace, environment);
    if (before) {
        before->key.seals = false;
        put(unit, *before);
    }
    const auto record
        = made(unit, nameSpace, environment, before ? numberOf(before->key.kid) + 1 : 1);
    put(unit, record);
    recordKey(unit, core::AuditKind::KeyRotate, record.key, reason);
}

void SealKeys::rotateWrapping(Unit &unit, const std::string &reason)
{
    const std::lock_guard lock(m_mutex);
    demandWrapping(unit);
    if (m_next)
        refuse("state-conflict", "The last rotation is not at its end yet");
    core::Secret key(core::randomBytes(keyBytes));
    const core::Secret text(core::toBase64(key.reveal()));
    if (auto written = writeSecret(m_folder / nextFile, text); !written)
        refuse(unavailable("The new key-encryption key cannot be written"));
    auto id = idOf(key);
    m_next = Wrapping{std::move(id), std::move(key)};
    for (const auto &entry : unit.view().scan(KeyRange::under(keys::join(keys::sealKey, "")))) {
        auto record = View::parse<Record>(entry.value);
        const auto inner = orRefuse(unwrapped(record));
        record.key.wrappedBy = m_next->id;
        record.wrapped = wrapped(record, inner);
        put(unit, record);
    }
    core::SealKey all;
    all.kid = m_next->id;
    recordKey(unit, core::AuditKind::KeyRewrap, all, reason);
}

} // namespace chancery::server
