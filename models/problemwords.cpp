// SPDX-License-Identifier: Apache-2.0
//
// A sentence is told by the text between its places; of several that fit the one with the most text
// is meant: "… and 3 more" is not another value. The places are filled with what stood there, but
// where the engine puts a phrase of its own in, the types of a schema for one, which has words of
// its own here.
#include "problemwords.h"

#include <QCoreApplication>

#include <array>
#include <optional>
#include <vector>

namespace chancery::models {

namespace {

struct Sentence {
    const char *text;
    bool hasPhrases = false; // what stands at its places is a phrase, or some of them
};

// clang-format off
constexpr Sentence sentences[]{
    // Schema
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected %1, found %2"), true},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value is not the allowed one")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value must be %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value is none of the allowed ones")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value must be one of %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value must be one of %1 and %2 more")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The number is out of its range")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The number must be above %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The number must be at least %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The number must be below %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The number must be at most %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The number must be a multiple of %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The text must have at least 1 character")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The text must have at least %1 characters")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The text must have at most 1 character")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The text must have at most %1 characters")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The array must have at least 1 item")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The array must have at least %1 items")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The array must have at most 1 item")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The array must have at most %1 items")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The object must have at least 1 property")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The object must have at least %1 properties")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The object must have at most 1 property")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The object must have at most %1 properties")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The text must be a valid %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The text does not match its pattern")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The text must match the pattern %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "All items of the array must be different")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value fits none of the allowed alternatives")},
    {QT_TRANSLATE_NOOP("ProblemWords", "One of these properties is missing: %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value must fit exactly one of the alternatives; it fits the numbers %1")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value fits a schema that it must not fit")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value is not allowed here")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The property \"%1\" is not allowed here")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The property \"%1\" is missing")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The property \"%1\" is missing; it must stand beside \"%2\"")},
    {QT_TRANSLATE_NOOP("ProblemWords", "An item is not allowed at this place")},
    {QT_TRANSLATE_NOOP("ProblemWords", "No value is allowed here")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Too many items of the array fit the given schema")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Too few items of the array fit the given schema")},
    {QT_TRANSLATE_NOOP("ProblemWords", "No item of the array fits the given schema")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Checking the document against its schema takes more work than is allowed")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The document does not fit its schema; finding out why takes more work than is allowed")},
    // Rules and layers
    {QT_TRANSLATE_NOOP("ProblemWords", "This is what covers a sensitive value on screen, not the value itself")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The invariant \"%1\" does not hold")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The invariant %1 does not hold")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Checking the invariants takes more steps than are allowed")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Checking the patterns takes more steps than are allowed")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This key was retired: what still reads it means something else by it, so that it cannot be used again")},
    {QT_TRANSLATE_NOOP("ProblemWords", "An empty entry matches everything")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A lone \"/\" matches everything")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected a pattern of at most 1000 bytes")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected a regular expression without look-around and back-references, which always ends in time")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This entry matches %1 of %2 samples, and at most %3 percent are allowed; among them %4")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A whole layer cannot be removed")},
    {QT_TRANSLATE_NOOP("ProblemWords", "An array replaces the one below as a whole; its items are neither removed nor replaced one by one")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected nothing else beside \"%1\"")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A removal is written {\"$remove\": true}")},
    // All readers
    {QT_TRANSLATE_NOOP("ProblemWords", "The document is larger than the limit of %1 bytes")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The document begins with a byte order mark; remove it")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The document has more than %1 values")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The document is nested deeper than %1 levels")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This byte is not valid UTF-8")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Not every reader can hold this number exactly; write it as a string")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A string is longer than the limit")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A key is longer than the limit")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A surrogate escape must be one of a pair")},
    {QT_TRANSLATE_NOOP("ProblemWords", "There is no such character in Unicode")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A control character in a string must be escaped")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected %1"), true},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected '%1' after the key")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Unexpected end of the document; expected '%1' after the key")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Unexpected end of the document; expected %1"), true},
    // JSON
    {QT_TRANSLATE_NOOP("ProblemWords", "The property \"%1\" is defined twice in this object")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This escape is not known to JSON")},
    {QT_TRANSLATE_NOOP("ProblemWords", "\\u needs four hexadecimal digits")},
    // TOML
    {QT_TRANSLATE_NOOP("ProblemWords", "The key has more than %1 parts")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A control character cannot stand in a comment")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A control character cannot stand in a literal string")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Only a decimal number has a sign")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A number cannot begin with zeros")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected a closing quote before the end of the line")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This escape is not known to TOML")},
    {QT_TRANSLATE_NOOP("ProblemWords", "There is no such month")},
    {QT_TRANSLATE_NOOP("ProblemWords", "There is no such day")},
    {QT_TRANSLATE_NOOP("ProblemWords", "There is no such day in this month")},
    {QT_TRANSLATE_NOOP("ProblemWords", "There is no such hour")},
    {QT_TRANSLATE_NOOP("ProblemWords", "There is no such minute")},
    {QT_TRANSLATE_NOOP("ProblemWords", "There is no such second")},
    {QT_TRANSLATE_NOOP("ProblemWords", "\"%1\" is defined as a value already")},
    {QT_TRANSLATE_NOOP("ProblemWords", "\"%1\" is defined as an array already, which is complete")},
    {QT_TRANSLATE_NOOP("ProblemWords", "\"%1\" is defined as an inline table already, which is complete")},
    {QT_TRANSLATE_NOOP("ProblemWords", "\"%1\" is defined as an array of tables already")},
    {QT_TRANSLATE_NOOP("ProblemWords", "\"%1\" is defined as a table already")},
    // YAML
    {QT_TRANSLATE_NOOP("ProblemWords", "The key \"%1\" is defined twice in this mapping")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A config is one document; another one begins here")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The value is not of the type that its tag names")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Only the tags of the core schema are known")},
    {QT_TRANSLATE_NOOP("ProblemWords", "No anchor \"%1\" stands in front of this alias")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A node may not contain itself")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The document is nested too deeply with its aliases expanded")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected a mapping, or a sequence of mappings, behind the merge key")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A value may not begin with this character; put it in quotes")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Unexpected end of the document; a bracket is not closed")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A document marker may not stand in a quoted scalar")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A document marker may not stand in brackets")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This line of a quoted scalar is not indented enough")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This line of a value in brackets is not indented enough")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This escape is not known to YAML")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Expected more hexadecimal digits in this escape")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A control character must be escaped")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This character may stand in quoted scalars only")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A key may not begin here: it must stand at the start of its line and on one line")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A key in a sequence must be on one line and at most 1024 characters long")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A tab may not be indentation")},
    {QT_TRANSLATE_NOOP("ProblemWords", "An empty line before this one is indented more than it")},
    {QT_TRANSLATE_NOOP("ProblemWords", "This line is indented more than the entries above it")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A node may have one anchor only")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A node may have one tag only")},
    {QT_TRANSLATE_NOOP("ProblemWords", "A tag may have one handle only")},
    {QT_TRANSLATE_NOOP("ProblemWords", "An alias may have neither anchor nor tag")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The document has a second %YAML directive")},
    {QT_TRANSLATE_NOOP("ProblemWords", "The document has a second %TAG directive for this handle")},
    {QT_TRANSLATE_NOOP("ProblemWords", "Only version 1 of YAML is read")},
    {QT_TRANSLATE_NOOP("ProblemWords", "No %TAG directive declares this handle")},
};

constexpr const char *phrases[]{
    QT_TRANSLATE_NOOP("ProblemWords", "null"),
    QT_TRANSLATE_NOOP("ProblemWords", "a boolean"),
    QT_TRANSLATE_NOOP("ProblemWords", "a number"),
    QT_TRANSLATE_NOOP("ProblemWords", "a string"),
    QT_TRANSLATE_NOOP("ProblemWords", "an array"),
    QT_TRANSLATE_NOOP("ProblemWords", "an object"),
    QT_TRANSLATE_NOOP("ProblemWords", "an integer"),
    QT_TRANSLATE_NOOP("ProblemWords", "a value"),
    QT_TRANSLATE_NOOP("ProblemWords", "the end of the document"),
    QT_TRANSLATE_NOOP("ProblemWords", "the end of the document; this line belongs to nothing above it"),
    QT_TRANSLATE_NOOP("ProblemWords", "the end of the line"),
    QT_TRANSLATE_NOOP("ProblemWords", "',' or '}'"),
    QT_TRANSLATE_NOOP("ProblemWords", "',' or ']'"),
    QT_TRANSLATE_NOOP("ProblemWords", "a property name in double quotes"),
    QT_TRANSLATE_NOOP("ProblemWords", "':' after the property name"),
    QT_TRANSLATE_NOOP("ProblemWords", "a closing quote"),
    QT_TRANSLATE_NOOP("ProblemWords", "three closing quotes"),
    QT_TRANSLATE_NOOP("ProblemWords", "a digit"),
    QT_TRANSLATE_NOOP("ProblemWords", "a digit after the decimal point"),
    QT_TRANSLATE_NOOP("ProblemWords", "a digit in the exponent"),
    QT_TRANSLATE_NOOP("ProblemWords", "a key"),
    QT_TRANSLATE_NOOP("ProblemWords", "two digits"),
    QT_TRANSLATE_NOOP("ProblemWords", "'-' and the day"),
    QT_TRANSLATE_NOOP("ProblemWords", "':' in the time"),
    QT_TRANSLATE_NOOP("ProblemWords", "':' in the offset"),
    QT_TRANSLATE_NOOP("ProblemWords", "four hexadecimal digits behind \\u"),
    QT_TRANSLATE_NOOP("ProblemWords", "eight hexadecimal digits behind \\U"),
    QT_TRANSLATE_NOOP("ProblemWords", "\"---\" behind the directives"),
    QT_TRANSLATE_NOOP("ProblemWords", "\"---\" in front of another document"),
    QT_TRANSLATE_NOOP("ProblemWords", "one digit from 1 to 9 as the indentation"),
    QT_TRANSLATE_NOOP("ProblemWords", "one of + and - only"),
    QT_TRANSLATE_NOOP("ProblemWords", "a space behind an anchor or tag"),
    QT_TRANSLATE_NOOP("ProblemWords", "a key, ':' and a space"),
    QT_TRANSLATE_NOOP("ProblemWords", "':' behind the key"),
    QT_TRANSLATE_NOOP("ProblemWords", "a value in front of ','"),
    QT_TRANSLATE_NOOP("ProblemWords", "nothing behind the version of %YAML"),
    QT_TRANSLATE_NOOP("ProblemWords", "a handle and a prefix behind %TAG"),
    QT_TRANSLATE_NOOP("ProblemWords", "a version such as 1.2 behind %YAML"),
    QT_TRANSLATE_NOOP("ProblemWords", "a handle such as !name! behind %TAG"),
    QT_TRANSLATE_NOOP("ProblemWords", "a name behind &"),
    QT_TRANSLATE_NOOP("ProblemWords", "a name behind *"),
    QT_TRANSLATE_NOOP("ProblemWords", "a tag and '>' behind \"!<\""),
    QT_TRANSLATE_NOOP("ProblemWords", "a name behind the handle of the tag"),
    QT_TRANSLATE_NOOP("ProblemWords", "two hexadecimal digits behind %"),
    QT_TRANSLATE_NOOP("ProblemWords", "a scalar as the key"),
};
// clang-format on

QString say(const char *text)
{
    return QCoreApplication::translate("ProblemWords", text);
}

bool isPlace(std::string_view text, std::size_t at)
{
    return text[at] == '%' && at + 1 < text.size() && text[at + 1] >= '1' && text[at + 1] <= '9';
}

std::size_t lengthOf(std::string_view sentence)
{
    std::size_t length = sentence.size();
    for (std::size_t at = 0; at < sentence.size(); ++at)
        length -= isPlace(sentence, at) ? 2 : 0;
    return length;
}

// What stands at the places of the sentence in the message, in their order; nothing where it is
// another one. The places of a sentence are numbered from the left.
std::optional<std::vector<std::string_view>> fillingsOf(
    std::string_view sentence, std::string_view message)
{
    std::vector<std::string_view> fillings;
    for (;;) {
        std::size_t place = 0;
        while (place < sentence.size() && !isPlace(sentence, place))
            ++place;
        if (!message.starts_with(sentence.substr(0, place)))
            return std::nullopt;
        message.remove_prefix(place);
        if (place == sentence.size())
            return message.empty() ? std::optional(std::move(fillings)) : std::nullopt;
        sentence.remove_prefix(place + 2);
        std::size_t next = 0;
        while (next < sentence.size() && !isPlace(sentence, next))
            ++next;
        const bool isLast = next == sentence.size();
        const auto between = sentence.substr(0, next);
        const auto end = isLast && !message.ends_with(between) ? std::string_view::npos
            : isLast                                           ? message.size() - between.size()
                                                               : message.find(between);
        if (end == std::string_view::npos || end > message.size())
            return std::nullopt;
        fillings.push_back(message.substr(0, end));
        message.remove_prefix(end);
    }
}

QString fromText(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::optional<QString> phraseText(std::string_view text)
{
    for (const char *phrase : phrases) {
        if (text == phrase)
            return say(phrase);
    }
    // "a, b or c"
    for (const std::string_view joint : {" or ", ", "}) {
        const auto at = text.rfind(joint);
        if (at == std::string_view::npos)
            continue;
        const auto front = phraseText(text.substr(0, at));
        const auto back = phraseText(text.substr(at + joint.size()));
        if (front && back)
            return (joint == ", " ? say(QT_TRANSLATE_NOOP("ProblemWords", "%1, %2"))
                                  : say(QT_TRANSLATE_NOOP("ProblemWords", "%1 or %2")))
                .arg(*front, *back);
    }
    return std::nullopt;
}

struct Known {
    const Sentence *sentence = nullptr;
    std::vector<QString> fillings;
};

std::optional<std::vector<QString>> textsOf(
    const Sentence &sentence, const std::vector<std::string_view> &fillings)
{
    std::vector<QString> texts;
    for (const auto filling : fillings) {
        const auto phrase = sentence.hasPhrases ? phraseText(filling) : std::nullopt;
        if (sentence.hasPhrases && !phrase)
            return std::nullopt;
        texts.push_back(phrase ? *phrase : fromText(filling));
    }
    return texts;
}

Known known(std::string_view message)
{
    Known best;
    for (const Sentence &sentence : sentences) {
        if (best.sentence && lengthOf(sentence.text) <= lengthOf(best.sentence->text))
            continue;
        const auto fillings = fillingsOf(sentence.text, message);
        if (auto texts = fillings ? textsOf(sentence, *fillings) : std::nullopt)
            best = {&sentence, *std::move(texts)};
    }
    return best;
}

} // namespace

QString problemText(std::string_view message)
{
    const auto [sentence, fillings] = known(message);
    if (!sentence)
        return fromText(message);
    // In one pass: what is put in may hold signs of places itself.
    const QString text = say(sentence->text);
    QString out;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const int place = text[at] == u'%' && at + 1 < text.size() ? text[at + 1].digitValue() : -1;
        const bool isFilled = place >= 1 && std::size_t(place) <= fillings.size();
        out += isFilled ? fillings[std::size_t(place) - 1] : QString(text[at]);
        at += isFilled ? 1 : 0;
    }
    return out;
}

bool isKnownProblem(std::string_view message)
{
    return known(message).sentence != nullptr;
}

} // namespace chancery::models
