// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/covers.h"
#include "engine/core/diff/ignorerules.h"
#include "engine/core/diff/treediff.h"
#include "engine/core/hierarchy/place.h"

#include <iosfwd>

namespace chancery::cli {

// A text with what of it is not for the terminal. Differences are sought in the text as it is, and
// shown with covers: of a hidden value it is said that it changed, or did not, and no more.
struct HiddenText {
    std::string text;
    std::optional<core::Tree> tree; // absent: it cannot be read, or is empty
    std::vector<core::TextSpan> hidden; // in order, without overlaps

    // Not value by value: the schema or the text cannot be read.
    bool isAllHidden() const;
    // Whether any of the value is hidden.
    bool hides(core::Value value) const;
    // The same of it and what is in it.
    bool hidesAnyOf(core::Value value) const;
};

// What any of the schemas calls sensitive, what looks or is named like a secret, and what stands at
// the pointers. Of a text that cannot be read all is hidden.
core::Result<HiddenText> hide(Covers &covers, std::string text, core::Format format,
    const Covers::SchemaIds &schemas, const std::vector<std::string> &pointers = {});

// The two sides of a difference.
struct HiddenPair {
    HiddenText left;
    HiddenText right;
};
// Merged documents of one config: both by the schema of the config, what is bound to it and to its
// layers today, and those of all versions that either is made of, for what one side calls sensitive
// stands in the other too. What came through a reference is hidden, for nobody knows here what its
// own schema says; and so is what came from a version that one may not look at. A side that is
// absent stays empty.
core::Result<HiddenPair> hideEffective(Online &online, Covers &covers, const core::Config &config,
    const core::EffectiveView *left, const core::EffectiveView *right);

// In the unified format, compared as they are and shown with covers; empty for equal texts. What
// the rules pass over stays as it is on the left.
std::string hiddenDiff(const HiddenText &left, const HiddenText &right, const std::string &leftName,
    const std::string &rightName, const core::IgnoreRules &rules = {});
// The same on the terminal, made visible; false, and nothing is printed, where they are equal.
bool printHiddenDiff(const HiddenText &left, const HiddenText &right, const std::string &leftName,
    const std::string &rightName, std::ostream &out, const core::IgnoreRules &rules = {});

// A JSON text with each hidden value as a cover: the same tree, node by node, but for these.
std::string coveredJson(const HiddenText &json);

} // namespace chancery::cli
