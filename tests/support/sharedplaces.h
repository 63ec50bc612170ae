// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>

namespace chancery::support {

// A value of the corpus that cannot be set by its own bytes alone, and why not.
struct SharedPlace {
    std::string_view document;
    std::string_view pointer;
    std::string_view reason;
};

// All of them. Nothing else of the corpus may be refused, and these have to be: YAML writes such a
// value once for two places, so that its bytes are not those of one of them.
inline constexpr std::array sharedPlaceList{
    SharedPlace{"valid/tmuxinator/sample_alias.yml", "/defaults/pre/0",
        "below the anchor that a merge key brings to /windows/0/editor: another value there"},
    SharedPlace{"valid/tmuxinator/sample_alias.yml", "/windows/0/editor/pre/0",
        "comes by the merge key and has no bytes there: those that it has are of /defaults"},
};

inline bool hasSharedValues(std::string_view document)
{
    for (const SharedPlace &place : sharedPlaceList) {
        if (place.document == document)
            return true;
    }
    return false;
}

inline std::set<std::string> sharedPlaces()
{
    std::set<std::string> places;
    for (const SharedPlace &place : sharedPlaceList)
        places.insert(std::string(place.document) + std::string(place.pointer));
    return places;
}

} // namespace chancery::support
