// Option descriptors and values between libsane and JavaScript. What needs libsane runs on a thread of the pool and knows no JavaScript.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <napi.h>

#include "sane-library.h"

namespace sane {

// A copy of one descriptor: libsane may change its own at the next call.
struct OptionCopy {
  int index;
  std::string name, title, description;
  int type, unit;
  Word size, capabilities;
  int constraintKind = None;
  Range range = {};
  std::vector<Word> words;
  std::vector<std::string> strings;
};
// Throws std::length_error where a backend describes itself without end.
std::vector<OptionCopy> describeAll(Handle handle);
Napi::Object toObject(Napi::Env env, const OptionCopy &option);

// A value for an option, before it is known what the option takes.
using Given = std::variant<std::monostate, bool, double, std::vector<double>, std::string>;
// Throws TypeError for what no option takes.
Given givenBy(const Napi::Value &value);

// A value as libsane takes and gives it, with more room than the option claims to need.
struct Value {
  int type = Group;
  Word size = 0;
  std::vector<Word> words;
};
// The option of that number as it is now. Throws std::out_of_range.
const Option &optionAt(Handle handle, Word index);
// Throws std::invalid_argument where the option holds no value, or the size it claims is none.
Value roomFor(const Option &option);
// Throws std::invalid_argument, in words, for a value that is none of this option.
Value encode(const Option &option, const Given &given);
// Null for what holds nothing.
Napi::Value decode(Napi::Env env, const Value &value);

}  // namespace sane
