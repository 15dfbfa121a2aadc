// What the kernel does for us and Node has no call for: taking an input device for oneself, and a word to systemd.
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <linux/input.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <napi.h>

namespace {

Napi::Error failed(Napi::Env env, const char *call, int number) {
  Napi::Error error = Napi::Error::New(env, std::string(call) + ": " + std::strerror(number));
  // The kernel has numbers that the C library has no name for (524, ENOTSUPP, is one that drivers let out).
  const char *name = strerrorname_np(number);
  error.Set("code", Napi::String::New(env, name ? name : "E" + std::to_string(number)));
  error.Set("errno", Napi::Number::New(env, -number));
  error.Set("syscall", Napi::String::New(env, call));
  return error;
}

// grab(fd, exclusive): EVIOCGRAB. While it holds, no other reader of the device, the desktop among them, gets its keys.
Napi::Value grab(const Napi::CallbackInfo &info) {
  const int fd = info[0].As<Napi::Number>().Int32Value();
  const bool exclusive = info[1].As<Napi::Boolean>().Value();
  if (ioctl(fd, EVIOCGRAB, exclusive ? 1 : 0) != 0) throw failed(info.Env(), "EVIOCGRAB", errno);
  return info.Env().Undefined();
}

// send(path, bytes): one datagram to a Unix socket; a path that begins with @ is in the abstract space (sd_notify(3)).
Napi::Value send(const Napi::CallbackInfo &info) {
  const std::string path = info[0].As<Napi::String>();
  const std::string text = info[1].As<Napi::String>();
  sockaddr_un to = {};
  to.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof to.sun_path) throw failed(info.Env(), "sendto", ENAMETOOLONG);
  std::memcpy(to.sun_path, path.data(), path.size());
  if (path[0] == '@') to.sun_path[0] = '\0';
  const socklen_t length = offsetof(sockaddr_un, sun_path) + path.size();
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) throw failed(info.Env(), "socket", errno);
  const ssize_t sent = sendto(fd, text.data(), text.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr *>(&to), length);
  const int number = errno;
  close(fd);
  if (sent < 0) throw failed(info.Env(), "sendto", number);
  return info.Env().Undefined();
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("source", Napi::String::New(env, ADDON_SOURCE));
  exports.Set("grab", Napi::Function::New(env, grab));
  exports.Set("send", Napi::Function::New(env, send));
  return exports;
}

}  // namespace

NODE_API_MODULE(system, init)
