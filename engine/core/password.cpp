// SPDX-License-Identifier: Apache-2.0
#include "password.h"

#include "engine/core/random.h"

#include <argon2.h>

#include <charconv>
#include <optional>

namespace chancery::core {

namespace {

constexpr std::size_t saltBytes = 16;
constexpr std::size_t hashBytes = 32;
constexpr std::uint32_t mostMemoryKiB = 1024 * 1024;
constexpr std::uint32_t mostIterations = 100;
constexpr std::uint32_t mostLanes = 64;
constexpr std::string_view head = "$argon2id$v=19$";

// Takes "m=65536," off the text; the delimiter is any one byte.
std::optional<std::uint32_t> takeNumber(std::string_view &text, std::string_view name)
{
    if (!text.starts_with(name))
        return std::nullopt;
    text.remove_prefix(name.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end == text.data() + text.size())
        return std::nullopt;
    text.remove_prefix(std::size_t(end - text.data()) + 1);
    return number;
}

// What a hash says of itself. The library would allocate whatever it says.
std::optional<PasswordCost> costOf(std::string_view hash)
{
    if (!hash.starts_with(head))
        return std::nullopt;
    auto text = hash.substr(head.size());
    const auto memory = takeNumber(text, "m=");
    const auto iterations = memory ? takeNumber(text, "t=") : std::nullopt;
    const auto lanes = iterations ? takeNumber(text, "p=") : std::nullopt;
    if (!lanes || *memory > mostMemoryKiB || *iterations > mostIterations || *lanes > mostLanes)
        return std::nullopt;
    return PasswordCost{*memory, *iterations, *lanes};
}

} // namespace

Result<std::string> hashPassword(const Secret &password, const PasswordCost &cost)
{
    const auto salt = randomBytes(saltBytes);
    std::string hash(argon2_encodedlen(cost.iterations, cost.memoryKiB, cost.lanes,
                         std::uint32_t(saltBytes), std::uint32_t(hashBytes), Argon2_id),
        '\0');
    const int outcome = argon2id_hash_encoded(cost.iterations, cost.memoryKiB, cost.lanes,
        password.reveal().data(), password.reveal().size(), salt.data(), salt.size(), hashBytes,
        hash.data(), hash.size());
    if (outcome != ARGON2_OK)
        return Error{
            ErrorKind::Internal, "password-hash", argon2_error_message(outcome), {}, {}, {}};
    hash.resize(hash.find('\0'));
    return hash;
}

bool verifyPassword(const Secret &password, std::string_view hash)
{
    if (!costOf(hash) || hash.find('\0') != std::string_view::npos)
        return false;
    const std::string encoded(hash);
    return argon2id_verify(encoded.c_str(), password.reveal().data(), password.reveal().size())
        == ARGON2_OK;
}

bool isCheaperThan(std::string_view hash, const PasswordCost &cost)
{
    const auto own = costOf(hash);
    return !own || own->memoryKiB < cost.memoryKiB || own->iterations < cost.iterations;
}

} // namespace chancery::core
