// SPDX-License-Identifier: Apache-2.0
#include "password.h"

#include "app/cli/visible.h"

#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace chancery::cli {

namespace {

// Nothing typed is shown while it lives.
class QuietTerminal {
public:
    QuietTerminal()
    {
        m_isTerminal = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_isTerminal)
            return;
        auto quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;
    ~QuietTerminal()
    {
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    bool isTerminal() const { return m_isTerminal; }

private:
    termios m_before{};
    bool m_isTerminal = false;
};

} // namespace

core::Result<core::Secret> readPassword(const std::string &whose, bool fromInput)
{
    std::string line;
    if (fromInput) {
        std::getline(std::cin, line);
    } else {
        const QuietTerminal quiet;
        if (!quiet.isTerminal())
            return core::Error{core::ErrorKind::Invalid, "no-password",
                "There is no terminal to ask for the password. Use --password-stdin.", {}, {}, {}};
        std::cerr << "Password of " << visible(whose) << ": " << std::flush;
        std::getline(std::cin, line);
        std::cerr << '\n';
    }
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return core::Secret(std::move(line));
}

core::Result<core::Secret> readSecretValue()
{
    static constexpr std::size_t most = std::size_t(1) << 20;
    std::string text;
    const QuietTerminal quiet;
    if (quiet.isTerminal()) {
        std::cerr << "Value: " << std::flush;
        std::getline(std::cin, text);
        std::cerr << '\n';
        return core::Secret(std::move(text));
    }
    text.reserve(most); // so that no part of it is left behind where it grew
    char letter = 0;
    while (text.size() < most && std::cin.get(letter))
        text += letter;
    if (!text.empty() && text.back() == '\n')
        text.pop_back();
    if (!text.empty() && text.back() == '\r')
        text.pop_back();
    return core::Secret(std::move(text));
}

} // namespace chancery::cli
