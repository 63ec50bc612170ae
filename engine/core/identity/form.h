// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chancery::core::identity {

// Names and values as HTML forms and OAuth write them (application/x-www-form-urlencoded).
using Form = std::vector<std::pair<std::string, std::string>>;

std::string formText(const Form &form);
// Nothing for a text that is not in the form, names something twice, or is too large.
std::optional<Form> readForm(std::string_view text);
// Empty where it is not there.
std::string valueIn(const Form &form, std::string_view name);

} // namespace chancery::core::identity
