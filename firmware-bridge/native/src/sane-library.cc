#include "sane-library.h"

#include <dlfcn.h>

namespace sane {

const Library *library = nullptr;

namespace {
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

}  // namespace sane
