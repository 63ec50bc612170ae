// SPDX-License-Identifier: Apache-2.0
#include "slowplaces.h"

#include <QtGlobal>

#include <algorithm>
#include <array>

namespace chancery::support {

namespace {

std::string randomReference(HierarchyMaker &maker)
{
    static constexpr std::array paths{"", "/payments/db", "/payments/db", "/payments/db",
        "/payments/api/limits", "/payments/defaults", "/payments/api/defaults", "/payments/none"};
    static constexpr std::array pointers{"#/s1", "#/s1", "#/s2", "#/s2", "#/s3", "#/s3/k1", "#/s4",
        "#/s4/1", "#/k1", "#/k2/k1", "#/s2/k1", "#"};
    const bool isSound = maker.below(6) > 0;
    const auto path = paths[std::size_t(maker.below(isSound ? 6 : int(paths.size())))];
    const auto pointer = pointers[std::size_t(maker.below(isSound ? 8 : int(pointers.size())))];
    return "${ref:" + std::string(path) + pointer + '}';
}

std::string randomString(HierarchyMaker &maker)
{
    switch (maker.below(16)) {
    case 0:
        return "plain $" + randomReference(maker);
    case 1:
        return randomReference(maker) + " and " + randomReference(maker);
    case 2:
    case 3:
    case 4:
        return "a " + randomReference(maker) + " b";
    case 5:
        return maker.below(3) > 0 ? "x" : maker.below(2) == 0 ? "${ref:k1}" : "y ${ref:#/k1";
    default:
        return randomReference(maker);
    }
}

// What references lead to: a number, a text that may lead on, an object and a list.
std::string sureMembers(HierarchyMaker &maker, core::Format format)
{
    const bool isToml = format == core::Format::Toml;
    const auto member = [&](const char *key, const std::string &value) {
        return isToml ? std::string(key) + " = " + value : '"' + std::string(key) + "\": " + value;
    };
    const auto text = maker.below(3) > 0 ? std::string("text") : randomString(maker);
    std::string out;
    for (const auto &each :
        {member("s1", std::to_string(maker.below(100))), member("s2", '"' + text + '"'),
            member("s3", '{' + member("k1", "1") + ", " + member("k2", "\"t\"") + '}'),
            member("s4", "[7, \"u\"]")})
        out += (out.empty() ? "" : isToml ? "\n" : ", ") + each;
    return out + (isToml ? "\n" : "");
}

} // namespace

PlacesWorld::PlacesWorld(unsigned seed)
{
    HierarchyMaker maker(seed);
    static constexpr std::array names{"", "x", "y"};
    const auto name = [&] { return std::string(names[std::size_t(maker.below(3))]); };
    m_place.environment = core::EnvironmentId("prod");
    m_place.region = name();
    m_place.group = name();
    m_place.instance = name();
    std::vector<std::string> strings;
    for (int i = 0; i < 8; ++i)
        strings.push_back(randomString(maker));
    maker.use(std::move(strings));
    for (int i = 0; i < 5; ++i)
        addConfig(maker, "layers/" + std::to_string(i), maker.below(6) > 0);
    for (const char *path : {"payments/defaults", "payments/api/defaults", "payments/db"}) {
        addConfig(maker, path, maker.below(8) > 0);
        declare(maker, path);
    }
    addConfig(maker, "payments/api/limits", true);
    declare(maker, "payments/api/limits");
}

void PlacesWorld::addConfig(HierarchyMaker &maker, const std::string &path, bool isLive)
{
    const auto number = int(m_configs.size());
    core::Config config;
    config.id = core::ConfigId("cfg_" + std::to_string(number));
    config.path = path;
    config.format = core::Format(maker.below(3));
    const auto text = maker.document(config.format,
        path.starts_with("layers/") ? std::string() : sureMembers(maker, config.format));
    auto reading = core::read(text, config.format);
    core::Layer layer;
    layer.origin = maker.origin(number);
    layer.origin.path = path;
    layer.origin.config = config.id;
    if (!reading)
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    layer.tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    if (isLive)
        m_texts.emplace(config.id.text(), std::move(layer));
    m_configs.emplace(path, std::move(config));
}

void PlacesWorld::declare(HierarchyMaker &maker, const std::string &path)
{
    using enum core::LayerKind;
    static constexpr std::array kinds{Base, Region, Group, Instance};
    auto &declared = m_declared[m_configs.at(path).id.text()];
    for (int i = maker.below(4); i > 0; --i) {
        const auto kind = kinds[std::size_t(maker.below(4))];
        const auto &config = m_configs.at("layers/" + std::to_string(maker.below(5)));
        declared.push_back({kind, kind == Base ? "" : maker.below(2) == 0 ? "x" : "y", config.id});
    }
}

std::vector<std::string> PlacesWorld::told(const core::Result<core::EffectiveDocument> &answer)
{
    std::vector<std::string> told;
    if (!answer) {
        for (const auto &field : answer.error().fields)
            told.push_back('!' + field.pointer + ' ' + field.code);
        if (told.empty())
            told.push_back(answer.error().code);
    } else {
        std::vector<std::string> origins;
        for (std::uint32_t i = 0; i < answer->tree().nodeCount(); ++i) {
            origins.push_back(support::told(answer->layerOf(i).origin));
            if (const auto number = answer->origin(i).reference; number != core::noReference) {
                const auto &reference = answer->references()[number];
                origins.back() += " through " + reference.path + '#' + reference.pointer + " at "
                    + reference.at;
            }
        }
        listLeaves(answer->root(), "", origins, told);
    }
    std::sort(told.begin(), told.end());
    told.erase(std::unique(told.begin(), told.end()), told.end());
    return told;
}

std::optional<core::Config> PlacesWorld::configAt(std::string_view path)
{
    const auto known = m_configs.find(std::string(path));
    return known == m_configs.end() ? std::nullopt : std::optional(known->second);
}

std::vector<core::ConfigLayer> PlacesWorld::layersOf(const core::ConfigId &config)
{
    const auto known = m_declared.find(config.text());
    return known == m_declared.end() ? std::vector<core::ConfigLayer>() : known->second;
}

std::optional<core::Layer> PlacesWorld::textOf(
    const core::ConfigId &config, const core::EnvironmentId &environment)
{
    const auto known = m_texts.find(config.text());
    return known == m_texts.end() || environment != m_place.environment
        ? std::nullopt
        : std::optional(known->second);
}

} // namespace chancery::support
