// Option descriptors and values between libsane and JavaScript.
#pragma once

#include <string>
#include <vector>

#include <napi.h>

#include "sane-library.h"

namespace sane {

// A copy of one descriptor, taken on the worker's side: libsane may change its own at the next call.
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

// Values are handed to libsane in a buffer of the option's own size.
using Value = std::vector<Word>;

std::vector<OptionCopy> describeAll(Handle handle);
Napi::Object toObject(Napi::Env env, const OptionCopy &option);

// Room for a value of this option; throws TypeError where the size it claims is none.
Value roomFor(Napi::Env env, const Option &option);
Napi::Value fromValue(Napi::Env env, int type, Word size, const Value &value);
// Throws TypeError for a value that is none of this option.
Value toValue(Napi::Env env, const Option &option, const Napi::Value &given);

}  // namespace sane
