// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/signednote.h"

#include <string>

namespace chancery::cli {

// A verifier key as it is given on the command line: itself, or the file that holds it.
std::string keyText(std::string given);
core::Result<core::NoteVerifier> verifierFrom(std::string given);

} // namespace chancery::cli
