#include "sane-options.h"

#include <cmath>
#include <cstring>
#include <stdexcept>

namespace sane {

namespace {

// More than any backend has; what a broken one claims beyond is not believed.
constexpr Word kMostOptions = 1000;
constexpr Word kMostBytes = 1 << 20;
constexpr Word kMostChoices = 4096;
// A backend that is wrong about the size of an option is so by little.
constexpr size_t kSpareWords = 1024;
constexpr double kFixedScale = 65536;

double number(int type, Word word) { return type == Fixed ? word / kFixedScale : word; }

std::invalid_argument wrong(const Option &option, const std::string &what) {
  return std::invalid_argument("option " + Copies().text(option.name) + ": " + what);
}

Word wordOf(const Option &option, double given) {
  const double value = given * (option.type == Fixed ? kFixedScale : 1);
  if (!(std::abs(value) <= 2147483647.0)) throw wrong(option, "the number is out of range");
  return static_cast<Word>(std::lround(value));
}

}  // namespace

std::vector<OptionCopy> describeAll(Handle handle) {
  std::vector<OptionCopy> all;
  Copies copies;
  for (Word index = 0; index < kMostOptions; index++) {
    const Option *option = library->getOption(handle, index);
    if (!option) break;
    OptionCopy copy{index, copies.text(option->name), copies.text(option->title), copies.text(option->description), option->type,
                    option->unit, option->size, option->capabilities, None, {}, {}, {}};
    if (option->constraintKind == RangeOf && option->constraint.range) {
      copy.range = *option->constraint.range;
      copy.constraintKind = RangeOf;
    } else if (option->constraintKind == WordList && option->constraint.words) {
      const Word *words = option->constraint.words;
      if (words[0] >= 0 && words[0] <= kMostChoices) {
        copies.spend(words[0] * sizeof(Word));
        copy.words.assign(words + 1, words + 1 + words[0]);
        copy.constraintKind = WordList;
      }
    } else if (option->constraintKind == StringList && option->constraint.strings) {
      for (const char *const *text = option->constraint.strings; *text && copy.strings.size() < kMostChoices; text++)
        copy.strings.push_back(copies.text(*text));
      copy.constraintKind = StringList;
    }
    all.push_back(std::move(copy));
  }
  return all;
}

Napi::Object toObject(Napi::Env env, const OptionCopy &option) {
  static const char *const kTypes[] = {"bool", "int", "fixed", "string", "button", "group"};
  static const char *const kUnits[] = {"none", "pixel", "bit", "mm", "dpi", "percent", "microsecond"};
  auto named = [](auto &names, int index) { return index >= 0 && index < static_cast<int>(std::size(names)) ? names[index] : "unknown"; };
  Napi::Object object = Napi::Object::New(env);
  object.Set("index", option.index);
  object.Set("name", option.name);
  object.Set("title", option.title);
  object.Set("description", option.description);
  object.Set("type", named(kTypes, option.type));
  object.Set("unit", named(kUnits, option.unit));
  object.Set("size", option.size);
  object.Set("capabilities", option.capabilities);
  Napi::Value constraint = env.Null();
  if (option.constraintKind == RangeOf) {
    Napi::Object range = Napi::Object::New(env);
    range.Set("min", number(option.type, option.range.min));
    range.Set("max", number(option.type, option.range.max));
    range.Set("quant", number(option.type, option.range.quant));
    constraint = range;
  } else if (option.constraintKind != None) {
    Napi::Array list = Napi::Array::New(env);
    uint32_t at = 0;
    for (Word word : option.words) list.Set(at++, number(option.type, word));
    for (const std::string &text : option.strings) list.Set(at++, text);
    constraint = list;
  }
  object.Set("constraint", constraint);
  return object;
}

Given givenBy(const Napi::Value &value) {
  if (value.IsUndefined()) return {};
  if (value.IsBoolean()) return value.As<Napi::Boolean>().Value();
  if (value.IsNumber()) return value.As<Napi::Number>().DoubleValue();
  if (value.IsString()) return value.As<Napi::String>().Utf8Value();
  if (value.IsArray() && value.As<Napi::Array>().Length() <= kMostBytes / sizeof(Word)) {
    Napi::Array list = value.As<Napi::Array>();
    std::vector<double> numbers(list.Length());
    for (uint32_t at = 0; at < numbers.size(); at++) numbers[at] = Napi::Value(list.Get(at)).As<Napi::Number>().DoubleValue();
    return numbers;
  }
  throw Napi::TypeError::New(value.Env(), "an option takes truth, numbers or a text");
}

const Option &optionAt(Handle handle, Word index) {
  const Option *option = library->getOption(handle, index);
  if (!option) throw std::out_of_range("there is no such option");
  return *option;
}

Value roomFor(const Option &option) {
  const bool words = option.type == Int || option.type == Fixed || option.type == Bool;
  const bool known = words || option.type == String || option.type == Button;
  const bool sound = option.size >= 0 && option.size <= kMostBytes && (!words || (option.size > 0 && option.size % sizeof(Word) == 0));
  if (!known || !sound) throw wrong(option, "it holds no value");
  return {option.type, option.size, std::vector<Word>(option.size / sizeof(Word) + kSpareWords)};
}

Napi::Value decode(Napi::Env env, const Value &value) {
  switch (value.type) {
    case Bool:
      return Napi::Boolean::New(env, value.words[0] != 0);
    case Int:
    case Fixed: {
      const uint32_t count = value.size / sizeof(Word);
      if (count == 1) return Napi::Number::New(env, number(value.type, value.words[0]));
      Napi::Array list = Napi::Array::New(env, count);
      for (uint32_t at = 0; at < count; at++) list.Set(at, number(value.type, value.words[at]));
      return list;
    }
    case String: {
      const char *text = reinterpret_cast<const char *>(value.words.data());
      return Napi::String::New(env, text, strnlen(text, value.size));
    }
    default:
      return env.Null();
  }
}

Value encode(const Option &option, const Given &given) {
  Value value = roomFor(option);
  switch (option.type) {
    case Bool: {
      const bool *truth = std::get_if<bool>(&given);
      if (!truth) throw wrong(option, "true or false is wanted");
      value.words[0] = *truth ? 1 : 0;
      break;
    }
    case Int:
    case Fixed: {
      const size_t count = option.size / sizeof(Word);
      const double *one = std::get_if<double>(&given);
      const auto *several = std::get_if<std::vector<double>>(&given);
      if (count == 1 && !several) {
        if (!one) throw wrong(option, "a number is wanted");
        value.words[0] = wordOf(option, *one);
        break;
      }
      if (!several || several->size() != count) throw wrong(option, "a list of " + std::to_string(count) + " numbers is wanted");
      for (size_t at = 0; at < count; at++) value.words[at] = wordOf(option, (*several)[at]);
      break;
    }
    case String: {
      const std::string *text = std::get_if<std::string>(&given);
      if (!text) throw wrong(option, "a text is wanted");
      if (text->size() + 1 > static_cast<size_t>(option.size) || text->find('\0') != std::string::npos)
        throw wrong(option, "the text does not fit");
      std::memcpy(value.words.data(), text->c_str(), text->size() + 1);
      break;
    }
    default:
      break;
  }
  return value;
}

}  // namespace sane
