// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <functional>
#include <string>
#include <vector>

namespace chancery::support {

// A value of which every part has an identity that no text of it shows. What is taken away stays
// as a mark of where it stood.
struct Known {
    enum class Kind { Scalar, Object, List };

    Kind kind = Kind::Scalar;
    int identity = 0;
    bool isGone = false;
    std::string name; // as a member
    std::string scalar; // as JSON
    std::vector<Known> children;
};

// One edit, told by identities: it may be made in any text that has them.
struct KnownEdit {
    enum class Kind { Set, Add, Drop, Insert, Move };

    Kind kind = Kind::Set;
    int target = 0; // of an addition what it is put into
    int behind = 0; // the item before it; none for the beginning
    Known value;
};

// What is not gone, with what it is in.
void forEach(const Known &value, const Known *parent,
    const std::function<void(const Known &value, const Known *parent)> &visit);
std::vector<const Known *> living(const Known &value);
const Known *find(const Known &value, int identity);
Known *find(Known &value, int identity);
Known *parentOf(Known &value, int identity);

void apply(Known &value, const KnownEdit &edit);
Known withEdits(Known value, const std::vector<KnownEdit> &edits);

// In one line, and as people write a document.
std::string jsonOf(const Known &value);
std::string textOf(const Known &value, core::Format format);

} // namespace chancery::support
