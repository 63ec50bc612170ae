// SPDX-License-Identifier: Apache-2.0
#include "sealedcipher.h"

#include "engine/core/digest.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstring>

namespace chancery::core {

namespace {

constexpr std::string_view magic = "chancery sealed\n";
constexpr std::size_t idBytes = 32;
constexpr int nonceBytes = 12;
constexpr int tagBytes = 16;
constexpr int epochBytes = 4;
constexpr std::size_t mostEpochs = 256; // that are kept ready
static_assert(nonceBytes + tagBytes + epochBytes == sealedTailBytes);
static_assert(sealedTailBytes == sealedReservedBytes);

std::string proofOf(const Secret &key, std::string_view id)
{
    const std::string text = "chancery sealed file, head\n" + std::string(id);
    return std::string(bytesOf(hmacSha256(key.reveal(), text)));
}

// Where a unit belongs: the kind of file, then the offset.
std::array<unsigned char, 9> placeOf(const SealedUnit &unit)
{
    std::array<unsigned char, 9> place{};
    place[0] = unit.kind == SealedKind::Database ? 'd' : 'w';
    for (std::size_t at = 0; at < 8; ++at)
        place[at + 1] = static_cast<unsigned char>(std::uint64_t(unit.physical) >> 8 * at);
    return place;
}

} // namespace

std::string sealedHead(const Secret &key, std::string_view id)
{
    std::string head(magic);
    head.append(id).append(proofOf(key, id));
    head.resize(std::size_t(sealedHeadBytes), '\0');
    return head;
}

std::string sealedHeadId(const Secret &key, std::string_view head)
{
    if (head.size() != std::size_t(sealedHeadBytes))
        return {};
    const std::string id(head.substr(magic.size(), idBytes));
    return head == sealedHead(key, id) ? id : std::string();
}

bool isUnfinishedHead(std::string_view beginning)
{
    const auto first = beginning.substr(0, magic.size());
    return beginning.size() <= std::size_t(sealedHeadBytes)
        && (first == magic.substr(0, first.size())
            || first.find_first_not_of('\0') == std::string_view::npos);
}

void PageCipher::ContextCloser::operator()(evp_cipher_ctx_st *context) const
{
    EVP_CIPHER_CTX_free(context);
}

PageCipher::PageCipher(Secret key, std::uint64_t sealsOfAKey)
    : m_key(std::move(key))
    , m_sealsOfAKey(sealsOfAKey)
{
}

PageCipher::~PageCipher() = default;

void PageCipher::useFile(std::string id)
{
    m_id = std::move(id);
    m_sealing.reset();
    m_opening.clear();
}

PageCipher::Context PageCipher::make(const Epoch &epoch, bool seals) const
{
    std::string text = "chancery sealed file, pages\n" + m_id;
    text.append(epoch.begin(), epoch.end());
    const Secret derived(std::string(bytesOf(hmacSha256(m_key.reveal(), text))));
    Context context(EVP_CIPHER_CTX_new());
    const auto *bytes = reinterpret_cast<const unsigned char *>(derived.reveal().data());
    const auto begin = seals ? EVP_EncryptInit_ex : EVP_DecryptInit_ex;
    if (!context || begin(context.get(), EVP_aes_256_gcm(), nullptr, bytes, nullptr) != 1)
        return {};
    return context;
}

bool PageCipher::beginEpoch()
{
    m_seals = 0;
    if (RAND_bytes(m_epoch.data(), int(m_epoch.size())) != 1)
        return false;
    m_sealing = make(m_epoch, true);
    return m_sealing != nullptr;
}

bool PageCipher::seal(const SealedUnit &unit, const unsigned char *plain, unsigned char *stored)
{
    if ((!m_sealing || m_seals >= m_sealsOfAKey) && !beginEpoch())
        return false;
    ++m_seals;
    unsigned char *nonce = stored + unit.payload;
    const auto place = placeOf(unit);
    int length = 0;
    auto *context = m_sealing.get();
    std::memcpy(nonce + nonceBytes + tagBytes, m_epoch.data(), m_epoch.size());
    return RAND_bytes(nonce, nonceBytes) == 1
        && EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce) == 1
        && EVP_EncryptUpdate(context, nullptr, &length, place.data(), int(place.size())) == 1
        && EVP_EncryptUpdate(context, stored, &length, plain, unit.payload) == 1
        && EVP_EncryptFinal_ex(context, stored + length, &length) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, tagBytes, nonce + nonceBytes) == 1;
}

bool PageCipher::open(const SealedUnit &unit, const unsigned char *stored, unsigned char *plain)
{
    const unsigned char *nonce = stored + unit.payload;
    Epoch epoch{};
    std::memcpy(epoch.data(), nonce + nonceBytes + tagBytes, epoch.size());
    std::array<unsigned char, tagBytes> tag{};
    std::memcpy(tag.data(), nonce + nonceBytes, tag.size());
    auto ready = m_opening.find(epoch);
    if (ready == m_opening.end()) {
        // A hostile file may name an epoch for every page.
        if (m_opening.size() >= mostEpochs)
            m_opening.clear();
        ready = m_opening.emplace(epoch, make(epoch, false)).first;
    }
    auto *context = ready->second.get();
    const auto place = placeOf(unit);
    int length = 0;
    const bool isOpen = context
        && EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce) == 1
        && EVP_DecryptUpdate(context, nullptr, &length, place.data(), int(place.size())) == 1
        && EVP_DecryptUpdate(context, plain, &length, stored, unit.payload) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, tagBytes, tag.data()) == 1
        && EVP_DecryptFinal_ex(context, plain + length, &length) == 1;
    std::memset(plain + unit.payload, 0, std::size_t(unit.length - unit.payload));
    return isOpen;
}

} // namespace chancery::core
