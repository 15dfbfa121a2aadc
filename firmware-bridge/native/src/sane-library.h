// The C interface of libsane as the SANE standard 1.06 gives it (chapter 4), bound at run time: the addon loads where no libsane is.
#pragma once

#include <string>

namespace sane {

using Word = int;
using Handle = void *;

enum Status : int { Good = 0, Cancelled = 2, Invalid = 4, EndOfFile = 5, IoError = 9 };
enum Type : int { Bool, Int, Fixed, String, Button, Group };
enum ConstraintKind : int { None, RangeOf, WordList, StringList };
enum Action : int { GetValue, SetValue, SetAuto };

constexpr Word kSettable = 1 << 0, kDetectable = 1 << 2, kInactive = 1 << 5;

struct Device {
  const char *name, *vendor, *model, *type;
};
struct Range {
  Word min, max, quant;
};
struct Option {
  const char *name, *title, *description;
  int type, unit;
  Word size, capabilities;
  int constraintKind;
  union {
    const char *const *strings;  // ends with a null pointer
    const Word *words;           // the first is how many follow
    const Range *range;
  } constraint;
};
struct Parameters {
  int format;
  Word lastFrame, bytesPerLine, pixelsPerLine, lines, depth;
};

struct Library {
  int (*init)(Word *version, void (*authorise)(const char *, char *, char *));
  int (*getDevices)(const Device ***list, Word localOnly);
  int (*open)(const char *name, Handle *handle);
  void (*close)(Handle handle);
  const Option *(*getOption)(Handle handle, Word index);
  int (*control)(Handle handle, Word index, int action, void *value, Word *info);
  int (*getParameters)(Handle handle, Parameters *parameters);
  int (*start)(Handle handle);
  int (*read)(Handle handle, unsigned char *bytes, Word most, Word *length);
  void (*cancel)(Handle handle);
  const char *(*say)(int status);
};

// Null until `load` has found it.
extern const Library *library;

// Finds the library and all its functions. Returns why not, or nothing.
std::string load(const std::string &file);

}  // namespace sane
