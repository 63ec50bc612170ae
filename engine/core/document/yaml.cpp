// SPDX-License-Identifier: Apache-2.0
#include "yaml.h"

#include "engine/core/document/yaml/composer.h"

namespace chancery::core {

namespace {

std::optional<Problem> compose(
    yaml::Composer &composer, const std::string &source, const Limits &limits)
{
    auto problem = yaml::parse(source, limits, composer);
    return problem ? std::move(problem) : composer.problem();
}

} // namespace

Reading readYaml(std::shared_ptr<const std::string> source, const Limits &limits)
{
    yaml::Composer composer(source, limits, yaml::Composer::Documents::One);
    if (auto problem = compose(composer, *source, limits))
        return std::move(*problem);
    auto documents = std::move(composer).documents();
    if (!documents.empty())
        return std::move(documents.front());
    Tree tree(source, Format::Yaml);
    const auto end = std::uint32_t(source->size());
    tree.nodes().push_back({.begin = end, .end = end});
    return tree;
}

YamlStream readYamlStream(std::shared_ptr<const std::string> source, const Limits &limits)
{
    yaml::Composer composer(source, limits, yaml::Composer::Documents::Many);
    YamlStream stream;
    stream.problem = compose(composer, *source, limits);
    stream.documents = std::move(composer).documents();
    return stream;
}

} // namespace chancery::core
