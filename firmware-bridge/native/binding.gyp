{
  # Two addons: `system` needs nothing but the kernel; `sane` opens libsane when it is asked to, so that it loads without one.
  "target_defaults": {
    "include_dirs": ["<(module_root_dir)/../../node_modules/node-addon-api"],
    "defines": ["NAPI_VERSION=8", "NODE_ADDON_API_CPP_EXCEPTIONS", "NDEBUG", "_GNU_SOURCE", "ADDON_SOURCE=\"<(addon_source)\""],
    "cflags_cc": ["-std=c++17", "-Wall", "-Wextra", "-fvisibility=hidden", "-ffile-prefix-map=<(module_root_dir)=."],
    "cflags_cc!": ["-fno-exceptions", "-fno-rtti", "-std=gnu++20"],
    "ldflags": ["-s", "-Wl,--build-id=none"]
  },
  "variables": { "addon_source%": "unknown" },
  "targets": [
    { "target_name": "system", "sources": ["src/system.cc"] },
    { "target_name": "sane", "sources": ["src/sane.cc", "src/sane-library.cc", "src/sane-options.cc", "src/sane-task.cc"], "libraries": ["-ldl"] }
  ]
}
