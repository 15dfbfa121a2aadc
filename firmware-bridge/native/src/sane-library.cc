#include "sane-library.h"

#include <cstring>
#include <dlfcn.h>
#include <stdexcept>

namespace sane {

const Library *library = nullptr;

namespace {
// More than any backend has; what a broken one claims beyond is not believed.
constexpr size_t kMostDevices = 1000;
constexpr size_t kMostText = 16 << 10;

Library found = {};

template <typename Function>
bool bind(void *object, const char *name, Function &function) {
  function = reinterpret_cast<Function>(dlsym(object, name));
  return function != nullptr;
}
}  // namespace

std::string load(const std::string &file) {
  if (library) return "";
  // Stays loaded for the life of the process: backends leave threads and exit handlers behind.
  void *object = dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (!object) return dlerror();
  const bool whole = bind(object, "sane_init", found.init) && bind(object, "sane_get_devices", found.getDevices) &&
                     bind(object, "sane_open", found.open) && bind(object, "sane_close", found.close) &&
                     bind(object, "sane_get_option_descriptor", found.getOption) &&
                     bind(object, "sane_control_option", found.control) &&
                     bind(object, "sane_get_parameters", found.getParameters) && bind(object, "sane_start", found.start) &&
                     bind(object, "sane_read", found.read) && bind(object, "sane_cancel", found.cancel) &&
                     bind(object, "sane_strstatus", found.say);
  if (!whole) return dlerror();
  library = &found;
  return "";
}

std::string Copies::text(const char *text) {
  if (!text) return "";
  const size_t length = strnlen(text, kMostText);
  spend(length);
  return std::string(text, length);
}

void Copies::spend(size_t bytes) {
  if (bytes > left_) throw std::length_error("the backend says too much of itself");
  left_ -= bytes;
}

std::vector<DeviceCopy> copyAll(const Device *const *list) {
  std::vector<DeviceCopy> all;
  Copies copies;
  for (; list && *list && all.size() < kMostDevices; list++)
    all.push_back({copies.text((*list)->name), copies.text((*list)->vendor), copies.text((*list)->model), copies.text((*list)->type)});
  return all;
}

}  // namespace sane
