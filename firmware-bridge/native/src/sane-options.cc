#include "sane-options.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sane {

namespace {

// More than any backend has; what a broken one claims beyond is not believed.
constexpr Word kMostOptions = 1000;
constexpr Word kMostBytes = 1 << 20;
constexpr size_t kMostChoices = 4096;
constexpr double kFixedScale = 65536;

std::string copyOf(const char *text) { return text ? text : ""; }

double number(int type, Word word) { return type == Fixed ? word / kFixedScale : word; }

Napi::TypeError wrong(Napi::Env env, const Option &option, const std::string &what) {
  return Napi::TypeError::New(env, "option " + copyOf(option.name) + ": " + what);
}

Word wordOf(Napi::Env env, const Option &option, const Napi::Value &given) {
  if (!given.IsNumber()) throw wrong(env, option, "a number is wanted");
  const double value = given.As<Napi::Number>().DoubleValue() * (option.type == Fixed ? kFixedScale : 1);
  if (!(std::abs(value) <= 2147483647.0)) throw wrong(env, option, "the number is out of range");
  return static_cast<Word>(std::lround(value));
}

}  // namespace

std::vector<OptionCopy> describeAll(Handle handle) {
  std::vector<OptionCopy> all;
  for (Word index = 0; index < kMostOptions; index++) {
    const Option *option = library->getOption(handle, index);
    if (!option) break;
    OptionCopy copy{index, copyOf(option->name), copyOf(option->title), copyOf(option->description), option->type,
                    option->unit, option->size, option->capabilities, None, {}, {}, {}};
    if (option->constraintKind == RangeOf && option->constraint.range) {
      copy.range = *option->constraint.range;
      copy.constraintKind = RangeOf;
    } else if (option->constraintKind == WordList && option->constraint.words) {
      const Word *words = option->constraint.words;
      const size_t count = std::min<size_t>(std::max(words[0], 0), kMostChoices);
      copy.words.assign(words + 1, words + 1 + count);
      copy.constraintKind = WordList;
    } else if (option->constraintKind == StringList && option->constraint.strings) {
      for (const char *const *text = option->constraint.strings; *text && copy.strings.size() < kMostChoices; text++)
        copy.strings.emplace_back(*text);
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

Value roomFor(Napi::Env env, const Option &option) {
  const bool words = option.type == Int || option.type == Fixed || option.type == Bool;
  const bool sound = option.size >= 0 && option.size <= kMostBytes && (!words || (option.size > 0 && option.size % sizeof(Word) == 0));
  if (option.type == Group || !sound) throw wrong(env, option, "it holds no value");
  return Value(option.size / sizeof(Word) + 2);
}

Napi::Value fromValue(Napi::Env env, int type, Word size, const Value &value) {
  switch (type) {
    case Bool:
      return Napi::Boolean::New(env, value[0] != 0);
    case Int:
    case Fixed: {
      const uint32_t count = size / sizeof(Word);
      if (count == 1) return Napi::Number::New(env, number(type, value[0]));
      Napi::Array list = Napi::Array::New(env, count);
      for (uint32_t at = 0; at < count; at++) list.Set(at, number(type, value[at]));
      return list;
    }
    case String: {
      const char *text = reinterpret_cast<const char *>(value.data());
      return Napi::String::New(env, text, strnlen(text, size));
    }
    default:
      return env.Null();
  }
}

Value toValue(Napi::Env env, const Option &option, const Napi::Value &given) {
  Value value = roomFor(env, option);
  switch (option.type) {
    case Bool:
      if (!given.IsBoolean()) throw wrong(env, option, "true or false is wanted");
      value[0] = given.As<Napi::Boolean>().Value() ? 1 : 0;
      break;
    case Int:
    case Fixed: {
      const uint32_t count = option.size / sizeof(Word);
      if (count == 1 && !given.IsArray()) {
        value[0] = wordOf(env, option, given);
        break;
      }
      if (!given.IsArray() || given.As<Napi::Array>().Length() != count)
        throw wrong(env, option, "a list of " + std::to_string(count) + " numbers is wanted");
      for (uint32_t at = 0; at < count; at++) value[at] = wordOf(env, option, given.As<Napi::Array>().Get(at));
      break;
    }
    case String: {
      if (!given.IsString()) throw wrong(env, option, "a text is wanted");
      const std::string text = given.As<Napi::String>();
      if (text.size() + 1 > static_cast<size_t>(option.size) || text.find('\0') != std::string::npos)
        throw wrong(env, option, "the text does not fit");
      std::memcpy(value.data(), text.c_str(), text.size() + 1);
      break;
    }
    default:
      break;
  }
  return value;
}

}  // namespace sane
