// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "tests/support/plain.h"

#include <map>
#include <random>
#include <string>

namespace chancery::support {

// Makes documents of simple values (randomtrees.h) hard to write: the same scalars become the same
// texts that need quotes, escapes or blocks, numbers of many spellings and no nulls, so that every
// format can carry them; where keys are wanted too, they become ones with slashes, dots and spaces.
// What tells items apart ("id") stays.
class Disguise {
public:
    Disguise(std::mt19937 &random, bool hasKeys);

    Plain of(const Plain &plain) const;

private:
    std::map<std::string, std::string> m_scalars;
    std::map<std::string, std::string> m_keys;
};

// An object as people write it in that format: blocks in YAML, tables in TOML.
std::string writtenIn(const Plain &object, core::Format format);

} // namespace chancery::support
