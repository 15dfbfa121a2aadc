// libsane for one scanner, one call at a time, each on a thread of the pool. Only `cancel` may come beside another call, and `close` waits.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>
#include <stdexcept>
#include <time.h>

#include <napi.h>

#include "sane-options.h"
#include "sane-task.h"

namespace {

using sane::library;
using sane::run;
using sane::Turn;

constexpr size_t kMostRead = 64 << 20;
// A backend that has nothing yet, and does not wait for it, is not asked more often than this.
constexpr timespec kNothingYet = {0, 5'000'000};

bool begun = false;

// Scanners that libsane has given and not got back. Nothing is under way any more when the process ends, however it ends.
std::set<sane::Handle> held;
void giveBack() {
  for (sane::Handle handle : held) {
    library->cancel(handle);
    library->close(handle);
  }
}

Napi::Value nothing(Napi::Env env) { return env.Undefined(); }
sane::Word indexOf(const Napi::CallbackInfo &info) { return info[0].As<Napi::Number>().Int32Value(); }

// An open scanner is not collected: only `close` gives it back, or the end of the process, lest a lamp or a feeder is left on.
class Scanner : public Napi::ObjectWrap<Scanner> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Scanner",
                       {InstanceMethod<&Scanner::options>("options"), InstanceMethod<&Scanner::get>("get"),
                        InstanceMethod<&Scanner::set>("set"), InstanceMethod<&Scanner::start>("start"),
                        InstanceMethod<&Scanner::parameters>("parameters"), InstanceMethod<&Scanner::read>("read"),
                        InstanceMethod<&Scanner::cancel>("cancel"), InstanceMethod<&Scanner::close>("close")});
  }
  explicit Scanner(const Napi::CallbackInfo &info) : Napi::ObjectWrap<Scanner>(info) {
    if (!info[0].IsExternal()) throw Napi::TypeError::New(info.Env(), "open() makes scanners");
    handle_ = *info[0].As<Napi::External<sane::Handle>>().Data();
    held.insert(handle_);
    Ref();
  }

 private:
  sane::Handle handle_ = nullptr;
  // Not every backend can be asked again after the end.
  bool frameEnded_ = false;
  // A backend that is asked after a cancel, or at the same time, may wait for a thread that is gone.
  std::atomic<bool> cancelled_{false};
  // What a read fills: JavaScript may take its own memory away meanwhile.
  std::vector<uint8_t> filled_;

  sane::Handle handle(const Napi::CallbackInfo &info) {
    if (!handle_) throw Napi::Error::New(info.Env(), "the scanner is closed");
    return handle_;
  }

  Napi::Value options(const Napi::CallbackInfo &info) {
    auto all = std::make_shared<std::vector<sane::OptionCopy>>();
    return run(
        info.Env(), Turn::Alone, "sane_get_option_descriptor",
        [=, handle = handle(info)] {
          *all = sane::describeAll(handle);
          return sane::Good;
        },
        [=](Napi::Env env) -> Napi::Value {
          Napi::Array list = Napi::Array::New(env, all->size());
          for (uint32_t at = 0; at < all->size(); at++) list.Set(at, sane::toObject(env, (*all)[at]));
          return list;
        });
  }

  Napi::Value get(const Napi::CallbackInfo &info) {
    auto value = std::make_shared<sane::Value>();
    return run(
        info.Env(), Turn::Alone, "sane_control_option",
        [=, handle = handle(info), index = indexOf(info)] {
          *value = sane::roomFor(sane::optionAt(handle, index));
          return library->control(handle, index, sane::GetValue, value->words.data(), nullptr);
        },
        [=](Napi::Env env) { return sane::decode(env, *value); });
  }

  // set(index, value), or set(index) for the device's own choice. Answers {value, info}: what it was set to, and SANE_INFO bits.
  Napi::Value set(const Napi::CallbackInfo &info) {
    auto value = std::make_shared<sane::Value>();
    auto bits = std::make_shared<sane::Word>(0);
    return run(
        info.Env(), Turn::Alone, "sane_control_option",
        [=, handle = handle(info), index = indexOf(info), given = sane::givenBy(info[1])] {
          const sane::Option &option = sane::optionAt(handle, index);
          if (given.index() == 0 && option.type != sane::Button)
            return library->control(handle, index, sane::SetAuto, nullptr, bits.get());
          *value = sane::encode(option, given);
          return library->control(handle, index, sane::SetValue, value->words.data(), bits.get());
        },
        [=](Napi::Env env) -> Napi::Value {
          Napi::Object done = Napi::Object::New(env);
          done.Set("value", sane::decode(env, *value));
          done.Set("info", *bits);
          return done;
        });
  }

  Napi::Value start(const Napi::CallbackInfo &info) {
    auto begin = [this, handle = handle(info)] {
      frameEnded_ = false;
      return library->start(handle);
    };
    Napi::Value promise = run(info.Env(), Turn::Alone, "sane_start", begin, nothing);
    cancelled_ = false;
    return promise;
  }

  Napi::Value parameters(const Napi::CallbackInfo &info) {
    auto found = std::make_shared<sane::Parameters>();
    return run(
        info.Env(), Turn::Alone, "sane_get_parameters", [=, handle = handle(info)] { return library->getParameters(handle, found.get()); },
        [=](Napi::Env env) -> Napi::Value {
          Napi::Object object = Napi::Object::New(env);
          object.Set("format", found->format);
          object.Set("lastFrame", found->lastFrame != 0);
          object.Set("bytesPerLine", found->bytesPerLine);
          object.Set("pixelsPerLine", found->pixelsPerLine);
          object.Set("lines", found->lines);
          object.Set("depth", found->depth);
          return object;
        });
  }

  // read(buffer): fills it from the front, waiting until it is full, the frame ends, or the backend has nothing yet. Answers how many bytes
  // came; null is the end.
  Napi::Value read(const Napi::CallbackInfo &info) {
    if (!info[0].IsBuffer()) throw Napi::TypeError::New(info.Env(), "read() wants a buffer");
    Napi::Buffer<uint8_t> buffer = info[0].As<Napi::Buffer<uint8_t>>();
    const size_t room = buffer.Length();
    if (room == 0 || room > kMostRead) throw Napi::TypeError::New(info.Env(), "read() wants a buffer");
    auto length = std::make_shared<size_t>(0);
    auto wanted = std::make_shared<Napi::Reference<Napi::Buffer<uint8_t>>>(Napi::Persistent(buffer));
    return run(
        info.Env(), Turn::Alone, "sane_read", [=, handle = handle(info)] { return fill(handle, room, *length); },
        [=](Napi::Env env) -> Napi::Value {
          if (*length == 0 && frameEnded_) return env.Null();
          Napi::Buffer<uint8_t> to = wanted->Value();
          if (to.Length() < room) throw Napi::Error::New(env, "the buffer was taken away while it was being filled");
          std::memcpy(to.Data(), filled_.data(), *length);
          return Napi::Number::New(env, *length);
        });
  }

  int fill(sane::Handle handle, size_t room, size_t &length) {
    if (filled_.size() < room) filled_.resize(room);
    while (length < room && !frameEnded_) {
      if (cancelled_) return sane::Cancelled;
      sane::Word got = 0;
      const int status = library->read(handle, filled_.data() + length, static_cast<sane::Word>(room - length), &got);
      frameEnded_ = status == sane::EndOfFile;
      if (frameEnded_) break;
      if (status != sane::Good) return status;
      if (got < 0 || static_cast<size_t>(got) > room - length) {
        std::fprintf(stderr, "sane_read tells of %d bytes in a place of %zu: nothing here can be believed any more\n", got, room - length);
        std::abort();
      }
      length += got;
      if (got == 0) {
        if (length == 0) nanosleep(&kNothingYet, nullptr);
        break;
      }
    }
    return sane::Good;
  }

  Napi::Value cancel(const Napi::CallbackInfo &info) { return cancelBeside(info.Env(), handle(info)); }

  Napi::Value cancelBeside(Napi::Env env, sane::Handle handle) {
    cancelled_ = true;
    auto work = [handle] {
      library->cancel(handle);
      return sane::Good;
    };
    return run(env, Turn::Beside, "sane_cancel", work, nothing);
  }

  // From now on the scanner is closed to everybody. A call under way is cancelled, and libsane closes when the last has come back.
  Napi::Value close(const Napi::CallbackInfo &info) {
    sane::Handle handle = this->handle(info);
    if (sane::busy()) cancelBeside(info.Env(), handle);
    handle_ = nullptr;
    auto work = [handle] {
      held.erase(handle);
      library->close(handle);
      return sane::Good;
    };
    Napi::Value promise = run(info.Env(), Turn::Last, "sane_close", work, nothing, info.This().As<Napi::Object>());
    Unref();
    return promise;
  }
};

// load(file): throws with the loader's own words where there is no libsane.
Napi::Value load(const Napi::CallbackInfo &info) {
  const std::string why = sane::load(info[0].As<Napi::String>());
  if (!why.empty()) throw Napi::Error::New(info.Env(), why);
  return info.Env().Undefined();
}

// init(): `1.1.1`, as SANE_VERSION_CODE packs it.
Napi::Value initialise(const Napi::CallbackInfo &info) {
  auto version = std::make_shared<sane::Word>(0);
  return run(
      info.Env(), Turn::Alone, "sane_init", [=] { return library->init(version.get(), nullptr); },
      [=](Napi::Env env) -> Napi::Value {
        if (!begun) std::atexit(giveBack);
        begun = true;
        const unsigned code = static_cast<unsigned>(*version);
        const std::string text = std::to_string(code >> 24) + "." + std::to_string(code >> 16 & 0xff) + "." + std::to_string(code & 0xffff);
        return Napi::String::New(env, text);
      });
}

void mustHaveBegun(Napi::Env env) {
  if (!begun) throw Napi::Error::New(env, "sane_init comes first");
}

Napi::Value devices(const Napi::CallbackInfo &info) {
  mustHaveBegun(info.Env());
  auto all = std::make_shared<std::vector<sane::DeviceCopy>>();
  return run(
      info.Env(), Turn::Alone, "sane_get_devices",
      [=] {
        const sane::Device **list = nullptr;
        const int status = library->getDevices(&list, 0);
        if (status == sane::Good) *all = sane::copyAll(list);
        return status;
      },
      [=](Napi::Env env) -> Napi::Value {
        Napi::Array found = Napi::Array::New(env, all->size());
        for (uint32_t at = 0; at < all->size(); at++) {
          Napi::Object device = Napi::Object::New(env);
          device.Set("name", (*all)[at].name);
          device.Set("vendor", (*all)[at].vendor);
          device.Set("model", (*all)[at].model);
          device.Set("type", (*all)[at].type);
          found.Set(at, device);
        }
        return found;
      });
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  // What is counted here is counted on one thread.
  static std::atomic<bool> taken{false};
  if (taken.exchange(true)) throw Napi::Error::New(env, "libsane belongs to another thread of this process");
  auto scanner = std::make_shared<Napi::FunctionReference>(Napi::Persistent(Scanner::define(env)));
  auto open = [scanner](const Napi::CallbackInfo &info) -> Napi::Value {
    mustHaveBegun(info.Env());
    auto handle = std::make_shared<sane::Handle>(nullptr);
    const std::string name = info[0].As<Napi::String>();
    return run(
        info.Env(), Turn::Alone, "sane_open",
        [=] {
          const int status = library->open(name.c_str(), handle.get());
          if (status == sane::Good && !*handle) throw std::runtime_error("sane_open gave nothing to hold");
          return status;
        },
        [=](Napi::Env env) -> Napi::Value { return scanner->New({Napi::External<sane::Handle>::New(env, handle.get())}); });
  };
  exports.Set("source", Napi::String::New(env, ADDON_SOURCE));
  exports.Set("load", Napi::Function::New(env, load));
  exports.Set("init", Napi::Function::New(env, initialise));
  exports.Set("devices", Napi::Function::New(env, devices));
  exports.Set("open", Napi::Function::New(env, open));
  return exports;
}

}  // namespace

NODE_API_MODULE(sane, init)
