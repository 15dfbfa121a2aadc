// The C interface of libsane as the SANE standard 1.06 gives it (chapter 4), bound at run time: the addon loads where no libsane is.
#pragma once

#include <string>
#include <vector>

namespace sane {

using Word = int;
using Handle = void *;

enum Status : int { Good = 0, Cancelled = 2, Invalid = 4, EndOfFile = 5, IoError = 9 };
enum Type : int { Bool, Int, Fixed, String, Button, Group };
enum ConstraintKind : int { None, RangeOf, WordList, StringList };
enum Action : int { GetValue, SetValue, SetAuto };

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

// Copies what a backend says of itself, so much and no more: it may be wrong about where a text ends.
class Copies {
 public:
  // Nothing of a null pointer; a text without an end is cut off. Throws std::length_error when all of them together are too long.
  std::string text(const char *text);
  void spend(size_t bytes);

 private:
  size_t left_ = 4 << 20;
};

struct DeviceCopy {
  std::string name, vendor, model, type;
};
std::vector<DeviceCopy> copyAll(const Device *const *list);

}  // namespace sane
