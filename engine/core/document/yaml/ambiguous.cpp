// SPDX-License-Identifier: Apache-2.0
#include "ambiguous.h"

#include <re2/re2.h>

namespace chancery::core::yaml {

bool isTakenForAnother(std::string_view word)
{
    static const re2::RE2 words(
        // Flags, nothing, a merge and a default value.
        "(?i:y|yes|n|no|true|false|on|off|null|~|)|<<|="
        // Whole numbers: by 2, 8, 16, 10 and 60.
        "|[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*"
        "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?"
        // Others.
        "|[-+]?[0-9][0-9_]*(?:\\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\\.[0-9][0-9_]*(?:[eE][-+]?[0-"
        "9]+)?"
        "|[-+]?\\.(?i:inf)|\\.(?i:nan)"
        // Times.
        "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
        "(?:(?:[Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]*)?"
        "(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?");
    return re2::RE2::FullMatch(re2::StringPiece(word.data(), word.size()), words);
}

} // namespace chancery::core::yaml
